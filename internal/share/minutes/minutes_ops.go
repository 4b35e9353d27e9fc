package minutes

import (
	"context"
	"slices"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/people/notice"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// A desk is a meeting with its minutes, as somebody comes to them.
type desk struct {
	whole   process.Whole
	meeting meeting.Meeting
	minutes Minutes
	reader  Reader
	today   when.Date
}

// at returns the desk of a meeting; NotFound if it is not for who to know of.
func (s *Service) at(tx *db.Tx, who access.Actor, id ref.ID) (d desk, err error) {
	if d.meeting, err = s.meetings.ByIDTx(tx, id); err != nil {
		return d, err
	}
	if d.whole, err = s.processes.WholeTx(tx, d.meeting.Process); err != nil {
		return d, err
	}
	if !d.whole.VisibleTo(who) {
		return d, fault.New(fault.NotFound, "", "meeting.unknown")
	}
	d.today = when.DateOf(tx.Now.In(d.whole.Location()))
	d.reader = Reader{Team: d.meeting.MayWrite(who) == nil}
	if d.reader.Took, err = s.took(tx, who, d.meeting); err != nil {
		return d, err
	}
	d.minutes, err = minutesOf(tx, d.meeting.Process, id)
	return d, err
}

// took reports whether who asks takes part in the process, or was in the meeting.
func (s *Service) took(tx *db.Tx, who access.Actor, m meeting.Meeting) (bool, error) {
	if who.HoldsAny(access.OnProcess, ref.To("process", m.Process)) {
		return true, nil
	}
	me := who.In(m.Process)
	if me == "" {
		return false, nil
	}
	_, err := s.attendance.PresenceOf(tx, m.ID, me)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return err == nil, err
}

// locked is at for somebody who writes the minutes.
func (s *Service) locked(tx *db.Tx, who access.Actor, id ref.ID) (desk, error) {
	if err := tx.Lock("minutes/" + string(id)); err != nil {
		return desk{}, err
	}
	d, err := s.at(tx, who, id)
	if err == nil {
		err = MayWrite(who, d.meeting)
	}
	return d, err
}

// follow returns the sections as they are drawn now where nobody has written, while
// the minutes are a draft.
func (s *Service) follow(tx *db.Tx, d *desk) (fresh []Section, err error) {
	n, err := s.noted(tx, d.whole, d.meeting)
	if err != nil {
		return nil, err
	}
	fresh = Draft(n, s.tongues)
	if d.minutes.State == Drafted {
		d.minutes.Sections = Follow(d.minutes.Sections, fresh)
	}
	return fresh, nil
}

// Draft makes the draft of the minutes of a meeting from what was noted. Those who
// may write the meeting may. Faults: NotFound, Forbidden, Closed if there is one.
// Fact: DraftedThem.
func (s *Service) Draft(ctx context.Context, who access.Actor, id ref.ID) (m Minutes, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		d, err := s.locked(tx, who, id)
		if err != nil {
			return err
		}
		if d.minutes.State != None {
			return fault.New(fault.Closed, "", "minutes.draft.there")
		}
		m = d.minutes
		m.State, m.Drafted, m.Version = Drafted, tx.Now, 1
		d.minutes = m
		if _, err := s.follow(tx, &d); err != nil {
			return err
		}
		m = d.minutes
		if err := saveMinutes(tx, m); err != nil {
			return err
		}
		if err := keepAll(tx, &m); err != nil {
			return err
		}
		return record.Append(tx, who, DraftedThem, m.Ref(), m.Process, m)
	})
	return m, fault.Wrap("draft minutes", err)
}

// keepAll stores every section of minutes.
func keepAll(tx *db.Tx, m *Minutes) error {
	for i := range m.Sections {
		sec := &m.Sections[i]
		if sec.Version == 0 {
			sec.Version, sec.Changed = 1, tx.Now
		}
		if err := saveSection(tx, m.Meeting, *sec); err != nil {
			return err
		}
	}
	return nil
}

// A Writing is what an editor saves of a section; without an id it is a new one.
type Writing struct {
	Section     ref.ID
	Title, Text lang.Text
	Left        bool
	Version     int
}

