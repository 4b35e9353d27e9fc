package libraryweb

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"penc/internal/ground/access"
	"penc/internal/ground/evidence"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/role/roletest"
	"penc/internal/platform/blob"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/feature"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/platform/web/webtest"
	"penc/internal/talk/library"
)

// shelf cites sources by their ids alone.
type shelf struct{}

func (shelf) Cite(*web.Ask, ref.ID, string) (Citations, error) { return &cites{}, nil }

func (shelf) Fields(*web.Ask, ref.ID, string, []string, evidence.Evidence, web.Faults) (templ.Component, error) {
	return templ.NopComponent, nil
}

func (shelf) Read(_ *web.Ask, _ ref.ID, _ web.Form, old evidence.Evidence) (evidence.Evidence, error) {
	return old, nil
}

type cites struct{ sources []ui.Source }

func (c *cites) Rest(e evidence.Evidence, _ ...string) (out ui.Evidence) {
	for _, id := range e.Sources {
		c.sources = append(c.sources, ui.Source{N: len(c.sources) + 1, Title: "Source " + string(id)})
		out.Sources = append(out.Sources, ui.Ref{N: len(c.sources)})
	}
	return out
}

func (c *cites) At(e evidence.Evidence, field string) (out ui.Evidence) {
	if g, ok := e.Gap(field); ok {
		out.NotPublished = []string{g.Note.String()}
	}
	return out
}

func (c *cites) Sources() []ui.Source { return c.sources }

func TestPagesRenderFullAndEmpty(t *testing.T) {
	title := lang.Of(lang.French, map[lang.Tag]string{lang.French: "<b>Compte rendu</b>", lang.English: "<b>Minutes</b>"})
	water := feature.Card{Name: title, Path: "/processes/water", Process: "water", Simulated: true}
	full := library.Document{
		ID: "d1", Process: "water", Version: 3, Title: title.Revise(lang.French, map[lang.Tag]string{lang.French: "<b>Rapport</b>"}), Text: title, Kind: "minutes", Date: "2018-03",
		Languages: []lang.Tag{"fr", "wo"}, URL: "https://example.org/?a=<b>", Pages: 14, Contents: []library.Content{{Number: 1, Title: title, Page: 2}, {Title: title}},
		Evidence: evidence.Evidence{Sources: []ref.ID{"s1"}, Gaps: []evidence.Gap{{Field: "date", Note: title}}},
		Files: []library.File{
			{Number: 2, Name: "<b>.pdf", Media: "application/pdf", Size: 2_345_678, Added: time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)},
			{Number: 1, Name: "a.odt", Size: 12, Added: time.Date(2026, 2, 1, 9, 30, 0, 0, time.UTC)},
		},
	}
	linked := full
	linked.Files = nil
	tabs := []ui.Link{{Label: "<b>", Href: "/en/x"}, {Label: "Documents", Href: "/en/y", Current: true}}
	webtest.Pages(t, "library", words, func(p web.Page) map[string]templ.Component {
		c := &cites{}
		one := item{full, c.Rest(full.Evidence)}
		short := facts(p.Speaker, full, c)
		return map[string]templ.Component{
			"list empty":      listView(listPage{Page: p}),
			"list full":       listView(listPage{Page: p, Process: water, Tabs: tabs, Items: []item{one, {Document: linked}, {}}, Sources: c.Sources(), MayWrite: true}),
			"document empty":  documentView(documentPage{Page: p}),
			"document full":   documentView(documentPage{Page: p, Document: full, Process: water, Tabs: tabs, Facts: short, Doubts: one.Evidence, Sources: c.Sources(), MayWrite: true}),
			"document linked": documentView(documentPage{Page: p, Document: linked, Process: water, Facts: short}),
			"edit empty":      editView(editPage{Page: p, Evidence: templ.NopComponent}),
			"edit full":       editView(editPage{Page: p, Process: water, Stored: full, In: full, Evidence: templ.NopComponent}),
			"remove empty":    removeView(removePage{Page: p}),
			"remove full":     removeView(removePage{Page: p, Document: full, Process: water}),
			"desk panel":      deskPanel(p.Speaker, "water", 2),
		}
	})
}

