package breakoutweb

import (
	"slices"

	"github.com/a-h/templ"

	"penc/internal/gather/attendance"
	"penc/internal/gather/breakout"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// deskPage is where the breakouts of a meeting are run from.
type deskPage struct {
	hallPage
	Desk   breakout.Desk
	Put    ref.ID // the participant who was to be moved
	Into   ref.ID // where to
	Faults web.Faults
	Act    ui.Hidden
}

func (f face) desk(a *web.Ask) error {
	p, err := f.deskPage(a)
	if err != nil {
		return err
	}
	return a.Render(deskView(p))
}

func (f face) deskPage(a *web.Ask) (deskPage, error) {
	d, err := f.service.Desk(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return deskPage{}, err
	}
	p := deskPage{hallPage: newHallPage(a, d.View, a.T("breakout.desk.title")), Desk: d, Act: web.NewAct()}
	p.Place = p.Place.On(a, breakout.List(d.Meeting.ID))
	p.Place.Title.Trail = append(p.Place.Title.Trail, a.Crumb(a.T("breakout.tab"), breakout.List(d.Meeting.ID)))
	p.hallPage = p.follows(true)
	return p, nil
}

// warnings says in words what is wrong with a room, as far as its figures tell.
func (p deskPage) warnings(r breakout.Room) []string {
	var out []string
	name := p.Say(r.Breakout.Title)
	switch {
	case r.Lonely && r.People == 0:
		out = append(out, p.T("breakout.lonely.nobody", "room", name))
	case r.Lonely:
		out = append(out, p.T("breakout.lonely", "n", r.People, "room", name))
	}
	if r.Tilt.Dominant != "" {
		out = append(out, p.T("breakout.lopsided.dominant", "room", name, "group", p.group(r.Tilt.Dominant), "share", p.Percent(r.Tilt.Share)))
	}
	if len(r.Tilt.Absent) > 0 {
		line := p.group(r.Tilt.Absent[0])
		for _, g := range r.Tilt.Absent[1:] {
			line = p.T("breakout.share.and", "before", line, "last", p.group(g))
		}
		out = append(out, p.T("breakout.lopsided.absent", "n", len(r.Tilt.Absent), "room", name, "groups", line))
	}
	if r.People >= breakout.Few && len(r.Rapporteurs) == 0 {
		out = append(out, p.T("breakout.warning.rapporteur", "room", name))
	}
	if r.Report != nil && len(r.Report.Beside()) > 0 {
		out = append(out, p.T("breakout.warning.beside", "room", name))
	}
	return out
}

// all are the warnings of every room.
func (p deskPage) all() []string {
	var out []string
	if n := p.View.Present - p.View.Chosen; n > 0 && p.View.Choosing.State != breakout.NotOpened {
		out = append(out, p.T("breakout.warning.nowhere", "n", n))
	}
	for _, r := range p.View.Rooms {
		out = append(out, p.warnings(r)...)
	}
	return out
}

func (p deskPage) table() ui.Grid {
	g := ui.Grid{Caption: p.T("breakout.desk.rooms"), HideCaption: true, Columns: []ui.Column{
		{Label: p.T("breakout.column.room")},
		{Label: p.T("breakout.column.people"), Numeric: true},
		{Label: p.T("breakout.column.groups"), Wordy: true},
		{Label: p.T("breakout.column.points"), Numeric: true},
		{Label: p.T("breakout.column.report")},
	}}
	for i, r := range p.View.Rooms {
		people := p.Number(r.People)
		if r.Breakout.Capacity > 0 {
			people = p.T("breakout.people.of", "people", people, "capacity", p.Number(r.Breakout.Capacity))
		}
		g.Rows = append(g.Rows, []ui.Cell{
			{Text: p.Say(r.Breakout.Title), Href: p.Link(p.path(r.Breakout.ID)), Lang: p.Foreign(r.Breakout.Title)},
			{Text: people},
			{Text: p.of(i)},
			{Text: p.Number(r.Points)},
			{Text: p.progress(r)},
		})
	}
	return g
}

// progress says how far the report-back of a room has come.
func (p deskPage) progress(r breakout.Room) string {
	switch {
	case r.Filed():
		return p.T("breakout.progress.filed", "n", len(r.Report.Standing().Lines))
	case r.Report != nil:
		return p.T("breakout.progress.draft")
	case len(r.Rapporteurs) > 0:
		return p.T("breakout.progress.rapporteur", "n", len(r.Rapporteurs))
	}
	return p.T("breakout.progress.none")
}

// people are those who are present, those who are in no room first.
func (p deskPage) people() []ui.Choice {
	var nowhere, somewhere []ui.Choice
	for _, x := range p.Desk.People {
		c := ui.Choice{Value: string(x.Participant), Label: p.T("breakout.person", "name", x.Name, "where", p.whereabouts(x))}
		if p.Desk.In[x.Participant] == "" {
			nowhere = append(nowhere, c)
		} else {
			somewhere = append(somewhere, c)
		}
	}
	return slices.Concat([]ui.Choice{{Label: p.T("breakout.move.choose")}}, nowhere, somewhere)
}

func (p deskPage) whereabouts(x attendance.Presence) string {
	if b, ok := p.View.Meeting.Breakout(p.Desk.In[x.Participant]); ok {
		return p.Say(b.Title)
	}
	return p.T("breakout.person.nowhere")
}

func (p deskPage) rooms() []ui.Choice {
	var out []ui.Choice
	for _, r := range p.View.Rooms {
		c := ui.Choice{Value: string(r.Breakout.ID), Label: p.Say(r.Breakout.Title), Lang: p.Foreign(r.Breakout.Title)}
		if r.Full() {
			c.Label = p.T("breakout.person", "name", c.Label, "where", p.T("breakout.state.full"))
		}
		out = append(out, c)
	}
	return out
}

func (f face) carryDesk(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id, done := a.ID("id"), ""
	switch form.Get("do") {
	case "open":
		_, err = f.service.Open(a.Ctx(), a.Who, id)
		done = "breakout.done.opened"
	case "close":
		_, err = f.service.Close(a.Ctx(), a.Who, id)
		done = "breakout.done.closed"
	case "put":
		_, err = f.service.Put(a.Ctx(), a.Who, id, ref.ID(form.Get("participant")), ref.ID(form.Get("breakout")))
		done = "breakout.done.put"
	default:
		return fault.New(fault.NotFound, "", "web.page.unknown")
	}
	if err != nil {
		p, err2 := f.deskPage(a)
		if err2 != nil {
			return err2
		}
		p.Put, p.Into = ref.ID(form.Get("participant")), ref.ID(form.Get("breakout"))
		return a.Refused(err, func(fs web.Faults) templ.Component { p.Faults = fs; return deskView(p) })
	}
	return a.GoDone(breakout.List(id)+"/desk", done)
}
