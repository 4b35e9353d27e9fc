package processweb

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// A subject is what an editor edits.
type subject interface {
	Name() lang.Text
	Fields() []process.Field
}

// An editor is the form of one noun.
type editor[T subject] struct {
	noun  process.Noun
	list  func(process.Whole) []T
	part  func(*T) *process.Part
	read  func(typed, T) T
	form  func(desk, T) templ.Component
	set   func(*process.Service, context.Context, access.Actor, T) (T, error)
	about []string // fields on which sources can disagree or be silent; nil for no evidence at all
}

// editPage is the form of one thing.
type editPage struct {
	web.Page
	Place       Place
	Whole       process.Whole
	Action      string // where the form goes
	Remove      string // where its removal is asked for; empty if it stays
	Version     int
	Position    int // among its like; 0 where order does not matter
	Fields      templ.Component
	Evidence    *EvidenceForm
	Differences []difference
	Faults      web.Faults
	Act         ui.Hidden
}

// A difference is a field that two people wrote at the same time.
type difference struct {
	What         string
	Lang         lang.Tag
	Mine, Theirs string
}

func (e editor[T]) path(p process.Process, id ref.ID) string {
	if id == "" {
		id = "new"
	}
	return p.EditPath(e.noun, id)
}

// routes are the addresses of the editor.
func (e editor[T]) routes(f face) []web.Route {
	at := "/processes/{id}/desk/" + process.Sections[e.noun] + "/{part}"
	return []web.Route{
		{Pattern: "GET " + at, For: web.Stewards, Do: func(a *web.Ask) error { return e.show(f, a) }},
		{Pattern: "POST " + at, For: web.Stewards, Do: func(a *web.Ask) error { return e.save(f, a) }},
		{Pattern: "GET " + at + "/remove", For: web.Stewards, Do: func(a *web.Ask) error { return e.askToRemove(f, a) }},
		{Pattern: "POST " + at + "/remove", For: web.Stewards, Do: func(a *web.Ask) error { return e.remove(f, a) }},
	}
}

// find returns the thing of the address, a new one for "new".
func (e editor[T]) find(a *web.Ask, w process.Whole) (T, error) {
	var v T
	id := a.ID("part")
	if id == "new" {
		e.part(&v).Process = w.ID
		return v, nil
	}
	for _, v := range e.list(w) {
		if e.part(&v).ID == id {
			return v, nil
		}
	}
	return v, fault.New(fault.NotFound, "", "process.part.unknown")
}

func (e editor[T]) show(f face, a *web.Ask) error {
	w, at, err := writableWhole(a, f.processes)
	if err != nil {
		return err
	}
	v, err := e.find(a, w)
	if err != nil {
		return err
	}
	if kind := a.Query("kind"); kind != "" && a.ID("part") == "new" {
		v = ofKind(v, kind)
	}
	return a.Render(editingPage(e.page(a, w, at, v, web.Faults{})))
}

// ofKind chooses the kind of a new entry or of new rules.
func ofKind[T any](v T, kind string) T {
	switch x := any(v).(type) {
	case process.Entry:
		x.Kind = process.EntryKind(kind)
		return any(x).(T)
	case process.Rules:
		x.Kind = process.RulesKind(kind)
		return any(x).(T)
	}
	return v
}

func (e editor[T]) page(a *web.Ask, w process.Whole, at Place, v T, faults web.Faults) editPage {
	part := e.part(&v)
	at.Title.Title = a.T("process." + string(e.noun) + ".new")
	if part.ID != "" {
		at.Title.Title, at.Title.Lang = a.Say(v.Name()), a.Foreign(v.Name())
		if at.Title.Title == "" {
			at.Title.Title = a.T("process." + string(e.noun) + ".edit")
		}
	}
	at.Title.Small = true
	p := editPage{
		Page: at.Page(a, at.Title.Title), Place: at, Whole: w, Action: e.path(w.Process, part.ID), Version: part.Version,
		Position: part.Place, Faults: faults, Act: web.NewAct(),
		Fields: e.form(desk{Speaker: a.Speaker, Whole: w, Faults: faults, IsNew: part.ID == ""}, v),
	}
	if part.ID != "" && e.noun != process.RulesNoun {
		p.Remove = p.Action + "/remove"
	}
	if e.noun == process.RulesNoun || part.ID == "" {
		p.Position = 0
	}
	if e.about != nil {
		p.Evidence = evidenceForm(w, part.Evidence, faults, e.about)
	}
	return p
}

