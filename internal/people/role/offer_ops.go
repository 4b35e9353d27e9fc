package role

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
)

// Plan returns what would become of each line of a list; nothing is kept or sent.
// Whoever may give the role may. Faults: Forbidden, NotFound, Invalid for a list
// that is too large or empty.
func (s *Service) Plan(ctx context.Context, who access.Actor, in Invitation) (guests []Guest, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		guests, err = s.plan(tx, who, in)
		return err
	})
	return guests, fault.Wrap("plan offers", err)
}

func (s *Service) plan(tx *db.Tx, who access.Actor, in Invitation) ([]Guest, error) {
	scene, err := s.See(tx, who, in.Process)
	if err != nil {
		return nil, err
	}
	if err := MayGive(who, in.Process, in.Role, scene.Conveners); err != nil {
		return nil, err
	}
	if !lang.Known(in.Lang) {
		return nil, fault.Field("lang", "role.invite.language")
	}
	contacts, err := ReadContacts(in.List, in.Lang, mail.Check)
	if err != nil {
		return nil, err
	}
	waiting, err := waitingFor(tx, in.Process, in.Role)
	if err != nil {
		return nil, err
	}
	holding, err := s.holding(tx, in, contacts)
	return sortOut(contacts, holding, waiting), err
}

// holding returns which of the contacts hold the role already.
func (s *Service) holding(tx *db.Tx, in Invitation, contacts []Contact) (map[string]bool, error) {
	out := map[string]bool{}
	for _, c := range contacts {
		if c.Fault != nil || c.SameAs > 0 {
			continue
		}
		who, err := s.people.ByEmailTx(tx, c.Address)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		p, err := participantOf(tx, in.Process, who.ID)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return nil, err
		}
		out[c.Address] = p.Holds(in.Role)
	}
	return out, nil
}

// Offer offers a role to the people of a list and mails each of them a link of
// their own. Whoever may give the role may. Lines that are there twice, hold the
// role or wait for an answer are passed over; while lines have faults nothing is
// sent unless in.Sound. It returns how many offers were made. Faults: Forbidden,
// NotFound, Conflict if the same act has done it before, Invalid. Fact: OffersMade.
func (s *Service) Offer(ctx context.Context, who access.Actor, in Invitation, write Write) (n int, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := tx.Lock("role/" + string(in.Process)); err != nil {
			return err
		}
		if err := record.Once(tx, who, OffersMade); err != nil {
			return err
		}
		if err := expire(tx, in.Process); err != nil {
			return err
		}
		guests, err := s.plan(tx, who, in)
		if err != nil {
			return err
		}
		count, err := countOffers(tx, in.Process)
		if err != nil {
			return err
		}
		sound, err := in.send(guests, count[Offered])
		if err != nil {
			return err
		}
		for _, g := range sound {
			if err := s.offer(tx, who, in, g, write); err != nil {
				return err
			}
		}
		n = len(sound)
		return record.Append(tx, who, OffersMade, Process(in.Process), in.Process, nil,
			record.Figure("n", n), record.Figure(in.Role, 1))
	})
	return n, fault.Wrap("offer role", err)
}

// offer makes one offer and mails it.
func (s *Service) offer(tx *db.Tx, who access.Actor, in Invitation, g Guest, write Write) error {
	id, err := tx.NewID()
	if err != nil {
		return err
	}
	o := Offer{
		ID: id, Process: in.Process, Role: in.Role, Address: g.Address, Name: g.Name, Lang: g.Lang,
		State: Offered, Made: tx.Now, Mailed: tx.Now, Expires: tx.Now.Add(OfferLife),
	}
	if who.Holds(access.Convener, Process(in.Process)) {
		o.By = who.In(in.Process)
	}
	if err := insertOffer(tx, o); err != nil {
		return err
	}
	_, err = s.mail(tx, o, write)
	return err
}

// Mails is the kind of the mails in which roles are offered.
const Mails = "role.offer"

// mail mails an offer with a new link and returns the mail. Older links go on
// leading to the offer.
func (s *Service) mail(tx *db.Tx, o Offer, write Write) (ref.ID, error) {
	token, err := newToken(tx)
	if err != nil {
		return "", err
	}
	if err := insertToken(tx, o.ID, hash(token)); err != nil {
		return "", err
	}
	e := Envelope{Offer: o, Token: token}
	if card, ok := s.dir.Card(tx, Process(o.Process)); ok {
		e.Process = card.Name
	}
	if e.By, err = s.inviter(tx, o); err != nil {
		return "", err
	}
	l := write(e)
	return mail.Queue(tx, mail.Message{
		To: o.Address, Lang: o.Lang, Kind: Mails, Process: o.Process,
		Subject: l.Subject, Text: l.Text, Reason: l.Reason,
	})
}

