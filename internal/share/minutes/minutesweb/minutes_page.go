package minutesweb

import (
	"github.com/a-h/templ"

	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/share/minutes"
)

// minutesPage shows the minutes of a meeting.
type minutesPage struct {
	web.Page
	Place  processweb.Place
	View   minutes.View
	Typed  string // a correction that comes back
	On     ref.ID // its section
	Faults web.Faults
	Act    ui.Hidden
}

func (f face) show(a *web.Ask) error {
	v, err := f.minutes.ViewOf(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	if a.Format == "json" {
		if !v.Visible {
			return fault.New(fault.NotFound, "", "minutes.unknown")
		}
		return a.JSON(v.Minutes.Public(v.Errata))
	}
	return a.Render(showPage(f.page(a, v)))
}

func (f face) page(a *web.Ask, v minutes.View) minutesPage {
	at := meetingweb.Inside(a, v.Whole.Process, v.Meeting)
	at.Title.Title = a.T("minutes.title-of", "name", a.Say(v.Meeting.Title))
	at.Title.Meta = stateMeta(a.Speaker, v.Minutes.State)
	p := minutesPage{Page: at.Page(a, at.Title.Title), Place: at, View: v, Act: web.NewAct()}
	p.NoIndex = p.NoIndex || v.Minutes.State != minutes.Published
	if v.Visible && v.Minutes.State == minutes.Circulated {
		p.Page = p.With("web/form.js")
	}
	return p
}

// draft makes the draft.
func (f face) draft(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	id := a.ID("id")
	if _, err := f.minutes.Draft(a.Ctx(), a.Who, id); err != nil {
		return err
	}
	return a.GoDone(minutes.Path(id), "minutes.done.drafted")
}

// propose takes a correction of a section.
func (f face) propose(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id, section, text := a.ID("id"), ref.ID(form.Get("section")), form.Get("correction")
	_, err = f.minutes.Propose(a.Ctx(), a.Who, id, section, text, a.Lang)
	if err != nil {
		v, err2 := f.minutes.ViewOf(a.Ctx(), a.Who, id)
		if err2 != nil {
			return err2
		}
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p := f.page(a, v)
			p.Typed, p.On, p.Faults = text, section, fs
			return showPage(p)
		})
	}
	return a.GoDone(minutes.Path(id)+"#"+string(section), "minutes.done.proposed")
}

func (p minutesPage) path() string { return minutes.Path(p.View.Meeting.ID) }

// writes reports whether the reader may still change the text.
func (p minutesPage) writes() bool { return p.View.Reader.Team && p.View.Minutes.Open() }

// proposes reports whether the reader may propose corrections today.
func (p minutesPage) proposes() bool {
	return p.View.Visible && p.View.Reader.Took && p.View.Minutes.Correctable(p.View.Today)
}

// sections are those shown: the team also sees what is left out.
func (p minutesPage) sections() []minutes.Section {
	if p.writes() {
		return p.View.Minutes.Sections
	}
	return p.View.Minutes.Shown()
}

// contents leads to each section.
func (p minutesPage) contents() []ui.Link {
	var out []ui.Link
	for _, s := range p.sections() {
		out = append(out, ui.Link{Label: p.Say(s.Title), Href: "#" + string(s.ID), Lang: p.Foreign(s.Title)})
	}
	return out
}

// standing says in a sentence where the minutes stand.
func (p minutesPage) standing() string {
	m := p.View.Minutes
	switch m.State {
	case minutes.Drafted:
		return p.T("minutes.standing.draft")
	case minutes.Circulated:
		if !m.Correctable(p.View.Today) {
			return p.T("minutes.standing.corrections-over", "date", p.Date(m.Until))
		}
		text := p.T("minutes.standing.circulated", "date", p.Date(m.Until))
		if m.Silence {
			text += " " + p.T("minutes.standing.silence")
		}
		return text
	}
	return p.approval()
}

// approval says who approved the minutes, when and how.
func (p minutesPage) approval() string {
	m := p.View.Minutes
	text := p.T("minutes.standing.by-silence", "date", p.Date(m.Until), "moment", p.Moment(m.Approved.At))
	if m.Approved.Way == minutes.AtMeeting {
		text = p.T("minutes.standing.at-meeting", "date", p.Date(m.Approved.On), "moment", p.Moment(m.Approved.At))
		for _, at := range p.View.Meetings {
			if at.ID == m.Approved.Meeting {
				text = p.T("minutes.standing.at-named", "name", p.Say(at.Title), "date", p.Date(m.Approved.On), "moment", p.Moment(m.Approved.At))
			}
		}
	}
	if m.State == minutes.Published {
		text += " " + p.T("minutes.standing.published", "moment", p.Moment(m.Published))
	}
	return text
}

// steps are what can be done next by who asks.
func (p minutesPage) steps() []ui.Link {
	var out []ui.Link
	add := func(word, path string) {
		out = append(out, ui.Link{Label: p.T("minutes.step." + word), Href: p.Link(p.path() + path)})
	}
	m := p.View.Minutes
	if p.writes() {
		add("add", "/sections/new")
		if m.State == minutes.Drafted {
			add("circulate", "/circulate")
		} else {
			add("recirculate", "/circulate")
		}
	}
	if p.View.Convenes && m.State == minutes.Circulated {
		add("approve", "/approve")
	}
	if p.View.Convenes && m.State == minutes.Approved {
		add("publish", "/publish")
	}
	if p.View.Reader.Team && m.State == minutes.Published {
		add("correct", "/errata")
	}
	return out
}

// about are the corrections of a section after publication; of the whole, if it
// has no id.
func (p minutesPage) about(section ref.ID) []minutes.Erratum {
	var out []minutes.Erratum
	for _, e := range p.View.Errata {
		if e.Section == section {
			out = append(out, e)
		}
	}
	return out
}

func (p minutesPage) field(s minutes.Section) ui.Field {
	f := ui.Field{
		Name: "correction", ID: "correction-" + string(s.ID), Label: p.T("minutes.propose.label"), Hint: p.T("minutes.propose.hint"),
		Rows: 4, Required: true, MaxLength: minutes.MaxProposal,
	}
	if p.On == s.ID {
		f.Value, f.Error = p.Typed, p.Faults.Of("correction")
	}
	return f
}

// stale returns the text of a section if the reader's wording is older than the
// original.
func (p minutesPage) stale(s minutes.Section) (lang.Tag, bool) {
	return s.Text.Original(), s.Text.Stale(p.Lang)
}

// panel leads to the minutes from the meeting's page, once there is something for
// who asks to read.
func (f face) panel(a *web.Ask, id ref.ID) (templ.Component, error) {
	v, err := f.minutes.ViewOf(a.Ctx(), a.Who, id)
	if err != nil || !v.Visible {
		return nil, err
	}
	return panel(f.page(a, v)), nil
}

// proposalLang returns the language of a correction if it is not the page's.
func proposalLang(p minutesPage, c minutes.Proposal) string {
	if c.Lang != p.Lang {
		return string(c.Lang)
	}
	return ""
}
