package process

import (
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// A Named is somebody whom public sources name: a speaker, an author, an
// official. They need not know of this site, so nothing stands here but what the
// sources say. People with an account are the business of package person.
type Named struct {
	Part
	FullName       string    `json:"name"`
	Position       lang.Text `json:"position,omitzero"`
	PublicOfficial bool      `json:"public_official,omitempty"`
	Note           lang.Text `json:"note,omitzero"` // Markdown
}

// Noun, Name and Fields describe the person to the rest of the room.
func (p Named) Noun() Noun      { return PersonNoun }
func (p Named) Name() lang.Text { return untranslated(p.FullName) }

func (p Named) Fields() []Field {
	return []Field{
		{What: "name", Plain: p.FullName},
		{What: "position", Text: p.Position},
		{What: "note", Text: p.Note},
		{What: "uncertain", Text: p.Uncertain},
	}
}

func (p Named) check(c *check, _ Whole) {
	if p.FullName == "" {
		c.add("name", "process.person.nameless")
	}
	c.plain("name", p.FullName)
	c.line("position", p.Position)
	c.text("note", p.Note)
}

func (p Named) leadsTo(n Noun, id ref.ID) bool { return cites(p.Evidence, n, id) }
