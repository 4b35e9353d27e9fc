package search_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"penc/internal/ground/lang"
	"penc/internal/platform/search"
)

func TestTerms(t *testing.T) {
	for _, c := range []struct {
		lang lang.Tag
		text string
		want string
	}{
		{"fr", "", ""},
		{"fr", "l’eau d'eau qu'eau Jusqu’eau", "eau"},
		{"fr", "L’œuvre", "oeuvre oeuvr"},
		{"fr", "Égalité", "egalite egal egalit"},
		{"fr", "ÉGALITÉS", "egalites egal egalit"},
		{"fr", "aujourd’hui", "aujourd hui"},
		{"fr", "d", "d"},
		{"fr", "point d.", "point d"},
		{"en", "the country's schools", "the country countri schools school"},
		{"en", "s", "s"},
		{"en", "It’s", "it"},
		{"en-GB", "networks", "networks network"},
		{"wo", "dëkk yi", "dekk yi"},
		{"", "Straße", "strasse"},
		{"fr", "ﬁnances ２０", "finances financ 20"},
		{"fr", "'l'’", ""},
	} {
		if got := strings.Join(search.Terms(c.lang, c.text), " "); got != c.want {
			t.Errorf("Terms(%q, %q) = %q, want %q", c.lang, c.text, got, c.want)
		}
	}
}

func FuzzTermsAreFoldedAndEachOnce(f *testing.F) {
	for _, s := range []string{"L’œuvre", "e\u0301", "\xff", "ﬁ", "İstanbul", "'s", "ǅ", "1½", "\u0345", "ẞ"} {
		f.Add("fr", s)
		f.Add("en", s)
	}
	f.Fuzz(func(t *testing.T, l, text string) {
		terms := search.Terms(lang.Tag(l), text)
		for i, w := range terms {
			if w == "" || len(w) > 64 || !utf8.ValidString(w) || strings.ContainsAny(w, " \t\n\x00\"'\\:*|&!()") || slices.Contains(terms[:i], w) {
				t.Errorf("%q gives %q", text, terms)
			}
		}
	})
}

func TestTheFirstLetterOfAStemIsThatOfItsWord(t *testing.T) {
	for _, w := range strings.Fields("œuvre Œuvre État élève skies dying idly generally yeux aient ñaar ŋaay İzmir ﬁn ßa e\u0301tat") {
		for _, l := range []lang.Tag{"fr", "en", "wo"} {
			terms := search.Terms(l, w)
			first, _ := utf8.DecodeRuneInString(terms[0])
			for _, s := range terms {
				if !strings.HasPrefix(s, string(first)) {
					t.Errorf("%s in %s: %q", w, l, terms)
				}
			}
		}
	}
}
