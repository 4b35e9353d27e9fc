package breakoutweb

import (
	"slices"

	"github.com/a-h/templ"

	"penc/internal/gather/breakout"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// roomPage is one room: its question, the ideas written down in it, and what it
// reports back.
type roomPage struct {
	hallPage
	Chamber breakout.Chamber
	Typed   breakout.Point
	Faults  web.Faults
	Own     ui.Hidden // the names of the acts of the two forms
	Other   ui.Hidden
}

func (f face) room(a *web.Ask) error {
	p, err := f.roomPage(a)
	if err != nil {
		return err
	}
	return a.Render(roomView(p))
}

func (f face) roomPage(a *web.Ask) (roomPage, error) {
	c, err := f.service.Chamber(a.Ctx(), a.Who, a.ID("id"), a.ID("breakout"))
	if err != nil {
		return roomPage{}, err
	}
	b := c.Room.Breakout
	p := roomPage{hallPage: newHallPage(a, c.View, a.Say(b.Title), b), Chamber: c, Own: web.NewAct(), Other: web.NewAct()}
	p.Place.Title.Lang, p.Place.Title.Lead = a.Foreign(b.Title), a.Say(b.Question)
	p.hallPage = p.follows(false).kept(a)
	return p, nil
}

// inside reports whether who asks is in the room.
func (p roomPage) inside() bool {
	return p.View.Choice.Breakout == p.Chamber.Room.Breakout.ID
}

// sees reports whether who asks sees what goes on in the room.
func (p roomPage) sees() bool { return p.View.Here || p.View.Runs || p.Chamber.MayWrite() }

// at returns the address of a part of the room.
func (p roomPage) at(parts ...ref.ID) string {
	return p.Link(p.path(append([]ref.ID{p.Chamber.Room.Breakout.ID}, parts...)...))
}

// mayWithdraw reports whether who asks may take a point back.
func (p roomPage) mayWithdraw(x breakout.Point) bool {
	_, err := p.Chamber.Hand.Withdraw(x, x.At)
	return err == nil
}

// by says whose idea it is, as far as that is told: one's own, or for whom it was
// written.
func (p roomPage) by(x breakout.Point) string {
	switch {
	case x.By != "" && x.By == p.Chamber.Hand.Participant:
		return p.T("breakout.point.mine")
	case x.Way == breakout.Paper:
		return p.T("breakout.point.paper")
	case x.By == "":
		return p.T("breakout.point.said")
	}
	return ""
}

// reporting says who reports for the room.
func (p roomPage) reporting() string {
	var names []string
	for _, id := range p.Chamber.Room.Rapporteurs {
		if name := p.Chamber.Names[id]; name != "" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return p.T("breakout.rapporteur.none")
	}
	line := names[0]
	for _, name := range names[1:] {
		line = p.T("breakout.share.and", "before", line, "last", name)
	}
	return p.T("breakout.rapporteur.are", "n", len(names), "names", line)
}

// mayVolunteer reports whether who asks can report for the room.
func (p roomPage) mayVolunteer() bool {
	r := p.Chamber.Room
	return p.inside() && !p.Chamber.Hand.Reports && len(r.Rapporteurs) < breakout.MaxRapporteurs
}

// candidates are the people in the room who do not report yet.
func (p roomPage) candidates() []ui.Choice {
	var out []ui.Choice
	for _, id := range p.Chamber.Inside {
		if !slices.Contains(p.Chamber.Room.Rapporteurs, id) {
			out = append(out, ui.Choice{Value: string(id), Label: p.Chamber.Names[id]})
		}
	}
	return out
}

// groups are the stakeholder groups of the process, to say for whom somebody spoke.
func (p roomPage) groups() []ui.Choice {
	out := []ui.Choice{{Label: p.T("breakout.group.unknown")}}
	for _, g := range p.View.Process.Groups {
		out = append(out, ui.Choice{Value: string(g.ID), Label: p.Say(g.Title), Lang: p.Foreign(g.Title)})
	}
	return out
}

// writtenFor are the ways in which a rapporteur or facilitator writes for others.
func (p roomPage) writtenFor() []ui.Choice {
	return []ui.Choice{
		{Value: string(breakout.Rapporteur), Label: p.T("breakout.way.rapporteur")},
		{Value: string(breakout.Paper), Label: p.T("breakout.way.paper")},
	}
}

func (f face) collect(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := breakout.Point{
		Meeting: a.ID("id"), Breakout: a.ID("breakout"), Text: form.Get("text"), Lang: a.Lang,
		Way: breakout.Way(form.Get("way")), Group: ref.ID(form.Get("group")),
	}
	if form.Has("happened") {
		in.Happened = form.Happened(a.Site.DB.Now())
	}
	if _, err := f.service.Collect(a.Ctx(), a.Who, in); err != nil {
		return f.refuse(a, err, in)
	}
	return a.GoDone(breakout.Path(in.Meeting, in.Breakout), "breakout.done.point")
}

// refuse answers with the room again, with what was typed.
func (f face) refuse(a *web.Ask, err error, typed breakout.Point) error {
	if kind := fault.KindOf(err); kind == fault.Internal || kind == fault.NotFound || kind == fault.Forbidden {
		return err
	}
	p, err2 := f.roomPage(a)
	if err2 != nil {
		return err2
	}
	p.Typed = typed
	return a.Refused(err, func(fs web.Faults) templ.Component { p.Faults = fs; return roomView(p) })
}

// withdrawPage asks once more before an idea is taken back.
type withdrawPage struct {
	roomPage
	Point breakout.Point
}

func (f face) withdraw(a *web.Ask) error {
	p, err := f.roomPage(a)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(p.Chamber.Points, func(x breakout.Point) bool { return x.ID == a.ID("point") })
	if i < 0 || !p.mayWithdraw(p.Chamber.Points[i]) {
		return fault.New(fault.NotFound, "", "breakout.point.unknown")
	}
	w := withdrawPage{roomPage: p, Point: p.Chamber.Points[i]}
	w.Place.Title.Title, w.Place.Title.Lead = a.T("breakout.withdraw.title"), ""
	return a.Render(withdrawView(w))
}

func (f face) carryWithdraw(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	if _, err := f.service.Withdraw(a.Ctx(), a.Who, a.ID("id"), a.ID("point")); err != nil {
		return err
	}
	return a.GoDone(breakout.Path(a.ID("id"), a.ID("breakout")), "breakout.done.withdrawn")
}

// rapporteur names somebody who reports, oneself if nobody is named, or ends it.
func (f face) rapporteur(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	p, err := f.roomPage(a)
	if err != nil {
		return err
	}
	who := p.Chamber.Hand.Participant
	if form.Has("participant") {
		who = ref.ID(form.Get("participant"))
	}
	path := breakout.Path(a.ID("id"), a.ID("breakout"))
	if form.Get("do") == "end" {
		if err := f.service.StepDown(a.Ctx(), a.Who, a.ID("id"), a.ID("breakout"), who); err != nil {
			return f.refuse(a, err, breakout.Point{})
		}
		return a.GoDone(path, "breakout.done.stepped-down")
	}
	if err := f.service.NameRapporteur(a.Ctx(), a.Who, a.ID("id"), a.ID("breakout"), who); err != nil {
		return f.refuse(a, err, breakout.Point{})
	}
	if who == p.Chamber.Hand.Participant {
		return a.GoDone(path, "breakout.done.volunteered")
	}
	return a.GoDone(path, "breakout.done.named")
}
