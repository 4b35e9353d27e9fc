package translation

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// Limits of a glossary.
const (
	MaxWord  = 200    // characters of a name or an authority
	MaxNote  = 10_000 // bytes of a note in one language
	MaxTerms = 2_000  // names of a process
)

// A Term is an official name in every language that has one.
type Term struct {
	ID      ref.ID `json:"-"`
	Process ref.ID `json:"-"`
	Version int    `json:"-"` // 0 before it is stored

	Word      lang.Text `json:"word"`
	Authority string    `json:"authority,omitempty"` // who says so: a law, a ministry
	Note      lang.Text `json:"note,omitzero"`
}

// Ref returns the term's name for the rest of the house.
func (t Term) Ref() ref.Ref { return ref.To("translation.term", t.ID) }

// Path returns where the term stands, without the language.
func (t Term) Path() string { return "/processes/" + string(t.Process) + "/glossary#" + string(t.ID) }

// EditPath returns the address of the term's editor.
func (t Term) EditPath() string {
	return "/processes/" + string(t.Process) + "/glossary/" + string(t.ID)
}

// Public is what anybody may know of a term: all of it.
type Public struct {
	ID        ref.ID              `json:"id"`
	Word      map[lang.Tag]string `json:"word"`
	Authority string              `json:"authority,omitempty"`
	Note      map[lang.Tag]string `json:"note,omitempty"`
}

// Public returns the term's public shape.
func (t Term) Public() Public { return Public{t.ID, t.Word.All(), t.Authority, t.Note.All()} }

// Set decides whether who may have the term become in, beside the others of the
// glossary, and returns it as it is afterwards. From is the language in which a
// missing name is asked for.
func (t Term) Set(who access.Actor, others []Term, in Term, from lang.Tag) (Term, error) {
	if err := MayWrite(who, t.Process); err != nil {
		return t, err
	}
	if in.Version != t.Version {
		return t, fault.New(fault.Conflict, "", "translation.term.changed")
	}
	in.ID, in.Process, in.Authority = t.ID, t.Process, lang.Clean(in.Authority)
	in.Version++
	return in, in.check(others, from)
}

func (t Term) check(others []Term, from lang.Tag) error {
	var faults fault.List
	if t.Word.Empty() {
		faults = faults.Add(fault.Field("word."+string(from), "translation.term.empty"))
	}
	if t.Version == 1 && len(others) >= MaxTerms {
		faults = faults.Add(fault.Field("word."+string(from), "translation.term.many", "limit", MaxTerms))
	}
	for _, l := range t.Word.Languages() {
		field := "word." + string(l)
		if n := utf8.RuneCountInString(t.Word.Words(l)); n > MaxWord {
			faults = faults.Add(fault.Field(field, "translation.term.long", "n", n, "limit", MaxWord))
		}
		if there(others, t, l) {
			faults = faults.Add(fault.Field(field, "translation.term.there-already", "word", t.Word.Words(l)))
		}
	}
	if n := utf8.RuneCountInString(t.Authority); n > MaxWord {
		faults = faults.Add(fault.Field("authority", "translation.term.long", "n", n, "limit", MaxWord))
	}
	for _, l := range t.Note.Languages() {
		if n := len(t.Note.Words(l)); n > MaxNote {
			faults = faults.Add(fault.Field("note."+string(l), "translation.term.note-long", "n", n, "limit", MaxNote))
		}
	}
	return faults.Err()
}

// there reports whether another term has the same name in a language.
func there(others []Term, t Term, l lang.Tag) bool {
	return slices.ContainsFunc(others, func(o Term) bool {
		return o.ID != t.ID && strings.EqualFold(o.Word.Words(l), t.Word.Words(l))
	})
}

// Remove decides whether who may take the term out of the glossary.
func (t Term) Remove(who access.Actor, version int) error {
	if err := MayWrite(who, t.Process); err != nil {
		return err
	}
	if version != t.Version {
		return fault.New(fault.Conflict, "", "translation.term.changed")
	}
	return nil
}

// Order puts terms in the order of their names in a language.
func Order(all []Term, l lang.Tag) {
	word := func(t Term) string {
		words, _ := t.Word.In(l)
		return strings.ToLower(words)
	}
	slices.SortStableFunc(all, func(a, b Term) int { return cmp.Or(cmp.Compare(word(a), word(b)), cmp.Compare(a.ID, b.ID)) })
}
