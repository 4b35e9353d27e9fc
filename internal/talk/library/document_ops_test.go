package library_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"penc/bundle"
	"penc/internal/ground/access"
	"penc/internal/ground/carry"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/role/roletest"
	"penc/internal/platform/blob"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/record"
	"penc/internal/platform/search"
	"penc/internal/talk/library"
)

// A reading room is a process with an editor, and a store of files.
type room struct {
	*roletest.House
	*library.Service
	t      *testing.T
	clock  *dbtest.Clock
	store  *blob.Store
	editor access.Actor
}

func each(t *testing.T, test func(t *testing.T, r *room)) {
	t.Helper()
	open := func(t *testing.T, engine db.Engine, where string) {
		clock := dbtest.NewClock()
		schemas := append(roletest.Schemas(), search.Schema(engine), db.Schema{Room: "library", Files: library.New(nil, nil, nil).Feature().Schema})
		d := dbtest.Open(t, where, clock, schemas)
		store, err := blob.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { store.Close() })
		r := &room{House: roletest.New(t, d), t: t, clock: clock, store: store}
		r.Service = library.New(d, store, r.Dir)
		r.Dir.Add(r.Service.Feature())
		r.Process("water", "Water", true)
		id := r.Person("fatou")
		r.Hold("water", id, access.Editor)
		r.editor = r.As(id)
		test(t, r)
	}
	t.Run("sqlite", func(t *testing.T) { open(t, db.SQLite, t.TempDir()) })
	t.Run("postgres", func(t *testing.T) { open(t, db.Postgres, dbtest.Postgres(t)) })
}

func titled(title string) library.Document {
	return library.Document{Process: "water", Title: lang.Say(lang.French, title)}
}

func pdf(text string) *library.Upload {
	body := "%PDF-1.7\n" + text
	return &library.Upload{Name: "rapport.pdf", Size: int64(len(body)), Body: strings.NewReader(body)}
}

func (r *room) add(in library.Document, up *library.Upload) library.Document {
	r.t.Helper()
	d, err := r.Add(r.t.Context(), r.editor, in, lang.French, up)
	if err != nil {
		r.t.Fatal(err)
	}
	return d
}

func (r *room) read(id ref.ID, number int) string {
	r.t.Helper()
	_, _, body, err := r.Open(r.t.Context(), access.Actor{}, id, number)
	if err != nil {
		r.t.Fatal(err)
	}
	defer body.Close()
	b, err := io.ReadAll(body)
	if err != nil {
		r.t.Fatal(err)
	}
	return string(b)
}

func (r *room) follow() {
	r.t.Helper()
	for _, f := range r.Service.Feature().Follows {
		if err := record.Follow(r.t.Context(), r.DB, f); err != nil {
			r.t.Fatal(err)
		}
	}
}

func (r *room) found(words string) (n int) {
	r.t.Helper()
	err := r.DB.Read(r.t.Context(), func(tx *db.Tx) (err error) {
		_, n, err = search.Find(tx, search.Query{Words: words, Lang: lang.French})
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return n
}

func TestADocumentAndItsVersions(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		d := r.add(titled("Compte rendu"), pdf("un"))
		if f, ok := d.Newest(); !ok || f.Number != 1 || f.Media != "application/pdf" || f.Name != "rapport.pdf" {
			t.Fatalf("%+v", d.Files)
		}
		r.clock.Advance(time.Hour)
		d.Pages = 12
		d, err := r.Change(t.Context(), r.editor, d, lang.French, pdf("deux"))
		if err != nil {
			t.Fatal(err)
		}
		if again, err := r.Change(t.Context(), r.editor, d, lang.French, pdf("deux")); err != nil || len(again.Files) != 2 {
			t.Errorf("the same file again: %d versions, %v", len(again.Files), err)
		}
		got, card, err := r.ByID(t.Context(), access.Actor{}, d.ID)
		if err != nil || got.Pages != 12 || len(got.Files) != 2 || card.Process != "water" {
			t.Fatalf("%+v %v", got, err)
		}
		if new, old := r.read(d.ID, 0), r.read(d.ID, 1); !strings.HasSuffix(new, "deux") || !strings.HasSuffix(old, "un") {
			t.Errorf("%q and %q", new, old)
		}
		if _, _, _, err := r.Open(t.Context(), access.Actor{}, d.ID, 9); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a version that never was: %v", err)
		}
	})
}

