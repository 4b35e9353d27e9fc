// Package orgweb is the face of package org: the list of organizations, and the
// field by which people say for whom they speak.
package orgweb

import (
	"embed"

	"penc/internal/people/org"
	"penc/internal/platform/web"
)

//go:embed i18n
var words embed.FS

type face struct{ orgs *org.Service }

// Face returns the pages of organizations.
func Face(s *org.Service) web.Face {
	f := face{s}
	return web.Face{
		Name:  "org",
		Words: words,
		Routes: []web.Route{
			{Pattern: "GET /organizations", For: web.SignedIn, Do: f.list},
			{Pattern: "POST /organizations", For: web.SignedIn, Do: f.enter},
			{Pattern: "GET /organizations/{id}/edit", For: web.Operators, Do: f.edit},
			{Pattern: "POST /organizations/{id}/edit", For: web.Operators, Do: f.change},
		},
	}
}
