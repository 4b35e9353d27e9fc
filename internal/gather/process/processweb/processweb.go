package processweb

import (
	"embed"

	"penc/internal/gather/process"
	"penc/internal/people/org"
	"penc/internal/platform/web"
)

//go:embed i18n
var texts embed.FS

type face struct {
	processes *process.Service
	orgs      *org.Service
}

// Face returns the pages of processes.
func Face(s *process.Service, orgs *org.Service) web.Face {
	f := face{s, orgs}
	out := web.Face{
		Name:  "process",
		Words: texts,
		Routes: []web.Route{
			{Pattern: "GET /processes", For: web.Anyone, Do: f.list, Formats: []string{"json"}},
			{Pattern: "GET /processes/{id}", For: web.Anyone, Do: f.overview, Formats: []string{"json"}},
			{Pattern: "GET /processes/{id}/chronicle", For: web.Anyone, Do: f.chronicle},
			{Pattern: "GET /processes/{id}/results", For: web.Anyone, Do: f.results},
			{Pattern: "GET /processes/{id}/partners", For: web.Anyone, Do: f.partners},
			{Pattern: "GET /processes/{id}/rules", For: web.Anyone, Do: f.rules},
			{Pattern: "GET /processes/{id}/rules/{part}", For: web.Anyone, Do: f.compare},
			{Pattern: "GET /processes/{id}/join", For: web.SignedIn, Do: f.join},
			{Pattern: "POST /processes/{id}/join", For: web.SignedIn, Do: f.declare},
			{Pattern: "GET /processes/new", For: web.Stewards, Do: f.openForm},
			{Pattern: "POST /processes/new", For: web.Stewards, Do: f.open},
			{Pattern: "GET /processes/{id}/desk", For: web.Stewards, Do: f.desk},
			{Pattern: "GET /processes/{id}/edit", For: web.Stewards, Do: f.edit},
			{Pattern: "POST /processes/{id}/edit", For: web.Stewards, Do: f.change},
			{Pattern: "GET /processes/{id}/publish", For: web.Stewards, Do: f.askToPublish},
			{Pattern: "POST /processes/{id}/publish", For: web.Stewards, Do: f.publish},
			{Pattern: "GET /processes/{id}/archive", For: web.Stewards, Do: f.askToArchive},
			{Pattern: "POST /processes/{id}/archive", For: web.Stewards, Do: f.archive},
		},
		Nav: []web.Nav{{Word: "process.list.title", Path: "/processes", For: web.Anyone, Order: 10}},
		Tabs: []web.Tab{
			{On: "process", Word: "process.about.tab", Path: "/processes/{id}", For: web.Anyone, Order: 10},
			{On: "process", Word: "process.chronicle.title", Path: "/processes/{id}/chronicle", For: web.Anyone, Order: 20},
			{On: "process", Word: "process.results.title", Path: "/processes/{id}/results", For: web.Anyone, Order: 30},
			{On: "process", Word: "process.partner.title", Path: "/processes/{id}/partners", For: web.Anyone, Order: 40},
			{On: "process", Word: "process.rules.title", Path: "/processes/{id}/rules", For: web.Anyone, Order: 50},
		},
	}
	out.Routes = append(out.Routes, f.editorRoutes()...)
	return out
}
