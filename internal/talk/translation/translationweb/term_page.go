package translationweb

import (
	"github.com/a-h/templ"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/platform/feature"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/talk/translation"
)

// glossaryPage shows the official names of a process.
type glossaryPage struct {
	web.Page
	translation.Glossary
	MayWrite bool
	MayWork  bool
}

// editPage is the form for a name, new or not.
type editPage struct {
	web.Page
	Process feature.Card
	Stored  translation.Term // as it is now; without version if it is new
	In      translation.Term // as it was typed
	Faults  web.Faults
	Act     ui.Hidden
}

// removePage asks whether a name is to go.
type removePage struct {
	web.Page
	Process feature.Card
	Term    translation.Term
	Faults  web.Faults
	Act     ui.Hidden
}

func (f face) glossary(a *web.Ask) error {
	g, err := f.translations.GlossaryOf(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	translation.Order(g.Terms, a.Lang)
	if a.Format == "json" {
		out := make([]translation.Public, len(g.Terms))
		for i, t := range g.Terms {
			out[i] = t.Public()
		}
		return a.JSON(map[string]any{"process": g.Process.Process, "terms": out})
	}
	p := glossaryPage{
		Page: within(a, g.Process, a.T("translation.glossary.title")), Glossary: g,
		MayWrite: translation.MayWrite(a.Who, g.Process.Process) == nil,
		MayWork:  translation.MayWork(a.Who, g.Process.Process) == nil,
	}
	p.Description = a.T("translation.glossary.lead")
	return a.Render(glossaryView(p))
}

func (f face) blank(a *web.Ask) error {
	process, err := f.writable(a)
	if err != nil {
		return err
	}
	t := translation.Term{Process: process.Process}
	return a.Render(editView(newEditPage(a, process, t, t, web.Faults{})))
}

// writable returns the process of the address, for those who may write its
// glossary.
func (f face) writable(a *web.Ask) (feature.Card, error) {
	g, err := f.translations.GlossaryOf(a.Ctx(), a.Who, a.ID("id"))
	if err == nil {
		err = translation.MayWrite(a.Who, g.Process.Process)
	}
	return g.Process, err
}

// term returns the name of the address, NotFound under another process.
func (f face) term(a *web.Ask) (translation.Term, feature.Card, error) {
	t, process, err := f.translations.TermByID(a.Ctx(), a.Who, a.ID("term"))
	if err == nil && t.Process != a.ID("id") {
		err = fault.New(fault.NotFound, "", "translation.term.unknown")
	}
	if err == nil {
		err = translation.MayWrite(a.Who, t.Process)
	}
	return t, process, err
}

func newEditPage(a *web.Ask, process feature.Card, stored, in translation.Term, faults web.Faults) editPage {
	title := a.T("translation.new.title")
	if stored.Version > 0 {
		title = a.Say(stored.Word)
	}
	return editPage{Page: within(a, process, title), Process: process, Stored: stored, In: in, Faults: faults, Act: web.NewAct()}
}

func (f face) edit(a *web.Ask) error {
	t, process, err := f.term(a)
	if err != nil {
		return err
	}
	return a.Render(editView(newEditPage(a, process, t, t, web.Faults{})))
}

func (f face) add(a *web.Ask) error {
	process, err := f.writable(a)
	if err != nil {
		return err
	}
	return f.save(a, process, translation.Term{Process: process.Process})
}

func (f face) change(a *web.Ask) error {
	t, process, err := f.term(a)
	if err != nil {
		return err
	}
	return f.save(a, process, t)
}

func (f face) save(a *web.Ask, process feature.Card, stored translation.Term) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := stored
	revise := func(name string, old lang.Text) lang.Text {
		return old.Revise(a.Original(), form.Words(name, lang.Interface), form.Confirmed(name, lang.Interface)...)
	}
	in.Word, in.Note = revise("word", stored.Word), revise("note", stored.Note)
	in.Authority, in.Version = form.Get("authority"), form.Int("version")
	if _, err := f.translations.SetTerm(a.Ctx(), a.Who, in, a.Original()); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			if fs.Conflict() {
				in.Version = stored.Version // saving again is a decision taken with both texts in view
			}
			return editView(newEditPage(a, process, stored, in, fs))
		})
	}
	return a.GoDone(glossaryPath(process.Process), "translation.saved")
}

func (f face) askRemove(a *web.Ask) error {
	t, process, err := f.term(a)
	if err != nil {
		return err
	}
	return a.Render(removeView(newRemovePage(a, process, t, web.Faults{})))
}

func newRemovePage(a *web.Ask, process feature.Card, t translation.Term, faults web.Faults) removePage {
	return removePage{Page: within(a, process, a.T("translation.remove.title")), Process: process, Term: t, Faults: faults, Act: web.NewAct()}
}

func (f face) remove(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	t, process, err := f.term(a)
	if err != nil {
		return err
	}
	if err := f.translations.RemoveTerm(a.Ctx(), a.Who, t.ID, form.Int("version")); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component { return removeView(newRemovePage(a, process, t, fs)) })
	}
	return a.GoDone(glossaryPath(process.Process), "translation.removed")
}

// action is where the form goes.
func (p editPage) action() string {
	if p.Stored.Version == 0 {
		return p.Link(glossaryPath(p.Process.Process))
	}
	return p.Link(p.Stored.EditPath())
}

// typed returns every wording of a text as the form shows it.
func typed(t lang.Text) map[lang.Tag]string {
	out := map[lang.Tag]string{}
	for _, l := range lang.Interface {
		out[l] = t.Words(l)
	}
	return out
}

// differing are the texts that two editors wrote differently.
func (p editPage) differing() []ui.Versions {
	var out []ui.Versions
	for _, pair := range [][2]lang.Text{{p.In.Word, p.Stored.Word}, {p.In.Note, p.Stored.Note}} {
		for _, l := range lang.Interface {
			if mine, theirs := pair[0].Words(l), pair[1].Words(l); mine != theirs {
				out = append(out, ui.Versions{Mine: mine, Theirs: theirs, Lang: string(l)})
			}
		}
	}
	if p.In.Authority != p.Stored.Authority {
		out = append(out, ui.Versions{Mine: p.In.Authority, Theirs: p.Stored.Authority})
	}
	return out
}

// terms is the table of names: a column for each language, then on whose
// authority and with what note. Editors are led to each.
func terms(p web.Page, all []translation.Term, edit bool) ui.Grid {
	g := ui.Grid{Caption: p.T("translation.glossary.title"), HideCaption: true}
	for _, l := range lang.Interface {
		g.Columns = append(g.Columns, ui.Column{Label: language(p.Speaker, l)})
	}
	g.Columns = append(g.Columns, ui.Column{Label: p.T("translation.field.authority")}, ui.Column{Label: p.T("translation.field.note")})
	if edit {
		g.Columns = append(g.Columns, ui.Column{Label: p.T("translation.term.change")})
	}
	for _, t := range all {
		var row []ui.Cell
		for i, l := range lang.Interface {
			c := ui.Cell{Text: t.Word.Words(l), Lang: string(l)}
			if i == 0 {
				c.Body = anchored(t, l)
			} else if c.Text == "" {
				c = ui.Cell{Text: "–"}
			}
			row = append(row, c)
		}
		row = append(row, ui.Cell{Text: t.Authority}, ui.Cell{Text: p.Say(t.Note), Lang: p.Foreign(t.Note)})
		if edit {
			row = append(row, ui.Cell{Body: links(p, t)})
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}
