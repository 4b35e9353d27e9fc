// Package lang holds texts that are written in several languages and knows
// whether a translation still follows its original.
//
// A [Text] remembers in which language it was first written and, for each
// translation, a digest of the original it was made from. When the original
// changes, the digests no longer agree: the translation is out of date and
// readers and editors are told so, without any table of states.
package lang

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
)

// A Tag is a BCP 47 language tag: "fr", "en", "wo".
type Tag string

// The languages in which the interface is written.
const (
	French  Tag = "fr"
	English Tag = "en"
)

// Interface lists the languages of the interface, in the order in which they
// are offered.
var Interface = []Tag{French, English}

// Known reports whether the interface speaks t.
func Known(t Tag) bool { return slices.Contains(Interface, t) }

// A Wording is a text in one language.
type Wording struct {
	Words string `json:"words"`
	// Of is the digest of the original that this translates; empty for the
	// original itself.
	Of string `json:"of,omitempty"`
}

// A Text is one text in any number of languages. The zero Text is empty.
type Text struct {
	From     Tag             `json:"from,omitempty"`
	Wordings map[Tag]Wording `json:"in,omitempty"`
}

// Say returns a text written in one language.
func Say(t Tag, words string) Text {
	return Text{}.Revise(t, map[Tag]string{t: words})
}

// Of returns a text from its wordings, all taken as agreeing with each other.
// The original is in from, or in the first interface language that has words.
func Of(from Tag, in map[Tag]string) Text {
	return Text{}.Revise(from, in)
}

// Digest returns 16 base64 characters that stand for the words.
func digest(words string) string {
	sum := sha256.Sum256([]byte(words))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// Empty reports whether there are no words in any language.
func (t Text) Empty() bool {
	for _, w := range t.Wordings {
		if w.Words != "" {
			return false
		}
	}
	return true
}

// Original returns the language of the original: From if it has words, else the
// first interface language that has, else any.
func (t Text) Original() Tag {
	if t.Has(t.From) {
		return t.From
	}
	for _, l := range t.Languages() {
		return l
	}
	return t.From
}

// Languages returns the languages that have words: those of the interface
// first, in its order, then the others by tag.
func (t Text) Languages() []Tag {
	var own, other []Tag
	for _, l := range Interface {
		if t.Has(l) {
			own = append(own, l)
		}
	}
	for l, w := range t.Wordings {
		if w.Words != "" && !Known(l) {
			other = append(other, l)
		}
	}
	slices.Sort(other)
	return append(own, other...)
}

// Has reports whether there are words in l.
func (t Text) Has(l Tag) bool { return t.Wordings[l].Words != "" }

// In returns the words in l, or the original's if there are none, and the
// language they are in.
func (t Text) In(l Tag) (string, Tag) {
	if t.Has(l) {
		return t.Wordings[l].Words, l
	}
	o := t.Original()
	return t.Wordings[o].Words, o
}

// Words returns the words in exactly l, empty if there are none.
func (t Text) Words(l Tag) string { return t.Wordings[l].Words }

// String returns the words of the original.
func (t Text) String() string { return t.Words(t.Original()) }

// Stale reports whether the words in l translate an original that has changed
// since.
func (t Text) Stale(l Tag) bool {
	o := t.Original()
	return l != o && t.Has(l) && t.Has(o) && t.Wordings[l].Of != digest(t.Words(o))
}

// Revise returns the text after somebody saved words in one or more languages.
// Languages not named keep their words; empty words remove a wording. A
// translation counts as up to date if its words changed in this revision or if
// it is named in confirmed, and keeps its old mark otherwise.
func (t Text) Revise(from Tag, words map[Tag]string, confirmed ...Tag) Text {
	out := Text{From: t.From, Wordings: map[Tag]Wording{}}
	if out.From == "" {
		out.From = from
	}
	changed := map[Tag]bool{}
	for l, w := range t.Wordings {
		out.Wordings[l] = w
	}
	for l, w := range words {
		w = Clean(w)
		switch {
		case w == "":
			delete(out.Wordings, l)
		case w != t.Wordings[l].Words:
			out.Wordings[l] = Wording{Words: w}
			changed[l] = true
		}
	}
	o := out.Original()
	out.From = o
	d := digest(out.Words(o))
	for l, w := range out.Wordings {
		switch {
		case l == o:
			w.Of = ""
		case changed[l] || slices.Contains(confirmed, l):
			w.Of = d
		case w.Of == "": // was the original until now
			w.Of = d
		}
		out.Wordings[l] = w
	}
	if len(out.Wordings) == 0 {
		return Text{}
	}
	return out
}

// Equal reports whether both texts have the same words in the same languages.
func (t Text) Equal(o Text) bool {
	if !slices.Equal(t.Languages(), o.Languages()) {
		return false
	}
	for _, l := range t.Languages() {
		if t.Words(l) != o.Words(l) {
			return false
		}
	}
	return true
}

// All returns every wording, for search and export.
func (t Text) All() map[Tag]string {
	out := make(map[Tag]string, len(t.Wordings))
	for l, w := range t.Wordings {
		if w.Words != "" {
			out[l] = w.Words
		}
	}
	return out
}

// Longest returns the length in bytes of the longest wording.
func (t Text) Longest() int {
	n := 0
	for _, w := range t.Wordings {
		n = max(n, len(w.Words))
	}
	return n
}

// Clean returns words with line ends as "\n", without spaces at either end.
func Clean(words string) string {
	words = strings.ReplaceAll(words, "\r\n", "\n")
	return strings.TrimSpace(strings.ReplaceAll(words, "\r", "\n"))
}