// Write saves a section of minutes that are not approved, or adds one. Who may
// write the minutes may. Faults: NotFound, Forbidden, Closed, Conflict, Invalid by
// field. Fact: ChangedThem.
func (s *Service) Write(ctx context.Context, who access.Actor, id ref.ID, in Writing) (sec Section, err error) {
	err = s.change(ctx, who, id, "write minutes", func(tx *db.Tx, d desk, _ []Section) error {
		sec, err = d.section(tx, in.Section)
		if err != nil {
			return err
		}
		if sec, err = sec.Write(in.Title, in.Text, in.Left, in.Version, who.In(d.meeting.Process), tx.Now); err != nil {
			return err
		}
		return saveSection(tx, id, sec)
	})
	return sec, err
}

// section returns a section to write; a new one after the others if it has no id.
func (d desk) section(tx *db.Tx, id ref.ID) (Section, error) {
	if id != "" {
		sec, ok := d.minutes.Section(id)
		if !ok {
			return sec, fault.New(fault.NotFound, "", "minutes.section.unknown")
		}
		return sec, nil
	}
	if len(d.minutes.Sections) >= MaxSections {
		return Section{}, fault.New(fault.Closed, "", "minutes.section.many", "limit", MaxSections)
	}
	sec := Section{Place: 100}
	for _, o := range d.minutes.Sections {
		sec.Place = max(sec.Place, o.Place+1)
	}
	var err error
	sec.ID, err = tx.NewID()
	return sec, err
}

// Take has a section say what is drawn now, or, if keep is true, marks that its
// editor has seen it and keeps their own words. Faults: as Write. Fact:
// ChangedThem.
func (s *Service) Take(ctx context.Context, who access.Actor, id, section ref.ID, keep bool, version int) (sec Section, err error) {
	err = s.change(ctx, who, id, "take over", func(tx *db.Tx, d desk, fresh []Section) error {
		var ok bool
		if sec, ok = d.minutes.Section(section); !ok {
			return fault.New(fault.NotFound, "", "minutes.section.unknown")
		}
		if sec, err = sec.Take(textOf(fresh, section), keep, version, who.In(d.meeting.Process), tx.Now); err != nil {
			return err
		}
		return saveSection(tx, id, sec)
	})
	return sec, err
}

func textOf(sections []Section, id ref.ID) lang.Text {
	for _, s := range sections {
		if s.ID == id {
			return s.Text
		}
	}
	return lang.Text{}
}

// change does something to the text of minutes that can still be changed.
func (s *Service) change(ctx context.Context, who access.Actor, id ref.ID, what string, do func(*db.Tx, desk, []Section) error) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		d, err := s.locked(tx, who, id)
		if err != nil {
			return err
		}
		if !d.minutes.Open() {
			return fault.New(fault.Closed, "", "minutes.write.closed")
		}
		fresh, err := s.follow(tx, &d)
		if err != nil {
			return err
		}
		if err := record.Once(tx, who, ChangedThem); err != nil {
			return err
		}
		if err := do(tx, d, fresh); err != nil {
			return err
		}
		return record.Append(tx, who, ChangedThem, d.minutes.Ref(), d.minutes.Process, textsOf(d.minutes))
	})
	return fault.Wrap(what, err)
}

func textsOf(m Minutes) []lang.Text {
	var out []lang.Text
	for _, s := range m.Sections {
		out = append(out, s.Title, s.Text)
	}
	return out
}

// Circulate sends minutes to those who took part and to the members, for
// correction until a day; sent again, they get another day. Who may write the
// minutes may. Faults: NotFound, Forbidden, Closed, Conflict, Invalid "until".
// Fact: CirculatedThem.
func (s *Service) Circulate(ctx context.Context, who access.Actor, id ref.ID, until when.Date, version int) (m Minutes, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		d, err := s.locked(tx, who, id)
		if err != nil {
			return err
		}
		practice, err := practiceOf(tx, d.meeting.Process)
		if err != nil {
			return err
		}
		if _, err := s.follow(tx, &d); err != nil {
			return err
		}
		if m, err = d.minutes.Circulate(until, practice, version, d.today, tx.Now); err != nil {
			return err
		}
		if err := keepAll(tx, &m); err != nil {
			return err
		}
		if err := saveMinutes(tx, m); err != nil {
			return err
		}
		if err := s.tell(tx, m, CirculatedNotice, map[string]string{"until": string(until)}); err != nil {
			return err
		}
		return record.Append(tx, who, CirculatedThem, m.Ref(), m.Process, m)
	})
	return m, fault.Wrap("circulate minutes", err)
}

