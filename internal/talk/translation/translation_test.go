package translation

import (
	"strings"
	"testing"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

func holding(role string) access.Actor {
	return access.Actor{Person: ref.ID(role), Channel: access.Web}.With(role, Process("water"))
}

func both(fr, en string) lang.Text {
	return lang.Of(lang.French, map[lang.Tag]string{lang.French: fr, lang.English: en})
}

func TestSortPutsTheMostUrgentFirst(t *testing.T) {
	pieces := []Piece{
		{What: "complete", Text: both("eau", "water")},
		{What: "stale", Text: both("eau", "water").Revise(lang.French, map[lang.Tag]string{lang.French: "eau potable"})},
		{What: "missing", Text: lang.Say(lang.French, "eau")},
		{What: "nothing"},
	}
	for _, c := range []struct {
		name string
		wish Wish
		want string
	}{
		{"all to do", Wish{}, "missing/en stale/en"},
		{"in one language", Wish{Lang: lang.English}, "missing/en stale/en"},
		{"in the original's", Wish{Lang: lang.French}, ""},
		{"complete ones too", Wish{Lang: lang.English, Done: true}, "missing/en stale/en complete/en"},
		{"in a language nobody writes", Wish{Lang: "de"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := Sort(pieces, lang.Interface, c.wish)
			var got []string
			for _, l := range w.Lines {
				got = append(got, l.What+"/"+string(l.Lang))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%v, want %s", got, c.want)
			}
			if fr, en := w.Tallies[0], w.Tallies[1]; fr != (Tally{lang.French, 0, 0, 3}) || en != (Tally{lang.English, 1, 1, 1}) || en.All() != 3 {
				t.Errorf("%+v", w.Tallies)
			}
		})
	}
}

func TestLanguagesOfAProcess(t *testing.T) {
	got := Languages(lang.Of(lang.French, map[lang.Tag]string{lang.French: "Eau", "wo": "Ndox"}))
	if len(got) != 3 || got[0] != lang.French || got[1] != lang.English || got[2] != "wo" {
		t.Errorf("%v", got)
	}
}

func TestSetTerm(t *testing.T) {
	others := []Term{{ID: "t1", Word: both("Ministère de l’Eau", "Ministry of Water")}}
	editor := holding(access.Editor)
	for _, c := range []struct {
		name  string
		who   access.Actor
		in    Term
		kind  fault.Kind
		field string
	}{
		{"an editor", editor, Term{Word: both("Loi sur l’eau", "Water Act"), Authority: "JO 2019"}, 0, ""},
		{"a convener, in one language", holding(access.Convener), Term{Word: lang.Say("wo", "Ndox")}, 0, ""},
		{"a facilitator", holding(access.Facilitator), Term{Word: both("a", "b")}, fault.Forbidden, ""},
		{"a stranger", access.Actor{}, Term{Word: both("a", "b")}, fault.Forbidden, ""},
		{"nothing", editor, Term{}, fault.Invalid, "word.fr"},
		{"there already", editor, Term{Word: both("Office", "ministry of water")}, fault.Invalid, "word.en"},
		{"too long", editor, Term{Word: both("a", strings.Repeat("é", MaxWord+1))}, fault.Invalid, "word.en"},
		{"too long an authority", editor, Term{Word: both("a", "b"), Authority: strings.Repeat("é", MaxWord+1)}, fault.Invalid, "authority"},
		{"too long a note", editor, Term{Word: both("a", "b"), Note: lang.Say("fr", strings.Repeat("a", MaxNote+1))}, fault.Invalid, "note.fr"},
		{"changed meanwhile", editor, Term{Version: 2, Word: both("a", "b")}, fault.Conflict, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Term{Process: "water"}.Set(c.who, others, c.in, lang.French)
			if fault.KindOf(err) != c.kind {
				t.Fatalf("%v", err)
			}
			if err != nil {
				if all := fault.All(err); all[0].Field != c.field {
					t.Errorf("field %q, want %q", all[0].Field, c.field)
				}
			} else if got.Version != 1 || got.Process != "water" {
				t.Errorf("%+v", got)
			}
		})
	}
	same := others[0]
	same.Process, same.Version = "water", 4
	if _, err := same.Set(editor, []Term{same}, same, lang.French); err != nil {
		t.Errorf("a term is in its own way: %v", err)
	}
}

func TestTooManyTerms(t *testing.T) {
	others := make([]Term, MaxTerms)
	if _, err := (Term{Process: "water"}).Set(holding(access.Editor), others, Term{Word: both("a", "b")}, lang.French); fault.KindOf(err) != fault.Invalid {
		t.Errorf("%v", err)
	}
}
