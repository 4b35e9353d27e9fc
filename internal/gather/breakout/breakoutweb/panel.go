package breakoutweb

import (
	"slices"

	"github.com/a-h/templ"

	"penc/internal/gather/breakout"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
)

// panel returns what who asks may see of the breakouts of a meeting, on a page that
// is not one of ours.
func (f face) panel(a *web.Ask, id ref.ID) (hallPage, error) {
	v, err := f.service.View(a.Ctx(), a.Who, id)
	return hallPage{Page: web.Page{Speaker: a.Speaker}, View: v}, err
}

// onMeeting shows what the rooms reported back.
func (f face) onMeeting(a *web.Ask, id ref.ID) (templ.Component, error) {
	p, err := f.panel(a, id)
	return component(meetingPanel(p), slices.ContainsFunc(p.View.Rooms, breakout.Room.Filed)), err
}

// onPhone shows somebody their room, or that there is one to choose.
func (f face) onPhone(a *web.Ask, id ref.ID) (templ.Component, error) {
	p, err := f.panel(a, id)
	_, chosen := p.mine()
	return component(phonePanel(p), p.View.Here && (chosen || p.View.Choosing.State == breakout.Open)), err
}

// onProjector shows how many people are in each room, while they choose and work.
// Once all have reported back it makes room.
func (f face) onProjector(a *web.Ask, id ref.ID) (templ.Component, error) {
	p, err := f.panel(a, id)
	working := p.View.Choosing.State != breakout.NotOpened && slices.ContainsFunc(p.View.Rooms, func(r breakout.Room) bool { return !r.Filed() })
	return component(projectorPanel(p), working && p.View.Runs), err
}

// onDesk leads who runs the meeting to the desk of the breakouts.
func (f face) onDesk(a *web.Ask, id ref.ID) (templ.Component, error) {
	p, err := f.panel(a, id)
	return component(deskPanel(p), p.View.Runs && len(p.View.Rooms) > 0), err
}

// onWall is the head count of a room as it stands on the wall.
func onWall(p hallPage, r breakout.Room) string {
	switch {
	case r.Filed():
		return p.T("breakout.state.filed")
	case r.Breakout.Capacity > 0:
		return p.T("breakout.people.of", "people", p.Number(r.People), "capacity", p.Number(r.Breakout.Capacity))
	}
	return p.Number(r.People)
}

// short says in a sentence how the breakouts stand.
func short(p hallPage) string {
	switch p.View.Choosing.State {
	case breakout.Open:
		return p.T("breakout.short.open", "n", p.View.Chosen)
	case breakout.Closed:
		n := 0
		for _, r := range p.View.Rooms {
			if r.Filed() {
				n++
			}
		}
		return p.T("breakout.short.closed", "n", n, "rooms", len(p.View.Rooms))
	}
	return p.T("breakout.short.ahead")
}

// said is the language of a room's title.
func said(s web.Speaker, r breakout.Room) string {
	_, l := r.Breakout.Title.In(s.Lang)
	return string(l)
}

// choosing says how far the choosing has come.
func choosing(p deskPage) string {
	c := p.View.Choosing
	switch c.State {
	case breakout.Open:
		return p.T("breakout.choosing.is-open", "moment", p.Moment(c.Opened), "n", p.View.Chosen, "present", p.Number(p.View.Present))
	case breakout.Closed:
		return p.T("breakout.choosing.is-closed", "moment", p.Moment(c.Closed), "n", p.View.Chosen, "present", p.Number(p.View.Present))
	}
	return p.T("breakout.choosing.is-ahead")
}

// next is what can be done with the choosing now.
func next(p deskPage) string {
	if p.View.Choosing.State == breakout.Open {
		return "close"
	}
	return "open"
}
