package process

import (
	"cmp"
	"slices"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// An EntryKind says what an entry records.
type EntryKind string

// The kinds of entries.
const (
	Milestone      EntryKind = "milestone"
	Exchange       EntryKind = "exchange"
	WorkingGroup   EntryKind = "working-group"
	Priority       EntryKind = "priority"
	Output         EntryKind = "output"
	Recommendation EntryKind = "recommendation"
	Consultation   EntryKind = "consultation"
	Report         EntryKind = "report"
	Problem        EntryKind = "problem"
	Practice       EntryKind = "practice"
	Figure         EntryKind = "figure"
	Governance     EntryKind = "governance"
	Theme          EntryKind = "theme"
	Context        EntryKind = "context"
	Unconfirmed    EntryKind = "unconfirmed"
)

// Chronicle are the kinds that stand in the dated chronicle; Results are those
// that stand in a section of their own, in the order of the sections; Carried
// are those that stand with the partners.
var (
	Chronicle = []EntryKind{Milestone, Exchange}
	Results   = []EntryKind{
		Theme, Problem, WorkingGroup, Output, Priority, Consultation, Report, Recommendation, Practice, Figure, Context, Unconfirmed,
	}
	Carried = []EntryKind{Governance}
	Kinds   = slices.Concat(Chronicle, Results, Carried)
)

// An Entry is a line of the chronicle: what sources record of the process and no
// other part holds.
type Entry struct {
	Part
	Kind          EntryKind   `json:"kind"`
	Number        int         `json:"number,omitempty"` // as the source numbers it
	Title         lang.Text   `json:"title"`
	Acronym       lang.Text   `json:"acronym,omitzero"`
	AlsoCalled    []lang.Text `json:"also_called,omitempty"`
	Text          lang.Text   `json:"text,omitzero"` // Markdown
	Parts         []lang.Text `json:"parts,omitempty"`
	Dates         when.Span   `json:"dates,omitzero"`
	Where         lang.Text   `json:"place,omitzero"`
	Meeting       ref.ID      `json:"meeting,omitempty"`
	Breakout      ref.ID      `json:"breakout,omitempty"`
	Partners      []ref.ID    `json:"partners,omitempty"`
	Group         ref.ID      `json:"group,omitempty"`
	WorkingGroups []ref.ID    `json:"working_groups,omitempty"` // entries of kind working-group
	Document      ref.ID      `json:"document,omitempty"`
	Page          int         `json:"page,omitempty"` // of the document
	WithProcess   ref.ID      `json:"with_process,omitempty"`
	RelatedOnly   bool        `json:"related_only,omitempty"` // on the same subject, outside the process
}

// Noun, Name and Fields describe the entry to the rest of the room.
func (e Entry) Noun() Noun      { return EntryNoun }
func (e Entry) Name() lang.Text { return e.Title }

func (e Entry) Fields() []Field {
	out := []Field{
		{What: "kind", Plain: string(e.Kind)},
		{What: "title", Text: e.Title},
		{What: "acronym", Text: e.Acronym},
		{What: "text", Text: e.Text},
		{What: "date", Plain: string(e.Dates.Start)},
		{What: "end", Plain: string(e.Dates.End)},
		{What: "place", Text: e.Where},
		{What: "meeting", Plain: string(e.Meeting)},
	}
	out = append(out, listed("also-called", e.AlsoCalled)...)
	out = append(out, listed("parts", e.Parts)...)
	return append(out, Field{What: "uncertain", Text: e.Uncertain})
}

func (e Entry) check(c *check, w Whole) {
	if !slices.Contains(Kinds, e.Kind) {
		c.add("kind", "process.entry.kind")
	}
	c.title("title", e.Title)
	c.line("acronym", e.Acronym)
	c.lines("also-called", e.AlsoCalled)
	c.text("text", e.Text)
	c.count("parts", len(e.Parts))
	for _, t := range e.Parts {
		c.text("parts", t)
	}
	c.span("date", "end", e.Dates)
	c.line("place", e.Where)
	c.leads("group", e.Group, w.ids(GroupNoun))
	partners := w.ids(PartnerNoun)
	for _, id := range e.Partners {
		c.leads("partners", id, partners)
	}
	entries := w.ids(EntryNoun)
	for _, id := range e.WorkingGroups {
		c.leads("working-groups", id, entries)
	}
	for field, id := range map[string]ref.ID{"meeting": e.Meeting, "breakout": e.Breakout, "document": e.Document, "with-process": e.WithProcess} {
		if id != "" && !id.Valid() {
			c.add(field, "process.limit.unknown", "id", string(id))
		}
	}
}

func (e Entry) leadsTo(n Noun, id ref.ID) bool {
	switch n {
	case GroupNoun:
		return e.Group == id
	case PartnerNoun:
		return slices.Contains(e.Partners, id)
	case EntryNoun:
		return slices.Contains(e.WorkingGroups, id)
	}
	return cites(e.Evidence, n, id)
}

// Of returns the entries of some kinds in the order in which they were entered.
func (w Whole) Of(kinds ...EntryKind) []Entry {
	var out []Entry
	for _, e := range w.Entries {
		if slices.Contains(kinds, e.Kind) {
			out = append(out, e)
		}
	}
	return out
}

// Dated returns the entries of the chronicle, the earliest first; those without
// a date stand at the end.
func (w Whole) Dated() []Entry {
	out := w.Of(Chronicle...)
	slices.SortStableFunc(out, func(a, b Entry) int {
		x, y := a.Dates.Start, b.Dates.Start
		if (x == "") != (y == "") {
			return cmp.Compare(y, x)
		}
		return cmp.Compare(x, y)
	})
	return out
}
