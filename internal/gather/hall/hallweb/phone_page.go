package hallweb

import (
	"github.com/a-h/templ"

	"penc/internal/gather/hall"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// hallPage is what every page of a hall has.
type hallPage struct {
	web.Page
	S    sayer
	Head ui.Title
	Tabs []ui.Link
}

// page returns a page of a hall. Title is its h1; the trail leads to the meeting.
func (f face) page(a *web.Ask, s hall.Scene, title string) hallPage {
	place := processweb.Inside(a, s.Of.Process)
	p := hallPage{Page: place.Page(a, title), S: sayer{a.Speaker, s}}
	zone, _ := s.About.Location(s.Of.Process) // times of day are told where the meeting is
	p.Page.Zone, p.S.Speaker.Zone = zone, zone
	p.NoIndex, p.Sheet = true, "hall"
	p.Head = ui.Title{
		Trail: []ui.Link{
			{Label: a.Say(s.Of.Title), Href: a.Link(s.Of.Path()), Lang: a.Foreign(s.Of.Title)},
			{Label: a.Say(s.About.Title), Href: a.Link(s.About.Path()), Lang: a.Foreign(s.About.Title)},
		},
		Title: title, Small: true,
	}
	p.Tabs = a.Tabs("meeting", s.About.ID)
	return p
}

// follow makes the page follow the meeting.
func (p hallPage) follow(first bool) hallPage {
	p.Page = p.Page.Live(web.Live{Stream: p.S.About.Path() + "/live", First: first}).With("hall/hall.js")
	return p
}

// phonePage is the home of a participant in the hall.
type phonePage struct {
	hallPage
	Pieces  []templ.Component // of higher rooms
	Closing []templ.Component // once the hall has ended
	Code    string
}

func (f face) phone(a *web.Ask) error {
	s, err := f.halls.See(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	if a.Format == "json" {
		return a.JSON(s.Public())
	}
	p := phonePage{hallPage: f.page(a, s, a.T("hall.phone.title")).follow(false)}
	p.Head.Title, p.Head.Lang, p.Head.Trail = a.Say(s.About.Title), a.Foreign(s.About.Title), p.Head.Trail[:1]
	if s.State == hall.Ended {
		if p.Closing, err = a.Panels("meeting.closing", s.About.ID); err != nil {
			return err
		}
	}
	if p.Pieces, err = a.Panels("hall.phone", s.About.ID); err != nil {
		return err
	}
	return a.Render(showPhone(p))
}

func (f face) ask(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	if _, err := f.halls.Ask(a.Ctx(), a.Who, a.ID("id"), ""); err != nil {
		return err
	}
	return a.Go(hall.Path(a.ID("id")) + "#floor")
}

func (f face) withdraw(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	request, id := ref.ID(form.Get("request")), a.ID("id")
	if form.On("done") {
		err = f.halls.EndTurn(a.Ctx(), a.Who, id, request)
	} else {
		err = f.halls.Withdraw(a.Ctx(), a.Who, id, request)
	}
	if err != nil {
		return err
	}
	return a.Go(hall.Path(id) + "#floor")
}

func (f face) answer(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	if err := f.halls.Answer(a.Ctx(), a.Who, a.ID("id"), ref.ID(form.Get("temperature")), form.Int("step")); err != nil {
		return err
	}
	return a.Go(hall.Path(a.ID("id")) + "#temperature")
}

// checkIn is where people check in.
func checkIn(meeting ref.ID) string { return "/meetings/" + string(meeting) + "/check-in" }

// asked is the check that can be answered, if there is one.
func (s sayer) asked() (hall.Temperature, bool) {
	t, ok := s.Temperature()
	return t, ok && t.IsOpen()
}

// next is the item that follows on the agenda.
func (s sayer) next() (meeting.AgendaItem, bool) { return hall.After(s.About, s.Item) }