func TestAnActThatArrivesTwiceMakesOneDocument(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		who := r.editor
		who.Act = "one press of the button"
		for n, want := range []string{"", record.Repeated} {
			_, err := r.Add(t.Context(), who, titled("Compte rendu"), lang.French, pdf("un"))
			if got := fault.All(err); len(got) != n || n > 0 && got[0].Message != want {
				t.Errorf("time %d: %v", n+1, err)
			}
		}
		if shelf, err := r.ShelfOf(t.Context(), who, "water"); err != nil || len(shelf.Documents) != 1 {
			t.Errorf("%d documents, %v", len(shelf.Documents), err)
		}
	})
}

func TestTwoEditorsChangeTheSameDocument(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		d := r.add(titled("Rapport"), nil)
		mine, theirs := d, d
		theirs.Pages, mine.Pages = 7, 9
		if _, err := r.Change(t.Context(), r.editor, theirs, lang.French, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Change(t.Context(), r.editor, mine, lang.French, pdf("x")); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%v", err)
		}
		if now, _, _ := r.ByID(t.Context(), r.editor, d.ID); now.Pages != 7 || len(now.Files) != 0 {
			t.Errorf("%+v", now)
		}
	})
}

func TestFilesThatAreRefused(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		big := bytes.Repeat([]byte("%PDF-1.7"), library.MaxFile/8+1)
		send := func(name string, body []byte, size int) *library.Upload {
			return &library.Upload{Name: name, Size: int64(size), Body: bytes.NewReader(body)}
		}
		for name, up := range map[string]*library.Upload{
			"a page":           send("page.html", []byte("<script>"), 8),
			"a page as a PDF":  send("page.pdf", []byte("<script>"), 8),
			"a drawing":        send("logo.svg", []byte("<svg/>"), 6),
			"an archive":       send("all.zip", []byte("PK\x03\x04"), 4),
			"nothing":          send("leer.pdf", nil, 0),
			"too large":        send("big.pdf", big, len(big)),
			"larger than said": send("big.pdf", big, 10),
			"a long name":      send(strings.Repeat("é", 300)+".pdf", []byte("%PDF-"), 5),
		} {
			_, err := r.Add(t.Context(), r.editor, titled("Rapport"), lang.French, up)
			all := fault.All(err)
			if len(all) != 1 || all[0].Kind != fault.Invalid || all[0].Field != "file" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if shelf, err := r.ShelfOf(t.Context(), r.editor, "water"); err != nil || len(shelf.Documents) != 0 {
			t.Errorf("%d documents were kept all the same, %v", len(shelf.Documents), err)
		}
	})
}

func TestAFileIsDeletedOnceNobodyHasIt(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		first, second := r.add(titled("Un"), pdf("le même")), r.add(titled("Deux"), pdf("le même"))
		f, _ := first.Newest()
		sweep := func() {
			t.Helper()
			r.clock.Advance(25 * time.Hour)
			if err := r.Service.Feature().Clocks[0].Do(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.Remove(t.Context(), r.editor, first.ID, first.Version); err != nil {
			t.Fatal(err)
		}
		sweep()
		if !r.store.Has(f.Digest) {
			t.Fatal("a file went that another document has")
		}
		if err := r.Remove(t.Context(), r.editor, second.ID, second.Version); err != nil {
			t.Fatal(err)
		}
		third := r.add(titled("Trois"), pdf("le même"))
		sweep()
		if !r.store.Has(f.Digest) {
			t.Fatal("a file went that was sent again")
		}
		if err := r.Remove(t.Context(), r.editor, third.ID, third.Version); err != nil {
			t.Fatal(err)
		}
		if !r.store.Has(f.Digest) {
			t.Error("a file went before its day was over")
		}
		sweep()
		if r.store.Has(f.Digest) {
			t.Error("a file stays that nobody has")
		}
	})
}

