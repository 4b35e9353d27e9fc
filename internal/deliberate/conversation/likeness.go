package conversation

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// Words of few letters say little about what a statement means.
const minWord = 4

// fold returns the telling words of a text, without case and accents.
func fold(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.FieldsFunc(norm.NFD.String(strings.ToLower(words)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r)
	}) {
		var b strings.Builder
		for _, r := range w {
			if !unicode.Is(unicode.Mn, r) {
				b.WriteRune(r)
			}
		}
		if b.Len() >= minWord {
			out[strings.TrimRight(b.String(), "sx")] = true
		}
	}
	return out
}

// Same reports whether two statements are the same in some language, but for
// capitals, spaces and punctuation.
func Same(a, b lang.Text) bool {
	for _, x := range a.All() {
		for _, y := range b.All() {
			if slices.EqualFunc(letters(x), letters(y), strings.EqualFold) {
				return true
			}
		}
	}
	return false
}

// letters returns the words of a text without what stands between them.
func letters(words string) []string {
	return strings.FieldsFunc(norm.NFC.String(words), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// Likeness returns how much two statements share, 0 to 1: the telling words in
// both over the telling words in either (Jaccard), in the language in which they
// are most alike. It does not hear a "not": statements that contradict each other
// are much alike, and are pointed out to their authors, never refused.
func Likeness(a, b lang.Text) float64 {
	best := 0.0
	if Same(a, b) {
		return 1
	}
	for _, x := range a.All() {
		for _, y := range b.All() {
			best = max(best, jaccard(fold(x), fold(y)))
		}
	}
	return best
}

func jaccard(a, b map[string]bool) float64 {
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	if either := len(a) + len(b) - both; either > 0 {
		return float64(both) / float64(either)
	}
	return 0
}

// Alike is the likeness from which a statement is pointed out as similar.
const Alike = 0.6

// Similar returns the statements that are alike, the most alike first, at most
// five: of those that were let in, and of the author's own that still wait.
// Nobody learns in this way what others proposed before a moderator has read it.
// For one that was merged stands the one on which its votes count.
func Similar(all []Statement, words lang.Text, author ref.ID) []Statement {
	type found struct {
		statement Statement
		likeness  float64
	}
	// Folding a text costs by its length, and this runs where other writers wait:
	// what is longer than any statement is like none.
	if words.Longest() > utf8.UTFMax*MaxStatement {
		return nil
	}
	near, heads, there := []found(nil), Heads(all), map[ref.ID]bool{}
	for _, s := range all {
		shown := s
		if s.Standing == Merged && s.Shown() && heads[s.ID].Standing == Accepted {
			shown = heads[s.ID]
		} else if s.Standing != Accepted && (s.Standing != Waiting || author == "" || s.Author != author) {
			continue
		}
		if l := Likeness(s.Words, words); l >= Alike {
			near = append(near, found{shown, l})
		}
	}
	slices.SortStableFunc(near, func(a, b found) int { return cmp.Compare(b.likeness, a.likeness) })
	var out []Statement
	for _, f := range near {
		if !there[f.statement.ID] && len(out) < 5 {
			there[f.statement.ID] = true
			out = append(out, f.statement)
		}
	}
	return out
}
