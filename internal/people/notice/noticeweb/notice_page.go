package noticeweb

import (
	"github.com/a-h/templ"

	"penc/internal/ground/ref"
	"penc/internal/people/notice"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// How many notices the panel and a page show.
const (
	inPanel = 5
	perPage = 50
)

// listPage shows a page of notices and the settings.
type listPage struct {
	web.Page
	Box    notice.Box
	Before ref.ID
	Kinds  []choice
	Act    ui.Hidden
	Second ui.Hidden // the act of the second form
}

// A choice is a kind of notice and whether it comes by mail.
type choice struct {
	Kind, Label string
	Mail        bool
}

func (f face) list(a *web.Ask) error {
	before := ref.ID(a.Query("before"))
	box, err := f.notices.Box(a.Ctx(), a.Who, before, perPage)
	if err != nil {
		return err
	}
	chosen, err := f.notices.Settings(a.Ctx(), a.Who)
	if err != nil {
		return err
	}
	p := listPage{
		Page: a.Page(a.T("notice.list.title")), Box: box, Before: before, Act: web.NewAct(), Second: web.NewAct(),
	}
	p.NoIndex = true
	for _, kind := range kinds(a) {
		on, said := chosen[kind]
		p.Kinds = append(p.Kinds, choice{kind, a.T(notice.Word(kind, "label")), on || !said})
	}
	return a.Render(listView(p))
}

// kinds returns every kind of notice that the site has words for.
func kinds(a *web.Ask) []string {
	var out []string
	for _, key := range a.Site.Words.Keys(a.Lang) {
		if kind, ok := notice.KindOf(key); ok {
			out = append(out, kind)
		}
	}
	return out
}

func (f face) markRead(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	if err := f.notices.MarkRead(a.Ctx(), a.Who, ref.ID(form.Get("newest"))); err != nil {
		return err
	}
	return a.GoDone("/account/notices", "notice.marked")
}

func (f face) choose(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	chosen := map[string]bool{}
	for _, kind := range kinds(a) {
		chosen[kind] = false
	}
	for _, kind := range form.All("mail") {
		if _, known := chosen[kind]; known {
			chosen[kind] = true
		}
	}
	if err := f.notices.Choose(a.Ctx(), a.Who, chosen); err != nil {
		return err
	}
	return a.GoDone("/account/notices", "notice.chosen")
}

func (f face) panel(a *web.Ask, _ ref.ID) (templ.Component, error) {
	box, err := f.notices.Box(a.Ctx(), a.Who, "", inPanel)
	if err != nil {
		return nil, err
	}
	return panelView(a.Speaker, box), nil
}

// sentence returns a word of a notice in the reader's language, with the name of
// the thing as it is called now.
func sentence(s web.Speaker, k notice.Known, what string) string {
	return s.T(notice.Word(k.Kind, what), append(pairs(k.Parts), "name", s.Say(k.Name))...)
}

func entryOf(s web.Speaker, k notice.Known) ui.Entry {
	e := ui.Entry{Title: sentence(s, k, "subject"), When: s.Moment(k.Made), Text: sentence(s, k, "text")}
	if k.Path != "" {
		e.Href = s.Link(k.Path)
	}
	if k.Read.IsZero() {
		e.State, e.Label = ui.TagOpen, s.T("notice.unread")
	}
	return e
}

func (p listPage) choices() []ui.Choice {
	out := make([]ui.Choice, len(p.Kinds))
	for i, c := range p.Kinds {
		out[i] = ui.Choice{Value: c.Kind, Label: c.Label, Selected: c.Mail}
	}
	return out
}

func (p listPage) pager() ui.Pager {
	out := ui.Pager{Text: p.T("notice.list.page", "n", len(p.Box.Notices))}
	if p.Before != "" {
		out.Previous = p.Link("/account/notices")
	}
	if n := len(p.Box.Notices); p.Box.More {
		out.Next = p.Link("/account/notices?before=" + string(p.Box.Notices[n-1].ID))
	}
	return out
}

// newest returns the newest notice on the page.
func (p listPage) newest() string {
	if len(p.Box.Notices) == 0 {
		return ""
	}
	return string(p.Box.Notices[0].ID)
}
