package breakout

import (
	"context"
	"slices"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// Write saves a version of a room's report-back: a draft, or what is reported to
// the plenary. Rapporteurs of the room, conveners and facilitators may, also from
// paper. Nothing is overwritten: if another version stands than the one that was
// read, the new one lies beside it. An act that arrives again changes nothing, or
// adds a version with the words with which it arrives. Faults: NotFound, Forbidden,
// Invalid by field. Facts: Drafted (not public), ReportedBack, Amended.
func (s *Service) Write(ctx context.Context, who access.Actor, meeting, breakout ref.ID, in Writing) (r ReportBack, v Version, err error) {
	err = s.report(ctx, who, meeting, breakout, "write a report-back", func(tx *db.Tx, h Hand, was ReportBack, groups map[ref.ID]int) error {
		if made, again := was.made(who.Act); again {
			if made.Body.Equal(in.Body) {
				r, v = was, made
				return nil
			}
			in.Of = made.Number
			h.Who.Act = ""
		}
		if in.Body, err = identified(tx, was, in.Body); err != nil {
			return err
		}
		r, v, err = was.Write(h, in, groups, tx.Now)
		return keepReport(tx, h.Who, was, r, v, err)
	})
	return r, v, err
}

// Settle lets one of the versions that lie side by side stand, as a new version.
// Who may write may choose. Faults: NotFound, Forbidden, Conflict if another
// version stands by now. Facts: as Write.
func (s *Service) Settle(ctx context.Context, who access.Actor, meeting, breakout ref.ID, number, of int, settles []int) (r ReportBack, v Version, err error) {
	err = s.report(ctx, who, meeting, breakout, "choose a version", func(tx *db.Tx, h Hand, was ReportBack, groups map[ref.ID]int) error {
		r, v, err = was.Choose(h, number, of, settles, groups, tx.Now)
		return keepReport(tx, who, was, r, v, err)
	})
	return r, v, err
}

func (s *Service) report(ctx context.Context, who access.Actor, meeting, breakout ref.ID, what string, do func(*db.Tx, Hand, ReportBack, map[ref.ID]int) error) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, meeting)
		if err != nil {
			return err
		}
		h, err := s.hand(tx, who, at, breakout)
		if err != nil {
			return err
		}
		was, err := reportOf(tx, meeting, at.Process, breakout)
		if err != nil {
			return err
		}
		counts, err := headcounts(tx, meeting)
		if err != nil {
			return err
		}
		groups := map[ref.ID]int{}
		for _, c := range counts {
			if c.breakout == breakout {
				groups[c.group] = c.people
			}
		}
		return do(tx, h, was, groups)
	})
	return fault.Wrap(what, err)
}

// identified gives every line an identifier: the one that it had, or a new one.
func identified(tx *db.Tx, r ReportBack, b Body) (Body, error) {
	known := r.lineIDs()
	b.Lines = slices.Clone(b.Lines)
	for i := range b.Lines {
		if id := b.Lines[i].ID; known[id] {
			delete(known, id) // one line each
			continue
		}
		var err error
		if b.Lines[i].ID, err = tx.NewID(); err != nil {
			return b, err
		}
	}
	return b, nil
}

// keepReport stores a version that a rule allowed, and says so in the record.
func keepReport(tx *db.Tx, who access.Actor, was, r ReportBack, v Version, err error) error {
	if err != nil || len(r.Versions) == len(was.Versions) {
		return err
	}
	if err := saveReport(tx, r, v); err != nil {
		return err
	}
	ring(tx, r.Meeting)
	kind := Drafted
	if v.Filed && v.Standing == Stands {
		if kind = ReportedBack; was.Filed() {
			kind = Amended
		}
	}
	return record.Append(tx, who, kind, r.Ref(), r.Process, v.Body, record.Happened(v.Happened), record.Figure("points", len(v.Lines)))
}

// A Chamber is one room as somebody may see it.
type Chamber struct {
	View
	Room   Room
	Shares []Share
	Hand   Hand
	Points []Point           // for those present and those who run the breakouts
	Names  map[ref.ID]string // of those who report and of those in the room, for those who may know
	Inside []ref.ID          // who is in the room, for those who run the breakouts
}

// MayWrite reports whether who asks may write the report-back.
func (c Chamber) MayWrite() bool { return c.Hand.writes() }

// Chamber returns one room as who asks may see it: strangers what was filed, those
// present also the points and who reports, those who run the breakouts everything.
// Faults: NotFound.
func (s *Service) Chamber(ctx context.Context, who access.Actor, meeting, breakout ref.ID) (c Chamber, err error) {
	if c.View, err = s.View(ctx, who, meeting); err != nil {
		return c, err
	}
	i := slices.IndexFunc(c.Rooms, func(r Room) bool { return r.Breakout.ID == breakout })
	if i < 0 {
		return c, fault.New(fault.NotFound, "", "breakout.unknown")
	}
	c.Room = c.Rooms[i]
	if c.View.Shares != nil {
		c.Shares = c.View.Shares[i]
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		at, err := s.at(tx, who, meeting)
		if err != nil {
			return err
		}
		if c.Hand, err = s.hand(tx, who, at, breakout); err != nil {
			return err
		}
		if !c.Here && !c.Runs && !c.Hand.Reports {
			return nil
		}
		points, err := pointsIn(tx, meeting, breakout)
		if err != nil {
			return err
		}
		c.Points = standing(points)
		return s.name(tx, &c, meeting)
	})
	return c, fault.Wrap("view a room", err)
}

// name adds the names of those who report and, for those who run the breakouts, of
// everybody in the room.
func (s *Service) name(tx *db.Tx, c *Chamber, meeting ref.ID) error {
	c.Names = map[ref.ID]string{}
	add := func(participant ref.ID) error {
		p, err := s.attendance.PresenceOf(tx, meeting, participant)
		if err == nil {
			c.Names[participant] = p.Name
		} else if fault.KindOf(err) == fault.NotFound {
			return nil
		}
		return err
	}
	for _, id := range c.Room.Rapporteurs {
		if err := add(id); err != nil {
			return err
		}
	}
	if !c.Runs {
		return nil
	}
	all, err := choicesIn(tx, meeting)
	if err != nil {
		return err
	}
	for _, x := range all {
		if x.Breakout != c.Room.Breakout.ID {
			continue
		}
		c.Inside = append(c.Inside, x.Participant)
		if err := add(x.Participant); err != nil {
			return err
		}
	}
	return nil
}
