// Package roleweb is the face of package role: who carries a process, the
// convener's list of its people, the invitations and the page to which their
// links lead, a person's own roles on the account page, and the operators of the
// site.
package roleweb

import (
	"embed"

	"penc/internal/people/person/personweb"
	"penc/internal/people/role"
	"penc/internal/platform/web"
)

//go:embed i18n
var words embed.FS

// Panel is the place on the page of a process's people where higher rooms add
// what they know of them.
const Panel = "role.people"

type face struct{ roles *role.Service }

// Face returns the pages of roles.
func Face(s *role.Service) web.Face {
	f := face{s}
	const people, participants = "/processes/{id}/people", "/processes/{id}/participants"
	return web.Face{
		Name:   "role",
		Words:  words,
		Panels: []web.Panel{{On: personweb.Account, Order: 20, Show: f.panel}},
		Nav:    []web.Nav{{Word: "role.operators.title", Path: "/operators", For: web.Operators, Order: 95}},
		Tabs:   []web.Tab{{On: "process", Word: "role.tab.people", Path: people, For: web.Anyone, Order: 60}},
		Routes: []web.Route{
			{Pattern: "GET " + people, For: web.Anyone, Formats: []string{"json"}, Do: f.people},
			{Pattern: "GET " + people + "/invite", For: web.Stewards, Do: f.inviting},
			{Pattern: "POST " + people + "/invite", For: web.Stewards, Do: f.invite},
			{Pattern: "GET " + people + "/offers", For: web.Stewards, Do: f.offers},
			{Pattern: "POST " + people + "/offers/{offer}/withdraw", For: web.Stewards, Do: f.withdraw},
			{Pattern: "POST " + people + "/offers/{offer}/again", For: web.Stewards, Do: f.again},
			{Pattern: "GET " + participants + "/{participant}", For: web.SignedIn, Do: f.somebody},
			{Pattern: "POST " + participants + "/{participant}/give", For: web.SignedIn, Do: f.give},
			{Pattern: "GET " + participants + "/{participant}/take-back/{role}", For: web.SignedIn, Do: f.askTakeBack},
			{Pattern: "POST " + participants + "/{participant}/take-back/{role}", For: web.SignedIn, Do: f.takeBack},
			{Pattern: "GET /offers/{token}", For: web.Anyone, Fresh: true, Do: f.call},
			{Pattern: "POST /offers/{token}", For: web.Anyone, Do: f.accept},
			{Pattern: "POST /offers/{token}/decline", For: web.Anyone, Do: f.decline},
			{Pattern: "GET /operators", For: web.Operators, Do: f.operators},
			{Pattern: "POST /operators", For: web.Operators, Do: f.nameOperator},
			{Pattern: "GET /operators/{person}/dismiss", For: web.Operators, Do: f.askDismiss},
			{Pattern: "POST /operators/{person}/dismiss", For: web.Operators, Do: f.dismiss},
		},
	}
}

// name returns the word for a role.
func name(s web.Speaker, role string) string { return s.T("role.name." + role) }
