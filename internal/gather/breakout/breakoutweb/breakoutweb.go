// Package breakoutweb is the face of package breakout: choosing a room, writing
// ideas down in it, the report-back with its versions, the facilitator's view, and
// the pieces that stand on the pages of the meeting and the hall.
//
// Everything is made for a phone in a noisy room: one thing at a time, few words,
// large buttons. The pages follow what happens, see [web.Page.Live]; those of a
// room also open without a network, see [web.Ask.Offline]. What a person has begun
// to type is never touched.
package breakoutweb

import (
	"embed"
	"slices"

	"github.com/a-h/templ"

	"penc/internal/gather/attendance"
	"penc/internal/gather/breakout"
	"penc/internal/gather/meeting"
	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

//go:embed i18n
var words embed.FS

type face struct{ service *breakout.Service }

// Face returns the pages of breakouts.
func Face(s *breakout.Service) web.Face {
	f := face{s}
	const list, room = "/meetings/{id}/breakouts", "/meetings/{id}/breakouts/{breakout}"
	get := func(path string, do func(*web.Ask) error, formats ...string) web.Route {
		return web.Route{Pattern: "GET " + path, For: web.Anyone, Fresh: true, Do: do, Formats: formats}
	}
	post := func(path string, do func(*web.Ask) error) web.Route {
		return web.Route{Pattern: "POST " + path, For: web.Anyone, Do: do}
	}
	return web.Face{
		Name: "breakout", Words: words,
		Routes: []web.Route{
			get(list, f.list, "json"),
			post(list, f.choose),
			get(list+"/live", f.live),
			{Pattern: "GET " + list + "/desk", For: web.Stewards, Do: f.desk},
			{Pattern: "POST " + list + "/desk", For: web.Stewards, Do: f.carryDesk},
			get(room, f.room),
			post(room+"/points", f.collect),
			get(room+"/points/{point}/withdraw", f.withdraw),
			post(room+"/points/{point}/withdraw", f.carryWithdraw),
			post(room+"/rapporteurs", f.rapporteur),
			get(room+"/report", f.report),
			post(room+"/report", f.write),
			post(room+"/report/choice", f.settle),
			get(room+"/versions", f.versions),
			{Pattern: "GET " + room + "/translate", For: web.Stewards, Do: f.translate},
			{Pattern: "POST " + room + "/translate", For: web.Stewards, Do: f.carryTranslate},
		},
		Tabs: []web.Tab{{On: "meeting", Word: "breakout.tab", Path: list, For: web.Anyone, Order: 40}},
		Panels: []web.Panel{
			{On: "meeting.page", Order: 40, Show: f.onMeeting},
			{On: "hall.phone", Order: 20, Show: f.onPhone},
			{On: "hall.projector", Order: 20, Show: f.onProjector},
			{On: "hall.desk", Order: 20, Show: f.onDesk},
		},
	}
}

// live is the stream that says that something moved in the meeting.
func (f face) live(a *web.Ask) error {
	if err := f.service.Live(a.Ctx(), a.Who, a.ID("id")); err != nil {
		return err
	}
	return a.Follow(attendance.Live(a.ID("id")))
}

// A hallPage is a page about the breakouts of a meeting.
type hallPage struct {
	web.Page
	Place processweb.Place
	View  breakout.View
}

// hallPage returns a page about the breakouts of a meeting. Pages of a room stand
// on the tab of all breakouts.
func newHallPage(a *web.Ask, v breakout.View, title string, room ...meeting.Breakout) hallPage {
	at := meetingweb.Inside(a, v.Process.Process, v.Meeting)
	at.Title.Title = title
	if len(room) > 0 {
		at = at.On(a, breakout.List(v.Meeting.ID))
		at.Title.Trail = append(at.Title.Trail, a.Crumb(a.T("breakout.tab"), breakout.List(v.Meeting.ID)))
	}
	p := hallPage{Page: at.Page(a, title), Place: at, View: v}
	p.Sheet = "hall"
	if v.Here || v.Runs {
		p.NoIndex = true
	}
	return p
}

// follows makes a page follow what happens, for those who are in the meeting.
func (p hallPage) follows(first bool) hallPage {
	if p.View.Here || p.View.Runs {
		p.Page = p.Live(web.Live{Stream: breakout.List(p.View.Meeting.ID) + "/live", First: first})
	}
	return p
}

// kept makes a page one that opens without a network, for those who are in the
// meeting.
func (p hallPage) kept(a *web.Ask) hallPage {
	if p.View.Here || p.View.Runs {
		p.Page = a.Offline(p.Page, p.View.Until)
	}
	return p
}

// path returns the address of a part of the breakouts, without the language.
func (p hallPage) path(parts ...ref.ID) string {
	at := breakout.List(p.View.Meeting.ID)
	for _, part := range parts {
		at += "/" + string(part)
	}
	return at
}

// group returns what readers call a stakeholder group.
func (p hallPage) group(id ref.ID) string {
	if g, ok := p.View.Process.Group(id); ok {
		return p.Say(g.Title)
	}
	return p.T("breakout.group.none")
}

// where is where a room is, in a line.
func where(s web.Speaker, b meeting.Breakout) string {
	if b.Room.Empty() {
		return ""
	}
	return s.Say(b.Room)
}

// heads says how many people are in a room, and how many more can come.
func (p hallPage) heads(r breakout.Room) string {
	if left := r.Breakout.Capacity - r.People; r.Breakout.Capacity > 0 {
		return p.T("breakout.heads.of", "n", r.People, "left", p.T("breakout.heads.left", "n", max(left, 0)))
	}
	return p.T("breakout.heads", "n", r.People)
}

// shares says who is in a room, group by group; empty if that is not told.
func (p hallPage) shares(all []breakout.Share) string {
	line := ""
	for _, s := range all {
		part := ""
		switch {
		case s.Others && p.View.Runs:
			part = p.T("breakout.share.unsaid", "n", s.People)
		case s.Others:
			part = p.T("breakout.share.others", "n", s.People)
		default:
			part = p.T("breakout.share", "n", s.People, "group", p.group(s.Group))
		}
		if line == "" {
			line = part
		} else {
			line = p.T("breakout.share.and", "before", line, "last", part)
		}
	}
	return line
}

// of returns the shares of the room at a place in the list.
func (p hallPage) of(i int) string {
	if i >= len(p.View.Shares) {
		return ""
	}
	return p.shares(p.View.Shares[i])
}

// mine returns the room in which who asks is.
func (p hallPage) mine() (breakout.Room, bool) {
	i := slices.IndexFunc(p.View.Rooms, func(r breakout.Room) bool {
		return r.Breakout.ID == p.View.Choice.Breakout && p.View.Choice.Breakout != ""
	})
	if i < 0 {
		return breakout.Room{}, false
	}
	return p.View.Rooms[i], true
}

// state is the tag of a room.
func state(s web.Speaker, r breakout.Room) (ui.TagKind, string) {
	switch {
	case r.Filed():
		return ui.TagDone, s.T("breakout.state.filed")
	case r.State == breakout.Open && r.Full():
		return ui.TagRefused, s.T("breakout.state.full")
	case r.State == breakout.Open:
		return ui.TagOpen, s.T("breakout.state.open")
	case r.State == breakout.Closed:
		return ui.TagWaiting, s.T("breakout.state.working")
	}
	return ui.TagNext, s.T("breakout.state.ahead")
}

func component(c templ.Component, show bool) templ.Component {
	if !show {
		return nil
	}
	return c
}
