package hall

import (
	"context"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// place is the hall of a meeting with what stands around it.
type place struct {
	Hall
	meeting meeting.Meeting
	process process.Process
}

// at returns the hall of a meeting; NotFound if who asks may not know of it.
func (s *Service) at(tx *db.Tx, who access.Actor, id ref.ID) (place, error) {
	m, err := s.meetings.ByIDTx(tx, id)
	if err != nil {
		return place{}, err
	}
	p, err := s.processes.ByIDTx(tx, m.Process)
	if err != nil {
		return place{}, err
	}
	if !p.VisibleTo(who) && who.In(m.Process) == "" {
		return place{}, fault.New(fault.NotFound, "", "meeting.unknown")
	}
	h, ok, err := maybeHall(tx, id)
	if err == nil && !ok {
		h = fresh(m)
	}
	return place{h, m, p}, err
}

// locked returns the hall as it stays until the transaction is over.
func (s *Service) locked(tx *db.Tx, who access.Actor, id ref.ID) (place, error) {
	if err := tx.Lock("hall/" + string(id)); err != nil {
		return place{}, err
	}
	return s.at(tx, who, id)
}

// ring tells whoever follows the meeting that something moved.
func ring(tx *db.Tx, meeting ref.ID) {
	tx.RingOnCommit(attendance.Live(meeting), tx.Now.UnixNano())
}

// change runs a change of the hall that only those who run it may make.
func (s *Service) change(ctx context.Context, who access.Actor, id ref.ID, what string, do func(*db.Tx, place) (Hall, error)) (h Hall, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.locked(tx, who, id)
		if err != nil {
			return err
		}
		if err := MayRun(who, at.meeting); err != nil {
			return err
		}
		if h, err = do(tx, at); err != nil {
			return err
		}
		ring(tx, id)
		return saveHall(tx, h)
	})
	return h, fault.Wrap(what, err)
}

// Open opens the hall of a meeting, or opens it again after it ended. Conveners and
// facilitators may. Faults: NotFound, Forbidden, Closed if it is open, cancelled or
// a draft. Fact: OpenedIt.
func (s *Service) Open(ctx context.Context, who access.Actor, id ref.ID) (Hall, error) {
	return s.change(ctx, who, id, "open hall", func(tx *db.Tx, at place) (Hall, error) {
		h, err := at.Begin(at.meeting, at.process.IsPublic(), tx.Now)
		if err != nil {
			return h, err
		}
		return h, record.Append(tx, who, OpenedIt, at.meeting.Ref(), h.Process, nil)
	})
}

// End ends the hall: the item and the turn under way end, a temperature check that
// is open closes, and whoever still waits was not heard. Conveners and facilitators
// may. Faults: NotFound, Forbidden, Closed. Facts: EndedIt, and the digests of what
// was under way.
func (s *Service) End(ctx context.Context, who access.Actor, id ref.ID) (Hall, error) {
	return s.change(ctx, who, id, "end hall", func(tx *db.Tx, at place) (Hall, error) {
		h, err := at.Hall.End(tx.Now)
		if err != nil {
			return h, err
		}
		if t, ok, err := openTemperature(tx, id); err != nil {
			return h, err
		} else if ok {
			if _, err := closeTemperature(tx, who, t); err != nil {
				return h, err
			}
		}
		if err := s.endTurn(tx, who, id); err != nil {
			return h, err
		}
		if err := unheard(tx, id); err != nil {
			return h, err
		}
		if err := endRuns(tx, id); err != nil {
			return h, err
		}
		if h, err = countTurns(tx, who, h); err != nil {
			return h, err
		}
		return h, record.Append(tx, who, EndedIt, at.meeting.Ref(), h.Process, nil)
	})
}

