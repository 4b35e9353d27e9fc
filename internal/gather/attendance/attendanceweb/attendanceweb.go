// Package attendanceweb is the face of package attendance: registering for a
// meeting, checking in to it with the code of the projector or by a link, the desk
// of those at the door, the attendance in the degree that the process chose, a
// person's own calendar, and the letters to those who registered.
//
// [Doorkeeper] lets somebody without an account in who holds a pass. The pages of
// checking in also open without a network.
package attendanceweb

import (
	"embed"

	"github.com/a-h/templ"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/ref"
	"penc/internal/people/person/personweb"
	"penc/internal/platform/web"
)

//go:embed i18n
var words embed.FS

type face struct{ service *attendance.Service }

// maxBody bounds a paper list.
const maxBody = 2 << 20

// Face returns the pages of attendance.
func Face(s *attendance.Service) web.Face {
	f := face{s}
	get := func(path string, do func(*web.Ask) error, formats ...string) web.Route {
		return web.Route{Pattern: "GET " + path, For: web.Anyone, Fresh: true, Do: do, Formats: formats}
	}
	post := func(path string, do func(*web.Ask) error) web.Route {
		return web.Route{Pattern: "POST " + path, For: web.Anyone, Do: do, MaxBody: maxBody}
	}
	return web.Face{
		Name:  "attendance",
		Words: words,
		Routes: append(f.deskRoutes(), []web.Route{
			{Pattern: "GET /m/{code}", For: web.Anyone, Fresh: true, Root: true, Do: f.short},
			{Pattern: "GET /calendars/{file}", For: web.Anyone, Fresh: true, Root: true, Do: f.calendar},
			get("/code", f.code),
			post("/code", f.enterCode),
			get("/meetings/{id}/check-in", f.checkIn),
			post("/meetings/{id}/check-in", f.carryCheckIn),
			post("/meetings/{id}/check-out", f.checkOut),
			post("/meetings/{id}/another", f.another),
			get("/meetings/{id}/register", f.register),
			post("/meetings/{id}/register", f.carryRegister),
			get("/meetings/{id}/unregister", f.unregister),
			post("/meetings/{id}/unregister", f.carryUnregister),
			get("/meetings/{id}/attendance", f.roll, "json", "csv"),
			post("/meetings/{id}/attendance", f.setDegree),
			{Pattern: "POST /account/calendar", For: web.SignedIn, Do: f.makeCalendar},
			{Pattern: "POST /account/calendar/end", For: web.SignedIn, Do: f.endCalendar},
		}...),
		Tabs: []web.Tab{
			{On: "meeting", Word: "attendance.tab.register", Path: "/meetings/{id}/register", For: web.Anyone, Order: 20},
			{On: "meeting", Word: "attendance.tab", Path: "/meetings/{id}/attendance", For: web.Anyone, Order: 60},
		},
		Panels: []web.Panel{
			{On: "meeting.page", Order: 10, Show: func(a *web.Ask, id ref.ID) (templ.Component, error) { return f.meetingPanel(a, id) }},
			{On: personweb.Account, Order: 40, Show: func(a *web.Ask, _ ref.ID) (templ.Component, error) { return f.calendarPanel(a) }},
		},
	}
}

func path(id ref.ID, rest string) string { return "/meetings/" + string(id) + "/" + rest }

// groupName returns what readers call a stakeholder group of a process.
func groupName(s web.Speaker, w process.Whole, id ref.ID) string {
	if g, ok := w.Group(id); ok {
		return s.Say(g.Title)
	}
	return s.T("attendance.group.none")
}

// occasion is when a meeting is, in a line.
func occasion(s web.Speaker, m meeting.Meeting) string {
	if m.Start == "" {
		return s.Span(m.Dates)
	}
	return s.T("attendance.occasion", "dates", s.Span(m.Dates), "time", m.Start)
}