// tell gives a notice to everybody with an account who took part or is a member.
func (s *Service) tell(tx *db.Tx, m Minutes, kind string, parts map[string]string) error {
	all, err := s.roles.Holders(tx, m.Process, access.Member)
	if err != nil {
		return err
	}
	present, err := s.attendance.AllTx(tx, m.Meeting)
	if err != nil {
		return err
	}
	for _, p := range present {
		person, err := s.roles.PersonOf(tx, p.Participant)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		all = append(all, person)
	}
	slices.Sort(all)
	for _, person := range slices.Compact(all) {
		if person == "" {
			continue
		}
		if err := s.notices.TellTx(tx, person, notice.Notice{Kind: kind, Ref: m.Ref(), Parts: parts}); err != nil {
			return err
		}
	}
	return nil
}

// Approve records that minutes were approved. Conveners may, once every correction
// has its answer: with the meeting or day at which it was done, or by silence after
// the last day if that was said when they were circulated. Faults: NotFound,
// Forbidden, Closed, Conflict, Invalid by field. Fact: ApprovedThem.
func (s *Service) Approve(ctx context.Context, who access.Actor, id ref.ID, in Approval, version int) (m Minutes, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		d, err := s.convening(tx, who, id)
		if err != nil {
			return err
		}
		all, err := proposalsOf(tx, id)
		if err != nil {
			return err
		}
		if in.Meeting != "" {
			at, err := s.meetings.ByIDTx(tx, in.Meeting)
			if fault.KindOf(err) == fault.NotFound || err == nil && at.Process != d.meeting.Process {
				return fault.Field("meeting", "meeting.unknown")
			}
			if err != nil {
				return err
			}
		}
		in.By, in.At = who.In(d.meeting.Process), tx.Now
		if m, err = d.minutes.Approve(in, waiting(all), version, d.today); err != nil {
			return err
		}
		if err := saveMinutes(tx, m); err != nil {
			return err
		}
		return record.Append(tx, who, ApprovedThem, m.Ref(), m.Process, m)
	})
	return m, fault.Wrap("approve minutes", err)
}

func waiting(all []Proposal) int {
	n := 0
	for _, p := range all {
		if p.Stand == Waiting {
			n++
		}
	}
	return n
}

// convening is locked for the conveners of the process.
func (s *Service) convening(tx *db.Tx, who access.Actor, id ref.ID) (desk, error) {
	d, err := s.locked(tx, who, id)
	if err == nil {
		err = MayApprove(who, d.meeting.Process)
	}
	return d, err
}

// Publish shows approved minutes to everybody. Conveners may. Faults: NotFound,
// Forbidden, Closed, Conflict. Fact: PublishedThem.
func (s *Service) Publish(ctx context.Context, who access.Actor, id ref.ID, version int) (m Minutes, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		d, err := s.convening(tx, who, id)
		if err != nil {
			return err
		}
		if m, err = d.minutes.Publish(version, tx.Now); err != nil {
			return err
		}
		if err := saveMinutes(tx, m); err != nil {
			return err
		}
		if err := s.tell(tx, m, PublishedNotice, nil); err != nil {
			return err
		}
		return record.Append(tx, who, PublishedThem, m.Ref(), m.Process, m)
	})
	return m, fault.Wrap("publish minutes", err)
}

// SetPractice says whether silence approves minutes in a process from now on.
// Conveners may. Faults: NotFound, Forbidden, Conflict. Fact: PracticeSet.
func (s *Service) SetPractice(ctx context.Context, who access.Actor, in Practice) (p Practice, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := tx.Lock("minutes/" + string(in.Process)); err != nil {
			return err
		}
		w, err := s.processes.ByIDTx(tx, in.Process)
		if err == nil && !w.VisibleTo(who) {
			err = fault.New(fault.NotFound, "", "process.unknown")
		}
		if err != nil {
			return err
		}
		if err := MayApprove(who, in.Process); err != nil {
			return err
		}
		was, err := practiceOf(tx, in.Process)
		if err != nil {
			return err
		}
		if was.Version != in.Version {
			return fault.New(fault.Conflict, "", "minutes.practice.changed")
		}
		p = Practice{in.Process, in.Silence, was.Version + 1}
		if err := savePractice(tx, p); err != nil {
			return err
		}
		return record.Append(tx, who, PracticeSet, w.Ref(), in.Process, p)
	})
	return p, fault.Wrap("set practice of minutes", err)
}
