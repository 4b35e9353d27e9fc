package translationweb

import (
	"net/url"
	"strconv"

	"penc/internal/ground/lang"
	"penc/internal/platform/feature"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/talk/translation"
)

// perPage is how many lines of work a page shows.
const perPage = 100

// workPage shows what there is to translate.
type workPage struct {
	web.Page
	translation.Work
	Process  feature.Card
	Wish     translation.Wish
	Number   int // of this page, from 1
	Terms    []translation.Term
	MayWrite bool
}

func (f face) work(a *web.Ask) error {
	wish := translation.Wish{Lang: lang.Tag(a.Query("in")), Done: a.Query("show") == "all"}
	w, process, err := f.translations.WorkOf(a.Ctx(), a.Who, a.ID("id"), wish)
	if err != nil {
		return err
	}
	g, err := f.translations.GlossaryOf(a.Ctx(), a.Who, process.Process)
	if err != nil {
		return err
	}
	translation.Order(g.Terms, a.Lang)
	return a.Render(workView(workPage{
		Page: within(a, process, a.T("translation.work.title")), Work: w, Process: process, Wish: wish,
		Number: min(max(1, a.QueryInt("page", 1)), len(w.Lines)/perPage+1), Terms: g.Terms,
		MayWrite: translation.MayWrite(a.Who, process.Process) == nil,
	}))
}

// shown are the lines on this page.
func (p workPage) shown() []translation.Line {
	from := min(max(p.Number-1, 0), len(p.Lines)) * perPage
	from = min(from, len(p.Lines))
	return p.Lines[from:min(from+perPage, len(p.Lines))]
}

// address is the list with another wish, or another page of it.
func (p workPage) address(wish translation.Wish, page int) string {
	q := url.Values{}
	if wish.Lang != "" {
		q.Set("in", string(wish.Lang))
	}
	if wish.Done {
		q.Set("show", "all")
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	to := p.Link(workPath(p.Process.Process))
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	return to
}

// pager leads through the list.
func (p workPage) pager() ui.Pager {
	out := ui.Pager{Text: p.T("translation.work.page", "page", p.Number, "pages", (len(p.Lines)+perPage-1)/perPage)}
	if p.Number > 1 {
		out.Previous = p.address(p.Wish, p.Number-1)
	}
	if p.Number*perPage < len(p.Lines) {
		out.Next = p.address(p.Wish, p.Number+1)
	}
	return out
}

// filters are the languages to choose from, and which texts are shown.
func (p workPage) filters() (languages, states []ui.Choice) {
	languages = []ui.Choice{{Label: p.T("translation.filter.every")}}
	for _, t := range p.Tallies {
		languages = append(languages, ui.Choice{Value: string(t.Lang), Label: language(p.Speaker, t.Lang)})
	}
	return languages, []ui.Choice{
		{Value: "open", Label: p.T("translation.filter.open")}, {Value: "all", Label: p.T("translation.filter.all")},
	}
}

// show is the value of the filter of states.
func (p workPage) show() string {
	if p.Wish.Done {
		return "all"
	}
	return "open"
}

// counts is the table of how many texts stand how in each language.
func counts(s web.Speaker, tallies []translation.Tally) ui.Grid {
	g := ui.Grid{Caption: s.T("translation.counts"), HideCaption: true, Columns: []ui.Column{
		{Label: s.T("translation.language")},
		{Label: s.T("translation.state.missing"), Numeric: true},
		{Label: s.T("translation.state.stale"), Numeric: true},
		{Label: s.T("translation.state.complete"), Numeric: true},
		{Label: s.T("translation.all"), Numeric: true},
	}}
	for _, t := range tallies {
		g.Rows = append(g.Rows, []ui.Cell{
			{Text: language(s, t.Lang)},
			{Text: s.Number(t.Missing)},
			{Text: s.Number(t.Stale)},
			{Text: s.Number(t.Complete)},
			{Text: s.Number(t.All())},
		})
	}
	return g
}

// entry is a line of work: the original, what it is, and the way to its editor.
func entry(p web.Page, l translation.Line) ui.Entry {
	original := lang.Say(l.Text.Original(), l.Text.String())
	kind, label := ui.TagWaiting, "translation.state.missing"
	switch l.State {
	case translation.Stale:
		label = "translation.state.stale"
	case translation.Complete:
		kind, label = ui.TagDone, "translation.state.complete"
	}
	return ui.Entry{
		Title: p.Plain(original, 160), Lang: p.Foreign(original), Href: p.Link(l.Edit), When: language(p.Speaker, l.Lang),
		Kind: field(p.Speaker, l.What), State: kind, Label: p.T(label),
	}
}

// field names the field that a text fills.
func field(s web.Speaker, key string) string {
	if s.Has(key) {
		return s.T(key)
	}
	return s.T("translation.field.text")
}

// language returns how readers call a language; its tag if there is no word.
func language(s web.Speaker, l lang.Tag) string {
	if key := "web.language." + string(l); s.Has(key) {
		return s.T(key)
	}
	return string(l)
}

// within returns a page inside a process.
func within(a *web.Ask, process feature.Card, title string) web.Page {
	p := a.Page(title)
	p.Simulated, p.NoIndex = process.Simulated, !process.Public
	return p
}

// trail leads up to a process, and further down if there are more steps.
func trail(p web.Page, process feature.Card, more ...ui.Link) []ui.Link {
	return append([]ui.Link{
		p.Crumb(p.T("translation.processes"), "/processes"),
		{Label: p.Say(process.Name), Href: p.Link(process.Path), Lang: p.Foreign(process.Name)},
	}, more...)
}
