// Package hallweb is the face of package hall: the phone view of whoever takes part
// in a meeting, the desk of who runs it, the projector on the wall, and the pages of
// decisions and of the parking list.
//
// The three views follow the meeting by one stream ("/meetings/{id}/live"), which
// the pages of other rooms use as well; see package web. Each is a plain page too:
// every act is a form that leads back to where it was pressed.
//
// Higher rooms hang pieces on them: on "hall.phone" what a participant can do in
// their room, on "hall.desk" what the facilitator can, on "hall.projector" what the
// wall can show, and on "meeting.closing" what is asked when the hall has ended. The
// facilitator chooses which room's piece stands on the wall. Names of people are shown to those who are in the meeting and
// to those who run it.
package hallweb

import (
	"embed"
	"io/fs"

	"github.com/a-h/templ"

	"penc/internal/gather/attendance"
	"penc/internal/gather/hall"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
)

//go:embed i18n
var words embed.FS

//go:embed script/*.js
var scripts embed.FS

type face struct{ halls *hall.Service }

// Face returns the pages of halls.
func Face(s *hall.Service) web.Face {
	f := face{s}
	files, _ := fs.Sub(scripts, "script")
	out := web.Face{
		Name: "hall", Words: words, Scripts: files,
		Routes: []web.Route{
			{Pattern: "GET /meetings/{id}/live", For: web.Anyone, Fresh: true, Do: f.live},
			{Pattern: "GET /meetings/{id}/hall", For: web.Anyone, Fresh: true, Do: f.phone, Formats: []string{"json"}},
			{Pattern: "POST /meetings/{id}/hall/ask", For: web.Anyone, Do: f.ask},
			{Pattern: "POST /meetings/{id}/hall/withdraw", For: web.Anyone, Do: f.withdraw},
			{Pattern: "POST /meetings/{id}/hall/answer", For: web.Anyone, Do: f.answer},
			{Pattern: "GET /meetings/{id}/projector", For: web.Anyone, Fresh: true, Do: f.projector},
			{Pattern: "GET /meetings/{id}/hall/desk", For: web.Stewards, Fresh: true, Do: f.desk},
			{Pattern: "GET /meetings/{id}/hall/end", For: web.Stewards, Do: f.askToEnd},
			{Pattern: "POST /meetings/{id}/hall/end", For: web.Stewards, Do: f.end},
			{Pattern: "GET /meetings/{id}/hall/decisions/{decision}", For: web.Anyone, Fresh: true, Do: f.decision},
			{Pattern: "GET /meetings/{id}/hall/decisions/{decision}/edit", For: web.Stewards, Do: f.editDecision},
			{Pattern: "POST /meetings/{id}/hall/decisions/{decision}/edit", For: web.Stewards, Do: f.correct},
			{Pattern: "GET /meetings/{id}/hall/parked/{parked}", For: web.Anyone, Fresh: true, Do: f.parked},
			{Pattern: "POST /meetings/{id}/hall/parked/{parked}", For: web.Stewards, Do: f.settle},
		},
		Tabs:   []web.Tab{{On: "meeting", Word: "hall.tab", Path: "/meetings/{id}/hall", For: web.Anyone, Order: 30}},
		Panels: []web.Panel{{On: "meeting.page", Order: 30, Show: func(a *web.Ask, id ref.ID) (templ.Component, error) { return f.meetingPanel(a, id) }}},
	}
	for name, do := range f.acts() {
		out.Routes = append(out.Routes, web.Route{Pattern: "POST /meetings/{id}/hall/desk/" + name, For: web.Stewards, Do: do})
	}
	return out
}

// live is the stream of everything that moves in a meeting.
func (f face) live(a *web.Ask) error {
	if _, err := f.halls.See(a.Ctx(), a.Who, a.ID("id")); err != nil {
		return err
	}
	return a.Follow(attendance.Live(a.ID("id")))
}
