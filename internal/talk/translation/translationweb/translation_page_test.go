package translationweb

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/role/roletest"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/feature"
	"penc/internal/platform/web"
	"penc/internal/platform/web/webtest"
	"penc/internal/talk/translation"
)

func TestPagesRenderFullAndEmpty(t *testing.T) {
	word := lang.Of(lang.French, map[lang.Tag]string{lang.French: "<b>Ministère</b>", lang.English: "<b>Ministry</b>", "wo": "<b>Njawriñ</b>"})
	water := feature.Card{Name: word, Path: "/processes/water", Process: "water", Simulated: true}
	old := word.Revise(lang.French, map[lang.Tag]string{lang.French: "<b>Le ministère</b>"})
	term := translation.Term{ID: "t1", Process: "water", Version: 2, Word: old, Authority: "<b>JO</b>", Note: old}
	only := translation.Term{ID: "t2", Process: "water", Version: 1, Word: lang.Say(lang.English, "Water")}
	var pieces []translation.Piece
	for i := range 2 * perPage {
		pieces = append(pieces, translation.Piece{What: fmt.Sprint("x.", i), Text: []lang.Text{word, old, only.Word}[i%3], Edit: "/x"})
	}
	wish := translation.Wish{Done: true}
	work := translation.Sort(pieces, translation.Languages(word), wish)
	webtest.Pages(t, "translation", words, func(p web.Page) map[string]templ.Component {
		terms := []translation.Term{term, only}
		return map[string]templ.Component{
			"work empty":     workView(workPage{Page: p}),
			"work full":      workView(workPage{Page: p, Process: water, Work: work, Wish: wish, Number: 2, Terms: terms, MayWrite: true}),
			"glossary empty": glossaryView(glossaryPage{Page: p}),
			"glossary full":  glossaryView(glossaryPage{Page: p, Glossary: translation.Glossary{Process: water, Terms: terms}, MayWrite: true, MayWork: true}),
			"edit empty":     editView(editPage{Page: p}),
			"edit full":      editView(editPage{Page: p, Process: water, Stored: term, In: term}),
			"remove empty":   removeView(removePage{Page: p}),
			"remove full":    removeView(removePage{Page: p, Process: water, Term: term}),
			"desk panel":     deskPanel(p.Speaker, "water", work.Tallies),
			"glossary panel": glossaryPanel(p.Speaker, "water", 2),
		}
	})
}

// A desk is a site with one process, some of whose texts another room keeps.
type desk struct {
	*roletest.House
	*webtest.Visitor
	t *testing.T
}

func each(t *testing.T, test func(t *testing.T, h *desk)) {
	schemas := append(roletest.Schemas(), db.Schema{Room: "translation", Files: translation.New(nil, nil).Feature().Schema})
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		h := &desk{House: roletest.New(t, d), t: t}
		s := translation.New(d, h.Dir)
		h.Dir.Add(s.Feature())
		h.Dir.Add(feature.Feature{Name: "note", Texts: func(*db.Tx, ref.ID) (out []feature.Text, err error) {
			for i := range perPage + 1 {
				out = append(out, feature.Text{What: "note.field.title", Text: lang.Say(lang.French, fmt.Sprint("Texte ", i)), Edit: fmt.Sprint("/notes/", i, "/edit")})
			}
			return out, nil
		}})
		h.Process("water", "Water", true)
		_, h.Visitor = webtest.Site(t, d, h.Dir, nil, Face(s))
		test(t, h)
	})
}

func (h *desk) be(name, role string) {
	h.t.Helper()
	id := h.Person(name)
	if role != "" {
		h.Hold("water", id, role)
	}
	h.Who.Actor = h.As(id)
}

func TestATranslatorSeesWhatThereIsToDo(t *testing.T) {
	each(t, func(t *testing.T, h *desk) {
		h.be("fatou", access.Editor)
		page := h.Get("/en/processes/water/translations?in=en")
		if page.Status != http.StatusOK || !strings.Contains(page.Body, "Texte 0") || !strings.Contains(page.Body, `href="/en/notes/0/edit"`) || !strings.Contains(page.Body, "Page 1 of 2") {
			t.Errorf("%d %s", page.Status, page.Body)
		}
		if next := h.Get("/en/processes/water/translations?in=en&page=2"); !strings.Contains(next.Body, "Texte 100") || strings.Contains(next.Body, "Texte 99") {
			t.Errorf("%s", next.Body)
		}
		if none := h.Get("/en/processes/water/translations?in=fr"); !strings.Contains(none.Body, "Nothing to translate") {
			t.Errorf("%s", none.Body)
		}
		if far := h.Get("/en/processes/water/translations?in=xx&page=900000000000000000&show=all"); far.Status != http.StatusOK {
			t.Errorf("%d", far.Status)
		}
	})
}

