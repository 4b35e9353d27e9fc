package publicationweb

import (
	"embed"

	"penc/internal/gather/process"
	"penc/internal/platform/web"
	"penc/internal/share/publication"
)

//go:embed i18n
var words embed.FS

type face struct {
	publications *publication.Service
	processes    *process.Service
}

// Face returns the pages of news and media coverage, of the record, of search and
// of the site itself.
func Face(s *publication.Service, processes *process.Service) web.Face {
	f := face{s, processes}
	return web.Face{
		Name:   "publication",
		Words:  words,
		Routes: append(f.publicRoutes(), f.editorRoutes()...),
		Panels: []web.Panel{
			{On: "process.page", Order: 30, Show: f.newsPanel},
			{On: "process.desk", Order: 50, Show: f.deskPanel},
		},
		Nav: []web.Nav{
			{Word: "publication.nav.search", Path: "/search", For: web.Anyone, Order: 30},
		},
		Tabs: []web.Tab{
			{On: "process", Word: "publication.tab.news", Path: "/processes/{id}/news", For: web.Anyone, Order: 35},
			{On: "process", Word: "publication.tab.record", Path: "/processes/{id}/record", For: web.Anyone, Order: 90},
		},
	}
}

func (f face) publicRoutes() []web.Route {
	feeds := []string{"atom", "json"}
	return []web.Route{
		{Pattern: "GET /{$}", For: web.Anyone, Do: f.home},
		{Pattern: "GET /about", For: web.Anyone, Do: f.about},
		{Pattern: "GET /privacy", For: web.Anyone, Do: f.privacy},
		{Pattern: "GET /accessibility", For: web.Anyone, Do: f.accessibility},
		{Pattern: "GET /search", For: web.Anyone, Do: f.search, Fresh: true},
		{Pattern: "GET /news", For: web.Anyone, Do: f.siteNews, Formats: feeds},
		{Pattern: "GET /news/{id}", For: web.Anyone, Do: f.news, Formats: []string{"json"}},
		{Pattern: "GET /processes/{id}/news", For: web.Anyone, Do: f.processNews, Formats: feeds},
		{Pattern: "GET /processes/{id}/coverage", For: web.Anyone, Do: f.coverage, Formats: []string{"json"}},
		{Pattern: "GET /processes/{id}/record", For: web.Anyone, Do: f.record, Formats: []string{"json"}},
		{Pattern: "GET /sitemap.xml", For: web.Anyone, Do: f.sitemap, Root: true},
		{Pattern: "GET /outbox", For: web.Anyone, Do: f.outbox, Fresh: true},
		{Pattern: "GET /design", For: web.Anyone, Do: f.design},
	}
}

func (f face) editorRoutes() []web.Route {
	routes := []web.Route{
		{Pattern: "GET /processes/{id}/news/new", Do: f.newNews},
		{Pattern: "POST /processes/{id}/news/new", Do: f.writeNews},
		{Pattern: "GET /news/{id}/edit", Do: f.editNews},
		{Pattern: "POST /news/{id}/edit", Do: f.rewriteNews},
		{Pattern: "GET /news/{id}/publish", Do: f.asker(publishing)},
		{Pattern: "POST /news/{id}/publish", Do: f.doer(publishing)},
		{Pattern: "GET /news/{id}/withdraw", Do: f.asker(withdrawing)},
		{Pattern: "POST /news/{id}/withdraw", Do: f.doer(withdrawing)},
		{Pattern: "GET /news/{id}/discard", Do: f.asker(discarding)},
		{Pattern: "POST /news/{id}/discard", Do: f.doer(discarding)},
		{Pattern: "GET /processes/{id}/coverage/new", Do: f.newCoverage},
		{Pattern: "POST /processes/{id}/coverage/new", Do: f.enterCoverage},
		{Pattern: "GET /coverage/{id}/edit", Do: f.editCoverage},
		{Pattern: "POST /coverage/{id}/edit", Do: f.changeCoverage},
		{Pattern: "GET /coverage/{id}/remove", Do: f.askRemoval},
		{Pattern: "POST /coverage/{id}/remove", Do: f.removeCoverage},
	}
	for i := range routes {
		routes[i].For, routes[i].Fresh = web.Stewards, true
	}
	return routes
}
