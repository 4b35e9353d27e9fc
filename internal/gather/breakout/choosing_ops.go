package breakout

import (
	"context"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// A scene is a meeting with its process and how far the choosing has come.
type scene struct {
	meeting.Meeting
	process  process.Process
	choosing Choosing
}

// at returns a meeting; NotFound if who may not know of it.
func (s *Service) at(tx *db.Tx, who access.Actor, id ref.ID) (at scene, err error) {
	if at.Meeting, err = s.meetings.ByIDTx(tx, id); err != nil {
		return at, err
	}
	if at.process, err = s.processes.ByIDTx(tx, at.Process); err != nil {
		return at, err
	}
	if !at.process.VisibleTo(who) && !who.HoldsAny(access.OnProcess, at.Ref()) {
		return scene{}, fault.New(fault.NotFound, "", "meeting.unknown")
	}
	at.choosing, err = choosingOf(tx, id)
	return at, err
}

// locked is at, and the rooms of the meeting stay as they are until the
// transaction is over.
func (s *Service) locked(tx *db.Tx, who access.Actor, id ref.ID) (scene, error) {
	if err := tx.Lock("breakout/" + string(id)); err != nil {
		return scene{}, err
	}
	return s.at(tx, who, id)
}

// ring tells whoever watches the meeting that something moved.
func ring(tx *db.Tx, meeting ref.ID) {
	tx.RingOnCommit(attendance.Live(meeting), tx.Now.UnixNano())
}

// Open lets people choose their room, also again after it was closed. Conveners
// and facilitators may. Faults: NotFound, Forbidden, Invalid without breakouts,
// Closed for a cancelled meeting, Conflict if it is open. Fact: OpenedIt.
func (s *Service) Open(ctx context.Context, who access.Actor, meeting ref.ID) (c Choosing, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, meeting)
		if err != nil {
			return err
		}
		if c, err = at.choosing.Open(who, at.Meeting, tx.Now); err != nil {
			return err
		}
		if err := saveChoosing(tx, c); err != nil {
			return err
		}
		ring(tx, meeting)
		return record.Append(tx, who, OpenedIt, at.Ref(), at.Process, nil, record.Figure("rooms", len(at.Breakouts)))
	})
	return c, fault.Wrap("open choosing", err)
}

// Close ends the choosing; work in the rooms goes on. Who may open it may. Faults:
// NotFound, Forbidden, Conflict if it is not open. Fact: ClosedIt.
func (s *Service) Close(ctx context.Context, who access.Actor, meeting ref.ID) (c Choosing, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, meeting)
		if err != nil {
			return err
		}
		if c, err = at.choosing.Close(who, at.Meeting, tx.Now); err != nil {
			return err
		}
		if err := saveChoosing(tx, c); err != nil {
			return err
		}
		rooms, err := s.roomsTx(tx, at)
		if err != nil {
			return err
		}
		people, used := 0, 0
		for _, r := range rooms {
			people += r.People
			if r.People > 0 {
				used++
			}
		}
		ring(tx, meeting)
		return record.Append(tx, who, ClosedIt, at.Ref(), at.Process, nil, record.Figure("people", people), record.Figure("rooms", used))
	})
	return c, fault.Wrap("close choosing", err)
}

// Choose puts who asks into a room, or into another one than before; an empty
// breakout takes them out of theirs. Whoever is present may while the choosing is
// open. Choosing the same room again changes nothing, so an act that arrives twice
// is carried out once. Faults: NotFound, Forbidden, Closed if it is not open or the
// room is full. The choices are told by figures when the choosing is closed.
func (s *Service) Choose(ctx context.Context, who access.Actor, meeting, breakout ref.ID) (c Choice, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, meeting)
		if err != nil {
			return err
		}
		p, err := s.attendance.Present(tx, who, meeting)
		if err != nil {
			return err
		}
		was, err := choiceOf(tx, meeting, p.Participant)
		if err != nil {
			return err
		}
		if breakout == "" {
			if err := at.choosing.Leave(was); err != nil {
				return err
			}
			c = Choice{Meeting: meeting, Participant: p.Participant}
			return vacate(tx, was)
		}
		c, err = move(tx, at, was, breakout, func(b Place) (Choice, error) {
			return at.choosing.Choose(was, p, b, tx.Now)
		})
		return err
	})
	return c, fault.Wrap("choose a room", err)
}

// Put puts a participant who is present into a room: somebody without a phone, or
// somebody who is moved. Conveners and facilitators may, at any time; they cannot
// overfill a room. Faults: NotFound, Forbidden, Closed if the room is full.
func (s *Service) Put(ctx context.Context, who access.Actor, meeting, participant, breakout ref.ID) (c Choice, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, meeting)
		if err != nil {
			return err
		}
		if err := MayRun(who, at.Meeting); err != nil {
			return err
		}
		p, err := s.attendance.PresenceOf(tx, meeting, participant)
		if err != nil {
			return err
		}
		was, err := choiceOf(tx, meeting, participant)
		if err != nil {
			return err
		}
		c, err = move(tx, at, was, breakout, func(b Place) (Choice, error) {
			return at.choosing.Put(who, at.Meeting, was, p, b, tx.Now)
		})
		return err
	})
	return c, fault.Wrap("put into a room", err)
}

// move stores a choice that a rule allows. The meeting is locked. Who goes to
// another room no longer reports for the one before.
func move(tx *db.Tx, at scene, was Choice, breakout ref.ID, rule func(Place) (Choice, error)) (Choice, error) {
	b, ok := at.Breakout(breakout)
	people, err := peopleIn(tx, at.ID, breakout)
	if err != nil {
		return was, err
	}
	next, err := rule(Place{Breakout: b, Known: ok, People: people})
	if err != nil || next.Breakout == was.Breakout {
		return next, err
	}
	if err := saveChoice(tx, next); err != nil {
		return next, err
	}
	ring(tx, at.ID)
	if was.Breakout == "" {
		return next, nil
	}
	return next, dropRapporteur(tx, was.Meeting, was.Breakout, was.Participant)
}

// vacate takes somebody out of their room.
func vacate(tx *db.Tx, was Choice) error {
	ring(tx, was.Meeting)
	if err := dropRapporteur(tx, was.Meeting, was.Breakout, was.Participant); err != nil {
		return err
	}
	return dropChoice(tx, was.Meeting, was.Participant)
}
