package minutes

import (
	"context"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
)

// A View is the minutes of a meeting as somebody sees them.
type View struct {
	Whole    process.Whole
	Meeting  meeting.Meeting
	Minutes  Minutes // without sections if they are not for this reader
	Reader   Reader
	Visible  bool
	Convenes bool
	Today    when.Date
	Practice Practice
	Fresh    []Section // as they are drawn now, for the team while the text is open
	// Proposals are all for the team, and the reader's own for others.
	Proposals []Proposal
	Waiting   int // of all of them
	Errata    []Erratum
	Meetings  []meeting.Meeting // of the process, where minutes can be approved
}

// ViewOf returns the minutes of a meeting for who asks. Faults: NotFound if the
// meeting is not for them to know of.
func (s *Service) ViewOf(ctx context.Context, who access.Actor, id ref.ID) (v View, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		d, err := s.at(tx, who, id)
		if err != nil {
			return err
		}
		v = View{Whole: d.whole, Meeting: d.meeting, Reader: d.reader, Today: d.today, Convenes: MayApprove(who, d.meeting.Process) == nil}
		v.Visible = d.minutes.VisibleTo(d.reader)
		if d.reader.Team && d.minutes.Open() {
			if v.Fresh, err = s.follow(tx, &d); err != nil {
				return err
			}
		}
		v.Minutes = d.minutes
		if v.Practice, err = practiceOf(tx, d.meeting.Process); err != nil {
			return err
		}
		if !v.Visible {
			v.Minutes.Sections = nil
			return nil
		}
		if v.Errata, err = errataOf(tx, id); err != nil {
			return err
		}
		if d.reader.Team {
			if v.Meetings, err = s.meetings.OfTx(tx, d.meeting.Process); err != nil {
				return err
			}
		}
		all, err := proposalsOf(tx, id)
		v.Waiting = waiting(all)
		for _, p := range all {
			if d.reader.Team || p.By != "" && p.By == who.In(d.meeting.Process) {
				v.Proposals = append(v.Proposals, p)
			}
		}
		return err
	})
	return v, fault.Wrap("show minutes", err)
}

// Of returns the proposals about a section.
func (v View) Of(section ref.ID) []Proposal {
	var out []Proposal
	for _, p := range v.Proposals {
		if p.Section == section {
			out = append(out, p)
		}
	}
	return out
}

// News returns what is drawn now for a section if it differs from what its editor
// has seen.
func (v View) News(s Section) (lang.Text, bool) {
	fresh := textOf(v.Fresh, s.ID)
	return fresh, s.News(fresh)
}

// History returns the versions of a section for those who write the minutes, the
// newest first. Faults: NotFound, Forbidden.
func (s *Service) History(ctx context.Context, who access.Actor, id, section ref.ID) (all []Section, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		d, err := s.at(tx, who, id)
		if err == nil {
			err = MayWrite(who, d.meeting)
		}
		if err != nil {
			return err
		}
		all, err = wordingsOf(tx, id, section)
		return err
	})
	return all, err
}
