package breakoutweb

import (
	"github.com/a-h/templ"

	"penc/internal/gather/breakout"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// listPage shows the breakouts of a meeting, to choose one.
type listPage struct {
	hallPage
	Faults web.Faults
	Act    ui.Hidden
}

func (f face) list(a *web.Ask) error {
	v, err := f.service.View(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	if a.Format == "json" {
		all := []breakout.Public{}
		for _, r := range v.Rooms {
			all = append(all, r.Public())
		}
		return a.JSON(map[string]any{"breakouts": all})
	}
	return a.Render(listView(newListPage(a, v)))
}

func newListPage(a *web.Ask, v breakout.View) listPage {
	p := listPage{hallPage: newHallPage(a, v, a.T("breakout.list.title")), Act: web.NewAct()}
	p.Place.Title.Lead = p.lead()
	p.hallPage = p.follows(false).kept(a)
	return p
}

// lead says in a sentence what can be done now.
func (p listPage) lead() string {
	if len(p.View.Rooms) == 0 {
		return ""
	}
	switch p.View.Choosing.State {
	case breakout.Open:
		if _, chosen := p.mine(); chosen {
			return p.T("breakout.list.change")
		}
		return p.T("breakout.list.choose")
	case breakout.Closed:
		return p.T("breakout.list.closed")
	}
	return p.T("breakout.list.ahead")
}

// may reports whether who asks can go into a room now.
func (p listPage) may(r breakout.Room) bool {
	return p.View.Here && r.State == breakout.Open && r.Breakout.ID != p.View.Choice.Breakout
}

// entry is a room in the list.
func (p listPage) entry(i int, r breakout.Room) ui.Entry {
	e := ui.Entry{
		ID: string(r.Breakout.ID), Title: p.Say(r.Breakout.Title), Lang: p.Foreign(r.Breakout.Title), Href: p.Link(p.path(r.Breakout.ID)),
		Kind: where(p.Speaker, r.Breakout), Body: roomBody(p, i, r),
	}
	if p.View.Here || p.View.Runs {
		e.When = p.heads(r)
	}
	e.State, e.Label = state(p.Speaker, r)
	if r.Breakout.ID == p.View.Choice.Breakout {
		e.State, e.Label = ui.TagDone, p.T("breakout.state.mine")
	}
	return e
}

func (f face) choose(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id, to := a.ID("id"), ref.ID(form.Get("breakout"))
	if _, err := f.service.Choose(a.Ctx(), a.Who, id, to); err != nil {
		v, err2 := f.service.View(a.Ctx(), a.Who, id)
		if err2 != nil {
			return err2
		}
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p := newListPage(a, v)
			p.Faults = fs
			return listView(p)
		})
	}
	if to == "" {
		return a.GoDone(breakout.List(id), "breakout.done.left")
	}
	return a.GoDone(breakout.Path(id, to), "breakout.done.chosen")
}