// inviter returns the public name of whoever made an offer, empty if they are not
// there any more or are the operator.
func (s *Service) inviter(tx *db.Tx, o Offer) (string, error) {
	if o.By == "" {
		return "", nil
	}
	p, err := participantByID(tx, o.By)
	if err != nil || p.Person == "" {
		return "", err
	}
	return s.people.PublicName(tx, p.Person)
}

// newToken returns 160 random bits in 32 small letters and digits.
func newToken(tx *db.Tx) (string, error) {
	var b [20]byte
	if err := tx.Chance(b[:]); err != nil {
		return "", err
	}
	return base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").EncodeToString(b[:]), nil
}

// hash is what is kept of a token: whoever reads the database cannot follow the
// links.
func hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Offers are the offers of a process, a page at a time, newest first.
type Offers struct {
	All   []Offer
	Count map[State]int // of every page
	More  bool
	Now   time.Time
}

// OffersOf returns the offers of a process. Whoever may give the role of a
// convener on it may. Faults: Forbidden.
func (s *Service) OffersOf(tx *db.Tx, who access.Actor, process ref.ID, limit, offset int) (out Offers, err error) {
	conveners, err := countHeld(tx, process, access.Convener)
	if err != nil {
		return out, err
	}
	if err := MayGive(who, process, access.Convener, conveners); err != nil {
		return out, err
	}
	if out.All, err = offersOf(tx, process, limit+1, offset); err != nil {
		return out, err
	}
	if len(out.All) > limit {
		out.All, out.More = out.All[:limit], true
	}
	out.Now = tx.Now
	out.Count, err = countOffers(tx, process)
	return out, err
}

// Withdraw takes an offer back before it is answered. Whoever may give the role
// may. Faults: Forbidden, NotFound, Closed. Fact: WithdrawnBy.
func (s *Service) Withdraw(ctx context.Context, who access.Actor, id ref.ID) (o Offer, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var conveners int
		if o, conveners, err = lockOffer(tx, id); err != nil {
			return err
		}
		if o, err = o.Withdraw(who, conveners, tx.Now); err != nil {
			return err
		}
		if err := updateOffer(tx, o); err != nil {
			return err
		}
		return record.Append(tx, who, WithdrawnBy, o.Ref(), o.Process, nil, record.Figure(o.Role, 1))
	})
	return o, fault.Wrap("withdraw offer", err)
}

// MailAgain mails an offer once more, at most once a day, and gives it another 30
// days. Whoever may give the role may. Faults: Forbidden, NotFound, Closed. Fact:
// OfferedAgain.
func (s *Service) MailAgain(ctx context.Context, who access.Actor, id ref.ID, write Write) (o Offer, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var conveners int
		if o, conveners, err = lockOffer(tx, id); err != nil {
			return err
		}
		if o, err = o.Again(who, conveners, tx.Now); err != nil {
			return err
		}
		if err := expire(tx, o.Process); err != nil {
			return err
		}
		waiting, err := waitingFor(tx, o.Process, o.Role)
		if err != nil {
			return err
		}
		if before, err := offerByID(tx, id); err != nil {
			return err
		} else if before.State == Expired && waiting[o.Address] {
			return fault.New(fault.Closed, "", "role.offer.newer")
		}
		if err := updateOffer(tx, o); err != nil {
			return err
		}
		if _, err := s.mail(tx, o, write); err != nil {
			return err
		}
		return record.Append(tx, who, OfferedAgain, o.Ref(), o.Process, nil, record.Figure(o.Role, 1))
	})
	return o, fault.Wrap("mail offer again", err)
}

// lockOffer returns an offer as it stays until the commit, and the number of
// conveners of its process.
func lockOffer(tx *db.Tx, id ref.ID) (Offer, int, error) {
	o, err := offerByID(tx, id)
	if err != nil {
		return o, 0, err
	}
	conveners, err := lockConveners(tx, o.Process)
	if err != nil {
		return o, 0, err
	}
	o, err = offerByID(tx, id)
	return o, conveners, err
}

func (s *Service) forget(ctx context.Context) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error { return forgetAddresses(tx, tx.Now.Add(-AddressLife)) })
	if err != nil {
		return fmt.Errorf("forget addresses: %w", err)
	}
	return nil
}
