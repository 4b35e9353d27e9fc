package processweb

import (
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// A Place is where a page stands inside a process: what leads up from it, and the
// other pages of the process. Fill in the title before the page is shown:
//
//	at, err := processweb.Viewable(a, processes, m.Process)
//	at.Title.Title = a.Say(m.Title)
//	page := at.Page(a, at.Title.Title)
//	// in the template: @processweb.Head(p.Page, p.Place)
type Place struct {
	Process process.Process
	Title   ui.Title // the head of the page; Trail leads to the process
	Tabs    []ui.Link
	Desk    string // the address of the desk, for those who run the process
}

// Viewable returns the place of a page inside a process, or NotFound if who asks
// may not know of the process.
func Viewable(a *web.Ask, s *process.Service, id ref.ID) (Place, error) {
	p, err := s.ByID(a.Ctx(), a.Who, id)
	if err != nil {
		return Place{}, err
	}
	return Inside(a, p), nil
}

// Inside returns the place of a page inside a process that was looked up before.
func Inside(a *web.Ask, p process.Process) Place {
	at := Place{
		Process: p,
		Title: ui.Title{Trail: []ui.Link{
			a.Crumb(a.T("process.list.title"), "/processes"),
			{Label: a.Say(p.Title), Href: a.Link(p.Path()), Lang: a.Foreign(p.Title)},
		}},
		Tabs: a.Tabs("process", p.ID),
	}
	if a.Who.HoldsAny([]string{access.Convener, access.Editor, access.Facilitator}, p.Ref()) {
		at.Desk = a.Link(p.Desk())
	}
	return at
}

// On marks the tab of a page's list, for a page that stands below it: the page of
// a meeting is on the tab "/processes/{id}/meetings".
func (pl Place) On(a *web.Ask, path string) Place {
	tabs := make([]ui.Link, len(pl.Tabs))
	for i, t := range pl.Tabs {
		t.Current = t.Href == a.Link(path)
		tabs[i] = t
	}
	pl.Tabs = tabs
	return pl
}

// AtDesk adds the desk of the process to what leads up from the page.
func (pl Place) AtDesk(a *web.Ask) Place {
	pl.Title.Trail = append(pl.Title.Trail[:len(pl.Title.Trail):len(pl.Title.Trail)], a.Crumb(a.T("process.desk.title"), pl.Process.Desk()))
	pl.Tabs, pl.Desk = nil, ""
	return pl
}

// Page returns a page at the place: marked as simulated where the process is, and
// kept out of search engines while it is a draft.
func (pl Place) Page(a *web.Ask, title string) web.Page {
	p := a.Page(title)
	p.Simulated = pl.Process.Simulated
	p.NoIndex = !pl.Process.IsPublic()
	return p
}

// May reports whether who asks may write the texts of the process.
func (pl Place) May(a *web.Ask) bool { return process.MayWrite(a.Who, pl.Process.ID) == nil }

// wholeAt returns a process with all its parts and the place of its pages.
func wholeAt(a *web.Ask, s *process.Service) (process.Whole, Place, error) {
	w, err := s.Whole(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return w, Place{}, err
	}
	return w, Inside(a, w.Process), nil
}

// writableWhole is wholeAt for who may write; strangers do not learn that a draft
// is there.
func writableWhole(a *web.Ask, s *process.Service) (process.Whole, Place, error) {
	w, at, err := wholeAt(a, s)
	if err == nil {
		err = process.MayWrite(a.Who, w.ID)
	}
	if fault.KindOf(err) == fault.Forbidden {
		return process.Whole{}, Place{}, err
	}
	return w, at.AtDesk(a), err
}
