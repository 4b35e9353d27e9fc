package meetingweb

import (
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
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
	Minutes ui.Link            // the document, if the reader may see it
	Papers  map[ref.ID]ui.Link // the documents of the agenda that the reader may see
	Slots   map[ref.ID]meeting.Slot
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
		return SendCalendar(a, string(m.ID)+".ics", meeting.Calendar{Events: []meeting.Event{event(a, w.Process, m)}})
	}
	at := above(a, w.Process, m)
	p := meetingPage{
		Page: at.Page(a, a.Say(m.Title)), Place: at, Whole: w, Meeting: m, Cite: processweb.Cite(a.Speaker, w.Sources, "meeting"),
		Now: a.Site.DB.Now(), May: m.MayWrite(a.Who) == nil, Slots: m.Schedule(),
	}
	p.Description = a.T("meeting.kind."+string(m.Kind)) + ", " + a.Span(m.Dates)
	if p.Panels, err = a.Panels("meeting.page", m.ID); err != nil {
		return err
	}
	if p.Papers, err = papers(a, m); err != nil {
		return err
	}
	p.Minutes = p.Papers[m.Minutes]
	p.Place.Title = p.head()
	return a.Render(showPage(p))
}

// papers returns the links to the documents of a meeting, its minutes and those of
// its agenda, as far as they are in the library and for who asks to see.
func papers(a *web.Ask, m meeting.Meeting) (map[ref.ID]ui.Link, error) {
	ids := []ref.ID{m.Minutes}
	for _, it := range m.Agenda {
		ids = append(ids, it.Documents...)
	}
	out := map[ref.ID]ui.Link{}
	err := a.Site.DB.Read(a.Ctx(), func(tx *db.Tx) error {
		for _, id := range ids {
			if id == "" {
				continue
			}
			c, ok := a.Site.Directory.Card(tx, ref.To("library.document", id))
			if ok && (c.Public || c.Process == m.Process) {
				out[id] = ui.Link{Label: a.Say(c.Name), Href: a.Link(c.Path), Lang: a.Foreign(c.Name)}
			}
		}
		return nil
	})
	return out, err
}

// head is the cloth of the page.
func (p meetingPage) head() ui.Title {
	m := p.Meeting
	return ui.Title{
		Trail: p.Place.Title.Trail, Kicker: p.T("meeting.kind." + string(m.Kind)), Title: p.Say(m.Title), Lang: p.Foreign(m.Title),
		Lead: p.Span(m.Dates), Meta: stateMeta(stateTag(p.Speaker, m, p.Whole.Process, p.Now)),
	}
}

// stateTag says whether a meeting is to come, today, over or cancelled.
func stateTag(s web.Speaker, m meeting.Meeting, p process.Process, now time.Time) (ui.TagKind, string) {
	switch {
	case m.State == meeting.Cancelled:
		return ui.TagRefused, s.T("meeting.state.cancelled")
	case m.Over(p, now):
		return ui.TagDone, s.T("meeting.state.over")
	case m.Today(p, now):
		return ui.TagOpen, s.T("meeting.state.today")
	}
	return ui.TagNext, s.T("meeting.state.ahead")
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
	if it.Owner != "" {
		names = append(names, p.T("meeting.item.led-by", "name", personName(p.Whole, it.Owner)))
	}
	for _, who := range it.Presenters {
		names = append(names, personName(p.Whole, who))
	}
	out := ui.Entry{
		ID: string(it.ID), Title: p.Say(it.Title), Lang: p.Foreign(it.Title), When: p.Slots[it.ID].String(), By: strings.Join(names, ", "),
		Evidence: p.Cite.All(it.Evidence),
	}
	if it.Kind != "" {
		out.Kind = p.T("meeting.item." + string(it.Kind))
	}
	return out
}

// leadsTo are the links from a point of the agenda to its breakouts and documents.
func (p meetingPage) leadsTo(it meeting.AgendaItem) []ui.Link {
	var out []ui.Link
	for _, id := range it.Documents {
		if l, ok := p.Papers[id]; ok {
			out = append(out, l)
		}
	}
	for _, id := range it.Breakouts {
		if b, ok := p.Meeting.Breakout(id); ok {
			out = append(out, ui.Link{Label: p.Say(b.Title), Href: "#" + string(id), Lang: p.Foreign(b.Title)})
		}
	}
	return out
}

func (p meetingPage) breakout(b meeting.Breakout) ui.Entry {
	return ui.Entry{
		ID: string(b.ID), Title: p.Say(b.Title), Lang: p.Foreign(b.Title), Text: p.Say(b.Question), By: p.setting(b), Body: reportBody(p, b),
		Evidence: p.Cite.All(b.Evidence),
	}
}

// setting says where a breakout meets and for how many.
func (p meetingPage) setting(b meeting.Breakout) string {
	parts := []string{p.Say(b.Room)}
	if b.Capacity > 0 {
		parts = append(parts, p.T("meeting.capacity.places", "n", b.Capacity))
	}
	if b.Rapporteur != "" {
		parts = append(parts, p.T("meeting.rapporteur.of", "name", b.Rapporteur))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
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