// BeginItem says that an item of the agenda is talked about from now on; empty for
// none. Whoever has the floor keeps it. Beginning the item under way changes
// nothing. Conveners and facilitators may. Faults: NotFound, Forbidden, Closed,
// Invalid. Facts: ItemBegun, TurnsCounted for the item before.
func (s *Service) BeginItem(ctx context.Context, who access.Actor, id, item ref.ID) (Hall, error) {
	return s.change(ctx, who, id, "begin item", func(tx *db.Tx, at place) (Hall, error) {
		if at.State == Open && at.Item == item {
			return at.Hall, nil
		}
		h, err := at.Hall.At(at.meeting, item)
		if err != nil {
			return h, err
		}
		if err := endRuns(tx, id); err != nil {
			return h, err
		}
		if h, err = countTurns(tx, who, h); err != nil || item == "" {
			return h, err
		}
		r := Run{Meeting: id, Item: item, Began: tx.Now}
		if r.ID, err = tx.NewID(); err != nil {
			return h, err
		}
		if err := addRun(tx, r); err != nil {
			return h, err
		}
		return h, record.Append(tx, who, ItemBegun, at.meeting.Ref(), h.Process, item)
	})
}

// countTurns appends the digest of the turns that ended since the last one, if
// there are any.
func countTurns(tx *db.Tx, who access.Actor, h Hall) (Hall, error) {
	all, err := requestsOf(tx, h.Meeting)
	if err != nil {
		return h, err
	}
	var fresh []Turn
	seconds, remote := 0, 0
	for _, t := range turnsOf(all) {
		if t.Ended.IsZero() || !t.Ended.After(h.Counted) {
			continue
		}
		fresh = append(fresh, t)
		seconds += t.Seconds()
		if t.Mode == attendance.Remote {
			remote++
		}
	}
	if len(fresh) == 0 {
		return h, nil
	}
	h.Counted = tx.Now
	return h, record.Append(tx, who, TurnsCounted, ref.To("meeting", h.Meeting), h.Process, fresh,
		record.Figure("turns", len(fresh)), record.Figure("minutes", (seconds+30)/60), record.Figure("seconds", seconds), record.Figure("remote", remote))
}

// Sort chooses the order of the queue. Conveners and facilitators may. Faults:
// NotFound, Forbidden, Closed, Invalid.
func (s *Service) Sort(ctx context.Context, who access.Actor, id ref.ID, by Order) (Hall, error) {
	return s.change(ctx, who, id, "sort queue", func(_ *db.Tx, at place) (Hall, error) { return at.Sorted(by) })
}

// Show chooses what the projector shows. An empty message leaves the last one in
// place. Conveners and facilitators may. Faults: NotFound, Forbidden, Closed,
// Invalid.
func (s *Service) Show(ctx context.Context, who access.Actor, id ref.ID, view View, message lang.Text) (Hall, error) {
	return s.change(ctx, who, id, "show on the projector", func(_ *db.Tx, at place) (Hall, error) {
		if view != ShowMessage {
			message = at.Screen.Message
		}
		return at.Hall.Show(Screen{view, message})
	})
}

// An ItemTime is an item of the agenda with the stretches in which it was talked about.
type ItemTime struct {
	Item ref.ID
	Runs []Run
}

// ItemsTx returns the items of the agenda that were talked about, in the order in
// which they began.
func (s *Service) ItemsTx(tx *db.Tx, meeting ref.ID) ([]ItemTime, error) {
	runs, err := runsOf(tx, meeting)
	var out []ItemTime
	at := map[ref.ID]int{}
	for _, r := range runs {
		i, ok := at[r.Item]
		if !ok {
			i = len(out)
			at[r.Item] = i
			out = append(out, ItemTime{Item: r.Item})
		}
		out[i].Runs = append(out[i].Runs, r)
	}
	return out, err
}

// HallTx returns the hall of a meeting, whoever asks; closed if it was never
// opened.
func (s *Service) HallTx(tx *db.Tx, meeting ref.ID) (Hall, error) {
	m, err := s.meetings.ByIDTx(tx, meeting)
	if err != nil {
		return Hall{}, err
	}
	h, ok, err := maybeHall(tx, meeting)
	if err == nil && !ok {
		h = fresh(m)
	}
	return h, err
}
