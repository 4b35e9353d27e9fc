package processweb

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// deskPage is where a process is run: what is missing, and everything that can be
// written, in order.
type deskPage struct {
	web.Page
	Place    Place
	Whole    process.Whole
	Missing  []process.Lacks
	MayRun   bool
	MayWrite bool
	Sections []deskSection
	Panels   []templ.Component
}

// A deskSection lists the parts of one noun.
type deskSection struct {
	Noun  process.Noun
	Title string
	Items []ui.Entry
	New   string // the address of the form for a new one
}

func (f face) desk(a *web.Ask) error {
	w, at, err := wholeAt(a, f.processes)
	if err != nil {
		return err
	}
	if !a.Who.HoldsAny([]string{access.Convener, access.Editor, access.Facilitator}, w.Ref()) {
		return process.MayWrite(a.Who, w.ID)
	}
	panels, err := a.Panels("process.desk", w.ID)
	if err != nil {
		return err
	}
	at.Title.Title, at.Title.Small, at.Tabs, at.Desk = a.T("process.desk.title"), true, nil, ""
	p := deskPage{
		Page: at.Page(a, at.Title.Title), Place: at, Whole: w, Missing: w.Missing(), Panels: panels,
		MayRun: process.MayRun(a.Who, w.ID) == nil, MayWrite: process.MayWrite(a.Who, w.ID) == nil,
	}
	section(&p, w, stages, func(v process.Stage) string { return datesOf(a.Speaker, v) })
	section(&p, w, groups, nil)
	section(&p, w, partners, nil)
	section(&p, w, agreements, nil)
	section(&p, w, rules, nil)
	section(&p, w, entries, func(v process.Entry) string { return a.T("process.kind-of." + string(v.Kind)) })
	section(&p, w, people, nil)
	section(&p, w, sources, func(v process.Source) string { return string(v.ID) })
	return a.Render(deskOf(p))
}

// section lists the parts of one noun with the way to their forms.
func section[T subject](p *deskPage, w process.Whole, e editor[T], by func(T) string) {
	s := deskSection{Noun: e.noun, Title: p.T("process." + string(e.noun) + ".title"), New: e.path(w.Process, "")}
	for _, v := range e.list(w) {
		item := ui.Entry{Title: p.Say(v.Name()), Lang: p.Foreign(v.Name())}
		if p.MayWrite {
			item.Href = p.Link(e.path(w.Process, e.part(&v).ID))
		}
		if r, ok := any(v).(process.Rules); ok {
			item.Title = p.T("process.rules.kind-of."+string(r.Kind)) + ", " + p.T("process.rules.version", "n", r.Number)
		}
		if by != nil {
			item.When = by(v)
		}
		if n := untranslated(w, v.Fields()); n > 0 {
			item.State, item.Label = ui.TagWaiting, p.T("process.desk.untranslated", "n", n)
		}
		s.Items = append(s.Items, item)
	}
	p.Sections = append(p.Sections, s)
}

// untranslated counts the texts that lack a language of the process or are older
// than their original.
func untranslated(w process.Whole, fields []process.Field) int {
	n := 0
	for _, f := range fields {
		if !f.Text.Empty() && slices.ContainsFunc(w.Languages, func(l lang.Tag) bool { return !f.Text.Has(l) || f.Text.Stale(l) }) {
			n++
		}
	}
	return n
}

func (f face) edit(a *web.Ask) error {
	w, at, err := writableWhole(a, f.processes)
	if err != nil {
		return err
	}
	return a.Render(editingPage(f.processForm(a, w, at, w.Process, web.Faults{})))
}

var processAbout = []string{
	"title", "summary", "also-called", "planned-months", "participation", "websites", "follows-method-of", "stakeholder-groups",
	"partners", "ground-rules", "consensus-policy", "meetings", "documents", "entries.recommendation", "entries.consultation",
}

// processForm is the form of the process itself; with an empty id that of a new
// one.
func (f face) processForm(a *web.Ask, w process.Whole, at Place, v process.Process, faults web.Faults) editPage {
	at.Title.Title, at.Title.Small = a.T("process.edit.title"), true
	shown := w
	shown.Languages = v.Languages
	d := desk{Speaker: a.Speaker, Whole: shown, Faults: faults, IsNew: w.ID == ""}
	p := editPage{Place: at, Whole: w, Action: w.Path() + "/edit", Version: v.Version, Faults: faults, Act: web.NewAct(), Fields: processFields(d, v)}
	if d.IsNew {
		p.Place.Title.Title, p.Action = a.T("process.new.title"), "/processes/new"
	} else {
		p.Evidence = evidenceForm(shown, v.Evidence, faults, processAbout)
	}
	p.Page = p.Place.Page(a, p.Place.Title.Title)
	return p
}

func (f face) change(a *web.Ask) error {
	w, at, err := writableWhole(a, f.processes)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	next := readProcess(form, w.Process)
	if _, err := f.processes.Change(a.Ctx(), a.Who, next); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			if fs.Conflict() {
				next.Version = w.Version
			}
			p := f.processForm(a, w, at, next, fs)
			if fs.Conflict() {
				p.Differences = differences(a.Speaker, next.Fields(), w.Process.Fields())
			}
			return editingPage(p)
		})
	}
	return a.GoDone(w.Desk(), "process.edit.saved")
}

func (f face) openForm(a *web.Ask) error {
	if err := process.MayOpen(a.Who); err != nil {
		return err
	}
	blank := process.Process{Languages: lang.Interface, State: process.Draft}
	return a.Render(editingPage(f.processForm(a, process.Whole{}, newPlace(a), blank, web.Faults{})))
}

func newPlace(a *web.Ask) Place {
	at := Inside(a, process.Process{})
	at.Title.Trail, at.Tabs, at.Process.State = at.Title.Trail[:1], nil, process.Published
	return at
}

