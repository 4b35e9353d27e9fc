package meetingweb

import (
	"slices"
	"time"

	"github.com/a-h/templ"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// meetingsPage lists the meetings of a process.
type meetingsPage struct {
	web.Page
	Place       processweb.Place
	Whole       process.Whole
	Ahead, Past []meeting.Meeting
	Cite        *processweb.Citations
	Now         time.Time
	May         bool // the reader may convene a meeting
}

func (f face) list(a *web.Ask) error {
	w, err := f.processes.Whole(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	all, err := f.meetings.Of(a.Ctx(), a.Who, w.ID)
	if err != nil {
		return err
	}
	switch a.Format {
	case "json":
		out := make([]meeting.Public, len(all))
		for i, m := range all {
			out[i] = m.Public()
		}
		return a.JSON(out)
	case "ics":
		c := meeting.Calendar{Name: a.Say(w.Title)}
		for _, m := range all {
			c.Events = append(c.Events, event(a, w.Process, m))
		}
		return SendCalendar(a, "", c)
	}
	at := processweb.Inside(a, w.Process)
	at.Title.Title = a.T("meeting.list.title")
	p := meetingsPage{
		Page: at.Page(a, a.T("meeting.list.title-of", "process", a.Say(w.Title))), Place: at, Whole: w,
		Cite: processweb.Cite(a.Speaker, w.Sources, "meeting"), Now: a.Site.DB.Now(), May: meeting.MayConvene(a.Who, w.ID) == nil,
	}
	p.Ahead, p.Past = meeting.Split(w.Process, all, p.Now)
	return a.Render(listPage(p))
}

// item is a meeting in the list, with what sources disagree on of its dates. The
// rest of what is not known stands on its own page.
func (p meetingsPage) item(m meeting.Meeting) ui.Meeting {
	out := brief(p.Speaker, m, p.Whole.Process, p.Now)
	out.Evidence = ui.Evidence{Sources: p.Cite.Refs(m.Sources), Uncertain: p.Say(m.Uncertain), Derived: m.Derived}
	for _, field := range []string{"start", "end"} {
		for _, d := range p.Cite.At(m.Evidence, field).Disputes {
			d.About = p.Cite.Field(field)
			out.Disputes = append(out.Disputes, d)
		}
	}
	return out
}

// brief is what any list shows of a meeting.
func brief(s web.Speaker, m meeting.Meeting, p process.Process, now time.Time) ui.Meeting {
	out := ui.Meeting{
		Title: s.Say(m.Title), Href: s.Link(m.Path()), Lang: s.Foreign(m.Title), Kind: s.T("meeting.kind." + string(m.Kind)),
		When: s.Span(m.Dates), Text: s.Say(m.Theme),
	}
	if w := m.Where; w != nil && !w.Uncertain.Empty() {
		m.Where = &meeting.Where{City: w.City, Country: w.Country} // the page of the meeting says what is uncertain
	}
	out.Where = place(s, m)
	if out.Where == "" && m.Mode != "" {
		out.Where = s.T("meeting.mode." + string(m.Mode))
	}
	if m.State == meeting.Cancelled {
		out.State, out.Label = stateTag(s, m, p, now)
	}
	if m.Calendared() && m.State == meeting.Planned && !m.Over(p, now) {
		out.Calendar = s.Link(m.Path() + ".ics")
	}
	return out
}

// panelOf is the piece of a process's page about its meetings.
type panelOf struct {
	web.Speaker
	Process process.Process
	Next    []meeting.Meeting // that stand, the next one first
	Held    int
	Now     time.Time
}

// pagePanel says on the page of a process what comes next, and how many meetings
// there were.
func (f face) pagePanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	p, ok, err := f.panel(a, id)
	if err != nil || !ok {
		return nil, err
	}
	p.Next = slices.DeleteFunc(p.Next, p.today) // they stand at the top already
	return pageMeetings(p), nil
}

// nowPanel is what the overview of a process says first: that a meeting is today.
func (f face) nowPanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	p, _, err := f.panel(a, id)
	if err != nil {
		return nil, err
	}
	p.Next = slices.DeleteFunc(p.Next, func(m meeting.Meeting) bool { return !p.today(m) })
	if len(p.Next) == 0 {
		return nil, nil
	}
	return todayMeetings(p), nil
}

func (p panelOf) today(m meeting.Meeting) bool { return m.Today(p.Process, p.Now) }

// deskPanel leads who runs a process to its meetings.
func (f face) deskPanel(a *web.Ask, id ref.ID) (templ.Component, error) {
	if meeting.MayConvene(a.Who, id) != nil {
		return nil, nil
	}
	p, _, err := f.panel(a, id)
	if err != nil {
		return nil, err
	}
	return deskMeetings(p), nil
}

// panel gathers what both panels say, and whether there is a meeting at all.
func (f face) panel(a *web.Ask, id ref.ID) (panelOf, bool, error) {
	all, err := f.meetings.Of(a.Ctx(), a.Who, id)
	if err != nil {
		return panelOf{}, false, err
	}
	w, err := f.processes.ByID(a.Ctx(), a.Who, id)
	if err != nil {
		return panelOf{}, false, err
	}
	p := panelOf{Speaker: a.Speaker, Process: w, Now: a.Site.DB.Now()}
	ahead, past := meeting.Split(w, all, p.Now)
	for _, m := range ahead {
		if m.State == meeting.Planned {
			p.Next = append(p.Next, m)
		}
	}
	for _, m := range past {
		if m.State == meeting.Planned {
			p.Held++
		}
	}
	return p, len(p.Next)+p.Held > 0, nil
}
