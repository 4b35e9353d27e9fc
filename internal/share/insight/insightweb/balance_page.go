package insightweb

import (
	"bytes"
	"encoding/csv"
	"slices"

	"penc/internal/gather/meeting"
	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process/processweb"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/share/insight"
)

// balancePage shows the balance of a process, or of one of its meetings.
type balancePage struct {
	web.Page
	tell    teller
	Place   processweb.Place
	View    insight.View
	Balance insight.Balance // the one that is shown: exact for conveners
	At      int             // the step that is drawn
	Public  bool            // a convener looks at what others see
}

func (f face) process(a *web.Ask) error {
	v, err := f.balances.Process(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	at := processweb.Inside(a, v.Whole.Process)
	at.Title.Title, at.Title.Lead = a.T("insight.title"), a.T("insight.lead")
	return f.show(a, v, at)
}

func (f face) meeting(a *web.Ask) error {
	v, err := f.balances.Meeting(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	at := meetingweb.Inside(a, v.Whole.Process, v.Meeting)
	at.Title.Title, at.Title.Lead = a.T("insight.title"), a.T("insight.lead-meeting")
	return f.show(a, v, at)
}

func (f face) show(a *web.Ask, v insight.View, at processweb.Place) error {
	p := balancePage{Page: at.Page(a, at.Title.Title), tell: teller{a.Speaker, v.Whole, v.Orgs}, Place: at, View: v, Balance: v.Shown}
	asked := a.Query("figures")
	switch a.Format {
	case "json", "csv":
		if v.Convenes() && asked == "exact" {
			p.Balance = v.Exact
		}
		return p.data(a)
	}
	p.Public = v.Convenes() && asked == "public"
	if v.Convenes() && !p.Public {
		p.Balance = v.Exact
	}
	if p.Public {
		p.View.Remarks = v.Shown.Remarks(v.Targets.List, false)
	}
	p.At = step(p.Balance, insight.Step(a.Query("step")))
	p.Description = at.Title.Lead
	return a.Render(showPage(p))
}

// step returns the place of the step to draw: the one asked for, or the first that
// says most.
func step(b insight.Balance, asked insight.Step) int {
	for _, s := range []insight.Step{asked, insight.Present, insight.Registered, insight.Joined, insight.Voted} {
		if i := slices.Index(b.Steps, s); i >= 0 && (s == asked || b.Totals[i].People > 0) {
			return i
		}
	}
	return 0
}

// data answers with the figures as JSON or CSV.
func (p balancePage) data(a *web.Ask) error {
	if a.Format == "json" {
		out := p.Balance.Public(p.View.Targets.List, p.tell.value)
		out.Note = a.T("insight.data.note")
		return a.JSON(out)
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(p.Balance.Lines(p.tell.value)); err != nil {
		return err
	}
	name := "balance-" + string(p.View.Whole.ID)
	if p.inMeeting() {
		name = "balance-" + string(p.View.Meeting.ID)
	}
	return a.File("text/csv", name+".csv", b.Bytes())
}

func (p balancePage) inMeeting() bool { return p.View.Meeting.ID != "" }

// path is the address of the page without the language.
func (p balancePage) path() string {
	if p.inMeeting() {
		return MeetingPath(p.View.Meeting)
	}
	return p.View.Whole.Path() + "/balance"
}

// MeetingPath returns the address of the balance of a meeting, without the
// language.
func MeetingPath(m meeting.Meeting) string { return m.Path() + "/balance" }

// with returns the page's address for a step and the figures looked at.
func (p balancePage) with(s insight.Step, public bool) string {
	to := p.Link(p.path()) + "?step=" + string(s)
	if public {
		to += "&figures=public"
	}
	return to
}

// steps leads to the same page with each other step drawn.
func (p balancePage) steps() []ui.Link {
	var out []ui.Link
	for i, s := range p.Balance.Steps {
		if i != p.At {
			out = append(out, ui.Link{Label: p.T("insight.step." + string(s)), Href: p.with(s, p.Public)})
		}
	}
	return out
}

// bars draws the people of one step by a dimension.
func (p balancePage) bars(t insight.Table) []ui.Share {
	total := p.Balance.Totals[p.At]
	var out []ui.Share
	for _, r := range t.Rows {
		c := r.Cells[p.At]
		if c == (insight.Cell{}) && r.Value == insight.NotSaid {
			continue
		}
		s := ui.Share{Label: p.tell.value(t.Dimension, r.Value)}
		switch {
		case c.Withheld:
			s.Text, s.Few = p.T("insight.withheld"), true
		case total.Withheld || total.People == 0:
			s.Text = p.Number(c.People)
		default:
			s.Part = float64(c.People) / float64(total.People)
			s.Text = p.T("insight.bar", "count", p.Number(c.People), "share", p.Percent(s.Part))
		}
		out = append(out, s)
	}
	return out
}

// grid is a dimension with all steps.
func (p balancePage) grid(t insight.Table) ui.Grid {
	g := ui.Grid{
		Caption: p.T("insight.table.caption", "dimension", p.T("insight.dimension."+string(t.Dimension))), HideCaption: true,
		Columns: []ui.Column{{Label: p.T("insight.dimension." + string(t.Dimension)), Wordy: true}},
	}
	for _, s := range p.Balance.Steps {
		g.Columns = append(g.Columns, ui.Column{Label: p.T("insight.step." + string(s)), Numeric: true})
	}
	for _, r := range t.Rows {
		row := []ui.Cell{{Text: p.tell.value(t.Dimension, r.Value)}}
		for _, c := range r.Cells {
			row = append(row, p.cell(c))
		}
		g.Rows = append(g.Rows, row)
	}
	all := []ui.Cell{{Text: p.T("insight.table.all")}}
	for _, c := range p.Balance.Totals {
		all = append(all, p.cell(c))
	}
	g.Rows = append(g.Rows, all)
	return g
}

func (p balancePage) cell(c insight.Cell) ui.Cell {
	if c.Withheld {
		return ui.Cell{Body: withheldCell(p.T("insight.withheld"))}
	}
	return ui.Cell{Text: p.Number(c.People)}
}

// forms are the same figures as data.
func (p balancePage) forms() []ui.Link {
	at := p.Link(p.path())
	out := []ui.Link{{Label: "JSON", Href: at + ".json"}, {Label: "CSV", Href: at + ".csv"}}
	if p.View.Convenes() {
		out = append(out, ui.Link{Label: p.T("insight.data.exact"), Href: at + ".csv?figures=exact"})
	}
	return out
}

// held leads to the balance of each meeting.
func (p balancePage) held() []ui.Link {
	var out []ui.Link
	for _, m := range p.View.Held {
		out = append(out, ui.Link{Label: p.Say(m.Title), Href: p.Link(MeetingPath(m)), Lang: p.Foreign(m.Title)})
	}
	return out
}
