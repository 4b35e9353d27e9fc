// Package translationweb is the face of package translation: the list of work of
// translators, with the glossary beside it, and the public glossary.
package translationweb

import (
	"embed"

	"github.com/a-h/templ"

	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/talk/translation"
)

//go:embed i18n
var words embed.FS

type face struct{ translations *translation.Service }

// Face returns the pages of translations.
func Face(s *translation.Service) web.Face {
	f := face{s}
	return web.Face{
		Name:  "translation",
		Words: words,
		Routes: []web.Route{
			{Pattern: "GET /processes/{id}/translations", For: web.Stewards, Do: f.work},
			{Pattern: "GET /processes/{id}/glossary", For: web.Anyone, Do: f.glossary, Formats: []string{"json"}},
			{Pattern: "GET /processes/{id}/glossary/new", For: web.Stewards, Do: f.blank},
			{Pattern: "POST /processes/{id}/glossary", For: web.Stewards, Do: f.add},
			{Pattern: "GET /processes/{id}/glossary/{term}", For: web.Stewards, Do: f.edit},
			{Pattern: "POST /processes/{id}/glossary/{term}", For: web.Stewards, Do: f.change},
			{Pattern: "GET /processes/{id}/glossary/{term}/remove", For: web.Stewards, Do: f.askRemove},
			{Pattern: "POST /processes/{id}/glossary/{term}/remove", For: web.Stewards, Do: f.remove},
		},
		Panels: []web.Panel{
			{On: "process.desk", Order: 40, Show: f.deskPanel},
			{On: "process.page", Order: 96, Show: f.glossaryPanel},
		},
	}
}

func (f face) deskPanel(a *web.Ask, process ref.ID) (templ.Component, error) {
	if translation.MayWork(a.Who, process) != nil {
		return nil, nil
	}
	w, _, err := f.translations.WorkOf(a.Ctx(), a.Who, process, translation.Wish{})
	return deskPanel(a.Speaker, process, w.Tallies), err
}

func (f face) glossaryPanel(a *web.Ask, process ref.ID) (templ.Component, error) {
	g, err := f.translations.GlossaryOf(a.Ctx(), a.Who, process)
	if err != nil || len(g.Terms) == 0 {
		return nil, err
	}
	return glossaryPanel(a.Speaker, process, len(g.Terms)), nil
}

func workPath(process ref.ID) string { return "/processes/" + string(process) + "/translations" }

func glossaryPath(process ref.ID) string { return "/processes/" + string(process) + "/glossary" }
