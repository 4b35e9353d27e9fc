package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"golang.org/x/text/unicode/norm"

	"penc/internal/ground/lang"
)

// maxTerm is the length in bytes at which a term is cut.
const maxTerm = 64

// A word is a stretch of a text that counts as one word.
type word struct{ start, end int }

// elided are the words that French writes with an apostrophe before another.
var elided = []string{"l", "d", "j", "n", "s", "t", "m", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"}

// words cuts a text into its words: runs of letters, digits and accents. An
// apostrophe parts words; what is elided before it ("l’") and the English
// possessive after it ("’s") are no words of their own.
func words(text string) []word {
	var out []word
	start := -1
	afterApostrophe := false
	end := func(at int, next rune) {
		if start < 0 {
			return
		}
		piece := strings.ToLower(text[start:at])
		cut := apostrophe(next) && slices.Contains(elided, piece) || afterApostrophe && !apostrophe(next) && piece == "s"
		if !cut {
			out = append(out, word{start, at})
		}
		start = -1
	}
	var last rune
	for i, r := range text {
		if inWord(r) {
			if start < 0 {
				start, afterApostrophe = i, apostrophe(last) && i > 0 && len(out) > 0
			}
		} else {
			end(i, r)
		}
		last = r
	}
	end(len(text), 0)
	return out
}

func inWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r))
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }

// fold returns a word in lower case, without accents and ligatures.
func fold(w string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(w)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'œ':
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		case r == 'ß':
			b.WriteString("ss")
		case inWord(r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return clip(b.String())
}

// initial returns the first letter of a word as fold would write it.
func initial(w string) rune {
	if w[0] < utf8.RuneSelf {
		return unicode.ToLower(rune(w[0]))
	}
	_, n := utf8.DecodeRuneInString(w)
	r, _ := utf8.DecodeRuneInString(fold(w[:n]))
	return r
}

func clip(s string) string {
	if len(s) <= maxTerm {
		return s
	}
	n := maxTerm
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// stem returns the stem of a word in lower case; the word itself in a language
// that has no stemmer here.
func stem(l lang.Tag, w string) string {
	env := snowballstem.NewEnv(w)
	switch base(l) {
	case lang.French:
		french.Stem(env)
	case lang.English:
		english.Stem(env)
	}
	return env.Current()
}

// base returns the language of a tag without its region.
func base(l lang.Tag) lang.Tag {
	first, _, _ := strings.Cut(string(l), "-")
	return lang.Tag(first)
}

// forms returns the terms under which one word is kept: folded, its stem, and
// the stem of the folded word, since people leave out the accents that a
// stemmer goes by.
func forms(l lang.Tag, w string) []string {
	w = clip(norm.NFC.String(strings.ToLower(w)))
	folded := fold(w)
	if folded == "" {
		return nil
	}
	out := []string{folded}
	for _, s := range []string{fold(stem(l, w)), fold(stem(l, folded))} {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// Terms returns the terms of a text in a language, each once, in order of
// appearance.
func Terms(l lang.Tag, text string) []string {
	out := []string{}
	seen := map[string]bool{}
	for _, w := range words(text) {
		for _, t := range forms(l, text[w.start:w.end]) {
			if !seen[t] {
				seen[t] = true
				out = append(out, t)
			}
		}
	}
	return out
}
