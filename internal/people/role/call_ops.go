package role

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/person"
	"penc/internal/people/signin"
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
	return c, fault.Wrap("find offer", err)
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
	Agent   string // the browser's name for itself
}

// A Welcome is what came of an acceptance.
type Welcome struct {
	Person  person.Person
	Process ref.ID
	Role    string
	// Session is the token of a session for a person who has just joined, for the
	// browser to keep. Empty for whoever had an account before.
	Session string
}

// Accept accepts the offer that a link leads to, for whoever has its address. If
// nobody has, a person joins and is signed in, because the link has proved the
// address; somebody with an account signs in as always. Whoever holds the link
// may. Faults: NotFound, Closed if it was answered or withdrawn or has expired,
// Invalid by field. Facts: AcceptedBy, Given, and those of joining.
func (s *Service) Accept(ctx context.Context, who access.Actor, token string, in Acceptance) (out Welcome, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		o, err := lockByToken(tx, token)
		if err != nil {
			return err
		}
		if err := o.Open(tx.Now); err != nil {
			return err
		}
		out = Welcome{Process: o.Process, Role: o.Role}
		out.Person, err = s.people.ByEmailTx(tx, o.Address)
		if fault.KindOf(err) == fault.NotFound {
			out.Person, out.Session, err = s.join(tx, who, o.Address, in)
		}
		if err != nil {
			return err
		}
		return s.accept(tx, who, o, out.Person.ID)
	})
	return out, fault.Wrap("accept offer", err)
}

// join makes a person and opens a session for them.
func (s *Service) join(tx *db.Tx, who access.Actor, address string, in Acceptance) (person.Person, string, error) {
	newcomer := access.Actor{Channel: who.Channel, Act: who.Act}
	p, err := s.people.JoinTx(tx, newcomer, person.Joining{
		Email: address, Name: in.Name, Lang: in.Lang, Zone: in.Zone, Consent: in.Consent,
	})
	if err != nil {
		return p, "", err
	}
	token, _, err := s.sessions.OpenTx(tx, newcomer, p.ID, signin.ByOffer, in.Agent)
	return p, token, err
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
	return fault.Wrap("decline offer", err)
}

func lockByToken(tx *db.Tx, token string) (Offer, error) {
	o, err := offerByHash(tx, hash(token))
	if err != nil {
		return o, err
	}
	o, _, err = lockOffer(tx, o.ID)
	return o, err
}
