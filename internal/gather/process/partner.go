package process

import (
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// A Partner is an organization that carries the process. What it does in it is
// said in words, because each process shares the work in its own way.
type Partner struct {
	Part
	Title   lang.Text   `json:"name"`
	Acronym lang.Text   `json:"acronym,omitzero"`
	Group   ref.ID      `json:"group,omitempty"` // the stakeholder group it belongs to
	Roles   []lang.Text `json:"roles,omitempty"`
	Note    lang.Text   `json:"note,omitzero"` // Markdown
}

// Noun, Name and Fields describe the partner to the rest of the room.
func (p Partner) Noun() Noun      { return PartnerNoun }
func (p Partner) Name() lang.Text { return p.Title }

func (p Partner) Fields() []Field {
	out := []Field{{What: "name", Text: p.Title}, {What: "acronym", Text: p.Acronym}, {What: "group", Plain: string(p.Group)}}
	out = append(out, listed("roles", p.Roles)...)
	return append(out, Field{What: "note", Text: p.Note}, Field{What: "uncertain", Text: p.Uncertain})
}

func (p Partner) check(c *check, w Whole) {
	c.title("name", p.Title)
	c.line("acronym", p.Acronym)
	c.leads("group", p.Group, w.ids(GroupNoun))
	c.lines("roles", p.Roles)
	c.text("note", p.Note)
}

func (p Partner) leadsTo(n Noun, id ref.ID) bool {
	return n == GroupNoun && p.Group == id || cites(p.Evidence, n, id)
}
