package hall

import (
	"context"

	"penc/internal/gather/attendance"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// Ask puts a participant into the queue for the floor. People who are present ask
// for themselves (participant is empty or their own); those who run the meeting may
// enter anybody who is present, for who has no phone. Asking twice changes nothing.
// Faults: NotFound, Forbidden unless they are checked in, Closed unless the hall is
// open.
func (s *Service) Ask(ctx context.Context, who access.Actor, id, participant ref.ID) (q Request, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, id)
		if err != nil {
			return err
		}
		me := who.In(at.Process)
		var p attendance.Presence
		if participant == "" || participant == me {
			p, err = s.attendance.Present(tx, who, id)
		} else if err = MayRun(who, at.meeting); err == nil {
			p, err = s.attendance.PresenceOf(tx, id, participant)
		}
		if err != nil {
			return err
		}
		if q, err = at.ask(p, me, tx.Now); err != nil {
			return err
		}
		if old, ok, err := standingRequest(tx, id, p.Participant); ok || err != nil {
			q = old
			return err
		}
		if q.ID, err = tx.NewID(); err != nil {
			return err
		}
		if q.EnteredBy == "" {
			ring(tx, id)
			return saveRequest(tx, q)
		}
		was := q
		was.Standing = Withdrawn // what undoing makes of it
		return s.move(tx, who, at, MoveEnter, []Request{was}, []Request{q})
	})
	return q, fault.Wrap("ask for the floor", err)
}

// move stores requests as they are after a move, and the move so that it can be
// undone.
func (s *Service) move(tx *db.Tx, who access.Actor, at place, what string, was, became []Request) error {
	m := Move{Meeting: at.Meeting, What: what, Before: was, After: became, At: tx.Now, By: who.In(at.Process)}
	var err error
	if m.ID, err = tx.NewID(); err != nil {
		return err
	}
	if err := saveRequests(tx, became); err != nil {
		return err
	}
	ring(tx, at.Meeting)
	return addMove(tx, m)
}

// saveRequests stores those that give the floor up before those that get it.
func saveRequests(tx *db.Tx, all []Request) error {
	for _, has := range []bool{false, true} {
		for _, q := range all {
			if (q.Standing == Speaking) != has {
				continue
			}
			if err := saveRequest(tx, q); err != nil {
				return err
			}
		}
	}
	return nil
}

// act runs a move on one request that only those who run the meeting may make.
func (s *Service) act(ctx context.Context, who access.Actor, id, request ref.ID, what string, do func(*db.Tx, place, Request) error) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, id)
		if err != nil {
			return err
		}
		if err := MayRun(who, at.meeting); err != nil {
			return err
		}
		q, err := requestByID(tx, id, request)
		if err != nil {
			return err
		}
		return do(tx, at, q)
	})
	return fault.Wrap(what, err)
}

// GiveFloor gives the floor to somebody who waits, whatever their place; the turn
// under way ends. Giving it to who has it changes nothing. Conveners and
// facilitators may. Faults: NotFound, Forbidden, Closed.
func (s *Service) GiveFloor(ctx context.Context, who access.Actor, id, request ref.ID) error {
	return s.act(ctx, who, id, request, "give the floor", func(tx *db.Tx, at place, q Request) error {
		if err := at.open(); err != nil {
			return err
		}
		if q.Standing == Speaking {
			return nil
		}
		was, became, now := []Request{q}, []Request{}, tx.Now
		if before, ok, err := speaking(tx, id); err != nil {
			return err
		} else if ok {
			ended, err := before.end(now)
			if err != nil {
				return err
			}
			was, became, now = append(was, before), append(became, ended), ended.Ended
		}
		next, err := q.begin(at.Item, now)
		if err != nil {
			return err
		}
		became = append(became, next)
		return s.move(tx, who, at, MoveFloor, was, became)
	})
}

// EndTurn ends the turn of who has the floor. Ending it twice changes nothing.
// Conveners and facilitators may, and who speaks. Faults: NotFound, Forbidden,
// Closed.
func (s *Service) EndTurn(ctx context.Context, who access.Actor, id, request ref.ID) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		at, q, err := s.ownOrRun(tx, who, id, request)
		if err != nil || q.Standing == Spoken {
			return err
		}
		ended, err := q.end(tx.Now)
		if err != nil {
			return err
		}
		return s.move(tx, who, at, MoveEnd, []Request{q}, []Request{ended})
	})
	return fault.Wrap("end turn", err)
}

