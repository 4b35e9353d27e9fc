// Package carry turns what a process file says (package bundle) into the words
// of the house, and back. Every room that reads its sections of a file does it
// through a [Case], so that texts, evidence and lists of changes come in the
// same way everywhere.
//
// A text that comes in is a revision of the one that is there: a file whose
// French changed and whose English did not leaves the English marked as out of
// date. A file that says what is there already changes nothing.
package carry

import (
	"bytes"
	"encoding/json"

	"penc/bundle"
	"penc/internal/ground/evidence"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// A Case carries things of one process, whose languages it knows.
type Case struct{ languages []lang.Tag }

// Of returns the case for a file.
func Of(b *bundle.Bundle) Case { return In(Tags(b.Process.Languages)...) }

// In returns the case for a process with these languages, the source first.
func In(languages ...lang.Tag) Case { return Case{languages} }

// Tags returns the languages of a file as tags.
func Tags(languages []string) []lang.Tag {
	out := make([]lang.Tag, len(languages))
	for i, l := range languages {
		out[i] = lang.Tag(l)
	}
	return out
}

// From returns the language in which the process is written first.
func (c Case) From() lang.Tag {
	if len(c.languages) == 0 {
		return lang.Interface[0]
	}
	return c.languages[0]
}

// Text returns old as the file has it. Wordings that the file lacks go.
func (c Case) Text(old lang.Text, t bundle.Text) lang.Text {
	words := map[lang.Tag]string{}
	for _, l := range old.Languages() {
		words[l] = ""
	}
	for _, w := range t {
		words[lang.Tag(w.Lang)] = w.Words
	}
	return old.Revise(c.From(), words)
}

// Texts is Text for a list, place by place.
func (c Case) Texts(old []lang.Text, ts []bundle.Text) []lang.Text {
	var out []lang.Text
	for i, t := range ts {
		var before lang.Text
		if i < len(old) {
			before = old[i]
		}
		out = append(out, c.Text(before, t))
	}
	return out
}

// Evidence returns old as the file has it.
func (c Case) Evidence(old evidence.Evidence, e bundle.Evidence) evidence.Evidence {
	out := evidence.Evidence{Sources: IDs(e.Sources), Uncertain: c.Text(old.Uncertain, e.Uncertain), Derived: e.Derived}
	for _, d := range e.Disputed {
		before, _ := old.Dispute(d.Field)
		dispute := evidence.Dispute{Field: d.Field}
		for i, v := range d.Values {
			var was lang.Text
			if i < len(before.Values) {
				was = before.Values[i].Value
			}
			dispute.Values = append(dispute.Values, evidence.Value{Value: c.Text(was, v.Value), Sources: IDs(v.Sources)})
		}
		out.Disputes = append(out.Disputes, dispute)
	}
	for _, g := range e.NotPublished {
		before, _ := old.Gap(g.Field)
		out.Gaps = append(out.Gaps, evidence.Gap{Field: g.Field, Note: c.Text(before.Note, g.Note)})
	}
	return out
}

// IDs returns ids of a file as ids of the house; nil for none.
func IDs(ids []string) []ref.ID {
	var out []ref.ID
	for _, id := range ids {
		out = append(out, ref.ID(id))
	}
	return out
}

// OutText returns a text as the file writes it: the languages of the process
// first, in their order.
func (c Case) OutText(t lang.Text) bundle.Text {
	var out bundle.Text
	for _, l := range append(append([]lang.Tag{}, c.languages...), t.Languages()...) {
		if t.Has(l) && out.In(string(l)) == "" {
			out = append(out, bundle.Wording{Lang: string(l), Words: t.Words(l)})
		}
	}
	return out
}

// OutTexts is OutText for a list.
func (c Case) OutTexts(ts []lang.Text) []bundle.Text {
	var out []bundle.Text
	for _, t := range ts {
		out = append(out, c.OutText(t))
	}
	return out
}

// OutEvidence returns evidence as the file writes it.
func (c Case) OutEvidence(e evidence.Evidence) bundle.Evidence {
	out := bundle.Evidence{Sources: OutIDs(e.Sources), Uncertain: c.OutText(e.Uncertain), Derived: e.Derived}
	for _, d := range e.Disputes {
		dispute := bundle.Dispute{Field: d.Field}
		for _, v := range d.Values {
			dispute.Values = append(dispute.Values, bundle.Claim{Value: c.OutText(v.Value), Sources: OutIDs(v.Sources)})
		}
		out.Disputed = append(out.Disputed, dispute)
	}
	for _, g := range e.Gaps {
		out.NotPublished = append(out.NotPublished, bundle.Gap{Field: g.Field, Note: c.OutText(g.Note)})
	}
	return out
}

// OutIDs returns ids of the house as the file writes them; nil for none.
func OutIDs(ids []ref.ID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, string(id))
	}
	return out
}

// A Kind says what a file would do to a thing, or did.
type Kind string

// The kinds of change.
const (
	Created   Kind = "created"
	Changed   Kind = "changed"
	Unchanged Kind = "unchanged"
)

// A Change is what a file does to one thing.
type Change struct {
	Section string // of the file: "stages"
	ID      ref.ID
	Name    lang.Text
	Kind    Kind
}

// Same reports whether two values are stored as the same JSON.
func Same(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// Count returns how many changes are of a kind.
func Count(changes []Change, k Kind) int {
	n := 0
	for _, c := range changes {
		if c.Kind == k {
			n++
		}
	}
	return n
}
