// Package meetingweb is the face of package meeting: the meetings of a process in
// their order, the page of each with its agenda, breakouts and outcomes, the files
// by which they reach people's calendars, and the editors of all this.
//
// A meeting has two editors: one for what is said of it, one for what happens in
// it. The second shows all points, breakouts and outcomes on one page; adding,
// moving and removing only redraw that page, and nothing is stored before it is
// saved. Higher rooms hang panels on "meeting.page".
package meetingweb

import (
	"embed"

	"github.com/a-h/templ"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/talk/library"
)

//go:embed i18n
var words embed.FS

type face struct {
	meetings  *meeting.Service
	processes *process.Service
	documents *library.Service
}

// maxBody bounds the forms of a meeting: agendas in several languages are long.
const maxBody = 4 << 20

// Face returns the pages of meetings. Points of an agenda lead to documents of the
// library; without a library (nil) there are none to choose.
func Face(s *meeting.Service, processes *process.Service, documents *library.Service) web.Face {
	f := face{s, processes, documents}
	return web.Face{
		Name:  "meeting",
		Words: words,
		Routes: []web.Route{
			{Pattern: "GET /processes/{id}/meetings", For: web.Anyone, Do: f.list, Formats: []string{"json", "ics"}},
			{Pattern: "GET /processes/{id}/meetings/new", For: web.Stewards, Do: f.new},
			{Pattern: "POST /processes/{id}/meetings", For: web.Stewards, Do: f.convene, MaxBody: maxBody},
			{Pattern: "GET /meetings/{id}", For: web.Anyone, Do: f.show, Formats: []string{"json", "ics"}},
			{Pattern: "GET /meetings/{id}/edit", For: web.Stewards, Do: f.edit},
			{Pattern: "POST /meetings/{id}/edit", For: web.Stewards, Do: f.change, MaxBody: maxBody},
			{Pattern: "GET /meetings/{id}/programme", For: web.Stewards, Do: f.programme},
			{Pattern: "POST /meetings/{id}/programme", For: web.Stewards, Do: f.setProgramme, MaxBody: maxBody},
			{Pattern: "GET /meetings/{id}/programme/{part}", For: web.Stewards, Do: f.part},
			{Pattern: "POST /meetings/{id}/programme/{part}", For: web.Stewards, Do: f.setPart},
			{Pattern: "GET /meetings/{id}/cancel", For: web.Stewards, Do: f.cancel},
			{Pattern: "POST /meetings/{id}/cancel", For: web.Stewards, Do: f.carryCancel},
		},
		Tabs: []web.Tab{
			{On: "process", Word: "meeting.tab", Path: "/processes/{id}/meetings", For: web.Anyone, Order: 25},
			{On: "meeting", Word: "meeting.overview", Path: "/meetings/{id}", For: web.Anyone, Order: 10},
		},
		Panels: []web.Panel{
			{On: "process.now", Order: 5, Show: func(a *web.Ask, id ref.ID) (templ.Component, error) { return f.nowPanel(a, id) }},
			{On: "process.page", Order: 25, Show: func(a *web.Ask, id ref.ID) (templ.Component, error) { return f.pagePanel(a, id) }},
			{On: "process.desk", Order: 25, Show: func(a *web.Ask, id ref.ID) (templ.Component, error) { return f.deskPanel(a, id) }},
			{On: "home.next", Order: 10, Show: func(a *web.Ask, id ref.ID) (templ.Component, error) { return f.nextPanel(a, id) }},
		},
	}
}
