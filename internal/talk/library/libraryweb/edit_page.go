package libraryweb

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/a-h/templ"

	"penc/internal/ground/lang"
	"penc/internal/ground/when"
	"penc/internal/platform/blob"
	"penc/internal/platform/feature"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/talk/library"
)

// evidenceFields are the fields of a document on which sources may disagree.
var evidenceFields = []string{"title", "text", "date", "languages", "url", "pages", "contents"}

// editPage is the form for a document, new or not.
type editPage struct {
	web.Page
	Process  feature.Card
	Stored   library.Document // as it is now; without version if it is new
	In       library.Document // as it was typed
	Evidence templ.Component
	Faults   web.Faults
	Act      ui.Hidden
}

// removePage asks whether a document is to go.
type removePage struct {
	web.Page
	Document library.Document
	Process  feature.Card
	Faults   web.Faults
	Act      ui.Hidden
}

func (f face) blank(a *web.Ask) error {
	shelf, err := f.library.ShelfOf(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	if err := library.MayWrite(a.Who, shelf.Process.Process); err != nil {
		return err
	}
	d := library.Document{Process: shelf.Process.Process}
	return f.form(a, shelf.Process, d, d)
}

func (f face) edit(a *web.Ask) error {
	d, process, err := f.writable(a)
	if err != nil {
		return err
	}
	return f.form(a, process, d, d)
}

// writable returns the document of the address, for those who may write it.
func (f face) writable(a *web.Ask) (library.Document, feature.Card, error) {
	d, process, err := f.library.ByID(a.Ctx(), a.Who, a.ID("id"))
	if err == nil {
		err = library.MayWrite(a.Who, d.Process)
	}
	return d, process, err
}

func (f face) form(a *web.Ask, process feature.Card, stored, in library.Document) error {
	p, err := f.editPage(a, process, stored, in, web.Faults{})
	if err != nil {
		return err
	}
	return a.Render(editView(p))
}

func (f face) editPage(a *web.Ask, process feature.Card, stored, in library.Document, faults web.Faults) (editPage, error) {
	title := a.T("library.new.title")
	if stored.Version > 0 {
		title = a.Say(stored.Title)
	}
	fields, err := f.sources.Fields(a, stored.Process, "library", evidenceFields, in.Evidence, faults)
	return editPage{
		Page: within(a, process, title), Process: process, Stored: stored, In: in, Evidence: fields, Faults: faults, Act: web.NewAct(),
	}, err
}

func (f face) add(a *web.Ask) error {
	shelf, err := f.library.ShelfOf(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	return f.save(a, shelf.Process, library.Document{Process: shelf.Process.Process})
}

func (f face) change(a *web.Ask) error {
	d, process, err := f.writable(a)
	if err != nil {
		return err
	}
	return f.save(a, process, d)
}

// save reads the form and has the document written.
func (f face) save(a *web.Ask, process feature.Card, stored library.Document) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := read(a, form, stored)
	if in.Evidence, err = f.sources.Read(a, stored.Process, form, stored.Evidence); err != nil {
		return err
	}
	up, done, err := upload(form)
	if err != nil {
		return err
	}
	defer done()
	write := f.library.Change
	if stored.Version == 0 {
		write = f.library.Add
	}
	saved, err := write(a.Ctx(), a.Who, in, a.Original(), up)
	if err == nil {
		return a.GoDone(saved.Path(), "library.saved")
	}
	return a.Refused(err, func(fs web.Faults) templ.Component {
		if fs.Conflict() {
			in.Version = stored.Version // saving again is a decision taken with both texts in view
		}
		p, broken := f.editPage(a, process, stored, in, fs)
		if broken != nil {
			p.Evidence = templ.NopComponent
		}
		return editView(p)
	})
}

// read returns the document as the form has it.
func read(a *web.Ask, form web.Form, stored library.Document) library.Document {
	in := stored
	revise := func(name string, old lang.Text) lang.Text {
		return old.Revise(a.Original(), form.Words(name, lang.Interface), form.Confirmed(name, lang.Interface)...)
	}
	in.Version = form.Int("version")
	in.Title, in.Text = revise("title", stored.Title), revise("text", stored.Text)
	in.Kind, in.Date = library.Kind(form.Get("kind")), when.Date(form.Get("date"))
	in.URL, in.Pages = form.Get("url"), figure(form.Get("pages"))
	in.Languages, in.Contents = nil, nil
	for _, l := range strings.FieldsFunc(form.Get("languages"), func(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) }) {
		in.Languages = append(in.Languages, lang.Tag(l))
	}
	for i := 0; form.Has(line(i, "page")); i++ {
		var old lang.Text
		if i < len(stored.Contents) {
			old = stored.Contents[i].Title
		}
		in.Contents = append(in.Contents, library.Content{
			Number: figure(form.Get(line(i, "number"))), Title: revise(line(i, "title"), old), Page: figure(form.Get(line(i, "page"))),
		})
	}
	return in
}

