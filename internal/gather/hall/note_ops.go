package hall

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// Decide notes what the meeting decided, with the versions of the ground rules and
// of the consensus policy in force. Conveners and facilitators may, from the
// opening of the hall on, also after it ended. Faults: NotFound, Forbidden, Closed,
// Invalid by field. Fact: Decided, about the decision.
func (s *Service) Decide(ctx context.Context, who access.Actor, id ref.ID, in Decision) (d Decision, err error) {
	_, err = s.change(ctx, who, id, "note a decision", func(tx *db.Tx, at place) (Hall, error) {
		if err := record.Once(tx, who, Decided); err != nil {
			return at.Hall, err
		}
		w, err := s.processes.WholeTx(tx, at.Process)
		if err != nil {
			return at.Hall, err
		}
		if in.Item != "" {
			if _, ok := Item(at.meeting, in.Item); !ok {
				return at.Hall, fault.Field("item", "hall.item.unknown")
			}
		}
		if d, err = at.decide(in, w, who.In(at.Process), tx.Now); err != nil {
			return at.Hall, err
		}
		if d.ID, err = tx.NewID(); err != nil {
			return at.Hall, err
		}
		if err := saveDecision(tx, d, d.By); err != nil {
			return at.Hall, err
		}
		return at.Hall, record.Append(tx, who, Decided, d.Ref(), d.Process, d)
	})
	return d, err
}

// Correct gives a decision other words, or strikes it out, for a reason. Its
// earlier words stay in its history. Conveners and facilitators may. Faults:
// NotFound, Forbidden, Conflict if it changed meanwhile, Invalid by field. Fact:
// Corrected.
func (s *Service) Correct(ctx context.Context, who access.Actor, in Decision) (d Decision, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		old, err := decisionByID(tx, in.ID)
		if err != nil {
			return err
		}
		at, err := s.locked(tx, who, old.Meeting)
		if err != nil {
			return err
		}
		if err := MayRun(who, at.meeting); err != nil {
			return err
		}
		if old, err = decisionByID(tx, in.ID); err != nil {
			return err
		}
		if d, err = old.Correct(in, tx.Now); err != nil {
			return err
		}
		if err := saveDecision(tx, d, who.In(d.Process)); err != nil {
			return err
		}
		ring(tx, d.Meeting)
		return record.Append(tx, who, Corrected, d.Ref(), d.Process, d.wording(""))
	})
	return d, fault.Wrap("correct a decision", err)
}

// Park puts a matter on the parking list. Conveners and facilitators may, as with
// decisions. Faults: as Decide. Fact: ParkedIt, about the matter.
func (s *Service) Park(ctx context.Context, who access.Actor, id ref.ID, text lang.Text) (p Parked, err error) {
	_, err = s.change(ctx, who, id, "park a matter", func(tx *db.Tx, at place) (Hall, error) {
		if err := record.Once(tx, who, ParkedIt); err != nil {
			return at.Hall, err
		}
		if p, err = at.park(Parked{Text: text}, who.In(at.Process), tx.Now); err != nil {
			return at.Hall, err
		}
		if p.ID, err = tx.NewID(); err != nil {
			return at.Hall, err
		}
		if err := saveParked(tx, p); err != nil {
			return at.Hall, err
		}
		return at.Hall, record.Append(tx, who, ParkedIt, p.Ref(), p.Process, p)
	})
	return p, err
}

// Settle takes a parked matter up, drops it for a reason, or parks it again.
// Conveners and facilitators may. Faults: NotFound, Forbidden, Conflict, Closed,
// Invalid. Fact: TakenUpAgain, DroppedIt or ParkedAgain.
func (s *Service) Settle(ctx context.Context, who access.Actor, id ref.ID, fate Fate, reason lang.Text, version int) (p Parked, err error) {
	facts := map[Fate]string{TakenUp: TakenUpAgain, Dropped: DroppedIt, StillParked: ParkedAgain}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		old, err := parkedByID(tx, id)
		if err != nil {
			return err
		}
		at, err := s.locked(tx, who, old.Meeting)
		if err != nil {
			return err
		}
		if err := MayRun(who, at.meeting); err != nil {
			return err
		}
		if old, err = parkedByID(tx, id); err != nil {
			return err
		}
		if p, err = old.Settle(fate, reason, version, tx.Now); err != nil {
			return err
		}
		if err := saveParked(tx, p); err != nil {
			return err
		}
		ring(tx, p.Meeting)
		return record.Append(tx, who, facts[fate], p.Ref(), p.Process, p.Reason)
	})
	return p, fault.Wrap("settle a parked matter", err)
}

// DecisionsTx returns the decisions of a meeting in the order in which they were
// noted, those that were struck out too.
func (s *Service) DecisionsTx(tx *db.Tx, meeting ref.ID) ([]Decision, error) {
	return decisionsOf(tx, meeting)
}

// ParkedTx returns the parking list of a meeting, whatever became of each matter.
func (s *Service) ParkedTx(tx *db.Tx, meeting ref.ID) ([]Parked, error) {
	return parkedOf(tx, meeting)
}

// Decision returns a decision; NotFound if there is none, or if its process is not
// for who to know of.
func (s *Service) Decision(ctx context.Context, who access.Actor, id ref.ID) (d Decision, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if d, err = decisionByID(tx, id); err != nil {
			return err
		}
		_, err = s.at(tx, who, d.Meeting)
		return err
	})
	return d, err
}

// Parked returns a matter of a parking list; NotFound as with decisions.
func (s *Service) Parked(ctx context.Context, who access.Actor, id ref.ID) (p Parked, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if p, err = parkedByID(tx, id); err != nil {
			return err
		}
		_, err = s.at(tx, who, p.Meeting)
		return err
	})
	return p, err
}
