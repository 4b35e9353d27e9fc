package publication_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"penc/bundle"
	"penc/examples"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/carry"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/record"
	"penc/internal/platform/search"
	"penc/internal/share/publication"
)

// house is the publication room with the rooms below it, on one database.
type house struct {
	*processtest.House
	news *publication.Service
}

func each(t *testing.T, test func(t *testing.T, h house)) {
	t.Run("sqlite", func(t *testing.T) { test(t, built(t, t.TempDir(), db.SQLite)) })
	t.Run("postgres", func(t *testing.T) { test(t, built(t, dbtest.Postgres(t), db.Postgres)) })
}

func built(t *testing.T, where string, e db.Engine) house {
	schema := publication.New(nil, nil).Feature().Schema
	schemas := append(processtest.Schemas(e), db.Schema{Room: "publication", Files: schema})
	h := processtest.New(dbtest.Open(t, where, dbtest.NewClock(), schemas))
	s := publication.New(h.DB, h.Processes)
	h.Directory.Add(s.Feature())
	return house{h, s}
}

func post(title, text string) publication.News {
	return publication.News{Process: "water", Title: lang.Say(lang.French, title), Text: lang.Say(lang.French, text)}
}

// facts returns the kinds of the facts about a process, oldest first.
func (h house) facts(t *testing.T, id ref.ID) []string {
	t.Helper()
	var out []string
	err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
		list, err := record.Of(tx, id, 0, 1000)
		for _, f := range list {
			out = append([]string{f.Kind}, out...)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// find catches up and returns the paths of what is found.
func (h house) find(t *testing.T, q search.Query) []string {
	t.Helper()
	for _, f := range h.news.Feature().Follows {
		if err := record.Follow(t.Context(), h.DB, f); err != nil {
			t.Fatal(err)
		}
	}
	var out []string
	err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
		hits, _, err := search.Find(tx, q)
		for _, hit := range hits {
			out = append(out, hit.Path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAPostFromDraftToWithdrawal(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		processtest.Published(t, h.Processes, "water")
		ctx, editor, stranger := t.Context(), processtest.Holding(access.Editor, "water"), access.Actor{}
		before := len(h.facts(t, "water"))
		n, err := h.news.Write(ctx, editor, post("Évaluation", "La plénière a évalué l’essai."))
		if err != nil {
			t.Fatal(err)
		}
		if mine, err := h.news.NewsOf(ctx, editor, "water"); err != nil || len(mine) != 1 {
			t.Fatalf("the editor sees %d posts, %v; want the draft", len(mine), err)
		}
		if theirs, err := h.news.NewsOf(ctx, stranger, "water"); err != nil || len(theirs) != 0 {
			t.Errorf("a stranger sees %d posts, %v; want none", len(theirs), err)
		}
		if _, err := h.news.NewsByID(ctx, stranger, n.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a stranger asks for the draft: %v, want NotFound", err)
		}
		if inside := h.find(t, search.Query{Words: "evaluation", Lang: lang.French, Inside: []ref.ID{"water"}}); len(inside) != 1 {
			t.Errorf("inside the process %v is found, want the draft", inside)
		}
		if outside := h.find(t, search.Query{Words: "evaluation", Lang: lang.French}); len(outside) != 0 {
			t.Errorf("a stranger finds %v", outside)
		}
		if n, err = h.news.Publish(ctx, editor, n.ID, n.Version); err != nil {
			t.Fatal(err)
		}
		if outside := h.find(t, search.Query{Words: "evaluation", Lang: lang.French}); len(outside) != 1 || outside[0] != n.Path() {
			t.Errorf("a stranger finds %v, want the post", outside)
		}
		if latest, err := h.news.Latest(ctx, "", 10); err != nil || len(latest) != 1 || latest[0].Of.ID != "water" {
			t.Errorf("latest: %v, %v", latest, err)
		}
		in := n
		in.Text = in.Text.Revise(lang.French, map[lang.Tag]string{lang.French: "Deux jours."})
		if n, err = h.news.Write(ctx, editor, in); err != nil {
			t.Fatal(err)
		}
		if n, err = h.news.Withdraw(ctx, editor, n.ID, n.Version, lang.Say(lang.French, "Doublon.")); err != nil {
			t.Fatal(err)
		}
		if latest, err := h.news.Latest(ctx, "", 10); err != nil || len(latest) != 0 {
			t.Errorf("latest after the withdrawal: %v, %v", latest, err)
		}
		if gone, err := h.news.NewsByID(ctx, stranger, n.ID); err != nil || gone.State != publication.Withdrawn {
			t.Errorf("the address of a withdrawn post: %v, %v", gone.State, err)
		}
		if outside := h.find(t, search.Query{Words: "evaluation", Lang: lang.French, Inside: []ref.ID{"water"}}); len(outside) != 0 {
			t.Errorf("a withdrawn post is found: %v", outside)
		}
		want := []string{publication.NewsDrafted, publication.NewsPublished, publication.NewsCorrected, publication.NewsWithdrawn}
		if got := h.facts(t, "water")[before:]; strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("facts %v, want %v", got, want)
		}
	})
}

func TestAnActThatArrivesTwiceMakesOneThing(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		processtest.Published(t, h.Processes, "water")
		ctx, editor := t.Context(), processtest.Holding(access.Editor, "water")
		for name, act := range map[string]func(access.Actor) error{
			"a post": func(who access.Actor) error {
				_, err := h.news.Write(ctx, who, post("Évaluation", "La plénière a évalué l’essai."))
				return err
			},
			"an article": func(who access.Actor) error {
				_, err := h.news.Enter(ctx, who, publication.Coverage{
					Process: "water", Outlet: "Le Soleil", Title: "Les compteurs", Language: lang.French, URL: "https://example.org/compteurs",
				})
				return err
			},
		} {
			editor.Act = name
			if err := act(editor); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			before := len(h.facts(t, "water"))
			err := act(editor)
			if all := fault.All(err); len(all) != 1 || all[0].Message != record.Repeated {
				t.Errorf("%s a second time: %v", name, err)
			}
			if after := len(h.facts(t, "water")); after != before {
				t.Errorf("%s a second time: %d facts more", name, after-before)
			}
		}
	})
}

