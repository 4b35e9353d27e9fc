package meeting

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"penc/bundle"
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/carry"
	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// PlanTx returns what the meetings of a process file would create, change and
// leave as it is. Meetings that are here and not in the file stay; so do links,
// and what was cancelled, of which a file says nothing. The error is a
// bundle.Faults, with the lines of the file, where something cannot be taken over.
func (s *Service) PlanTx(tx *db.Tx, b *bundle.Bundle) ([]carry.Change, error) {
	in, err := plan(tx, b)
	return in.changes, err
}

// ImportTx carries out what PlanTx returns, after the process itself has come in
// by the same transaction. The conveners of the process may, and whoever opened it
// by this import. A file that is read twice changes nothing the second time. Fact:
// Imported, about the process.
func (s *Service) ImportTx(tx *db.Tx, who access.Actor, b *bundle.Bundle) ([]carry.Change, error) {
	id := ref.ID(b.Process.ID)
	if err := tx.Lock("meeting/" + string(id)); err != nil {
		return nil, err
	}
	p, err := s.processes.ByIDTx(tx, id)
	if err != nil {
		return nil, err
	}
	if when.Format(p.Opened) != when.Format(tx.Now) || process.MayOpen(who) != nil {
		if err := process.MayRun(who, id); err != nil {
			return nil, err
		}
	}
	in, err := plan(tx, b)
	if err != nil || len(in.set) == 0 {
		return in.changes, err
	}
	for _, m := range in.set {
		if err := save(tx, m); err != nil {
			return nil, fmt.Errorf("import meetings: %w", err)
		}
	}
	return in.changes, record.Append(tx, who, Imported, p.Ref(), p.ID, in.set,
		record.Figure("created", carry.Count(in.changes, carry.Created)),
		record.Figure("changed", carry.Count(in.changes, carry.Changed)))
}

// ExportTx fills in the meetings of a process in a process file.
func (s *Service) ExportTx(tx *db.Tx, id ref.ID, b *bundle.Bundle) error {
	p, err := s.processes.ByIDTx(tx, id)
	if err != nil {
		return err
	}
	all, err := ofProcess(tx, id)
	if err != nil {
		return err
	}
	c := carry.In(p.Languages...)
	b.Meetings = nil
	for _, m := range all {
		b.Meetings = append(b.Meetings, m.bundle(c))
	}
	return nil
}

// an intake reads the meetings of a process file.
type intake struct {
	carry.Case
	process ref.ID
	set     []Meeting // new or different
	changes []carry.Change
	faults  bundle.Faults
}

func plan(tx *db.Tx, b *bundle.Bundle) (*intake, error) {
	in := &intake{Case: carry.Of(b), process: ref.ID(b.Process.ID)}
	for i, f := range b.Meetings {
		path := fmt.Sprintf("meetings[%d]", i)
		old, err := byID(tx, ref.ID(f.ID))
		switch {
		case fault.KindOf(err) == fault.NotFound:
			old = Meeting{ID: ref.ID(f.ID), Process: in.process, State: Planned, Convened: tx.Now}
		case err != nil:
			return in, err
		case old.Process != in.process:
			in.fault(f.Line, path+".id", process.MsgTaken, map[string]string{"id": f.ID})
			continue
		}
		next := in.meeting(old, f)
		next.Place = i + 1
		in.judge(next, f, path)
		in.take(old, next, tx)
	}
	if len(in.faults) > 0 {
		return in, in.faults
	}
	return in, nil
}

// take notes what becomes of one meeting.
func (in *intake) take(old, next Meeting, tx *db.Tx) {
	kind := carry.Changed
	switch {
	case old.Version == 0:
		kind = carry.Created
	case carry.Same(old, next) && old.Place == next.Place:
		kind = carry.Unchanged
	}
	in.changes = append(in.changes, carry.Change{Section: "meetings", ID: next.ID, Name: next.Title, Kind: kind})
	if kind != carry.Unchanged {
		in.set = append(in.set, next.saved(old, tx.Now))
	}
}

