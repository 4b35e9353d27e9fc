package meetingweb

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// meetingPage shows one meeting.
type meetingPage struct {
	web.Page
	Place   processweb.Place
	Whole   process.Whole
	Meeting meeting.Meeting
	Cite    *processweb.Citations
	Minutes ui.Link // the document, if the reader may see it
	Now     time.Time
	May     bool // the reader may write the meeting
	Panels  []templ.Component
}

// load returns a meeting with its process; both are there for who asks.
func (f face) load(a *web.Ask) (meeting.Meeting, process.Whole, error) {
	m, err := f.meetings.ByID(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return m, process.Whole{}, err
	}
	w, err := f.processes.Whole(a.Ctx(), a.Who, m.Process)
	return m, w, err
}

func (f face) show(a *web.Ask) error {
	m, w, err := f.load(a)
	switch {
	case err != nil:
		return err
	case a.Format == "json":
		return a.JSON(m.Public())
	case a.Format == "ics":
		if !m.Calendared() {
			return fault.New(fault.NotFound, "", "meeting.calendar.no-day")
		}
		return sendCalendar(a, string(m.ID)+".ics", meeting.Calendar{Events: []meeting.Event{event(a, w.Process, m)}})
	}
	at := processweb.Inside(a, w.Process).On(a, meeting.List(w.ID))
	at.Title.Trail = append(at.Title.Trail, a.Crumb(a.T("meeting.tab"), meeting.List(w.ID)))
	p := meetingPage{
		Page: at.Page(a, a.Say(m.Title)), Place: at, Whole: w, Meeting: m, Cite: processweb.Cite(a.Speaker, w.Sources, "meeting"),
		Now: a.Site.DB.Now(), May: m.MayWrite(a.Who) == nil,
	}
	p.Description = a.T("meeting.kind."+string(m.Kind)) + ", " + a.Span(m.Dates)
	if p.Panels, err = a.Panels("meeting.page", m.ID); err != nil {
		return err
	}
	if p.Minutes, err = document(a, m); err != nil {
		return err
	}
	p.Place.Title = p.head()
	return a.Render(showPage(p))
}

// document returns the link to the minutes, if they are in the library and for who
// asks to see.
func document(a *web.Ask, m meeting.Meeting) (l ui.Link, err error) {
	if m.Minutes == "" {
		return l, nil
	}
	err = a.Site.DB.Read(a.Ctx(), func(tx *db.Tx) error {
		c, ok := a.Site.Directory.Card(tx, ref.To("library.document", m.Minutes))
		if ok && (c.Public || c.Process == m.Process) {
			l = ui.Link{Label: a.Say(c.Name), Href: a.Link(c.Path), Lang: a.Foreign(c.Name)}
		}
		return nil
	})
	return l, err
}

// head is the cloth of the page.
func (p meetingPage) head() ui.Title {
	m := p.Meeting
	return ui.Title{
		Trail: p.Place.Title.Trail, Kicker: p.T("meeting.kind." + string(m.Kind)), Title: p.Say(m.Title), Lang: p.Foreign(m.Title),
		Lead: p.Span(m.Dates), Meta: stateMeta(stateTag(p.Speaker, m, p.Whole.Process, p.Now)),
	}
}

// stateTag says whether a meeting is to come, over or cancelled.
func stateTag(s web.Speaker, m meeting.Meeting, p process.Process, now time.Time) (ui.TagKind, string) {
	switch {
	case m.State == meeting.Cancelled:
		return ui.TagRefused, s.T("meeting.state.cancelled")
	case m.Over(p, now):
		return ui.TagDone, s.T("meeting.state.over")
	}
	return ui.TagNext, s.T("meeting.state.ahead")
}

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
	"start", "end", "start-time", "duration-minutes", "timezone", "mode", "place", "place.city", "place.country", "place.venue",
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
	out := fact{fields: []string{"place", "place.city", "place.country", "place.venue", "place.uncertain"}, text: place(p.Speaker, p.Meeting)}
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
	for _, part := range []string{s.Say(m.Where.Venue), s.Say(m.Where.City), country(s, m.Where.Country)} {
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
	if at := p.Meeting.Link; at != "" && p.Meeting.State == meeting.Planned {
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

// dayTitle names a day of the agenda; empty where there is nothing to name.
func (p meetingPage) dayTitle(d meeting.Day) string {
	if d.Number == 0 {
		return ""
	}
	if first := p.Meeting.Dates.Start; p.Meeting.Calendared() {
		return p.T("meeting.agenda.day-on", "number", d.Number, "date", p.Day(first.First().AddDate(0, 0, d.Number-1)))
	}
	return p.T("meeting.agenda.day", "number", d.Number)
}

// item is a point of the agenda in the list.
func (p meetingPage) item(it meeting.AgendaItem) ui.Entry {
	var names []string
	for _, who := range it.Presenters {
		names = append(names, personName(p.Whole, who))
	}
	out := ui.Entry{
		ID: string(it.ID), Title: p.Say(it.Title), Lang: p.Foreign(it.Title), When: it.Start, By: strings.Join(names, ", "),
		Evidence: p.Cite.All(it.Evidence),
	}
	if it.Kind != "" {
		out.Kind = p.T("meeting.item." + string(it.Kind))
	}
	return out
}

// breakoutsOf are the links from a point of the agenda to its breakouts.
func (p meetingPage) breakoutsOf(it meeting.AgendaItem) []ui.Link {
	var out []ui.Link
	for _, id := range it.Breakouts {
		if b, ok := p.Meeting.Breakout(id); ok {
			out = append(out, ui.Link{Label: p.Say(b.Title), Href: "#" + string(id), Lang: p.Foreign(b.Title)})
		}
	}
	return out
}

func (p meetingPage) breakout(b meeting.Breakout) ui.Entry {
	return ui.Entry{
		ID: string(b.ID), Title: p.Say(b.Title), Lang: p.Foreign(b.Title), Text: p.Say(b.Question), Body: reportBody(p, b),
		Evidence: p.Cite.All(b.Evidence),
	}
}

// stale returns a text whose translation into the page's language is older than
// its original, if there is one.
func (p meetingPage) stale() (lang.Text, bool) {
	for _, f := range slices.Concat(p.Meeting.Texts(), p.Meeting.Programme.Texts()) {
		if f.Text.Stale(p.Lang) {
			return f.Text, true
		}
	}
	return lang.Text{}, false
}

// forms are the other forms of the page.
func (p meetingPage) forms() []ui.Link {
	var out []ui.Link
	if p.Meeting.Calendared() {
		out = append(out, ui.Link{Label: p.T("meeting.calendar.add"), Href: p.Link(p.Meeting.Path() + ".ics")})
	}
	return append(out, ui.Link{Label: p.T("meeting.as-json"), Href: p.Link(p.Meeting.Path() + ".json")})
}