func TestTwoEditorsChangeTheSamePost(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		processtest.Published(t, h.Processes, "water")
		who := processtest.Holding(access.Editor, "water")
		n, err := h.news.Write(t.Context(), who, post("Un", "Texte"))
		if err != nil {
			t.Fatal(err)
		}
		first, second := n, n
		first.Authors, second.Authors = []string{"Awa"}, []string{"Birame"}
		if _, err := h.news.Write(t.Context(), who, first); err != nil {
			t.Fatal(err)
		}
		if _, err := h.news.Write(t.Context(), who, second); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the second change: %v, want Conflict", err)
		}
		if now, _ := h.news.NewsByID(t.Context(), who, n.ID); len(now.Authors) != 1 || now.Authors[0] != "Awa" {
			t.Errorf("authors %v, want the first editor's", now.Authors)
		}
	})
}

func TestADraftIsDiscardedAndAnArticleRemoved(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		processtest.Published(t, h.Processes, "water")
		ctx, who := t.Context(), processtest.Holding(access.Editor, "water")
		n, err := h.news.Write(ctx, who, post("Un", "Texte"))
		if err != nil {
			t.Fatal(err)
		}
		if err := h.news.Discard(ctx, processtest.Holding(access.Member, "water"), n.ID, n.Version); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a member discards: %v, want Forbidden", err)
		}
		if err := h.news.Discard(ctx, who, n.ID, n.Version); err != nil {
			t.Fatal(err)
		}
		if _, err := h.news.NewsByID(ctx, who, n.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the discarded draft: %v, want NotFound", err)
		}
		c, err := h.news.Enter(ctx, who, publication.Coverage{Process: "water", Outlet: "Le Quotidien", Title: "Les compteurs", Language: "fr"})
		if err != nil {
			t.Fatal(err)
		}
		if found := h.find(t, search.Query{Words: "compteurs", Lang: lang.English}); len(found) != 1 {
			t.Errorf("found %v, want the article", found)
		}
		if err := h.news.Remove(ctx, who, c.ID, c.Version+1); fault.KindOf(err) != fault.Conflict {
			t.Errorf("another version is removed: %v, want Conflict", err)
		}
		if err := h.news.Remove(ctx, who, c.ID, c.Version); err != nil {
			t.Fatal(err)
		}
		if left, err := h.news.CoverageOf(ctx, who, "water"); err != nil || len(left) != 0 {
			t.Errorf("%d articles left, %v", len(left), err)
		}
		if found := h.find(t, search.Query{Words: "compteurs", Lang: lang.English}); len(found) != 0 {
			t.Errorf("the removed article is found: %v", found)
		}
	})
}

