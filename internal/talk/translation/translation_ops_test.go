package translation_test

import (
	"testing"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/role/roletest"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
	"penc/internal/talk/translation"
)

// A desk is a process with an editor, whose texts some other room keeps.
type desk struct {
	*roletest.House
	*translation.Service
	editor access.Actor
	texts  []feature.Text
}

func each(t *testing.T, test func(t *testing.T, h *desk)) {
	schemas := append(roletest.Schemas(), db.Schema{Room: "translation", Files: translation.New(nil, nil).Feature().Schema})
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		h := &desk{House: roletest.New(t, d)}
		h.Service = translation.New(d, h.Dir)
		h.Dir.Add(h.Service.Feature())
		h.Dir.Add(feature.Feature{Name: "note", Texts: func(*db.Tx, ref.ID) ([]feature.Text, error) { return h.texts, nil }})
		h.Process("water", "Water", true)
		id := h.Person("fatou")
		h.Hold("water", id, access.Editor)
		h.editor = h.As(id)
		test(t, h)
	})
}

func named(fr string) translation.Term {
	return translation.Term{Process: "water", Word: lang.Say(lang.French, fr)}
}

func (h *desk) facts(t *testing.T) (kinds []string) {
	t.Helper()
	err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
		all, err := record.Of(tx, "water", 0, 100)
		for _, f := range all {
			if f.Subject.Kind == "translation.term" {
				kinds = append(kinds, f.Kind)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return kinds
}

func TestTheWorkOfAProcess(t *testing.T) {
	each(t, func(t *testing.T, h *desk) {
		h.texts = []feature.Text{{Ref: ref.To("note", "n1"), What: "note.field.title", Text: lang.Say(lang.French, "Eau"), Edit: "/notes/n1/edit"}}
		if _, err := h.SetTerm(t.Context(), h.editor, named("Ministère"), lang.French); err != nil {
			t.Fatal(err)
		}
		w, card, err := h.WorkOf(t.Context(), h.editor, "water", translation.Wish{Lang: lang.English})
		if err != nil || card.Process != "water" || len(w.Lines) != 2 || w.Tallies[1].Missing != 2 {
			t.Fatalf("%+v %v", w, err)
		}
		if l := w.Lines[1]; l.Edit != "/notes/n1/edit" || l.State != translation.Missing {
			t.Errorf("%+v", l)
		}
		id := h.Person("moussa")
		h.Hold("water", id, access.Member)
		if _, _, err := h.WorkOf(t.Context(), h.As(id), "water", translation.Wish{}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a member: %v", err)
		}
		h.Process("water", "Water", false)
		if _, _, err := h.WorkOf(t.Context(), access.Actor{}, "water", translation.Wish{}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a stranger at a draft: %v", err)
		}
	})
}

func TestAGlossary(t *testing.T) {
	each(t, func(t *testing.T, h *desk) {
		first, err := h.SetTerm(t.Context(), h.editor, named("Ministère"), lang.French)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.SetTerm(t.Context(), h.editor, named("MINISTÈRE"), lang.French); fault.KindOf(err) != fault.Invalid {
			t.Errorf("the same name twice: %v", err)
		}
		in := first
		in.Word = in.Word.Revise(lang.French, map[lang.Tag]string{lang.English: "Ministry"})
		changed, err := h.SetTerm(t.Context(), h.editor, in, lang.French)
		if err != nil || changed.ID != first.ID {
			t.Fatalf("%+v %v", changed, err)
		}
		if _, err := h.SetTerm(t.Context(), h.editor, in, lang.French); fault.KindOf(err) != fault.Conflict {
			t.Errorf("an old version: %v", err)
		}
		elsewhere := changed
		elsewhere.Process = h.Process("iot", "Things", true)
		if _, err := h.SetTerm(t.Context(), access.AtConsole("iot"), elsewhere, lang.French); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a name of another process: %v", err)
		}
		g, err := h.GlossaryOf(t.Context(), access.Actor{}, "water")
		if err != nil || len(g.Terms) != 1 || g.Terms[0].Word.Words(lang.English) != "Ministry" {
			t.Fatalf("%+v %v", g, err)
		}
		if err := h.RemoveTerm(t.Context(), access.Actor{}, first.ID, changed.Version); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a stranger removes: %v", err)
		}
		if err := h.RemoveTerm(t.Context(), h.editor, first.ID, first.Version); fault.KindOf(err) != fault.Conflict {
			t.Errorf("an old version removed: %v", err)
		}
		if err := h.RemoveTerm(t.Context(), h.editor, first.ID, changed.Version); err != nil {
			t.Fatal(err)
		}
		if _, _, err := h.TermByID(t.Context(), h.editor, first.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%v", err)
		}
		if kinds := h.facts(t); len(kinds) != 3 || kinds[0] != translation.TermRemoved || kinds[2] != translation.TermSet {
			t.Errorf("%v", kinds)
		}
	})
}

func TestAnActThatArrivesTwiceMakesOneName(t *testing.T) {
	each(t, func(t *testing.T, h *desk) {
		who := h.editor
		who.Act = "one press of the button"
		if _, err := h.SetTerm(t.Context(), who, named("Ministère"), lang.French); err != nil {
			t.Fatal(err)
		}
		_, err := h.SetTerm(t.Context(), who, named("Ministère"), lang.French)
		if all := fault.All(err); len(all) != 1 || all[0].Message != record.Repeated {
			t.Errorf("%v", err)
		}
		if kinds := h.facts(t); len(kinds) != 1 {
			t.Errorf("facts %v", kinds)
		}
	})
}

func TestCard(t *testing.T) {
	each(t, func(t *testing.T, h *desk) {
		term, err := h.SetTerm(t.Context(), h.editor, named("Ministère"), lang.French)
		if err != nil {
			t.Fatal(err)
		}
		err = h.DB.Read(t.Context(), func(tx *db.Tx) error {
			card, ok := h.Dir.Card(tx, term.Ref())
			if !ok || !card.Public || card.Path != "/processes/water/glossary#"+string(term.ID) {
				t.Errorf("%+v", card)
			}
			if _, ok := h.Dir.Card(tx, ref.To("translation.term", "none")); ok {
				t.Error("a card of nothing")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
