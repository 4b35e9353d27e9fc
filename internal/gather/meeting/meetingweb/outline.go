package meetingweb

import (
	"cmp"
	"fmt"
	"strings"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/evidence"
	"penc/internal/ground/lang"
	"penc/internal/platform/web"
)

// A sheet writes a thing down field by field, so that two versions of it can be
// compared.
type sheet struct {
	web.Speaker
	strings.Builder
}

func (s *sheet) plain(field, words string) {
	if words != "" {
		fmt.Fprintln(s, s.T("meeting.outline.line", "field", s.T("meeting.field."+field), "words", words))
	}
}

// text writes down a text in every language it is in.
func (s *sheet) text(field string, t lang.Text) {
	for _, l := range t.Languages() {
		fmt.Fprintln(s, s.T("meeting.outline.line-in", "field", s.T("meeting.field."+field), "language", string(l), "words", t.Words(l)))
	}
}

func (s *sheet) evidence(e evidence.Evidence) {
	for _, id := range e.Sources {
		fmt.Fprintln(s, s.T("meeting.outline.line", "field", s.T("process.evidence.sources"), "words", string(id)))
	}
	s.text("uncertain", e.Uncertain)
	for _, d := range e.Disputes {
		for _, v := range d.Values {
			s.text(d.Field, v.Value)
		}
	}
	for _, g := range e.Gaps {
		s.text(g.Field, g.Note)
	}
}

// wordFor returns how readers call a value; nothing for none.
func wordFor(s web.Speaker, prefix, value string) string {
	if value == "" || !s.Has(prefix+value) {
		return value
	}
	return s.T(prefix + value)
}

// outline writes down what is said of a meeting.
func outline(say web.Speaker, w process.Whole, m meeting.Meeting) string {
	s := &sheet{Speaker: say}
	s.text("title", m.Title)
	s.plain("kind", wordFor(say, "meeting.kind.", string(m.Kind)))
	s.plain("start", string(m.Dates.Start))
	s.plain("end", string(m.Dates.End))
	s.plain("start-time", m.Start)
	s.plain("duration-minutes", plainNumber(m.Lasts))
	s.plain("timezone", m.Zone)
	s.plain("mode", wordFor(say, "meeting.mode.", string(m.Mode)))
	if p := m.Where; p != nil {
		s.text("place.city", p.City)
		s.plain("place.country", p.Country)
		s.text("place.venue", p.Venue)
		s.text("place.address", p.Address)
		s.text("place.room", p.Room)
		s.text("place.uncertain", p.Uncertain)
	}
	s.plain("link", m.Link)
	if m.LinkPrivate {
		s.plain("link-private", say.T("meeting.yes"))
	}
	s.text("theme", m.Theme)
	for _, id := range m.Organizers {
		v, _ := w.Partner(id)
		s.plain("organizers", cmp.Or(say.Say(v.Title), string(id)))
	}
	for _, id := range m.WorkingGroups {
		v, _ := w.Entry(id)
		s.plain("working-groups", cmp.Or(say.Say(v.Title), string(id)))
	}
	s.plain("facilitator", personName(w, m.Facilitator))
	if a := m.Attendance; a != nil {
		s.plain("attendance.total", plainNumber(a.Total))
		s.plain("attendance.in-person", plainNumber(a.InPerson))
		s.plain("attendance.online", plainNumber(a.Online))
		s.text("attendance.note", a.Note)
	}
	for _, t := range m.Participants {
		s.text("participants", t)
	}
	s.text("recording", m.Recording)
	s.plain("minutes", string(m.Minutes))
	s.text("notes", m.Notes)
	s.evidence(m.Evidence)
	return s.String()
}

// programmeOutline writes down what happens in a meeting.
func programmeOutline(say web.Speaker, w process.Whole, p meeting.Programme) string {
	s := &sheet{Speaker: say}
	for _, it := range p.Agenda {
		s.text("item.title", it.Title)
		s.plain("day", plainNumber(it.Day))
		s.plain("start-time", it.Start)
		s.plain("item.minutes", plainNumber(it.Minutes))
		s.plain("item.owner", personName(w, it.Owner))
		s.plain("item.kind", wordFor(say, "meeting.item.", string(it.Kind)))
		for _, who := range it.Presenters {
			s.plain("presenters", personName(w, who))
		}
		for _, id := range it.Breakouts {
			b, _ := p.Breakout(id)
			s.plain("breakouts", cmp.Or(say.Say(b.Title), string(id)))
		}
		for _, id := range it.Documents {
			s.plain("item.documents", string(id))
		}
		s.evidence(it.Evidence)
	}
	for _, b := range p.Breakouts {
		s.text("breakout.title", b.Title)
		s.text("question", b.Question)
		s.text("room", b.Room)
		s.plain("breakout.link", b.Link)
		s.plain("capacity", plainNumber(b.Capacity))
		s.plain("rapporteur", b.Rapporteur)
		s.text("report-back", b.ReportBack)
		s.evidence(b.Evidence)
	}
	for _, o := range p.Outcomes {
		s.text("outcome.text", o.Text)
		s.evidence(o.Evidence)
	}
	return s.String()
}
