package invitation

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
)

// A Consent is a missing voice as the third person sees it who was named.
type Consent struct {
	Referral Referral
	Process  feature.Card
	By       string // the public name of whoever named them; may be empty
	Over     bool   // they have answered, or it is too late
}

// ConsentBy returns what a link leads to; NotFound if it leads nowhere.
func (s *Service) ConsentBy(ctx context.Context, token string) (c Consent, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if c.Referral, err = referralByToken(tx, hash(token)); err != nil {
			return err
		}
		c.Over = c.Referral.Waits(tx.Now) != nil
		c.Process, _ = s.dir.Card(tx, role.Process(c.Referral.Process))
		c.By, err = s.nameOf(tx, c.Referral.By)
		return err
	})
	return c, fault.Wrap("find question", err)
}

// Agree lets a third person be invited: they become a contact, with the name and
// in the language that they choose, and the invitation is mailed at once. Whoever
// holds the link may. Faults: NotFound, Closed, Invalid by field. Fact: Consented.
func (s *Service) Agree(ctx context.Context, who access.Actor, token, name string, l lang.Tag) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := s.byToken(tx, token)
		if err != nil {
			return err
		}
		w, err := s.processes.WholeTx(tx, r.Process)
		if err != nil {
			return err
		}
		self := access.Actor{Channel: who.Channel, Act: who.Act}
		c, err := contactByAddress(tx, r.Process, r.Address)
		if fault.KindOf(err) == fault.NotFound {
			if err := hasRoom(tx, r.Process, 1); err != nil {
				return err
			}
			c, err = s.enter(tx, self, w, Card{Name: name, Address: r.Address, OrgName: r.Organization, Lang: l}, ByReferral)
		}
		if err != nil {
			return err
		}
		r.Contact = c.ID
		o, _, err := s.roles.OfferTx(tx, role.Offering{
			Process: r.Process, Role: access.Member, Address: c.Address, Name: c.Name, Lang: l, By: r.Owner,
		}, s.welcome)
		switch fault.KindOf(err) {
		case fault.Conflict: // they take part already
			r.Stand = CameIn
		case fault.Closed: // an invitation went to them today
			r.Stand = WasInvited
		default:
			if err != nil {
				return err
			}
			r.Stand, r.Offer = WasInvited, o.ID
		}
		return s.step(tx, self, r.Forgotten().moved(tx.Now), Consented)
	})
	return fault.Wrap("agree to be invited", err)
}

// welcome writes the invitation of somebody who agreed to get one.
func (s *Service) welcome(e role.Envelope) role.Letter { return s.write(Envelope{Envelope: e}) }

// Refuse forgets a third person who does not want to be invited. Whoever holds the
// link may. Faults: NotFound, Closed. Fact: ConsentRefused.
func (s *Service) Refuse(ctx context.Context, who access.Actor, token string) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := s.byToken(tx, token)
		if err != nil {
			return err
		}
		if err := record.EraseSalts(tx, r.Ref()); err != nil {
			return err
		}
		r.Stand = Declined
		return s.step(tx, access.Actor{Channel: who.Channel, Act: who.Act}, r.Forgotten().moved(tx.Now), ConsentRefused)
	})
	return fault.Wrap("refuse to be invited", err)
}

// byToken returns the missing voice that a link answers, as it stays until the
// commit.
func (s *Service) byToken(tx *db.Tx, token string) (Referral, error) {
	r, err := referralByToken(tx, hash(token))
	if err != nil {
		return r, err
	}
	if err := lock(tx, r.Process); err != nil {
		return r, err
	}
	if r, err = referralByToken(tx, hash(token)); err != nil {
		return r, err
	}
	return r, r.Waits(tx.Now)
}

// followOffer moves a missing voice whose invitation was declined.
func (s *Service) followOffer(tx *db.Tx, f record.Fact) error {
	all, err := referralsWithOffer(tx, f.Subject.ID)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.Stand.Over() {
			continue
		}
		r.Stand = Declined
		if err := s.step(tx, access.Machine(), r.Forgotten().moved(tx.Now), VoiceAnswered); err != nil {
			return err
		}
	}
	return nil
}
