// Package priorityweb is the face of package priority: the board of a meeting, on
// which facilitators merge, reword and set aside while everybody watches; the
// ballot paper; the result with what each group got; and the priorities of a
// process.
//
// The board is worked with ticks and two buttons, so that it needs no script, no
// mouse and no precise finger; a script adds dragging one item onto another.
// Whatever leads to a change goes through a page of its own that shows the items
// and asks for the words. What two facilitators do at once comes back as both
// texts side by side.
//
// A browser that opens the page of a secret ballot is given a cookie with a secret
// by which it finds its own paper again. It says nothing about anybody and is good
// for nothing else.
package priorityweb

import (
	"embed"
	"io/fs"

	"penc/internal/deliberate/priority"
	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/platform/web"
)

//go:embed i18n
var words embed.FS

//go:embed script/*.js
var scriptFiles embed.FS

var scripts, _ = fs.Sub(scriptFiles, "script")

type face struct {
	priorities *priority.Service
	processes  *process.Service
	meetings   *meeting.Service
	attendance *attendance.Service
}

// Face returns the pages of boards and ballots.
func Face(s *priority.Service, processes *process.Service, meetings *meeting.Service, attendance *attendance.Service) web.Face {
	f := face{s, processes, meetings, attendance}
	const board, ballot = "/meetings/{id}/board", "/ballots/{id}"
	return web.Face{
		Name:    "priority",
		Words:   words,
		Scripts: scripts,
		Routes: []web.Route{
			{Pattern: "GET " + board, For: web.Anyone, Fresh: true, Do: f.board, Formats: []string{"json"}},
			{Pattern: "GET " + board + "/live", For: web.Anyone, Fresh: true, Do: f.boardLive},
			{Pattern: "GET " + board + "/history", For: web.Anyone, Fresh: true, Do: f.history, Formats: []string{"json"}},
			{Pattern: "GET " + board + "/items/{item}", For: web.Anyone, Fresh: true, Do: f.item},
			{Pattern: "POST " + board, For: web.Stewards, Do: f.openBoard},
			{Pattern: "POST " + board + "/items/{item}", For: web.Stewards, Do: f.reword},
			{Pattern: "POST " + board + "/items/{item}/state", For: web.Stewards, Do: f.turn},
			{Pattern: "POST " + board + "/undo", For: web.Stewards, Do: f.undo},
			{Pattern: "GET " + board + "/add", For: web.Stewards, Do: f.add},
			{Pattern: "POST " + board + "/add", For: web.Stewards, Do: f.carryAdd},
			{Pattern: "GET " + board + "/carry", For: web.Stewards, Do: f.carry},
			{Pattern: "POST " + board + "/carry", For: web.Stewards, Do: f.carryCarry},
			{Pattern: "GET " + board + "/ticked", For: web.Stewards, Fresh: true, Do: f.ticked},
			{Pattern: "POST " + board + "/merge", For: web.Stewards, Do: f.merge},
			{Pattern: "POST " + board + "/aside", For: web.Stewards, Do: f.aside},
			{Pattern: "GET " + board + "/ballot", For: web.Stewards, Fresh: true, Do: f.call},
			{Pattern: "POST " + board + "/ballot", For: web.Stewards, Do: f.openBallot},

			{Pattern: "GET " + ballot, For: web.Anyone, Fresh: true, Do: f.ballot, Formats: []string{"json"}},
			{Pattern: "GET " + ballot + "/live", For: web.Anyone, Fresh: true, Do: f.ballotLive},
			{Pattern: "POST " + ballot, For: web.Anyone, Do: f.cast},
			{Pattern: "GET " + ballot + "/withdraw", For: web.Anyone, Fresh: true, Do: f.withdraw},
			{Pattern: "POST " + ballot + "/withdraw", For: web.Anyone, Do: f.carryWithdraw},
			{Pattern: "GET " + ballot + "/papers", For: web.Anyone, Fresh: true, Do: f.papers, Formats: []string{"csv", "json"}},
			{Pattern: "GET " + ballot + "/papers.pb", For: web.Anyone, Fresh: true, Do: f.pabulib},
			{Pattern: "POST " + ballot + "/papers", For: web.Stewards, Do: f.typed},
			{Pattern: "GET " + ballot + "/close", For: web.Stewards, Fresh: true, Do: f.closing},
			{Pattern: "POST " + ballot + "/close", For: web.Stewards, Do: f.carryClose},
			{Pattern: "GET " + ballot + "/cancel", For: web.Stewards, Fresh: true, Do: f.cancelling},
			{Pattern: "POST " + ballot + "/cancel", For: web.Stewards, Do: f.carryCancel},
			{Pattern: "POST " + ballot + "/recount", For: web.Stewards, Do: f.recount},
			{Pattern: "GET /vote/{link}", For: web.Anyone, Fresh: true, Do: f.linked},
			{Pattern: "POST /vote/{link}", For: web.Anyone, Do: f.castLinked},
			{Pattern: "POST /vote/{link}/withdraw", For: web.Anyone, Do: f.withdrawLinked},

			{Pattern: "GET /processes/{id}/priorities", For: web.Anyone, Do: f.list, Formats: []string{"json"}},
			{Pattern: "POST /processes/{id}/priorities", For: web.Stewards, Do: f.practice},
		},
		Tabs: []web.Tab{
			{On: "meeting", Word: "priority.board.tab", Path: board, For: web.Anyone, Order: 50},
			{On: "process", Word: "priority.list.tab", Path: "/processes/{id}/priorities", For: web.Anyone, Order: 27},
		},
		Panels: []web.Panel{
			{On: "meeting.page", Order: 30, Show: f.meetingPanel},
			{On: "hall.phone", Order: 40, Show: f.phonePanel},
			{On: "hall.projector", Order: 40, Show: f.projectorPanel},
			{On: "hall.desk", Order: 40, Show: f.deskPanel},
		},
	}
}
