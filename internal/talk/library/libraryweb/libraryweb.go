// Package libraryweb is the face of package library: the documents of a process,
// the page of one document, its file at an address that does not change, and the
// editor.
//
// What documents rest on is told by [Sources]: the room of processes, which keeps
// the sources, stands above this one.
package libraryweb

import (
	"embed"

	"github.com/a-h/templ"

	"penc/internal/ground/evidence"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/talk/library"
)

//go:embed i18n
var words embed.FS

// Sources knows the sources of processes.
type Sources interface {
	// Cite returns the citations of one page of this room.
	Cite(a *web.Ask, process ref.ID, room string) (Citations, error)
	// Fields is the part of an editor in which one writes what a thing rests on.
	Fields(a *web.Ask, process ref.ID, room string, fields []string, e evidence.Evidence, fs web.Faults) (templ.Component, error)
	// Read returns evidence as a form with these fields has it.
	Read(a *web.Ask, process ref.ID, form web.Form, old evidence.Evidence) (evidence.Evidence, error)
}

// Citations number the sources that a page cites.
type Citations interface {
	// Rest is what evidence says of a thing, without the fields shown elsewhere.
	Rest(e evidence.Evidence, shown ...string) ui.Evidence
	// At is what evidence says of one field.
	At(e evidence.Evidence, field string) ui.Evidence
	// Sources are the sources cited so far.
	Sources() []ui.Source
}

type face struct {
	library *library.Service
	sources Sources
}

// Face returns the pages of documents.
func Face(s *library.Service, sources Sources) web.Face {
	f := face{s, sources}
	json := []string{"json"}
	return web.Face{
		Name:  "library",
		Words: words,
		Routes: []web.Route{
			{Pattern: "GET /processes/{id}/documents", For: web.Anyone, Do: f.list, Formats: json},
			{Pattern: "GET /processes/{id}/documents/new", For: web.Stewards, Do: f.blank},
			{Pattern: "POST /processes/{id}/documents", For: web.Stewards, Do: f.add, MaxBody: web.FileBody},
			{Pattern: "GET /documents/{id}", For: web.Anyone, Do: f.show, Formats: json},
			{Pattern: "GET /documents/{id}/file", For: web.Anyone, Do: f.file},
			{Pattern: "GET /documents/{id}/file/{number}", For: web.Anyone, Do: f.file},
			{Pattern: "GET /documents/{id}/edit", For: web.Stewards, Do: f.edit},
			{Pattern: "POST /documents/{id}/edit", For: web.Stewards, Do: f.change, MaxBody: web.FileBody},
			{Pattern: "GET /documents/{id}/remove", For: web.Stewards, Do: f.askRemove},
			{Pattern: "POST /documents/{id}/remove", For: web.Stewards, Do: f.remove},
		},
		Panels: []web.Panel{{On: "process.desk", Order: 45, Show: f.deskPanel}},
		Tabs:   []web.Tab{{On: "process", Word: "library.tab", Path: "/processes/{id}/documents", For: web.Anyone, Order: 45}},
	}
}

func (f face) deskPanel(a *web.Ask, process ref.ID) (templ.Component, error) {
	if library.MayWrite(a.Who, process) != nil {
		return nil, nil
	}
	shelf, err := f.library.ShelfOf(a.Ctx(), a.Who, process)
	return deskPanel(a.Speaker, process, len(shelf.Documents)), err
}

// listPath returns the address of the documents of a process.
func listPath(process ref.ID) string { return "/processes/" + string(process) + "/documents" }
