package role

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/person"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
)

// A Call is an offer as the invited person sees it.
type Call struct {
	Offer   Offer
	State   State
	Process feature.Card
	By      string        // the public name of whoever offers; may be empty
	Account person.Person // who has the address; zero if nobody
}

// CallBy returns the offer that a link leads to; NotFound if it leads nowhere.
func (s *Service) CallBy(ctx context.Context, token string) (c Call, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err = s.callBy(tx, token)
		return err
	})
	return c, wrap("find offer", err)
}

func (s *Service) callBy(tx *db.Tx, token string) (c Call, err error) {
	if c.Offer, err = offerByHash(tx, hash(token)); err != nil {
		return c, err
	}
	c.State = c.Offer.At(tx.Now)
	c.Process, _ = s.dir.Card(tx, Process(c.Offer.Process))
	if c.By, err = s.inviter(tx, c.Offer); err != nil {
		return c, err
	}
	c.Account, err = s.people.ByEmailTx(tx, c.Offer.Address)
	if fault.KindOf(err) == fault.NotFound {
		err = nil
	}
	return c, err
}

// An Acceptance is what somebody without an account says when they accept.
type Acceptance struct {
	Name    string
	Lang    lang.Tag
	Zone    string
	Consent string // the version of the text they agreed to
}

// Accept accepts the offer that a link leads to for whoever has the address, and
// makes an account if nobody has: then it reports true, and the person may be
// signed in, because the link has proved the address. Whoever holds the link may.
// Faults: NotFound, Closed if it was answered, withdrawn or has expired, Invalid
// by field. Facts: AcceptedBy, Given.
func (s *Service) Accept(ctx context.Context, who access.Actor, token string, in Acceptance) (p person.Person, isNew bool, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		o, err := lockByToken(tx, token)
		if err != nil {
			return err
		}
		if err := o.Open(tx.Now); err != nil {
			return err
		}
		p, err = s.people.ByEmailTx(tx, o.Address)
		if isNew = fault.KindOf(err) == fault.NotFound; isNew {
			p, err = s.people.JoinTx(tx, who, person.Joining{
				Email: o.Address, Name: in.Name, Lang: in.Lang, Zone: in.Zone, Consent: in.Consent,
			})
		}
		if err != nil {
			return err
		}
		return s.accept(tx, who, o, p.ID)
	})
	return p, isNew, wrap("accept offer", err)
}

func (s *Service) accept(tx *db.Tx, who access.Actor, o Offer, id ref.ID) error {
	o, err := o.Accept(id, tx.Now)
	if err != nil {
		return err
	}
	if err := updateOffer(tx, o); err != nil {
		return err
	}
	self := access.Actor{Person: id, Channel: who.Channel, Act: who.Act}
	part, _, err := s.put(tx, self, o.Process, id, o.Role)
	if err != nil {
		return err
	}
	return record.Append(tx, self, AcceptedBy, o.Ref(), o.Process, nil, record.By(part.ID), record.Figure(o.Role, 1))
}

// Decline declines the offer that a link leads to. Whoever holds the link may.
// Faults: NotFound, Closed, Invalid for too long a reason. Fact: DeclinedBy.
func (s *Service) Decline(ctx context.Context, who access.Actor, token, reason string) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		o, err := lockByToken(tx, token)
		if err != nil {
			return err
		}
		if o, err = o.Decline(reason, tx.Now); err != nil {
			return err
		}
		if err := updateOffer(tx, o); err != nil {
			return err
		}
		stranger := access.Actor{Channel: who.Channel, Act: who.Act}
		return record.Append(tx, stranger, DeclinedBy, o.Ref(), o.Process, reason, record.Figure(o.Role, 1))
	})
	return wrap("decline offer", err)
}

func lockByToken(tx *db.Tx, token string) (Offer, error) {
	o, err := offerByHash(tx, hash(token))
	if err != nil {
		return o, err
	}
	o, _, err = lockOffer(tx, o.ID)
	return o, err
}
