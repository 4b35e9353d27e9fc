package attendance

import (
	"context"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// A place is a meeting with its process and its door.
type place struct {
	meeting.Meeting
	process process.Process
	door    Door
}

// find returns a meeting with its door, whoever asks.
func (s *Service) find(tx *db.Tx, id ref.ID) (at place, err error) {
	if at.Meeting, err = s.meetings.ByIDTx(tx, id); err != nil {
		return at, err
	}
	if at.process, err = s.processes.ByIDTx(tx, at.Process); err != nil {
		return at, err
	}
	at.door, err = doorOf(tx, id, at.Process)
	return at, err
}

// at is find for who asks; NotFound if they may not know of the meeting.
func (s *Service) at(tx *db.Tx, who access.Actor, id ref.ID) (place, error) {
	at, err := s.find(tx, id)
	if err == nil && !at.process.VisibleTo(who) && !who.HoldsAny(access.OnProcess, at.Ref()) {
		return place{}, fault.New(fault.NotFound, "", "meeting.unknown")
	}
	return at, err
}

// lockedFor is find, and the door stays as it is until the transaction is over.
func (s *Service) lockedFor(tx *db.Tx, id ref.ID) (place, error) {
	if err := tx.Lock("attendance/" + string(id)); err != nil {
		return place{}, err
	}
	return s.find(tx, id)
}

// locked is at, and the door stays as it is until the transaction is over.
func (s *Service) locked(tx *db.Tx, who access.Actor, id ref.ID) (place, error) {
	if err := tx.Lock("attendance/" + string(id)); err != nil {
		return place{}, err
	}
	return s.at(tx, who, id)
}

// Door returns the door of a meeting. Faults: NotFound.
func (s *Service) Door(ctx context.Context, who access.Actor, id ref.ID) (d Door, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		at, err := s.at(tx, who, id)
		d = at.door
		return err
	})
	return d, err
}

// DoorTx returns the door of a meeting, whoever asks; NotFound if there is no such
// meeting.
func (s *Service) DoorTx(tx *db.Tx, id ref.ID) (Door, error) {
	m, err := s.meetings.ByIDTx(tx, id)
	if err != nil {
		return Door{}, err
	}
	return doorOf(tx, id, m.Process)
}

// OpenCheckIn opens check-in with a fresh code. Conveners and facilitators of the
// process may, and those of the meeting. Faults: NotFound, Forbidden, Closed if it
// is open, the meeting is cancelled or its process a draft. Fact: CheckInOpened.
func (s *Service) OpenCheckIn(ctx context.Context, who access.Actor, id ref.ID) (d Door, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, id)
		if err != nil {
			return err
		}
		code, err := freshCode(tx)
		if err != nil {
			return err
		}
		if d, err = at.door.OpenIt(who, at.Meeting, at.process, code, tx.Now); err != nil {
			return err
		}
		return keepDoor(tx, who, d, CheckInOpened)
	})
	return d, fault.Wrap("open check-in", err)
}

// CloseCheckIn closes check-in: the code ends, whoever is there stays. Who may open
// it may. Faults: NotFound, Forbidden, Closed if it is not open. Fact:
// CheckInClosed.
func (s *Service) CloseCheckIn(ctx context.Context, who access.Actor, id ref.ID) (d Door, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, id)
		if err != nil {
			return err
		}
		if d, err = at.door.CloseIt(who, at.Meeting, tx.Now); err != nil {
			return err
		}
		return keepDoor(tx, who, d, CheckInClosed)
	})
	return d, fault.Wrap("close check-in", err)
}

func keepDoor(tx *db.Tx, who access.Actor, d Door, fact string, details ...record.Detail) error {
	if err := saveDoor(tx, d); err != nil {
		return err
	}
	tx.RingOnCommit(Live(d.Meeting), tx.Now.UnixNano())
	return record.Append(tx, who, fact, ref.To("meeting", d.Meeting), d.Process, nil, details...)
}

// freshCode returns a code that opens no other door.
func freshCode(tx *db.Tx) (string, error) {
	for {
		var chance [8]byte
		if err := tx.Chance(chance[:]); err != nil {
			return "", err
		}
		code := spell(chance)
		if taken, err := codeTaken(tx, code); err != nil || !taken {
			return code, err
		}
	}
}

// closeLeftOpen closes the doors that nobody closed, a day after their meeting.
func (s *Service) closeLeftOpen(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		left, err := doorsLeftOpen(tx)
		if err != nil {
			return err
		}
		for _, d := range left {
			at, err := s.lockedFor(tx, d.Meeting)
			if err != nil {
				return err
			}
			if at.door.Closed.IsZero() && !at.door.IsOpen(at.Meeting, at.process, tx.Now) {
				at.door.Closed = tx.Now
				at.door.Version++
				if err := keepDoor(tx, access.Machine(), at.door, CheckInClosed); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// CodeTx returns the code with which people check in. Faults: NotFound for an
// unknown meeting, Closed unless check-in is open.
func (s *Service) CodeTx(tx *db.Tx, id ref.ID) (string, error) {
	m, err := s.meetings.ByIDTx(tx, id)
	if err != nil {
		return "", err
	}
	p, err := s.processes.ByIDTx(tx, m.Process)
	if err != nil {
		return "", err
	}
	d, err := doorOf(tx, id, m.Process)
	if err == nil && !d.IsOpen(m, p, tx.Now) {
		err = fault.New(fault.Closed, "", "attendance.door.closed")
	}
	return d.Code, err
}
