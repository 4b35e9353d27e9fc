package app

import (
	"github.com/a-h/templ"

	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/evidence"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/talk/library/libraryweb"
)

// cited tells the library what documents rest on: the room of processes, which
// keeps the sources, stands above it.
type cited struct{ processes *process.Service }

// Cite returns the citations of one page.
func (c cited) Cite(a *web.Ask, id ref.ID, room string) (libraryweb.Citations, error) {
	w, err := c.processes.Whole(a.Ctx(), a.Who, id)
	return processweb.Cite(a.Speaker, w.Sources, room), err
}

// Fields is the part of an editor in which one writes what a thing rests on.
func (c cited) Fields(a *web.Ask, id ref.ID, room string, fields []string, e evidence.Evidence, fs web.Faults) (templ.Component, error) {
	w, err := c.processes.Whole(a.Ctx(), a.Who, id)
	return processweb.EvidenceFields(a.Speaker, processweb.EvidenceForm{
		Room: room, Fields: fields, Sources: w.Sources, Evidence: e, Languages: w.Languages, Faults: fs,
	}), err
}

// Read returns evidence as a form with these fields has it.
func (c cited) Read(a *web.Ask, id ref.ID, form web.Form, old evidence.Evidence) (evidence.Evidence, error) {
	p, err := c.processes.ByID(a.Ctx(), a.Who, id)
	return processweb.ReadEvidence(form, old, p.Languages), err
}