func TestDraftsAreForThoseWhoTakePart(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		d := r.add(titled("Rapport"), pdf("x"))
		r.Process("water", "Water", false)
		stranger := access.Actor{Channel: access.Web}
		if _, _, err := r.ByID(t.Context(), stranger, d.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("ByID: %v", err)
		}
		if _, err := r.ShelfOf(t.Context(), stranger, "water"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("ShelfOf: %v", err)
		}
		if _, _, _, err := r.Open(t.Context(), stranger, d.ID, 0); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Open: %v", err)
		}
		if _, err := r.Change(t.Context(), stranger, d, lang.French, nil); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Change: %v", err)
		}
		if err := r.Remove(t.Context(), stranger, d.ID, d.Version); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Remove: %v", err)
		}
		if _, _, err := r.ByID(t.Context(), r.editor, d.ID); err != nil {
			t.Errorf("the editor: %v", err)
		}
	})
}

func TestDocumentsAreFoundWhileTheyAreHere(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		in := titled("Étude préliminaire")
		in.Text = lang.Say(lang.French, "Ce que les forages ont montré.")
		d := r.add(in, nil)
		r.follow()
		if r.found("etude") != 1 || r.found("forages") != 1 {
			t.Fatal("not found")
		}
		r.Process("water", "Water", false)
		publish := func() {
			err := r.DB.Write(t.Context(), func(tx *db.Tx) error {
				return record.Append(tx, access.Machine(), "process.archived", ref.To("process", "water"), "water", nil)
			})
			if err != nil {
				t.Fatal(err)
			}
			r.follow()
		}
		publish()
		if r.found("etude") != 0 {
			t.Error("strangers find what they may not see")
		}
		r.Process("water", "Water", true)
		publish()
		if r.found("etude") != 1 {
			t.Error("not found after it became public")
		}
		if err := r.Remove(t.Context(), r.editor, d.ID, d.Version); err != nil {
			t.Fatal(err)
		}
		r.follow()
		if r.found("etude") != 0 {
			t.Error("found after it was removed")
		}
	})
}

const file = `penc: process/1
process:
  id: water
  languages: [fr, en]
  title: {fr: Eau, en: Water}
  summary: {fr: Eau., en: Water.}
sources:
  - {id: s1, title: Note}
documents:
  - id: doc-minutes
    title: {fr: Compte rendu, en: Minutes}
    text: {fr: Ce qui fut dit., en: What was said.}
    date: 2018-03
    languages: [fr, wo]
    pages: 14
    url: https://example.org/a.pdf
    contents:
      - {number: 1, title: {fr: Règles, en: Rules}, page: 2}
    sources: [s1]
    not-published:
      - {field: pages, note: {fr: Inconnu., en: Unknown.}}
  - id: doc-report
    title: {fr: Rapport, en: Report}
`

