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

// citing lets the library, which stands below the processes, show what its
// documents rest on.
type citing struct{ processes *process.Service }

// Cite returns the citations of one page.
func (c citing) Cite(a *web.Ask, id ref.ID, room string) (libraryweb.Citations, error) {
	w, err := c.processes.Whole(a.Ctx(), a.Who, id)
	return processweb.Cite(a.Speaker, w.Sources, room), err
}

// Fields is the part of an editor in which one writes what a thing rests on.
func (c citing) Fields(a *web.Ask, id ref.ID, room string, fields []string, e evidence.Evidence, faults web.Faults) (templ.Component, error) {
	w, err := c.processes.Whole(a.Ctx(), a.Who, id)
	return processweb.EvidenceFields(a.Speaker, processweb.EvidenceForm{
		Room: room, Fields: fields, Sources: w.Sources, Evidence: e, Languages: w.Languages, Faults: faults,
	}), err
}

// Read returns evidence as a form has it.
func (c citing) Read(a *web.Ask, id ref.ID, form web.Form, old evidence.Evidence) (evidence.Evidence, error) {
	p, err := c.processes.ByID(a.Ctx(), a.Who, id)
	return processweb.ReadEvidence(form, old, p.Languages), err
}