func evidenceForm(w process.Whole, e evidence.Evidence, faults web.Faults, about []string) *EvidenceForm {
	return &EvidenceForm{Room: "process", Fields: about, Sources: w.Sources, Evidence: e, Languages: w.Languages, Faults: faults}
}

func (e editor[T]) save(f face, a *web.Ask) error {
	w, at, err := writableWhole(a, f.processes)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	old, err := e.find(a, w)
	if err != nil {
		return err
	}
	next := e.read(typed{form, w.Languages}, old)
	part := e.part(&next)
	part.Version = form.Int("version")
	if form.Has("position") {
		part.Place = form.Int("position")
	}
	if e.about != nil {
		part.Evidence = ReadEvidence(form, part.Evidence, w.Languages)
	}
	if _, err := e.set(f.processes, a.Ctx(), a.Who, next); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			part := e.part(&next)
			p := e.page(a, w, at, next, fs)
			if fs.Conflict() {
				part.Version = e.part(&old).Version
				p = e.page(a, w, at, next, fs) // saving again is a decision, with both versions in view
				p.Differences = differences(a.Speaker, next.Fields(), old.Fields())
			}
			return editingPage(p)
		})
	}
	return a.GoDone(w.Desk(), "process.edit.saved")
}

// differences are the fields that differ, language by language.
func differences(s web.Speaker, mine, theirs []process.Field) []difference {
	var out []difference
	add := func(what string, l lang.Tag, m, t string) {
		if m != t {
			out = append(out, difference{What: s.T("process.field." + what), Lang: l, Mine: m, Theirs: t})
		}
	}
	seen := map[string]int{}
	at := func(fields []process.Field, what string, n int) process.Field {
		for _, f := range fields {
			if f.What == what {
				if n == 0 {
					return f
				}
				n--
			}
		}
		return process.Field{}
	}
	for _, f := range append(append([]process.Field{}, mine...), theirs...) {
		n := seen[f.What]
		seen[f.What]++
		m, t := at(mine, f.What, n), at(theirs, f.What, n)
		add(f.What, "", m.Plain, t.Plain)
		for _, l := range languagesOf(m.Text.Languages(), t.Text) {
			add(f.What, l, m.Text.Words(l), t.Text.Words(l))
		}
	}
	return out
}

func (e editor[T]) askToRemove(f face, a *web.Ask) error { return e.removal(f, a, web.Faults{}) }

func (e editor[T]) removal(f face, a *web.Ask, faults web.Faults) error {
	w, at, err := writableWhole(a, f.processes)
	if err != nil {
		return err
	}
	v, err := e.find(a, w)
	if err != nil {
		return err
	}
	return a.Render(confirmingPage(e.confirm(a, w, at, v, faults)))
}

func (e editor[T]) confirm(a *web.Ask, w process.Whole, at Place, v T, faults web.Faults) confirmPage {
	name := a.Say(v.Name())
	at.Title.Title, at.Title.Small = a.T("process.edit.remove-title", "name", name), true
	edit := e.path(w.Process, e.part(&v).ID)
	return confirmPage{
		Page: at.Page(a, at.Title.Title), Place: at, Faults: faults,
		Confirm: ui.Confirm{
			Form: ui.Form{Action: a.Link(edit + "/remove"), Hidden: []ui.Hidden{
				web.NewAct(), {Name: "version", Value: strconv.Itoa(e.part(&v).Version)},
			}},
			Text: a.T("process.edit.remove-text"), Kind: ui.Grave, Label: a.T("process.edit.remove"), Cancel: a.Link(edit),
		},
	}
}

func (e editor[T]) remove(f face, a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	w, at, err := writableWhole(a, f.processes)
	if err != nil {
		return err
	}
	v, err := e.find(a, w)
	if err != nil {
		return err
	}
	err = f.processes.Remove(a.Ctx(), a.Who, w.ID, e.noun, a.ID("part"), form.Int("version"))
	if err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component { return confirmingPage(e.confirm(a, w, at, v, fs)) })
	}
	return a.GoDone(w.Desk(), "process.edit.removed")
}
