package insight

import (
	"context"
	"slices"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// A View is a balance as somebody sees it.
type View struct {
	Whole   process.Whole
	Meeting meeting.Meeting // zero for the whole process
	// Shown is what anybody may see, Exact what the conveners see beside it; zero
	// for everybody else.
	Shown, Exact Balance
	Targets      Targets
	Remarks      []Remark // on Exact for conveners, on Shown for others
	// Held are the meetings that have a balance of their own.
	Held      []meeting.Meeting
	Snapshots []Snapshot // the latest first
	Orgs      map[ref.ID]lang.Text
}

// Convenes reports whether who asks sees every number.
func (v View) Convenes() bool { return v.Exact.Exact }

// Process returns the balance of a process for who asks; NotFound if the process
// is not for them to know of.
func (s *Service) Process(ctx context.Context, who access.Actor, id ref.ID) (v View, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		v, err = s.view(tx, who, id, meeting.Meeting{})
		return err
	})
	return v, fault.Wrap("show balance", err)
}

// Meeting returns the balance of a meeting for who asks. Faults: as Process.
func (s *Service) Meeting(ctx context.Context, who access.Actor, id ref.ID) (v View, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		m, err := s.meetings.ByIDTx(tx, id)
		if err != nil {
			return err
		}
		v, err = s.view(tx, who, m.Process, m)
		if fault.KindOf(err) == fault.NotFound {
			return fault.New(fault.NotFound, "", "meeting.unknown")
		}
		return err
	})
	return v, fault.Wrap("show balance", err)
}

func (s *Service) view(tx *db.Tx, who access.Actor, id ref.ID, m meeting.Meeting) (View, error) {
	w, err := s.processes.WholeTx(tx, id)
	if err == nil && !w.VisibleTo(who) {
		err = fault.New(fault.NotFound, "", "process.unknown")
	}
	if err != nil {
		return View{}, err
	}
	v := View{Whole: w, Meeting: m}
	c, err := s.countTx(tx, w)
	if err != nil {
		return v, err
	}
	v.Shown = c.shown(w.ID, m.ID)
	if v.Targets, err = targetsOf(tx, id); err != nil {
		return v, err
	}
	v.Remarks = v.Shown.Remarks(v.Targets.List, false)
	if MaySetTargets(who, id) == nil {
		v.Exact = c.crowd.Exact(m.ID, c.at)
		v.Remarks = v.Exact.Remarks(v.Targets.List, false)
	}
	all, err := s.meetings.OfTx(tx, id)
	if err != nil {
		return v, err
	}
	for _, held := range all {
		if slices.Contains(c.crowd.Meetings, held.ID) {
			v.Held = append(v.Held, held)
		}
	}
	if v.Snapshots, err = s.snapshots(tx, id, m.ID); err != nil {
		return v, err
	}
	v.Orgs, err = s.named(tx, v.Shown, v.Exact)
	return v, err
}

// shown returns what anybody may see of the process or of a meeting; nothing, if
// nothing was noted of the meeting.
func (c count) shown(process, meeting ref.ID) Balance {
	if b, ok := c.published[meeting]; ok {
		return b
	}
	return Balance{Process: process, Meeting: meeting, At: c.at, Steps: StepsOf(meeting), Totals: make([]Cell, len(StepsOf(meeting)))}
}

// named returns the names of the organizations in balances.
func (s *Service) named(tx *db.Tx, all ...Balance) (map[ref.ID]lang.Text, error) {
	out := map[ref.ID]lang.Text{}
	for _, b := range all {
		for _, r := range b.Of(ByOrganization).Rows {
			if r.Value == NotSaid || r.Value == Others {
				continue
			}
			o, err := s.orgs.ByIDTx(tx, ref.ID(r.Value))
			if err != nil {
				return nil, err
			}
			out[o.ID] = o.Name
		}
	}
	return out, nil
}

// A Word is what the figures of a meeting say, for its page and its hall.
type Word struct {
	Meeting meeting.Meeting
	Whole   process.Whole
	Shown   Balance
	// Remarks are on what anybody may see; those who run the hall are told of
	// small groups too, in words.
	Remarks []Remark
	Runs    bool
}

// WordOf returns what the figures of a meeting say to who asks. Faults: NotFound.
func (s *Service) WordOf(ctx context.Context, who access.Actor, id ref.ID) (out Word, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		m, err := s.meetings.ByIDTx(tx, id)
		if err != nil {
			return err
		}
		w, err := s.processes.WholeTx(tx, m.Process)
		if err != nil {
			return err
		}
		if !w.VisibleTo(who) {
			return fault.New(fault.NotFound, "", "meeting.unknown")
		}
		c, err := s.countTx(tx, w)
		if err != nil {
			return err
		}
		targets, err := targetsOf(tx, w.ID)
		if err != nil {
			return err
		}
		out = Word{Meeting: m, Whole: w, Shown: c.shown(w.ID, id), Runs: attendance.MayRun(who, m) == nil}
		out.Remarks = out.Shown.Remarks(targets.List, false)
		if out.Runs {
			out.Remarks = c.crowd.Exact(id, c.at).Remarks(targets.List, true)
		}
		return nil
	})
	return out, fault.Wrap("say what the balance is", err)
}
