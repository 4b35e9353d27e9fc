package moderationweb

import (
	"net/url"
	"strings"

	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/talk/moderation"
)

// perPage is how many decisions a page of the log lists.
const perPage = 100

// logPage is a page of the public log.
type logPage struct {
	web.Page
	moderation.LogPage
	Older string // the address of the page after this one; empty on the last
}

func (f face) log(a *web.Ask) error {
	page, err := f.queue.Log(a.Ctx(), a.Who, a.ID("id"), ref.ID(a.Query("before")), perPage)
	if err != nil {
		return err
	}
	if a.Format == "json" {
		out := make([]moderation.Public, len(page.Lines))
		for i, l := range page.Lines {
			out[i] = l.Public()
		}
		return a.JSON(map[string]any{"process": page.Process.Process, "decisions": out})
	}
	p := logPage{Page: within(a, page.Process, a.T("moderation.log.title")), LogPage: page}
	p.Description = a.T("moderation.log.lead")
	if page.More {
		last := page.Lines[len(page.Lines)-1].ID
		p.Older = a.Link(path(page.Process.Process) + "/log?before=" + url.QueryEscape(string(last)))
	}
	return a.Render(logView(p))
}

// table sets the decisions in rows.
func (p logPage) table() ui.Grid {
	g := ui.Grid{Caption: p.T("moderation.log.caption"), HideCaption: true, Columns: []ui.Column{
		{Label: p.T("moderation.log.when")},
		{Label: p.T("moderation.log.thing")},
		{Label: p.T("moderation.log.decision")},
		{Label: p.T("moderation.log.reason")},
	}}
	for _, l := range p.Lines {
		what := ui.Cell{Text: thing(p.Page, l.Ref.Kind)}
		if l.Thing.Path != "" {
			what.Href = p.Link(l.Thing.Path)
		}
		g.Rows = append(g.Rows, []ui.Cell{{Text: p.Moment(l.At)}, what, {Text: verdict(p.Page, l.Decision)}, {Text: reason(p.Page, l.Reason)}})
	}
	return g
}

// thing says what kind of thing a decision is about.
func thing(p web.Page, k ref.Kind) string {
	key := "moderation.thing." + strings.ReplaceAll(string(k), ".", "-")
	if p.Has(key) {
		return p.T(key)
	}
	return p.T("moderation.thing.other")
}

// verdict says what was decided.
func verdict(p web.Page, d moderation.Decision) string {
	if d.Act != moderation.Judged {
		return p.T("moderation.verdict." + string(d.Act))
	}
	key := "moderation.verdict.rejected"
	if d.Accept {
		key = "moderation.verdict.accepted"
	}
	if d.Again {
		key += "-again"
	}
	return p.T(key)
}