func TestADraftProcessHidesItsNews(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		processtest.Opened(t, h.Processes, "water")
		ctx, who := t.Context(), processtest.Holding(access.Editor, "water")
		n, err := h.news.Write(ctx, who, post("Étanchéité", "Texte"))
		if err == nil {
			n, err = h.news.Publish(ctx, who, n.ID, n.Version)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.news.NewsOf(ctx, access.Actor{}, "water"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a stranger asks for the list: %v, want NotFound", err)
		}
		if found := h.find(t, search.Query{Words: "etancheite", Lang: lang.French}); len(found) != 0 {
			t.Errorf("a stranger finds %v", found)
		}
		if _, err := h.Processes.Publish(ctx, access.AtConsole("water"), "water"); err != nil {
			t.Fatal(err)
		}
		if found := h.find(t, search.Query{Words: "etancheite", Lang: lang.French}); len(found) != 1 || found[0] != n.Path() {
			t.Errorf("after the process was published a stranger finds %v, want the post", found)
		}
	})
}

func example(t *testing.T, name string) *bundle.Bundle {
	t.Helper()
	raw, err := examples.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := bundle.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// take imports a file as the exchange room does.
func (h house) take(t *testing.T, who access.Actor, b *bundle.Bundle) ([]carry.Change, error) {
	t.Helper()
	var out []carry.Change
	return out, h.DB.Write(t.Context(), func(tx *db.Tx) error {
		if _, err := h.Processes.ImportTx(tx, who, b); err != nil {
			return err
		}
		plan, err := h.news.PlanTx(tx, b)
		if err != nil {
			return err
		}
		out, err = h.news.ImportTx(tx, who, b)
		if err == nil && !carry.Same(plan, out) {
			t.Errorf("planned %v, did %v", plan, out)
		}
		return err
	})
}

func TestExamplesAreTakenOverOnce(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		for _, name := range []string{"senegal-iot-security.yaml", "canada-iot-security.yaml", "mareola-water-meters.yaml"} {
			b := example(t, name)
			id := ref.ID(b.Process.ID)
			who := access.AtConsole(id)
			if _, err := h.take(t, who, b); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			posts, err := h.news.NewsOf(t.Context(), who, id)
			if err != nil || len(posts) != len(b.News) {
				t.Fatalf("%s: %d posts, %v; want %d", name, len(posts), err, len(b.News))
			}
			articles, err := h.news.CoverageOf(t.Context(), who, id)
			if err != nil || len(articles) != len(b.Coverage) {
				t.Fatalf("%s: %d articles, %v; want %d", name, len(articles), err, len(b.Coverage))
			}
			facts := h.facts(t, id)
			if facts[len(facts)-1] != publication.Imported {
				t.Errorf("%s: the last fact is %s", name, facts[len(facts)-1])
			}
			if _, err := h.take(t, who, b); err != nil {
				t.Fatalf("%s, again: %v", name, err)
			}
			if again := h.facts(t, id); len(again) != len(facts) {
				t.Errorf("%s: taking it over again appended %v", name, again[len(facts):])
			}
			roundTrip(t, h, id, b)
		}
	})
}

// roundTrip exports a process and holds it to the file it came from, item by item.
func roundTrip(t *testing.T, h house, id ref.ID, b *bundle.Bundle) {
	t.Helper()
	out := &bundle.Bundle{}
	if err := h.DB.Read(t.Context(), func(tx *db.Tx) error { return h.news.ExportTx(tx, id, out) }); err != nil {
		t.Fatal(err)
	}
	news := map[string]bundle.News{}
	for _, n := range out.News {
		news[n.ID] = n
	}
	for _, n := range b.News {
		n.Line = 0
		if !carry.Same(tidyNews(n), tidyNews(news[n.ID])) {
			t.Errorf("%s: exported as %+v", n.ID, news[n.ID])
		}
	}
	coverage := map[string]bundle.Coverage{}
	for _, c := range out.Coverage {
		coverage[c.ID] = c
	}
	for _, c := range b.Coverage {
		c.Line, c.Evidence = 0, bundle.Evidence{}
		got := coverage[c.ID]
		got.Evidence = bundle.Evidence{}
		if !carry.Same(c, got) {
			t.Errorf("%s: exported as %+v, want %+v", c.ID, got, c)
		}
	}
}

