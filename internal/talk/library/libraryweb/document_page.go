package libraryweb

import (
	"path"
	"strconv"
	"strings"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/feature"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/talk/library"
)

// listPage shows the documents of a process.
type listPage struct {
	web.Page
	Process  feature.Card
	Tabs     []ui.Link
	Items    []item
	Sources  []ui.Source
	MayWrite bool
}

// An item is a document in a list.
type item struct {
	library.Document
	Evidence ui.Evidence
}

// documentPage shows one document.
type documentPage struct {
	web.Page
	Document library.Document
	Process  feature.Card
	Tabs     []ui.Link
	Facts    []ui.Fact
	Doubts   ui.Evidence // about the document, and about fields that are not shown
	OfText   ui.Evidence
	OfLines  ui.Evidence // about the table of contents
	Sources  []ui.Source
	MayWrite bool
}

func (f face) list(a *web.Ask) error {
	shelf, err := f.library.ShelfOf(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	library.Order(shelf.Documents, a.Lang)
	if a.Format == "json" {
		out := make([]library.Public, len(shelf.Documents))
		for i, d := range shelf.Documents {
			out[i] = d.Public()
		}
		return a.JSON(map[string]any{"process": shelf.Process.Process, "documents": out})
	}
	cite, err := f.sources.Cite(a, shelf.Process.Process, "library")
	if err != nil {
		return err
	}
	p := listPage{
		Page: within(a, shelf.Process, a.T("library.list.title")), Process: shelf.Process, Tabs: tabs(a, shelf.Process.Process),
		MayWrite: library.MayWrite(a.Who, shelf.Process.Process) == nil,
	}
	p.Description = a.T("library.list.lead")
	for _, d := range shelf.Documents {
		p.Items = append(p.Items, item{d, cite.Rest(d.Evidence)})
	}
	p.Sources = cite.Sources()
	return a.Render(listView(p))
}

func (f face) show(a *web.Ask) error {
	d, process, err := f.library.ByID(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	if a.Format == "json" {
		return a.JSON(d.Public())
	}
	cite, err := f.sources.Cite(a, d.Process, "library")
	if err != nil {
		return err
	}
	p := documentPage{
		Page: within(a, process, a.Say(d.Title)), Document: d, Process: process, Tabs: tabs(a, d.Process),
		MayWrite: library.MayWrite(a.Who, d.Process) == nil,
	}
	p.Description = a.Plain(d.Text, 160)
	p.Doubts = cite.Rest(d.Evidence, "text", "contents", "date", "languages", "pages", "url")
	p.OfText, p.OfLines = cite.At(d.Evidence, "text"), cite.At(d.Evidence, "contents")
	p.Facts = facts(a.Speaker, d, cite)
	p.Sources = cite.Sources()
	return a.Render(documentView(p))
}

// facts are the short facts of a document. A field that is unknown is left out
// unless there is something to say about that.
func facts(s web.Speaker, d library.Document, cite Citations) []ui.Fact {
	var out []ui.Fact
	add := func(field, text string) {
		e := cite.At(d.Evidence, field)
		if text != "" || len(e.NotPublished)+len(e.Disputes) > 0 {
			out = append(out, ui.Fact{Term: s.T("library.field." + field), Text: text, Evidence: e})
		}
	}
	if d.Kind != "" {
		add("kind", s.T("library.kind."+string(d.Kind)))
	}
	date := ""
	if d.Date != "" {
		date = s.Date(d.Date)
	}
	add("date", date)
	add("languages", languages(s, d.Languages))
	pages := ""
	if d.Pages > 0 {
		pages = s.Number(d.Pages)
	}
	add("pages", pages)
	if d.URL == "" {
		add("url", "")
	} else {
		out = append(out, ui.Fact{Term: s.T("library.field.url"), Body: link(d.URL), Evidence: cite.At(d.Evidence, "url")})
	}
	return out
}

// file answers with a version of a document's file, the newest if the address
// names none.
func (f face) file(a *web.Ask) error {
	number, err := strconv.Atoi(a.R.PathValue("number"))
	if err != nil || number < 0 {
		number = 0
	}
	file, process, body, err := f.library.Open(a.Ctx(), a.Who, a.ID("id"), number)
	if err != nil {
		return err
	}
	defer body.Close()
	h := a.W.Header()
	h.Set("Etag", `"`+file.Digest+`"`)
	h.Set("Cache-Control", "public, no-cache")
	if !process.Public {
		h.Set("Cache-Control", "private, no-store")
	}
	return a.Stream(file.Media, file.Name, file.Added, body)
}

// within returns a page inside a process.
func within(a *web.Ask, process feature.Card, title string) web.Page {
	p := a.Page(title)
	p.Simulated, p.NoIndex = process.Simulated, !process.Public
	return p
}

// trail leads up to a process, and further down if there are more steps.
func trail(p web.Page, process feature.Card, more ...ui.Link) []ui.Link {
	return append([]ui.Link{
		p.Crumb(p.T("library.processes"), "/processes"),
		{Label: p.Say(process.Name), Href: p.Link(process.Path), Lang: p.Foreign(process.Name)},
	}, more...)
}

// tabs are the pages of a process, with that of its documents marked.
func tabs(a *web.Ask, process ref.ID) []ui.Link {
	out := a.Tabs("process", process)
	for i := range out {
		out[i].Current = out[i].Href == a.Link(listPath(process))
	}
	return out
}

// languages names languages in one line.
func languages(s web.Speaker, all []lang.Tag) string {
	names := make([]string, len(all))
	for i, l := range all {
		names[i] = string(l)
		if key := "web.language." + string(l); s.Has(key) {
			names[i] = s.T(key)
		}
	}
	return strings.Join(names, ", ")
}

// download says what a file is: "Download (PDF, 1.2 MB)".
func download(s web.Speaker, f library.File) string {
	kind := strings.ToUpper(strings.TrimPrefix(path.Ext(f.Name), "."))
	return s.T("library.file.download", "kind", kind, "size", size(s, f.Size))
}

// size writes a number of bytes as readers do.
func size(s web.Speaker, n int64) string {
	if n < 1_000_000 {
		return s.T("library.file.kilobytes", "size", s.Number(int((n+999)/1000)))
	}
	return s.T("library.file.megabytes", "size", s.Number(int((n+500_000)/1_000_000)))
}

// entry is a document as a line of the list.
func (i item) entry(s web.Speaker) ui.Entry {
	e := ui.Entry{
		ID: string(i.ID), Title: s.Say(i.Title), Href: s.Link(i.Path()), Lang: s.Foreign(i.Title),
		Text: s.Plain(i.Text, 240), Evidence: i.Evidence,
	}
	if i.Date != "" {
		e.When = s.Date(i.Date)
	}
	if i.Kind != "" {
		e.Kind = s.T("library.kind." + string(i.Kind))
	}
	var by []string
	if i.Pages > 0 {
		by = append(by, s.T("library.pages", "n", i.Pages))
	}
	if len(i.Languages) > 0 {
		by = append(by, languages(s, i.Languages))
	}
	e.By = strings.Join(by, " · ")
	return e
}

// contents is the table of contents.
func (p documentPage) contents() ui.Grid {
	g := ui.Grid{Caption: p.T("library.field.contents"), HideCaption: true, Columns: []ui.Column{
		{Label: p.T("library.contents.title")}, {Label: p.T("library.contents.page"), Numeric: true},
	}}
	for _, c := range p.Document.Contents {
		title := p.Say(c.Title)
		if c.Number > 0 {
			title = strconv.Itoa(c.Number) + ". " + title
		}
		g.Rows = append(g.Rows, []ui.Cell{{Text: title, Lang: p.Foreign(c.Title)}, {Text: number(c.Page)}})
	}
	return g
}

// older are the versions of the file before the newest.
func (p documentPage) older() []library.File { return p.Document.Files[min(1, len(p.Document.Files)):] }

// number writes a number that may be missing.
func number(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}
