package process

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
	"penc/internal/platform/db"
)

// Join makes who asks a member of a process and keeps for whom they speak. Anybody
// with an account may, while a stage opens joining; members declare anew in the
// same way at any time. Faults: NotFound, Forbidden for strangers, Closed, Invalid
// by field. Facts: those of role.JoinTx and role.DeclareTx.
func (s *Service) Join(ctx context.Context, who access.Actor, id ref.ID, in role.Declaration) (p role.Participant, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		w, err := whole(tx, id)
		if w, err = visible(w, who, err); err != nil {
			return err
		}
		if who.Person == "" {
			return fault.New(fault.Forbidden, "", "process.join.signed-in-only")
		}
		if err := w.Knows(in); err != nil {
			return err
		}
		if !who.HoldsAny(access.OnProcess, w.Ref()) {
			if err := w.MayJoin(tx.Now); err != nil {
				return err
			}
			if p, err = s.roles.JoinTx(tx, who, id, who.Person, access.Member); err != nil {
				return err
			}
		}
		p, err = s.roles.DeclareTx(tx, who, id, in)
		return err
	})
	return p, fault.Wrap("join process", err)
}

// Knows returns the fault of a declaration whose stakeholder groups are not those
// of the process: the one spoken for must be, the others too.
func (w Whole) Knows(in role.Declaration) error {
	if _, ok := w.Group(in.Group); !ok {
		return fault.Field("stakeholder_group", "process.join.group")
	}
	for _, g := range in.Groups {
		if _, ok := w.Group(g); !ok {
			return fault.Field("stakeholder_groups", "process.join.group")
		}
	}
	return nil
}

// Suggested returns what the secretariat of a process knows of for whom who asks
// speaks, for them to confirm or to correct; the zero Declaration if nothing.
func (s *Service) Suggested(ctx context.Context, who access.Actor, id ref.ID) (d role.Declaration, err error) {
	if who.Person == "" {
		return d, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		d, err = s.roles.SuggestedTx(tx, id, who.Person)
		return err
	})
	return d, fault.Wrap("suggest declaration", err)
}

// Participant returns who asks as a participant of a process; NotFound if they
// take no part in it.
func (s *Service) Participant(ctx context.Context, who access.Actor, id ref.ID) (p role.Participant, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = s.roles.ParticipantOf(tx, id, who.Person)
		return err
	})
	return p, err
}
