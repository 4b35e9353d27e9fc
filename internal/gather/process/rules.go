package process

import (
	"cmp"
	"slices"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// A RulesKind says what a text rules.
type RulesKind string

// The kinds of rules: how people deal with each other, and when they agree.
const (
	GroundRules     RulesKind = "ground-rules"
	ConsensusPolicy RulesKind = "consensus-policy"
)

// RulesKinds are both kinds of rules.
var RulesKinds = []RulesKind{GroundRules, ConsensusPolicy}

// Rules are one version of the ground rules or of the consensus policy of a
// process. The participants adopt them; a version without a text was adopted and
// never published.
type Rules struct {
	Part
	Kind      RulesKind `json:"kind"`
	Number    int       `json:"number"` // of the version among its kind, from 1
	AdoptedOn when.Date `json:"adopted_on,omitempty"`
	AdoptedAt ref.ID    `json:"adopted_at,omitempty"` // the meeting
	How       lang.Text `json:"how,omitzero"`
	Text      lang.Text `json:"text,omitzero"` // Markdown
	Note      lang.Text `json:"note,omitzero"` // Markdown
}

// Noun, Name and Fields describe the rules to the rest of the room.
func (r Rules) Noun() Noun { return RulesNoun }

// Name returns no words of its own: a version is called by its kind and number.
func (r Rules) Name() lang.Text { return lang.Text{} }

func (r Rules) Fields() []Field {
	return []Field{
		{What: "adopted-on", Plain: string(r.AdoptedOn)},
		{What: "adopted-at", Plain: string(r.AdoptedAt)},
		{What: "how", Text: r.How},
		{What: "text", Text: r.Text},
		{What: "note", Text: r.Note},
		{What: "uncertain", Text: r.Uncertain},
	}
}

func (r Rules) check(c *check, _ Whole) {
	if !slices.Contains(RulesKinds, r.Kind) {
		c.add("kind", "process.rules.kind")
	}
	if r.Number < 1 || r.Number > 1000 {
		c.add("version", "process.rules.number")
	}
	c.date("adopted-on", r.AdoptedOn)
	if r.AdoptedAt != "" && !r.AdoptedAt.Valid() {
		c.add("adopted-at", "process.limit.unknown", "id", string(r.AdoptedAt))
	}
	c.text("how", r.How)
	c.text("text", r.Text)
	c.text("note", r.Note)
}

func (r Rules) leadsTo(n Noun, id ref.ID) bool { return cites(r.Evidence, n, id) }

// MayBecome decides whether the version may be corrected into next. The words
// that were adopted stay as they are; a text that was missing may be added, and
// so may translations.
func (r Rules) MayBecome(next Rules) error {
	if next.Kind != r.Kind || next.Number != r.Number {
		return fault.New(fault.Closed, "", "process.rules.adopted")
	}
	if o := r.Text.Original(); !r.Text.Empty() && next.Text.Words(o) != r.Text.Words(o) {
		return fault.Field("text."+string(o), "process.rules.adopted")
	}
	return nil
}

// Versions returns the versions of one kind of rules, newest first.
func (w Whole) Versions(kind RulesKind) []Rules {
	var out []Rules
	for _, r := range w.Rules {
		if r.Kind == kind {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b Rules) int { return cmp.Or(b.Number-a.Number, cmp.Compare(a.ID, b.ID)) })
	return out
}

// InForce returns the newest version of one kind of rules, and whether there is
// one.
func (w Whole) InForce(kind RulesKind) (Rules, bool) {
	if all := w.Versions(kind); len(all) > 0 {
		return all[0], true
	}
	return Rules{}, false
}

// Adopt decides what the next version of rules is called: in, numbered after the
// versions there are.
func (w Whole) Adopt(in Rules) Rules {
	in.Number = 1
	if last, ok := w.InForce(in.Kind); ok {
		in.Number = last.Number + 1
	}
	return in
}