func (f face) open(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := readProcess(form, process.Process{})
	in.ID = ref.ID(form.Get("id"))
	p, err := f.processes.Open(a.Ctx(), a.Who, in)
	if err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			return editingPage(f.processForm(a, process.Whole{}, newPlace(a), in, fs))
		})
	}
	return a.GoDone(p.Desk(), "process.new.done")
}

// readProcess reads the form of the process itself.
func readProcess(form web.Form, p process.Process) process.Process {
	var languages []lang.Tag
	for _, l := range append(append([]string{form.Get("first-language")}, form.All("languages")...), strings.Fields(form.Get("other-languages"))...) {
		if l != "" && !has(languages, lang.Tag(l)) {
			languages = append(languages, lang.Tag(l))
		}
	}
	p.Languages = languages
	t := typed{form, languages}
	p.Title, p.Summary, p.Country = t.text("title", p.Title), t.text("summary", p.Summary), strings.ToUpper(t.Get("country"))
	p.Zone, p.PlannedMonths = t.Get("timezone"), t.Int("planned-months")
	if p.State == process.Draft || p.State == "" {
		p.Simulated = t.On("simulated")
	}
	if !form.Has("websites") {
		return p
	}
	p.Version, p.AlsoCalled = form.Int("version"), t.texts("also-called", p.AlsoCalled)
	p.FollowsMethodOf, p.Websites = t.id("follows-method-of"), readAddresses(t.Get("websites"), p.Websites)
	p.Participation = readParticipation(t, p.Participation)
	p.Evidence = ReadEvidence(form, p.Evidence, languages)
	return p
}

func readParticipation(t typed, old *process.Participation) *process.Participation {
	if t.Get("participation.count") == "" {
		return nil
	}
	n := process.Participation{}
	if old != nil {
		n = *old
	}
	n.Count, n.AtLeast, n.Note = t.Int("participation.count"), t.On("participation.at-least"), t.text("participation.note", n.Note)
	return &n
}

// readAddresses reads web addresses, one a line; those that were there keep their
// languages.
func readAddresses(lines string, old []process.Website) []process.Website {
	var out []process.Website
	for _, line := range strings.Fields(lines) {
		site := process.Website{URL: line}
		for _, o := range old {
			if o.URL == line {
				site = o
			}
		}
		out = append(out, site)
	}
	return out
}

func addresses(sites []process.Website) string {
	lines := make([]string, len(sites))
	for i, s := range sites {
		lines[i] = s.URL
	}
	return strings.Join(lines, "\n")
}

func counted(p process.Process) int {
	if p.Participation == nil {
		return 0
	}
	return p.Participation.Count
}

func countNote(p process.Process) lang.Text {
	if p.Participation == nil {
		return lang.Text{}
	}
	return p.Participation.Note
}

func otherLanguages(languages []lang.Tag) string {
	var out []string
	for _, l := range languages {
		if !lang.Known(l) {
			out = append(out, string(l))
		}
	}
	return strings.Join(out, " ")
}

// languages are the languages of the interface and those of the process, to
// choose from.
func (d desk) languages(chosen []lang.Tag) []ui.Choice {
	var out []ui.Choice
	all := slices.Clone(lang.Interface)
	if chosen == nil { // the first language can be any of the process's
		for _, l := range d.Whole.Languages {
			if !has(all, l) {
				all = append(all, l)
			}
		}
	}
	for _, l := range all {
		out = append(out, ui.Choice{Value: string(l), Label: languageLabel(d.Speaker, l), Selected: has(chosen, l)})
	}
	return out
}

func required(f ui.Field) ui.Field {
	f.Required = true
	return f
}

func address(f ui.Field) ui.Field {
	f.Type = "url"
	return f
}

func (f face) askToPublish(a *web.Ask) error { return f.turning(a, "publish") }
func (f face) askToArchive(a *web.Ask) error { return f.turning(a, "archive") }

// turning asks once more before a process is published or archived.
func (f face) turning(a *web.Ask, what string) error {
	p, err := f.turnPage(a, what, web.Faults{})
	if err != nil {
		return err
	}
	return a.Render(confirmingPage(p))
}

func (f face) turnPage(a *web.Ask, what string, faults web.Faults) (confirmPage, error) {
	w, at, err := wholeAt(a, f.processes)
	if err == nil {
		err = process.MayRun(a.Who, w.ID)
	}
	if err != nil {
		return confirmPage{}, err
	}
	at = at.AtDesk(a)
	at.Title.Title, at.Title.Small = a.T("process."+what+".title"), true
	kind := ui.Primary
	if what == "archive" {
		kind = ui.Grave
	}
	return confirmPage{
		Page: at.Page(a, at.Title.Title), Place: at, Faults: faults,
		Confirm: ui.Confirm{
			Form: ui.Form{Action: a.Link(w.Path() + "/" + what), Hidden: []ui.Hidden{web.NewAct()}},
			Text: a.T("process." + what + ".text"), Kind: kind, Label: a.T("process." + what + ".do"), Cancel: a.Link(w.Desk()),
		},
	}, nil
}

func (f face) publish(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	p, err := f.processes.Publish(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return a.Refused(err, f.turnedDown(a, "publish"))
	}
	return a.GoDone(p.Path(), "process.publish.is-done")
}

func (f face) archive(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	p, err := f.processes.Archive(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return a.Refused(err, f.turnedDown(a, "archive"))
	}
	return a.GoDone(p.Path(), "process.archive.is-done")
}

func (f face) turnedDown(a *web.Ask, what string) func(web.Faults) templ.Component {
	return func(fs web.Faults) templ.Component {
		p, _ := f.turnPage(a, what, fs)
		return confirmingPage(p)
	}
}