// A house is a site with one process.
type house struct {
	*roletest.House
	*webtest.Visitor
	t *testing.T
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	schemas := append(roletest.Schemas(), db.Schema{Room: "library", Files: library.New(nil, nil, nil).Feature().Schema})
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		store, err := blob.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { store.Close() })
		h := &house{House: roletest.New(t, d), t: t}
		s := library.New(d, store, h.Dir)
		h.Dir.Add(s.Feature())
		h.Process("water", "Water", true)
		_, h.Visitor = webtest.Site(t, d, h.Dir, nil, Face(s, shelf{}))
		test(t, h)
	})
}

func (h *house) be(name, role string) {
	h.t.Helper()
	id := h.Person(name)
	if role != "" {
		h.Hold("water", id, role)
	}
	h.Who.Actor = h.As(id)
}

func (h *house) stranger() { *h.Who = web.Identity{} }

// send posts a form with a file.
func (h *house) send(path, name, content string, fields ...string) webtest.Reply {
	h.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		w.WriteField(fields[i], fields[i+1])
	}
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		h.t.Fatal(err)
	}
	part.Write([]byte(content))
	w.Close()
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return h.Do(r)
}

const sample = "%PDF-1.7 un compte rendu"

// add adds a document and returns the address of its page.
func (h *house) add() string {
	h.t.Helper()
	h.be("fatou", access.Editor)
	reply := h.send("/en/processes/water/documents", "compte rendu.pdf", sample,
		"title.fr", "Compte rendu", "title.en", "Minutes", "text.en", "**What** was said.", "kind", "minutes", "date", "2018-03",
		"languages", "FR, wo", "pages", "14", "contents.0.number", "1", "contents.0.title.en", "Rules", "contents.0.page", "2", "contents.1.page", "")
	if reply.Status != http.StatusSeeOther {
		h.t.Fatalf("%d %s", reply.Status, reply.Body)
	}
	return reply.Header.Get("Location")
}

func TestAnEditorAddsADocumentAndReadersGetIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		at := h.add()
		h.stranger()
		page := h.Get(at)
		for _, want := range []string{"Minutes", "<strong>What</strong>", "March 2018", "Français, wo", "14", "1. Rules", "Download (PDF, 1 KB)"} {
			if !strings.Contains(page.Body, want) {
				t.Errorf("the page lacks %q: %s", want, page.Body)
			}
		}
		if fr := h.Get(strings.Replace(at, "/en/", "/fr/", 1)); !strings.Contains(fr.Body, "Compte rendu") || !strings.Contains(fr.Body, `lang="en"`) {
			t.Errorf("%s", fr.Body)
		}
		file := h.Get(at + "/file")
		if file.Status != http.StatusOK || file.Body != sample || file.Header.Get("Content-Type") != "application/pdf" ||
			file.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(file.Header.Get("Content-Disposition"), "compte%20rendu.pdf") {
			t.Errorf("%d %q %v", file.Status, file.Body, file.Header)
		}
		r := httptest.NewRequest(http.MethodGet, at+"/file", nil)
		r.Header.Set("If-None-Match", file.Header.Get("Etag"))
		if again := h.Do(r); again.Status != http.StatusNotModified {
			t.Errorf("asked again: %d", again.Status)
		}
		if got := h.Get(at + "/file/7"); got.Status != http.StatusNotFound {
			t.Errorf("a version that never was: %d", got.Status)
		}
		list := h.Get("/en/processes/water/documents")
		if list.Status != http.StatusOK || !strings.Contains(list.Body, "Minutes") || strings.Contains(list.Body, "Add a document") {
			t.Errorf("%d %s", list.Status, list.Body)
		}
		for _, path := range []string{at + ".json", "/en/processes/water/documents.json"} {
			if got := h.Get(path); got.Status != http.StatusOK || !strings.Contains(got.Body, `"sha256"`) {
				t.Errorf("%s: %d %s", path, got.Status, got.Body)
			}
		}
	})
}

