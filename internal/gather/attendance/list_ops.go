package attendance

import (
	"context"
	"strconv"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// ReadList reads a paper list for a meeting, as it would be entered. Who runs the
// door may, and helpers by their secret. Faults: NotFound, Forbidden, Invalid for
// too many lines or none.
func (s *Service) ReadList(ctx context.Context, who access.Actor, id ref.ID, helper, typed string) (lines []Line, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		at, _, err := s.atDoor(tx, who, id, helper)
		if err != nil {
			return err
		}
		lines, err = s.readList(tx, at, typed)
		return err
	})
	return lines, fault.Wrap("read a list", err)
}

func (s *Service) readList(tx *db.Tx, at place, typed string) ([]Line, error) {
	w, err := s.processes.WholeTx(tx, at.Process)
	if err != nil {
		return nil, err
	}
	all, err := expected(tx, at.ID)
	if err != nil {
		return nil, err
	}
	lines := ReadList(typed, w.Groups, all)
	switch n := len(lines); {
	case n == 0:
		return lines, fault.Field("list", "attendance.list.empty")
	case n > MaxLines:
		return lines, fault.Field("list", "attendance.list.long", "limit", MaxLines, "n", n)
	}
	return lines, nil
}

// EnterList checks everybody on a paper list in, all or nobody: those who are
// registered under their registration, the others as walk-ins; who is there stays.
// It can be entered when check-in has closed, because paper is typed in later. Who
// runs the door may, and helpers by their secret. Faults: NotFound, Forbidden,
// Closed if check-in never opened, Invalid ("list") if a line has a fault, Conflict
// if the same act entered it before.
func (s *Service) EnterList(ctx context.Context, who access.Actor, id ref.ID, helper, typed string) (lines []Line, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, _, err := s.atDoor(tx, who, id, helper)
		if err != nil {
			return err
		}
		if p, err := s.repeated(tx, who, at); err != nil || p.Participant != "" {
			return err
		}
		if at.door.Opened.IsZero() {
			return fault.New(fault.Closed, "", "attendance.list.never-open")
		}
		if lines, err = s.readList(tx, at, typed); err != nil {
			return err
		}
		if !Sound(lines) {
			return fault.Field("list", "attendance.list.faults")
		}
		return s.enterList(tx, who, at, lines)
	})
	return lines, fault.Wrap("enter a list", err)
}

func (s *Service) enterList(tx *db.Tx, who access.Actor, at place, lines []Line) error {
	for i, l := range lines {
		if l.Here {
			continue
		}
		one := who
		if i > 0 && who.Act != "" {
			one.Act = who.Act + "." + strconv.Itoa(i)
		}
		if !at.door.Closed.IsZero() {
			l.Happened = at.door.Opened.Add(time.Duration(i) * time.Microsecond)
		}
		if _, err := s.admit(tx, one, at, l.Arrival, ByPaper); err != nil {
			return err
		}
	}
	return nil
}