func TestAnEditorWritesTheGlossary(t *testing.T) {
	each(t, func(t *testing.T, h *desk) {
		h.be("fatou", access.Editor)
		empty := h.Post("/en/processes/water/glossary", "word.fr", "", "word.en", "", "authority", "Official Journal")
		if empty.Status != http.StatusUnprocessableEntity || !strings.Contains(empty.Body, "Official Journal") {
			t.Errorf("%d %s", empty.Status, empty.Body)
		}
		done := h.Follow(h.Post("/en/processes/water/glossary", "word.fr", "Ministère de l’Eau", "word.en", "Ministry of Water", "authority", "Official Journal"))
		if !strings.Contains(done.Body, "The name is saved.") || !strings.Contains(done.Body, "Ministère de l’Eau") {
			t.Fatalf("%s", done.Body)
		}
		at := done.Body[strings.Index(done.Body, "/en/processes/water/glossary/"):]
		for strings.HasPrefix(at, "/en/processes/water/glossary/new") {
			at = at[strings.Index(at[1:], "/en/processes/water/glossary/")+1:]
		}
		at = at[:strings.Index(at, `"`)]
		if got := h.Post(at, "version", "1", "word.en", "Water Ministry", "word.fr", "Ministère de l’Eau"); got.Status != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Status, got.Body)
		}
		late := h.Post(at, "version", "1", "word.en", "Department of Water", "word.fr", "Ministère de l’Eau")
		if late.Status != http.StatusConflict || !strings.Contains(late.Body, "Department") || !strings.Contains(late.Body, `name="version" value="2"`) {
			t.Errorf("%d %s", late.Status, late.Body)
		}
		*h.Who = web.Identity{}
		public := h.Get("/fr/processes/water/glossary")
		if public.Status != http.StatusOK || !strings.Contains(public.Body, "Water Ministry") || strings.Contains(public.Body, "/remove") {
			t.Errorf("%d %s", public.Status, public.Body)
		}
		if json := h.Get("/en/processes/water/glossary.json"); !strings.Contains(json.Body, `"Water Ministry"`) {
			t.Errorf("%s", json.Body)
		}
		h.be("awa", access.Convener)
		if ask := h.Get(at + "/remove"); ask.Status != http.StatusOK || !strings.Contains(ask.Body, "cannot be undone") {
			t.Errorf("%d", ask.Status)
		}
		if gone := h.Follow(h.Post(at+"/remove", "version", "2")); !strings.Contains(gone.Body, "The name is removed.") {
			t.Errorf("%s", gone.Body)
		}
	})
}

func TestWhoMayTranslate(t *testing.T) {
	each(t, func(t *testing.T, h *desk) {
		for role, want := range map[string][2]int{
			"": {http.StatusForbidden, http.StatusForbidden}, access.Member: {http.StatusForbidden, http.StatusForbidden},
			access.Facilitator: {http.StatusOK, http.StatusForbidden}, access.Editor: {http.StatusOK, http.StatusOK},
		} {
			h.be("somebody-"+role, role)
			if got := h.Get("/en/processes/water/translations"); got.Status != want[0] {
				t.Errorf("%q at the list: %d", role, got.Status)
			}
			if got := h.Get("/en/processes/water/glossary/new"); got.Status != want[1] {
				t.Errorf("%q at the form: %d", role, got.Status)
			}
			if got := h.Post("/en/processes/water/glossary", "word.en", ""); want[1] == http.StatusForbidden && got.Status != want[1] {
				t.Errorf("%q adds: %d", role, got.Status)
			}
		}
		h.Process("water", "Water", false)
		*h.Who = web.Identity{}
		if got := h.Get("/en/processes/water/glossary"); got.Status != http.StatusNotFound {
			t.Errorf("a stranger at a draft: %d", got.Status)
		}
	})
}
