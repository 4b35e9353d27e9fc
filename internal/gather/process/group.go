package process

import (
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// A Group is a stakeholder group: people or bodies with a common stake, as the
// process names them. Members declare for which one they speak.
type Group struct {
	Part
	Title lang.Text `json:"name"`
	Note  lang.Text `json:"note,omitzero"` // Markdown
}

// Noun, Name and Fields describe the group to the rest of the room.
func (g Group) Noun() Noun      { return GroupNoun }
func (g Group) Name() lang.Text { return g.Title }

func (g Group) Fields() []Field {
	return []Field{{What: "name", Text: g.Title}, {What: "note", Text: g.Note}, {What: "uncertain", Text: g.Uncertain}}
}

func (g Group) check(c *check, _ Whole) {
	c.title("name", g.Title)
	c.text("note", g.Note)
}

func (g Group) leadsTo(n Noun, id ref.ID) bool { return cites(g.Evidence, n, id) }