// judge applies the limits of the house. What leads to other parts of the file was
// followed when the file was read.
func (in *intake) judge(m Meeting, f bundle.Meeting, path string) {
	for _, id := range append(m.Programme.ids(), &m.ID) {
		if !id.Valid() {
			in.fault(f.Line, path+".id", process.MsgIDLong, map[string]string{"limit": strconv.Itoa(ref.MaxID)})
		}
	}
	w := in.named(m)
	for _, err := range []error{m.check(w), m.Programme.check(w)} {
		for _, e := range fault.All(err) {
			parts := map[string]string{}
			for name, value := range e.Parts {
				parts[name] = fmt.Sprint(value)
			}
			in.fault(f.Line, path+"."+e.Field, e.Message, parts)
		}
	}
}

// named returns a process that holds exactly what the meeting leads to.
func (in *intake) named(m Meeting) process.Whole {
	var w process.Whole
	w.ID, w.Languages = in.process, []lang.Tag{in.From()}
	for _, id := range m.Organizers {
		w.Partners = append(w.Partners, process.Partner{Part: process.Part{ID: id}})
	}
	for _, id := range m.WorkingGroups {
		w.Entries = append(w.Entries, process.Entry{Part: process.Part{ID: id}, Kind: process.WorkingGroup})
	}
	for _, e := range append(m.Programme.evidences(), m.Evidence) {
		for _, id := range e.Cited() {
			w.Sources = append(w.Sources, process.Source{Part: process.Part{ID: id}})
		}
	}
	return w
}

// evidences returns what every part of the programme rests on.
func (p Programme) evidences() []evidence.Evidence {
	var out []evidence.Evidence
	for _, it := range p.Agenda {
		out = append(out, it.Evidence)
	}
	for _, b := range p.Breakouts {
		out = append(out, b.Evidence)
	}
	for _, o := range p.Outcomes {
		out = append(out, o.Evidence)
	}
	return out
}

// fault tells a fault of the file, in the words of package process.
func (in *intake) fault(line int, path, key string, parts map[string]string) {
	text := process.FileMessages()[key]
	for name, value := range parts {
		text = strings.ReplaceAll(text, "{{."+name+"}}", value)
	}
	if text == "" {
		text = key
	}
	in.faults = append(in.faults, bundle.Fault{Line: max(line, 1), Column: 1, Field: path, Key: key, Parts: maps.Clone(parts), Text: text})
}

// meeting returns old as the file has it.
func (in *intake) meeting(old Meeting, f bundle.Meeting) Meeting {
	m := old
	m.Title, m.Kind, m.Theme = in.Text(old.Title, f.Title), Kind(f.Kind), in.Text(old.Theme, f.Theme)
	m.Dates = when.Span{Start: when.Date(f.Start), End: when.Date(f.End)}
	m.Start, m.Lasts, m.Zone, m.Mode = f.StartTime, f.DurationMinutes, f.TimeZone, Mode(f.Mode)
	m.Organizers, m.WorkingGroups = carry.IDs(f.Organizers), carry.IDs(f.WorkingGroups)
	m.Facilitator, m.Participants = f.Facilitator, in.Texts(old.Participants, f.Participants)
	m.Recording, m.Minutes, m.Notes = in.Text(old.Recording, f.Recording), ref.ID(f.Minutes), in.Text(old.Notes, f.Notes)
	m.Evidence = in.Evidence(old.Evidence, f.Evidence)
	m.Where, m.Attendance = nil, nil
	if f.Place != nil {
		var was Where
		if old.Where != nil {
			was = *old.Where
		}
		m.Where = &Where{
			City: in.Text(was.City, f.Place.City), Country: f.Place.Country,
			Venue: in.Text(was.Venue, f.Place.Venue), Address: in.Text(was.Address, f.Place.Address),
			Room: in.Text(was.Room, f.Place.Room), Uncertain: in.Text(was.Uncertain, f.Place.Uncertain),
		}
	}
	if f.Attendance != nil {
		var was lang.Text
		if old.Attendance != nil {
			was = old.Attendance.Note
		}
		a := f.Attendance
		m.Attendance = &Attendance{Total: a.Total, InPerson: a.InPerson, Online: a.Online, AtLeast: a.AtLeast, Note: in.Text(was, a.Note)}
	}
	m.Programme = in.programme(old.Programme, f)
	return m
}