// line is the name of a field in a line of the contents.
func line(i int, field string) string { return fmt.Sprintf("contents.%d.%s", i, field) }

// figure reads a number that may be missing; what is none is less than any.
func figure(s string) int {
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// upload returns the file that was sent, nil if there is none, and what closes it.
func upload(form web.Form) (*library.Upload, func() error, error) {
	h := form.File("file")
	if h == nil {
		return nil, func() error { return nil }, nil
	}
	body, err := h.Open()
	if err != nil {
		return nil, nil, err
	}
	name := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, h.Filename)
	return &library.Upload{Name: lang.Clean(name), Size: h.Size, Body: body}, body.Close, nil
}

func (f face) askRemove(a *web.Ask) error {
	d, process, err := f.writable(a)
	if err != nil {
		return err
	}
	return a.Render(removeView(newRemovePage(a, d, process, web.Faults{})))
}

func newRemovePage(a *web.Ask, d library.Document, process feature.Card, faults web.Faults) removePage {
	return removePage{Page: within(a, process, a.T("library.remove.title")), Document: d, Process: process, Faults: faults, Act: web.NewAct()}
}

func (f face) remove(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	d, process, err := f.writable(a)
	if err != nil {
		return err
	}
	if err := f.library.Remove(a.Ctx(), a.Who, d.ID, form.Int("version")); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component { return removeView(newRemovePage(a, d, process, fs)) })
	}
	return a.GoDone(listPath(d.Process), "library.removed")
}

// action is where the form goes.
func (p editPage) action() string {
	if p.Stored.Version == 0 {
		return p.Link(listPath(p.Process.Process))
	}
	return p.Link(p.Stored.EditPath())
}

// cancel is where one goes who does not save.
func (p editPage) cancel() string {
	if p.Stored.Version == 0 {
		return p.Link(listPath(p.Process.Process))
	}
	return p.Link(p.Stored.Path())
}

// typed returns every wording of a text as the form shows it.
func typed(t lang.Text) map[lang.Tag]string {
	out := map[lang.Tag]string{}
	for _, l := range lang.Interface {
		out[l] = t.Words(l)
	}
	return out
}

// named asks for a text that is needed in one language at least: that of its
// original, or of the page.
func (p editPage) named(name, legend string, t lang.Text) ui.Bilingual {
	b := p.Bilingual(name, legend, t, typed(t), p.Faults, 0)
	first := t.Original()
	if first == "" {
		first = p.Lang
	}
	for i := range b.Fields {
		b.Fields[i].Required = b.Fields[i].Lang == string(first)
	}
	return b
}

// lines are the lines of contents to show, with room for three more.
func (p editPage) lines() []library.Content {
	return append(append([]library.Content{}, p.In.Contents...), make([]library.Content, 3)...)
}

// kinds are the kinds to choose from.
func kinds(s web.Speaker) []ui.Choice {
	out := []ui.Choice{{Label: s.T("library.kind.none")}}
	for _, k := range library.Kinds {
		out = append(out, ui.Choice{Value: string(k), Label: s.T("library.kind." + string(k))})
	}
	return out
}

// stale are the translations of a text that are older than its original.
func stale(t lang.Text) []lang.Tag {
	var out []lang.Tag
	for _, l := range lang.Interface {
		if t.Stale(l) {
			out = append(out, l)
		}
	}
	return out
}

// differing are the texts that two editors wrote differently.
func (p editPage) differing() []ui.Versions {
	var out []ui.Versions
	for _, pair := range [][2]lang.Text{{p.In.Title, p.Stored.Title}, {p.In.Text, p.Stored.Text}} {
		for _, l := range lang.Interface {
			if mine, theirs := pair[0].Words(l), pair[1].Words(l); mine != theirs {
				out = append(out, ui.Versions{Mine: mine, Theirs: theirs, Lang: string(l)})
			}
		}
	}
	return out
}

// accept are the files that the form takes.
func accept() string { return strings.Join(blob.Endings(), ",") }
