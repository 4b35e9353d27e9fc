package meetingweb

import (
	"cmp"
	"strings"

	"github.com/a-h/templ"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/evidence"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// about gathers what the evidence says of several fields that are shown as one.
// The first is called by the fact's own term.
func (p meetingPage) about(e evidence.Evidence, fields ...string) ui.Evidence {
	var out ui.Evidence
	for i, field := range fields {
		one := p.Cite.At(e, field)
		for _, d := range one.Disputes {
			if i > 0 {
				d.About = p.Cite.Field(field)
			}
			out.Disputes = append(out.Disputes, d)
		}
		out.NotPublished = append(out.NotPublished, one.NotPublished...)
	}
	return out
}

// fact is one line of what is known of the meeting; a line that says nothing is
// left out.
type fact struct {
	fields []string
	text   string
	lang   string
	body   templ.Component
	more   ui.Evidence
}

// facts are what is known of the meeting, and what is known not to be known.
func (p meetingPage) facts() []ui.Fact {
	m := p.Meeting
	lines := []fact{
		{fields: []string{"when", "start", "end", "start-time", "duration-minutes", "timezone"}, body: whenBody(p)},
		p.mode(), p.where(), p.link(),
		{fields: []string{"theme"}, text: p.Say(m.Theme), lang: p.Foreign(m.Theme)},
		p.organizers(), p.workingGroups(), p.facilitator(), p.attendance(), p.participants(),
		{fields: []string{"recording"}, text: p.Say(m.Recording), lang: p.Foreign(m.Recording)},
		p.minutes(),
	}
	var out []ui.Fact
	for _, l := range lines {
		e := p.about(m.Evidence, l.fields...)
		e.Uncertain = l.more.Uncertain
		if l.text != "" || l.body != nil || len(e.Disputes)+len(e.NotPublished) > 0 {
			out = append(out, ui.Fact{Term: p.T("meeting.field." + l.fields[0]), Text: l.text, Lang: l.lang, Body: l.body, Evidence: e})
		}
	}
	if e := p.Cite.Rest(m.Evidence, shown...); len(e.Sources)+len(e.Disputes)+len(e.NotPublished) > 0 || e.Uncertain != "" || e.Derived {
		out = append(out, ui.Fact{Term: p.T("meeting.rests-on"), Evidence: e})
	}
	return out
}

// shown are the fields that the page shows in a place of their own.
var shown = []string{
	"start", "end", "start-time", "duration-minutes", "timezone", "mode", "place", "place.city", "place.country", "place.venue", "place.address", "place.room",
	"place.uncertain", "theme", "organizers", "working-groups", "facilitator", "attendance", "attendance.total",
	"attendance.in-person", "attendance.online", "participants", "recording", "minutes", "agenda", "breakouts", "outcomes",
}

func (p meetingPage) mode() fact {
	out := fact{fields: []string{"mode"}}
	if p.Meeting.Mode != "" {
		out.text = p.T("meeting.mode." + string(p.Meeting.Mode))
	}
	return out
}

func (p meetingPage) where() fact {
	out := fact{fields: []string{"place", "place.city", "place.country", "place.venue", "place.address", "place.room", "place.uncertain"}, text: place(p.Speaker, p.Meeting)}
	if w := p.Meeting.Where; w != nil {
		out.more.Uncertain = p.Say(w.Uncertain)
	}
	return out
}

// place returns venue, city and country in one line.
func place(s web.Speaker, m meeting.Meeting) string {
	if m.Where == nil {
		return ""
	}
	var parts []string
	for _, part := range []string{s.Say(m.Where.Room), s.Say(m.Where.Venue), s.Say(m.Where.Address), s.Say(m.Where.City), country(s, m.Where.Country)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

func country(s web.Speaker, code string) string {
	if code == "" {
		return ""
	}
	return processweb.Country(s, code)
}

func (p meetingPage) link() fact {
	out := fact{fields: []string{"link"}}
	if at := p.Meeting.OpenLink(); at != "" && p.Meeting.State == meeting.Planned {
		out.body = anchor(ui.Link{Label: at, Href: safe(at)})
	}
	return out
}

// safe returns an address of the web as it is, and nothing else.
func safe(address string) string {
	if u := templ.URL(address); string(u) == address {
		return address
	}
	return ""
}

func (p meetingPage) organizers() fact {
	out := fact{fields: []string{"organizers"}}
	var names []ui.Link
	for _, id := range p.Meeting.Organizers {
		if v, ok := p.Whole.Partner(id); ok {
			names = append(names, p.inProcess(v.Title, "partners", id))
		}
	}
	if len(names) > 0 {
		out.body = anchors(names)
	}
	return out
}

func (p meetingPage) workingGroups() fact {
	out := fact{fields: []string{"working-groups"}}
	var names []ui.Link
	for _, id := range p.Meeting.WorkingGroups {
		if v, ok := p.Whole.Entry(id); ok {
			names = append(names, p.inProcess(v.Title, v.Kind.Page(), id))
		}
	}
	if len(names) > 0 {
		out.body = anchors(names)
	}
	return out
}

// inProcess is a link to a part of the process on one of its pages.
func (p meetingPage) inProcess(name lang.Text, page string, id ref.ID) ui.Link {
	return ui.Link{Label: p.Say(name), Lang: p.Foreign(name), Href: p.Link(p.Whole.Path() + "/" + page + "#" + string(id))}
}

func (p meetingPage) facilitator() fact {
	return fact{fields: []string{"facilitator"}, text: personName(p.Whole, p.Meeting.Facilitator)}
}

// personName returns the name of a person of the process; other words are a name
// already.
func personName(w process.Whole, who string) string {
	if v, ok := w.Person(ref.ID(who)); ok {
		return v.FullName
	}
	return who
}

func (p meetingPage) attendance() fact {
	out := fact{fields: []string{"attendance", "attendance.total", "attendance.in-person", "attendance.online"}}
	if p.Meeting.Attendance != nil {
		out.body = attendanceBody(p, *p.Meeting.Attendance)
	}
	return out
}

// figures says an attendance in sentences.
func figures(s web.Speaker, a meeting.Attendance) []string {
	var out []string
	key := "meeting.attendance.total"
	if a.AtLeast {
		key = "meeting.attendance.at-least"
	}
	if a.Total > 0 {
		out = append(out, s.T(key, "n", a.Total, "count", s.Number(a.Total)))
	}
	switch {
	case a.InPerson > 0 && a.Online > 0:
		out = append(out, s.T("meeting.attendance.both", "room", s.Number(a.InPerson), "online", s.Number(a.Online)))
	case a.InPerson > 0:
		out = append(out, s.T("meeting.attendance.in-person", "room", s.Number(a.InPerson)))
	case a.Online > 0:
		out = append(out, s.T("meeting.attendance.online", "online", s.Number(a.Online)))
	}
	return out
}

func (p meetingPage) participants() fact {
	out := fact{fields: []string{"participants"}}
	if len(p.Meeting.Participants) > 0 {
		out.body = textList(p.Speaker, p.Meeting.Participants)
	}
	return out
}

func (p meetingPage) minutes() fact {
	out := fact{fields: []string{"minutes"}}
	if p.Minutes.Href != "" {
		out.body = anchor(p.Minutes)
	}
	return out
}

// clock returns the time at which the meeting begins, with its zone.
func (p meetingPage) clock() string {
	m := p.Meeting
	if m.Start == "" {
		return ""
	}
	if _, known := m.Location(p.Whole.Process); !known {
		return p.T("meeting.time.no-zone", "time", m.Start)
	}
	return p.T("meeting.time.zone", "time", m.Start, "zone", cmp.Or(m.Zone, p.Whole.Zone))
}
