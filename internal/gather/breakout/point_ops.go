package breakout

import (
	"context"
	"slices"
	"strings"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// hand returns who asks as the rules of a room see them.
func (s *Service) hand(tx *db.Tx, who access.Actor, at scene, breakout ref.ID) (h Hand, err error) {
	if _, ok := at.Breakout(breakout); !ok {
		return h, fault.New(fault.NotFound, "", "breakout.unknown")
	}
	h = Hand{Who: who, Participant: who.In(at.Process), Runs: MayRun(who, at.Meeting) == nil}
	if h.Participant == "" {
		return h, nil
	}
	h.Presence, err = s.attendance.PresenceOf(tx, at.ID, h.Participant)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return h, err
	}
	if h.Choice, err = choiceOf(tx, at.ID, h.Participant); err != nil {
		return h, err
	}
	reporting, err := rapporteursIn(tx, at.ID)
	h.Reports = slices.Contains(reporting[breakout], h.Participant)
	return h, err
}

// Collect writes a point down. People write in their own room, also after they
// left it or without a network; rapporteurs and facilitators write for others too.
// An act that arrives again changes nothing, or gives the point the words with
// which it arrives. Faults: NotFound, Forbidden, Invalid by field, Closed if there
// are too many. The record gets a digest once a minute.
func (s *Service) Collect(ctx context.Context, who access.Actor, in Point) (p Point, err error) {
	in.Text = strings.Join(strings.Fields(in.Text), " ")
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, in.Meeting)
		if err != nil {
			return err
		}
		h, err := s.hand(tx, who, at, in.Breakout)
		if err != nil {
			return err
		}
		if was, again, err := pointMade(tx, in.Meeting, who.Act); again || err != nil {
			if p = was; err != nil || was.Text == in.Text {
				return err
			}
			if p, err = h.Correct(was, in.Text); err != nil {
				return err
			}
			return keepPoint(tx, p)
		}
		counts, err := pointCounts(tx, in.Meeting)
		if err != nil {
			return err
		}
		in.Process, in.act = at.Process, who.Act
		if p, err = h.Collect(in, counts[in.Breakout], tx.Now); err != nil {
			return err
		}
		if p.ID, err = tx.NewID(); err != nil {
			return err
		}
		return keepPoint(tx, p)
	})
	return p, fault.Wrap("collect a point", err)
}

func keepPoint(tx *db.Tx, p Point) error {
	ring(tx, p.Meeting)
	return savePoint(tx, p)
}

// Withdraw takes a point back: people their own, rapporteurs and facilitators what
// was written for others. Doing it twice changes nothing. Faults: NotFound,
// Forbidden.
func (s *Service) Withdraw(ctx context.Context, who access.Actor, meeting, point ref.ID) (p Point, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, meeting)
		if err != nil {
			return err
		}
		if p, err = pointByID(tx, point); err != nil {
			return err
		}
		if p.Meeting != meeting {
			return fault.New(fault.NotFound, "", "breakout.point.unknown")
		}
		h, err := s.hand(tx, who, at, p.Breakout)
		if err != nil {
			return err
		}
		if !p.Stands() {
			return nil
		}
		if p, err = h.Withdraw(p, tx.Now); err != nil {
			return err
		}
		return keepPoint(tx, p)
	})
	return p, fault.Wrap("withdraw a point", err)
}

// PointsTx returns the points of all rooms of a meeting that were not withdrawn,
// the earliest first, whoever asks.
func (s *Service) PointsTx(tx *db.Tx, meeting ref.ID) ([]Point, error) {
	all, err := pointsOf(tx, meeting)
	return standing(all), err
}

// A counted point is what the digest says of it: never its words.
type counted struct {
	ID        ref.ID `json:"id"`
	Breakout  ref.ID `json:"breakout"`
	At        string `json:"at"`
	Withdrawn string `json:"withdrawn,omitempty"`
}

// settle is how long a digest waits, so that a node whose clock is behind is not
// left out.
const settle = 2 * time.Second

// countPoints gives the record a digest of the points of each meeting that had new
// ones. Fact: PointsCollected.
func (s *Service) countPoints(ctx context.Context) error {
	var late []ref.ID
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		late, err = uncounted(tx)
		return err
	})
	for _, id := range late {
		if err == nil {
			err = s.db.Write(ctx, func(tx *db.Tx) error { return countOne(tx, id) })
		}
	}
	return fault.Wrap("count points", err)
}

func countOne(tx *db.Tx, meeting ref.ID) error {
	if err := tx.Lock("breakout/" + string(meeting)); err != nil {
		return err
	}
	process, after, err := countedUpTo(tx, meeting)
	if err != nil {
		return err
	}
	upTo := tx.Now.Add(-settle)
	all, err := pointsChanged(tx, meeting, after, upTo)
	if err != nil || len(all) == 0 {
		return err
	}
	said := make([]counted, len(all))
	collected, withdrawn := 0, 0
	for i, p := range all {
		said[i] = counted{ID: p.ID, Breakout: p.Breakout, At: when.Format(p.At)}
		if db.Time(p.At) > after {
			collected++
		}
		if !p.Stands() {
			said[i].Withdrawn = when.Format(p.Withdrawn)
			withdrawn++
		}
	}
	if err := saveCounted(tx, meeting, upTo); err != nil {
		return err
	}
	return record.Append(tx, access.Machine(), PointsCollected, ref.To("meeting", meeting), process, said,
		record.Figure("points", collected), record.Figure("withdrawn", withdrawn))
}
