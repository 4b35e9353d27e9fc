package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"penc/internal/ground/lang"
)

// Bounds of a question: what is typed beyond them is not looked at.
const (
	maxQuestion = 400 // bytes
	maxWords    = 12
)

// small are words too common to look for, folded.
var small = strings.Fields(`a an and are as at be by for from in is it of on or that the this to was were with
	au aux ce ces cette dans de des du elle en est et il la le les leur ou par pas pour que qui se son sur un une`)

// An alternative is one word of a question: any of its forms will do.
type alternative struct {
	forms  []string
	prefix string // what a word may begin with instead; empty if it must be whole
}

// A question is what was typed, understood.
type question []alternative

// ask reads what was typed. The language a word is meant in is not known, so
// every stem counts. Small words are left out if others remain. The last word
// may be the beginning of one.
func ask(typed string) question {
	typed = cut(strings.ToValidUTF8(typed, " "), maxQuestion)
	var all, big question
	found := words(typed)
	for i, w := range found {
		said := typed[w.start:w.end]
		var a alternative
		for _, l := range lang.Interface {
			for _, f := range forms(l, said) {
				if !slices.Contains(a.forms, f) {
					a.forms = append(a.forms, f)
				}
			}
		}
		if len(a.forms) == 0 {
			continue
		}
		if i == len(found)-1 && utf8.RuneCountInString(a.forms[0]) > 1 {
			a.prefix = a.forms[0]
		}
		all = append(all, a)
		if !slices.Contains(small, a.forms[0]) {
			big = append(big, a)
		}
	}
	if len(big) > 0 {
		all = big
	}
	return all[:min(len(all), maxWords)]
}

// cut returns at most n bytes of s, without half a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// matches reports whether a word of a text is one that was asked for. A stem
// begins as its word does, so most words are passed over without stemming.
func (q question) matches(l lang.Tag, w string) bool {
	if !q.begins(initial(w)) {
		return false
	}
	have := forms(l, w)
	for _, a := range q {
		for _, h := range have {
			if slices.Contains(a.forms, h) || a.prefix != "" && strings.HasPrefix(h, a.prefix) {
				return true
			}
		}
	}
	return false
}

// begins reports whether a word that begins with r could match.
func (q question) begins(r rune) bool {
	return slices.ContainsFunc(q, func(a alternative) bool {
		first, _ := utf8.DecodeRuneInString(a.forms[0])
		return first == r
	})
}

// A dialect writes a question in the search language of one database.
type dialect struct{ quote, or, and, prefix string }

var (
	fts5     = dialect{quote: `"`, or: " OR ", and: " AND ", prefix: `*`}
	tsquery  = dialect{quote: `'`, or: " | ", and: " & ", prefix: `:*`}
	noQuotes = strings.NewReplacer(`"`, "", `'`, "", `\`, "")
)

// write writes the words of a question joined by glue. Terms are letters and
// digits, and stand in quotes besides.
func (d dialect) write(q question, glue string) string {
	parts := make([]string, len(q))
	for i, a := range q {
		var either []string
		for _, f := range a.forms {
			either = append(either, d.quote+noQuotes.Replace(f)+d.quote)
		}
		if a.prefix != "" {
			either = append(either, d.quote+noQuotes.Replace(a.prefix)+d.quote+d.prefix)
		}
		parts[i] = "(" + strings.Join(either, d.or) + ")"
	}
	return strings.Join(parts, glue)
}