func parse(t *testing.T, text string) *bundle.Bundle {
	t.Helper()
	b, err := bundle.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (r *room) takeOver(text string) ([]carry.Change, error) {
	r.t.Helper()
	var changes []carry.Change
	b := parse(r.t, text)
	err := r.DB.Write(r.t.Context(), func(tx *db.Tx) (err error) {
		planned, err := r.PlanTx(tx, b)
		if err != nil {
			return err
		}
		if changes, err = r.ImportTx(tx, r.editor, b); err == nil && !carry.Same(planned, changes) {
			r.t.Errorf("planned %+v, did %+v", planned, changes)
		}
		return err
	})
	return changes, err
}

func TestAProcessFileIsTakenOverOnce(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		changes, err := r.takeOver(file)
		if err != nil || carry.Count(changes, carry.Created) != 2 {
			t.Fatalf("%+v %v", changes, err)
		}
		d, _, err := r.ByID(t.Context(), access.Actor{}, "doc-minutes")
		if err != nil || d.Date != "2018-03" || d.Pages != 14 || len(d.Contents) != 1 || d.Sources[0] != "s1" || len(d.Gaps) != 1 || d.Languages[1] != "wo" {
			t.Fatalf("%+v %v", d, err)
		}
		d.Kind = "minutes"
		if _, err := r.Change(t.Context(), r.editor, d, lang.French, pdf("compte rendu")); err != nil {
			t.Fatal(err)
		}
		changes, err = r.takeOver(file)
		if err != nil || carry.Count(changes, carry.Unchanged) != 2 {
			t.Errorf("a second time: %+v %v", changes, err)
		}
		changes, err = r.takeOver(strings.Replace(file, "Ce qui fut dit.", "Ce qui fut décidé.", 1))
		if err != nil || carry.Count(changes, carry.Changed) != 1 {
			t.Errorf("with another text: %+v %v", changes, err)
		}
		d, _, _ = r.ByID(t.Context(), access.Actor{}, "doc-minutes")
		if !d.Text.Stale(lang.English) || d.Kind != "minutes" || len(d.Files) != 1 {
			t.Errorf("%+v: want the English out of date, the kind and the file kept", d)
		}
		b := parse(t, file)
		b.Documents = nil
		err = r.DB.Read(t.Context(), func(tx *db.Tx) error { return r.ExportTx(tx, "water", b) })
		if err != nil {
			t.Fatal(err)
		}
		err = r.DB.Read(t.Context(), func(tx *db.Tx) error {
			changes, err = r.PlanTx(tx, b)
			return err
		})
		if err != nil || carry.Count(changes, carry.Unchanged) != 2 {
			t.Errorf("what was written out comes in as %+v %v", changes, err)
		}
	})
}

func TestAFileThatDoesNotFit(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		r.Process("iot", "Things", true)
		if _, err := r.takeOver(file); err != nil {
			t.Fatal(err)
		}
		other := strings.Replace(file, "id: water", "id: iot", 1)
		other = strings.Replace(other, "{fr: Rapport, en: Report}", "{fr: "+strings.Repeat("a", 300)+"}", 1)
		other = strings.Replace(other, "id: doc-report", "id: "+strings.Repeat("d", 90), 1)
		_, err := r.takeOver(other)
		faults, ok := err.(bundle.Faults)
		if !ok || len(faults) != 3 {
			t.Fatalf("%v", err)
		}
		for i, want := range []string{"documents[0].id", "documents[1].id", "documents[1].title.fr"} {
			if faults[i].Field != want || faults[i].Line < 9 || strings.Contains(faults[i].Text, "{{") || strings.HasPrefix(faults[i].Text, "library.") {
				t.Errorf("%+v, want %s", faults[i], want)
			}
		}
		b := parse(t, file)
		err = r.DB.Write(context.Background(), func(tx *db.Tx) error {
			_, err := r.ImportTx(tx, access.Actor{}, b)
			return err
		})
		if fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a stranger imports: %v", err)
		}
	})
}

func TestCardAndTexts(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		d := r.add(titled("Rapport"), nil)
		err := r.DB.Read(t.Context(), func(tx *db.Tx) error {
			card, ok := r.Dir.Card(tx, d.Ref())
			if !ok || card.Path != "/documents/"+string(d.ID) || !card.Public || card.Process != "water" {
				t.Errorf("%+v", card)
			}
			if _, ok := r.Dir.Card(tx, ref.To("library.document", "none")); ok {
				t.Error("a card of nothing")
			}
			texts, err := r.Dir.Texts(tx, "water")
			if len(texts) != 1 || texts[0].What != "library.field.title" || texts[0].Edit != d.EditPath() {
				t.Errorf("%+v", texts)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