func (in *intake) programme(old Programme, f bundle.Meeting) Programme {
	var p Programme
	for _, it := range f.Agenda {
		was := find(old.Agenda, func(v AgendaItem) bool { return v.ID == ref.ID(it.ID) })
		p.Agenda = append(p.Agenda, AgendaItem{
			ID: ref.ID(it.ID), Day: it.Day, Start: it.StartTime, Minutes: it.Minutes, Title: in.Text(was.Title, it.Title),
			Kind: ItemKind(it.Kind), Owner: it.Owner, Presenters: it.Presenters, Breakouts: carry.IDs(it.Breakouts),
			Documents: carry.IDs(it.Documents), Evidence: in.Evidence(was.Evidence, it.Evidence),
		})
	}
	for _, b := range f.Breakouts {
		was := find(old.Breakouts, func(v Breakout) bool { return v.ID == ref.ID(b.ID) })
		link := b.Link
		if link == "" {
			link = was.Link // files of meetings with private links hold none
		}
		p.Breakouts = append(p.Breakouts, Breakout{
			ID: ref.ID(b.ID), Title: in.Text(was.Title, b.Title), Question: in.Text(was.Question, b.Question),
			Room: in.Text(was.Room, b.Room), Link: link, Capacity: b.Capacity, Rapporteur: b.Rapporteur,
			ReportBack: in.Text(was.ReportBack, b.ReportBack), Evidence: in.Evidence(was.Evidence, b.Evidence),
		})
	}
	for _, o := range f.Outcomes {
		was := find(old.Outcomes, func(v Outcome) bool { return v.ID == ref.ID(o.ID) })
		p.Outcomes = append(p.Outcomes, Outcome{ID: ref.ID(o.ID), Text: in.Text(was.Text, o.Text), Evidence: in.Evidence(was.Evidence, o.Evidence)})
	}
	return p
}

func find[T any](list []T, is func(T) bool) T {
	for _, v := range list {
		if is(v) {
			return v
		}
	}
	var none T
	return none
}

// bundle returns the meeting as a process file writes it.
func (m Meeting) bundle(c carry.Case) bundle.Meeting {
	out := bundle.Meeting{
		ID: string(m.ID), Title: c.OutText(m.Title), Kind: bundle.MeetingKind(m.Kind), Start: bundle.Date(m.Dates.Start),
		End: bundle.Date(m.Dates.End), StartTime: m.Start, DurationMinutes: m.Lasts, TimeZone: m.Zone, Mode: bundle.Mode(m.Mode),
		Theme: c.OutText(m.Theme), Organizers: carry.OutIDs(m.Organizers), WorkingGroups: carry.OutIDs(m.WorkingGroups),
		Facilitator: m.Facilitator, Participants: c.OutTexts(m.Participants), Recording: c.OutText(m.Recording),
		Minutes: string(m.Minutes), Notes: c.OutText(m.Notes), Evidence: c.OutEvidence(m.Evidence),
	}
	if p := m.Where; p != nil {
		out.Place = &bundle.Place{
			City: c.OutText(p.City), Country: p.Country, Venue: c.OutText(p.Venue),
			Address: c.OutText(p.Address), Room: c.OutText(p.Room), Uncertain: c.OutText(p.Uncertain),
		}
	}
	if a := m.Attendance; a != nil {
		out.Attendance = &bundle.Attendance{Total: a.Total, InPerson: a.InPerson, Online: a.Online, AtLeast: a.AtLeast, Note: c.OutText(a.Note)}
	}
	for _, it := range m.Agenda {
		out.Agenda = append(out.Agenda, bundle.AgendaItem{
			ID: string(it.ID), Day: it.Day, StartTime: it.Start, Minutes: it.Minutes, Title: c.OutText(it.Title),
			Kind: bundle.AgendaKind(it.Kind), Owner: it.Owner, Presenters: it.Presenters, Breakouts: carry.OutIDs(it.Breakouts),
			Documents: carry.OutIDs(it.Documents), Evidence: c.OutEvidence(it.Evidence),
		})
	}
	for _, b := range m.Breakouts {
		out.Breakouts = append(out.Breakouts, bundle.Breakout{
			ID: string(b.ID), Title: c.OutText(b.Title), Question: c.OutText(b.Question), Room: c.OutText(b.Room),
			Link: m.openLink(b), Capacity: b.Capacity, Rapporteur: b.Rapporteur, ReportBack: c.OutText(b.ReportBack),
			Evidence: c.OutEvidence(b.Evidence),
		})
	}
	for _, o := range m.Outcomes {
		out.Outcomes = append(out.Outcomes, bundle.Outcome{ID: string(o.ID), Text: c.OutText(o.Text), Evidence: c.OutEvidence(o.Evidence)})
	}
	return out
}