// tidyNews is a post without the lines of the file, with its texts in one order.
func tidyNews(n bundle.News) any {
	in := func(t bundle.Text) map[string]string {
		out := map[string]string{}
		for _, w := range t {
			out[w.Lang] = strings.TrimSpace(w.Words)
		}
		return out
	}
	return []any{n.ID, in(n.Title), n.TitleFromURL, n.Authors, n.Date, n.URL, in(n.FirstPublished), in(n.Text), n.Sources, in(n.Uncertain), n.Derived}
}

func TestAFileThatChangedChangesOnlyThat(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		b := example(t, "senegal-iot-security.yaml")
		id := ref.ID(b.Process.ID)
		who := access.AtConsole(id)
		if _, err := h.take(t, who, b); err != nil {
			t.Fatal(err)
		}
		b.News[0].Text = b.News[0].Text.With("fr", "Autrement dit.")
		changes, err := h.take(t, who, b)
		if err != nil || carry.Count(changes, carry.Changed) != 1 || carry.Count(changes, carry.Created) != 0 {
			t.Fatalf("changes %v, %v; want one", changes, err)
		}
		n, err := h.news.NewsByID(t.Context(), who, ref.ID(b.News[0].ID))
		if err != nil || n.Text.Words(lang.French) != "Autrement dit." || n.Version != 2 {
			t.Fatalf("%+v, %v", n, err)
		}
		if from := n.Text.Original(); from == lang.French && !n.Text.Stale(lang.English) {
			t.Error("the English is not out of date though the French changed")
		}
	})
}

func TestAFileCannotTakeAnothersPost(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		processtest.Published(t, h.Processes, "water")
		n, err := h.news.Write(t.Context(), processtest.Holding(access.Editor, "water"), post("Un", "Texte"))
		if err != nil {
			t.Fatal(err)
		}
		b := example(t, "canada-iot-security.yaml")
		b.News[0].ID = string(n.ID)
		b.News[1].URL = "javascript:alert(1)"
		_, err = h.take(t, access.AtConsole(ref.ID(b.Process.ID)), b)
		faults, ok := errors.AsType[bundle.Faults](err)
		if !ok || len(faults) != 2 {
			t.Fatalf("%v, want two faults of the file", err)
		}
		if f := faults[0]; f.Key != publication.MsgTaken || f.Line != b.News[0].Line || f.Field != "news[0].id" || !strings.Contains(f.Text, string(n.ID)) {
			t.Errorf("%+v", f)
		}
		if f := faults[1]; f.Field != "news[1].url" || f.Text == "" {
			t.Errorf("%+v", f)
		}
		if _, err := h.Processes.ByID(t.Context(), access.AtConsole(ref.ID(b.Process.ID)), ref.ID(b.Process.ID)); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the process is there after a broken import: %v", err)
		}
	})
}

func TestWhoMayTakeAFileOver(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		b := example(t, "canada-iot-security.yaml")
		id := ref.ID(b.Process.ID)
		operator := h.Person(t, "ops@example.org").With(access.Operator, access.Site)
		if _, err := h.take(t, operator, b); err != nil {
			t.Fatalf("an operator takes over a new process: %v", err)
		}
		b.News[0].Text = b.News[0].Text.With("en", "Other words.")
		err := h.DB.Write(t.Context(), func(tx *db.Tx) error {
			_, err := h.news.ImportTx(tx, processtest.Holding(access.Editor, id), b)
			return err
		})
		if fault.KindOf(err) != fault.Forbidden {
			t.Errorf("an editor takes the file over: %v, want Forbidden", err)
		}
		if _, err := h.take(t, processtest.Convener(id), b); err != nil {
			t.Errorf("the convener: %v", err)
		}
	})
}
