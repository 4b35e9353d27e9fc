package role

import (
	"context"
	"time"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// An Offering is one offer that a higher room makes of its list of contacts.
type Offering struct {
	Process ref.ID
	Role    string
	Address string
	Name    string
	Lang    lang.Tag
	By      ref.ID // the convener who offers it, as participant
}

// OfferTx offers a role to one address and mails the link, in the transaction of a
// room above, which has decided who may, and tells it in a fact of its own. An
// offer of the same role that waits already is mailed again instead. It returns
// the offer and its mail. Faults: Conflict if the person holds the role, Closed if
// the offer that waits was mailed today, Invalid for an address that is none.
func (s *Service) OfferTx(tx *db.Tx, in Offering, write Write) (Offer, ref.ID, error) {
	if err := tx.Lock("role/" + string(in.Process)); err != nil {
		return Offer{}, "", err
	}
	if err := expire(tx, in.Process); err != nil {
		return Offer{}, "", err
	}
	if held, err := s.holds(tx, in); err != nil || held {
		if held {
			err = fault.New(fault.Conflict, "", "role.offer.holds")
		}
		return Offer{}, "", err
	}
	if o, err := openOffer(tx, in.Process, in.Role, in.Address); fault.KindOf(err) != fault.NotFound {
		if err != nil {
			return o, "", err
		}
		return s.again(tx, o, write)
	}
	id, err := tx.NewID()
	if err != nil {
		return Offer{}, "", err
	}
	o := Offer{
		ID: id, Process: in.Process, Role: in.Role, Address: in.Address, Name: in.Name, Lang: in.Lang, By: in.By,
		State: Offered, Made: tx.Now, Mailed: tx.Now, Expires: tx.Now.Add(OfferLife),
	}
	if err := insertOffer(tx, o); err != nil {
		return o, "", err
	}
	mail, err := s.mail(tx, o, write)
	return o, mail, err
}

// RemindTx mails an offer once more, in the transaction of a room above, which has
// decided who may. It returns the offer and its mail. Faults: NotFound, Closed if
// it was answered, has lost its address, or was mailed today.
func (s *Service) RemindTx(tx *db.Tx, id ref.ID, write Write) (Offer, ref.ID, error) {
	o, _, err := lockOffer(tx, id)
	if err != nil {
		return o, "", err
	}
	return s.again(tx, o, write)
}

func (s *Service) again(tx *db.Tx, o Offer, write Write) (Offer, ref.ID, error) {
	o, err := o.again(tx.Now)
	if err != nil {
		return o, "", err
	}
	if err := updateOffer(tx, o); err != nil {
		return o, "", err
	}
	mail, err := s.mail(tx, o, write)
	return o, mail, err
}

// holds reports whether whoever has the address holds the role.
func (s *Service) holds(tx *db.Tx, in Offering) (bool, error) {
	who, err := s.people.ByEmailTx(tx, in.Address)
	if err == nil {
		var p Participant
		if p, err = participantOf(tx, in.Process, who.ID); err == nil {
			return p.Holds(in.Role), nil
		}
	}
	if fault.KindOf(err) == fault.NotFound {
		err = nil
	}
	return false, err
}

// OffersTx returns every offer of a process by its identifier, for the room above
// that made it.
func (s *Service) OffersTx(tx *db.Tx, process ref.ID) (map[ref.ID]Offer, error) {
	all, err := offersOf(tx, process, maxOffers, 0)
	out := make(map[ref.ID]Offer, len(all))
	for _, o := range all {
		out[o.ID] = o
	}
	return out, err
}

// maxOffers bounds how many offers of one process are read at once.
const maxOffers = 100_000

// ForgetOffersTx withdraws the offers of a process that wait under an address and
// takes address, name and reason from all of them: whoever was invited wants to be
// forgotten, or the secretariat removes them.
func (s *Service) ForgetOffersTx(tx *db.Tx, process ref.ID, address string) error {
	if err := tx.Lock("role/" + string(process)); err != nil {
		return err
	}
	return forgetInProcess(tx, process, address)
}

// Visit notes that the page of an offer was opened, the first time. Only the visit
// itself is noted: who and from where is not. Links that lead nowhere are not a
// fault here.
func (s *Service) Visit(ctx context.Context, token string) error {
	var opened time.Time
	var id ref.ID
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		o, err := offerByHash(tx, hash(token))
		id, opened = o.ID, o.Opened
		return err
	})
	if fault.KindOf(err) == fault.NotFound || err == nil && !opened.IsZero() {
		return nil
	}
	if err == nil {
		err = s.db.Write(ctx, func(tx *db.Tx) error { return noteOpened(tx, id) })
	}
	return fault.Wrap("note visit", err)
}
