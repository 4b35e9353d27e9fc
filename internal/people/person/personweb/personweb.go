// Package personweb is the face of package person: the account page, where a
// person says who they are, takes their data with them, or leaves; and the
// operator's list of people.
//
// Higher rooms hang their pieces on the account page: passkeys and sessions,
// notices, roles. They are panels on "account"; the identifier they are given is
// the person's.
package personweb

import (
	"embed"

	"penc/internal/people/org"
	"penc/internal/people/person"
	"penc/internal/platform/web"
)

//go:embed i18n
var words embed.FS

// Account is the page on which higher rooms hang their panels.
const Account = "account"

type face struct {
	people *person.Service
	orgs   *org.Service
}

// Face returns the pages of people.
func Face(s *person.Service, orgs *org.Service) web.Face {
	f := face{s, orgs}
	return web.Face{
		Name:  "person",
		Words: words,
		Nav:   []web.Nav{{Word: "person.list.title", Path: "/people", For: web.Operators, Order: 90}},
		Routes: []web.Route{
			{Pattern: "GET /account", For: web.SignedIn, Do: f.account},
			{Pattern: "POST /account", For: web.SignedIn, Do: f.change},
			{Pattern: "POST /account/consent", For: web.SignedIn, Do: f.agree},
			{Pattern: "GET /account/export", For: web.SignedIn, Formats: []string{"json"}, Do: f.export},
			{Pattern: "GET /account/erase", For: web.SignedIn, Do: f.askErase},
			{Pattern: "POST /account/erase", For: web.SignedIn, Do: f.erase},
			{Pattern: "GET /account/erased", For: web.Anyone, Fresh: true, Do: f.erased},
			{Pattern: "GET /people", For: web.Operators, Do: f.list},
		},
	}
}

// Name returns a public name as readers see it: somebody who left has a word in
// place of a name.
func Name(s web.Speaker, name string) string {
	if name == "" {
		return s.T("person.left")
	}
	return name
}
