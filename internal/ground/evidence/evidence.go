// Package evidence says what a thing on a page rests on: its sources, where
// they disagree, what is uncertain, and what was looked for and never found.
//
// A process of the past is known only through what was published about it. The
// record is worth something when each statement can be followed to its source,
// so every noun of a process carries an [Evidence] and every page shows it.
package evidence

import (
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// Evidence is what one thing rests on. The zero Evidence says nothing: the
// convener of the process answers for the thing.
type Evidence struct {
	Sources   []ref.ID  `json:"sources,omitempty"`  // sources of the process, by id
	Uncertain lang.Text `json:"uncertain,omitzero"` // why it is uncertain; empty if it is not
	Derived   bool      `json:"derived,omitempty"`  // worked out by the compilers
	Disputes  []Dispute `json:"disputes,omitempty"` // fields on which sources disagree
	Gaps      []Gap     `json:"gaps,omitempty"`     // fields that were never published
}

// A Dispute is a field of a thing on which sources disagree.
type Dispute struct {
	Field  string  `json:"field"`
	Values []Value `json:"values"`
}

// A Value is what some sources say.
type Value struct {
	Value   lang.Text `json:"value"`
	Sources []ref.ID  `json:"sources"`
}

// A Gap is a field of a thing that was never published, or was not found.
type Gap struct {
	Field string    `json:"field"`
	Note  lang.Text `json:"note"`
}

// Dispute returns the dispute about a field, and whether there is one.
func (e Evidence) Dispute(field string) (Dispute, bool) {
	for _, d := range e.Disputes {
		if d.Field == field {
			return d, true
		}
	}
	return Dispute{}, false
}

// Gap returns what is known of the absence of a field.
func (e Evidence) Gap(field string) (Gap, bool) {
	for _, g := range e.Gaps {
		if g.Field == field {
			return g, true
		}
	}
	return Gap{}, false
}

// Says reports whether there is anything to show.
func (e Evidence) Says() bool {
	return len(e.Sources) > 0 || !e.Uncertain.Empty() || e.Derived || len(e.Disputes) > 0 || len(e.Gaps) > 0
}

// Cited returns every source that e names, each once, in order of appearance.
func (e Evidence) Cited() []ref.ID {
	var out []ref.ID
	seen := map[ref.ID]bool{}
	add := func(ids []ref.ID) {
		for _, id := range ids {
			if !seen[id] {
				seen[id] = true
				out = append(out, id)
			}
		}
	}
	add(e.Sources)
	for _, d := range e.Disputes {
		for _, v := range d.Values {
			add(v.Sources)
		}
	}
	return out
}
