package invitation

import (
	"context"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

// A Voice is a missing voice with what a page says of it.
type Voice struct {
	Referral
	Owner   string       // the public name of its owner; empty if nobody has it
	By      string       // the public name of whoever named it, for stewards
	Meeting feature.Card // in which it was named, if in one
}

// Missing is what the page of missing voices shows to somebody.
type Missing struct {
	Process process.Whole
	Public  []PublicReferral
	Mine    []Voice // those that who asks named
	All     []Voice // every one, for conveners and facilitators
	May     bool    // who asks may name one
	Takes   bool    // who asks may take care of them
}

// MissingOf returns the missing voices of a process for who asks. Whoever may see
// the process may. Faults: NotFound.
func (s *Service) MissingOf(ctx context.Context, who access.Actor, id ref.ID) (m Missing, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if m.Process, err = s.seen(tx, who, id); err != nil {
			return err
		}
		all, err := referralsOf(tx, id)
		if err != nil {
			return err
		}
		m.May, m.Takes = MayName(who, id) == nil, MayTake(who, id) == nil
		for _, r := range all {
			m.Public = append(m.Public, r.Public())
			mine := r.By != "" && r.By == who.In(id)
			if !mine && !m.Takes {
				continue
			}
			v, err := s.voice(tx, r)
			if err != nil {
				return err
			}
			if mine {
				m.Mine = append(m.Mine, v)
			}
			if m.Takes {
				m.All = append(m.All, v)
			}
		}
		return nil
	})
	return m, fault.Wrap("list missing voices", err)
}

func (s *Service) voice(tx *db.Tx, r Referral) (v Voice, err error) {
	v.Referral = r
	if v.Owner, err = s.nameOf(tx, r.Owner); err != nil {
		return v, err
	}
	if v.By, err = s.nameOf(tx, r.By); err != nil {
		return v, err
	}
	if r.Meeting != "" {
		v.Meeting, _ = s.dir.Card(tx, ref.To("meeting", r.Meeting))
	}
	return v, nil
}

// ProcessOf returns the process of a meeting; NotFound if there is no such meeting.
func (s *Service) ProcessOf(ctx context.Context, meeting ref.ID) (id ref.ID, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		card, ok := s.dir.Card(tx, ref.To("meeting", meeting))
		if !ok {
			return fault.New(fault.NotFound, "", "invitation.missing.meeting")
		}
		id = card.Process
		return nil
	})
	return id, err
}

// A Case is one missing voice as those see it who take care of it.
type Case struct {
	Process process.Whole
	Voice
	Book bool // who asks keeps the address book, and sees the address
}

// CaseOf returns a missing voice. Conveners and facilitators may. Faults: NotFound,
// Forbidden.
func (s *Service) CaseOf(ctx context.Context, who access.Actor, id ref.ID) (c Case, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err := referralByID(tx, id)
		if err != nil {
			return err
		}
		if c.Process, err = s.seen(tx, who, r.Process); err != nil {
			return err
		}
		if err := MayTake(who, r.Process); err != nil {
			return err
		}
		c.Book = MayKeep(who, r.Process) == nil
		c.Voice, err = s.voice(tx, r)
		return err
	})
	return c, fault.Wrap("view missing voice", err)
}
