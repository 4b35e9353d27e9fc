package search

import (
	"strings"
	"unicode/utf8"

	"penc/internal/ground/lang"
)

// snippetBytes is about how much of a text is shown.
const snippetBytes = 240

// lead is about how much is shown before the first match.
const lead = 60

// maxLook is how far into a text the first match is looked for, in bytes.
const maxLook = 100_000

// marks returns the stretches of text that match the question.
func marks(q question, l lang.Tag, text string) [][2]int {
	out := [][2]int{}
	for _, w := range words(text) {
		if q.matches(l, text[w.start:w.end]) {
			out = append(out, [2]int{w.start, w.end})
		}
	}
	return out
}

// snippet returns a stretch of text around the first match, on one line, and
// the matches in it. A text without a match is shown from its beginning.
func snippet(q question, l lang.Tag, text string) (string, [][2]int) {
	text = strings.Join(strings.Fields(text), " ")
	from := 0
	if first, ok := firstMatch(q, l, text); ok && first > lead {
		from = first - lead
		if i := strings.IndexByte(text[from:first], ' '); i >= 0 {
			from += i + 1
		} else {
			from = first
		}
	}
	to := len(text)
	if to-from > snippetBytes {
		to = from + snippetBytes
		for !utf8.RuneStart(text[to]) {
			to--
		}
		if i := strings.LastIndexByte(text[from:to], ' '); i > 0 {
			to = from + i
		}
	}
	out := text[from:to]
	if from > 0 {
		out = "… " + out
	}
	found := marks(q, l, out)
	if to < len(text) {
		out += " …"
	}
	return out, found
}

func firstMatch(q question, l lang.Tag, text string) (int, bool) {
	text = cut(text, maxLook)
	for _, w := range words(text) {
		if q.matches(l, text[w.start:w.end]) {
			return w.start, true
		}
	}
	return 0, false
}