// ownOrRun returns a request that who acts made themselves, or any if they run the
// meeting.
func (s *Service) ownOrRun(tx *db.Tx, who access.Actor, id, request ref.ID) (place, Request, error) {
	at, err := s.locked(tx, who, id)
	if err != nil {
		return at, Request{}, err
	}
	q, err := requestByID(tx, id, request)
	if err == nil && (who.In(at.Process) == "" || q.Participant != who.In(at.Process)) {
		err = MayRun(who, at.meeting)
	}
	return at, q, err
}

// endTurn ends the turn under way, if there is one.
func (s *Service) endTurn(tx *db.Tx, who access.Actor, id ref.ID) error {
	q, ok, err := speaking(tx, id)
	if err != nil || !ok {
		return err
	}
	if q, err = q.end(tx.Now); err != nil {
		return err
	}
	return saveRequest(tx, q)
}

// Skip passes over somebody who was called and is not there. They may ask again.
// Conveners and facilitators may. Faults: NotFound, Forbidden, Closed.
func (s *Service) Skip(ctx context.Context, who access.Actor, id, request ref.ID) error {
	return s.act(ctx, who, id, request, "skip", func(tx *db.Tx, at place, q Request) error {
		if q.Standing == Skipped {
			return nil
		}
		gone, err := q.leave(Skipped)
		if err != nil {
			return err
		}
		return s.move(tx, who, at, MoveSkip, []Request{q}, []Request{gone})
	})
}

// Withdraw takes a request out of the queue. Who asked may, and those who run the
// meeting. Withdrawing twice changes nothing. Faults: NotFound, Forbidden, Closed.
func (s *Service) Withdraw(ctx context.Context, who access.Actor, id, request ref.ID) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		at, q, err := s.ownOrRun(tx, who, id, request)
		if err != nil || q.Standing == Withdrawn {
			return err
		}
		gone, err := q.leave(Withdrawn)
		if err != nil {
			return err
		}
		if q.Participant == who.In(at.Process) { // one's own wish is not for others to undo
			ring(tx, id)
			return saveRequest(tx, gone)
		}
		return s.move(tx, who, at, MoveWithdraw, []Request{q}, []Request{gone})
	})
	return fault.Wrap("withdraw", err)
}

// Undo takes a move in the queue back, if nothing has happened since to the
// requests that it moved. Conveners and facilitators may. Faults: NotFound,
// Forbidden, Closed unless the hall is open, Conflict.
func (s *Service) Undo(ctx context.Context, who access.Actor, id, move ref.ID) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, id)
		if err != nil {
			return err
		}
		if err := MayRun(who, at.meeting); err != nil {
			return err
		}
		if err := at.open(); err != nil {
			return err
		}
		m, err := moveByID(tx, id, move)
		if err != nil {
			return err
		}
		now := map[ref.ID]Request{}
		for _, q := range m.After {
			if now[q.ID], err = requestByID(tx, id, q.ID); err != nil {
				return err
			}
		}
		before, err := m.undo(now)
		if err != nil {
			return err
		}
		for _, q := range before { // they may have asked again, or somebody else may speak
			other, ok, err := standingRequest(tx, id, q.Participant)
			if err != nil {
				return err
			}
			if ok && q.Stands() && other.ID != q.ID {
				return fault.New(fault.Conflict, "", "hall.undo.moved")
			}
			last, ok, err := speaking(tx, id)
			if err != nil {
				return err
			}
			if _, moved := now[last.ID]; ok && q.Standing == Speaking && !moved {
				return fault.New(fault.Conflict, "", "hall.undo.moved")
			}
		}
		if err := saveRequests(tx, before); err != nil {
			return err
		}
		ring(tx, id)
		return markUndone(tx, move)
	})
	return fault.Wrap("undo", err)
}

// TurnsTx returns the turns of a meeting in the order in which they began.
func (s *Service) TurnsTx(tx *db.Tx, meeting ref.ID) ([]Turn, error) {
	all, err := requestsOf(tx, meeting)
	return turnsOf(all), err
}
