package processweb

import (
	"slices"
	"strconv"
	"strings"

	"penc/internal/gather/process"
	"penc/internal/ground/evidence"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// An EvidenceForm is the part of an editor in which one writes what a thing rests
// on: the sources by ticking, doubts in words, and for single fields what sources
// disagree on and what was never published.
type EvidenceForm struct {
	Room      string // whose words name the fields: "meeting"
	Fields    []string
	Sources   []process.Source
	Evidence  evidence.Evidence // as stored or as typed
	Languages []lang.Tag
	Faults    web.Faults
}

// choices are the sources to tick.
func (f EvidenceForm) choices(s web.Speaker) []ui.Choice {
	var out []ui.Choice
	for _, source := range f.Sources {
		out = append(out, ui.Choice{
			Value: string(source.ID), Label: s.Say(source.Name()), Lang: s.Foreign(source.Name()),
			Hint: string(source.ID), Selected: slices.Contains(f.Evidence.Sources, source.ID),
		})
	}
	return out
}

// fieldChoices are the fields of the thing, with one that is none.
func (f EvidenceForm) fieldChoices(s web.Speaker) []ui.Choice {
	out := []ui.Choice{{Label: s.T("process.evidence.no-field")}}
	for _, name := range f.Fields {
		out = append(out, ui.Choice{Value: name, Label: f.called(s, name)})
	}
	return out
}

func (f EvidenceForm) called(s web.Speaker, field string) string {
	return Cite(s, nil, f.Room).Field(field)
}

// rows are the gaps and disputes there are, and an empty one after them.
func (f EvidenceForm) gaps() []evidence.Gap {
	return append(slices.Clone(f.Evidence.Gaps), evidence.Gap{})
}

func (f EvidenceForm) disputes() []evidence.Dispute {
	return append(slices.Clone(f.Evidence.Disputes), evidence.Dispute{Values: make([]evidence.Value, 1)})
}

func claims(d evidence.Dispute) []evidence.Value {
	return append(slices.Clone(d.Values), evidence.Value{})
}

func numbered(prefix string, i int, rest string) string {
	return prefix + "." + strconv.Itoa(i) + "." + rest
}

func spaced(ids []ref.ID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	return strings.Join(words, " ")
}

// ReadEvidence returns evidence as the form has it. A form without the part of
// EvidenceFields leaves it as it is.
func ReadEvidence(form web.Form, old evidence.Evidence, languages []lang.Tag) evidence.Evidence {
	if !form.Has("evidence") {
		return old
	}
	out := evidence.Evidence{
		Uncertain: ReadText(form, "uncertain", old.Uncertain, languages), Derived: form.On("derived"),
		Sources: ticked(form, "sources", old.Sources),
	}
	for i := range process.MaxList {
		if field := form.Get(numbered("gap", i, "field")); field != "" && !form.On(numbered("gap", i, "remove")) {
			before, _ := old.Gap(field)
			out.Gaps = append(out.Gaps, evidence.Gap{Field: field, Note: ReadText(form, numbered("gap", i, "note"), before.Note, languages)})
		}
	}
	for i := range process.MaxList {
		if d, ok := readDispute(form, i, old, languages); ok {
			out.Disputes = append(out.Disputes, d)
		}
	}
	return out
}

func readDispute(form web.Form, i int, old evidence.Evidence, languages []lang.Tag) (evidence.Dispute, bool) {
	field := form.Get(numbered("dispute", i, "field"))
	if field == "" || form.On(numbered("dispute", i, "remove")) {
		return evidence.Dispute{}, false
	}
	before, _ := old.Dispute(field)
	d := evidence.Dispute{Field: field}
	for j := range process.MaxList {
		name := numbered("dispute", i, "value."+strconv.Itoa(j))
		if !form.Has(name + ".sources") {
			break
		}
		var was lang.Text
		if j < len(before.Values) {
			was = before.Values[j].Value
		}
		v := evidence.Value{Value: ReadText(form, name, was, languages)}
		for _, id := range strings.Fields(form.Get(name + ".sources")) {
			v.Sources = append(v.Sources, ref.ID(id))
		}
		if !v.Value.Empty() {
			d.Values = append(d.Values, v)
		}
	}
	return d, len(d.Values) > 0
}