func TestTwoEditorsSaveTheSameDocument(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		at := h.add()
		if got := h.Post(at+"/edit", "version", "1", "title.en", "First", "title.fr", "Compte rendu"); got.Status != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Status, got.Body)
		}
		late := h.Post(at+"/edit", "version", "1", "title.en", "Second", "title.fr", "Compte rendu", "text.en", "My words")
		if late.Status != http.StatusConflict {
			t.Fatalf("%d", late.Status)
		}
		for _, want := range []string{"First", "Second", "My words", `name="version" value="2"`, "Both versions"} {
			if !strings.Contains(late.Body, want) {
				t.Errorf("the page lacks %q: %s", want, late.Body)
			}
		}
		if got := h.Follow(h.Post(at+"/edit", "version", "2", "title.en", "Second", "title.fr", "Compte rendu")); !strings.Contains(got.Body, "Second") {
			t.Errorf("%s", got.Body)
		}
		if got := h.Get(at); !strings.Contains(got.Body, "Download (PDF") {
			t.Error("the file went with an edit of the words")
		}
	})
}

func TestWhatIsRefusedComesBackWithItsWords(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.be("fatou", access.Editor)
		got := h.send("/en/processes/water/documents", "page.html", "<script>alert(1)</script>", "title.en", "", "text.en", "<b>My words</b>", "pages", "many")
		if got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "Write the title") || !strings.Contains(got.Body, "My words") || !strings.Contains(got.Body, "whole number") {
			t.Errorf("%d %s", got.Status, got.Body)
		}
		got = h.send("/en/processes/water/documents", "page.html", "<script>alert(1)</script>", "title.en", "Page", "text.en", "<b>My words</b>")
		if got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "blob.type.refused") || !strings.Contains(got.Body, "My words") {
			t.Errorf("%d %s", got.Status, got.Body)
		}
		if got := h.send("/en/processes/water/documents", "big.pdf", "%PDF-"+strings.Repeat("a", 13<<20), "title.en", "Big"); got.Status != http.StatusRequestEntityTooLarge {
			t.Errorf("%d", got.Status)
		}
		if got := h.send("/en/processes/water/documents", "big.pdf", "%PDF-"+strings.Repeat("a", 11<<20), "title.en", "Big"); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("%d", got.Status)
		}
	})
}

func TestWhoMayWriteDocuments(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		at := h.add()
		for role, want := range map[string]int{"": http.StatusForbidden, access.Member: http.StatusForbidden, access.Facilitator: http.StatusForbidden, access.Convener: http.StatusOK} {
			h.be("somebody-"+role, role)
			for _, path := range []string{"/en/processes/water/documents/new", at + "/edit", at + "/remove"} {
				if got := h.Get(path); got.Status != want {
					t.Errorf("%q at %s: %d", role, path, got.Status)
				}
			}
			if want == http.StatusOK {
				continue
			}
			for _, path := range []string{"/en/processes/water/documents", at + "/edit", at + "/remove"} {
				if got := h.Post(path, "version", "1", "title.en", "Stolen"); got.Status != want {
					t.Errorf("%q posts to %s: %d", role, path, got.Status)
				}
			}
		}
		h.Process("water", "Water", false)
		h.stranger()
		for _, path := range []string{at, at + ".json", at + "/file", "/en/processes/water/documents"} {
			if got := h.Get(path); got.Status != http.StatusNotFound {
				t.Errorf("a stranger at %s of a draft: %d", path, got.Status)
			}
		}
	})
}

func TestADocumentIsRemovedOnPurpose(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		at := h.add()
		if ask := h.Get(at + "/remove"); ask.Status != http.StatusOK || !strings.Contains(ask.Body, "cannot be undone") {
			t.Fatalf("%d", ask.Status)
		}
		if got := h.Post(at+"/remove", "version", "0"); got.Status != http.StatusConflict {
			t.Errorf("without having seen it: %d", got.Status)
		}
		if got := h.Follow(h.Post(at+"/remove", "version", "1")); !strings.Contains(got.Body, "The document is removed.") {
			t.Errorf("%s", got.Body)
		}
		if got := h.Get(at); got.Status != http.StatusNotFound {
			t.Errorf("%d", got.Status)
		}
	})
}
