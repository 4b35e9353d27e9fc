// Package insightweb is the face of package insight: the balance of a process and
// of each meeting as sentences, bars and tables, the form for targets, and pieces
// on the pages of meetings, processes, halls and ballots.
//
// Everything that anybody sees is made from the published figures. Conveners see
// every number beside them, and are told so; data files hold the published figures
// unless a convener asks for the exact ones.
package insightweb

import (
	"embed"

	"github.com/a-h/templ"

	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/share/insight"
)

//go:embed i18n
var words embed.FS

type face struct{ balances *insight.Service }

// Face returns the pages of this room.
func Face(s *insight.Service) web.Face {
	f := face{s}
	show := func(piece func(*web.Ask, ref.ID) (templ.Component, error)) func(*web.Ask, ref.ID) (templ.Component, error) {
		return func(a *web.Ask, id ref.ID) (templ.Component, error) { return piece(a, id) }
	}
	return web.Face{
		Name: "insight", Words: words,
		Routes: []web.Route{
			{Pattern: "GET /processes/{id}/balance", For: web.Anyone, Do: f.process, Formats: []string{"json", "csv"}},
			{Pattern: "GET /processes/{id}/balance/targets", For: web.Stewards, Do: f.targets},
			{Pattern: "POST /processes/{id}/balance/targets", For: web.Stewards, Do: f.setTargets},
			{Pattern: "GET /meetings/{id}/balance", For: web.Anyone, Do: f.meeting, Formats: []string{"json", "csv"}},
		},
		Tabs: []web.Tab{
			{On: "process", Word: "insight.tab", Path: "/processes/{id}/balance", For: web.Anyone, Order: 62},
			{On: "meeting", Word: "insight.tab", Path: "/meetings/{id}/balance", For: web.Anyone, Order: 65},
		},
		Panels: []web.Panel{
			{On: "process.page", Order: 62, Show: show(f.processPanel)},
			{On: "meeting.page", Order: 65, Show: show(f.meetingPanel)},
			{On: "hall.desk", Order: 65, Show: show(f.deskPanel)},
			{On: "priority.result", Order: 10, Show: show(f.resultPanel)},
			{On: "hall.decision", Order: 10, Show: show(f.decisionPanel)},
		},
	}
}
