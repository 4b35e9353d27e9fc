package process

import (
	"slices"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// An AgreementKind is the form of an agreement.
type AgreementKind string

// AgreementKinds are the forms an agreement can have.
var AgreementKinds = []AgreementKind{"memorandum-of-understanding", "charter", "convention", "terms-of-reference", "other"}

// An Agreement is what partners signed with one another.
type Agreement struct {
	Part
	Title      lang.Text     `json:"title"`
	Kind       AgreementKind `json:"kind,omitempty"`
	Date       when.Date     `json:"date,omitempty"`
	Parties    []ref.ID      `json:"parties,omitempty"` // partners
	Purpose    lang.Text     `json:"purpose,omitzero"`  // Markdown
	Objectives []lang.Text   `json:"objectives,omitempty"`
	Document   ref.ID        `json:"document,omitempty"` // in the library
}

// Noun, Name and Fields describe the agreement to the rest of the room.
func (a Agreement) Noun() Noun      { return AgreementNoun }
func (a Agreement) Name() lang.Text { return a.Title }

func (a Agreement) Fields() []Field {
	out := []Field{{What: "title", Text: a.Title}, {What: "date", Plain: string(a.Date)}, {What: "purpose", Text: a.Purpose}}
	for _, id := range a.Parties {
		out = append(out, Field{What: "parties", Plain: string(id)})
	}
	out = append(out, listed("objectives", a.Objectives)...)
	return append(out, Field{What: "document", Plain: string(a.Document)}, Field{What: "uncertain", Text: a.Uncertain})
}

func (a Agreement) check(c *check, w Whole) {
	c.title("title", a.Title)
	if a.Kind != "" && !slices.Contains(AgreementKinds, a.Kind) {
		c.add("kind", "process.agreement.kind")
	}
	c.date("date", a.Date)
	partners := w.ids(PartnerNoun)
	for _, id := range a.Parties {
		c.leads("parties", id, partners)
	}
	c.text("purpose", a.Purpose)
	c.lines("objectives", a.Objectives)
	if a.Document != "" && !a.Document.Valid() {
		c.add("document", "process.limit.unknown", "id", string(a.Document))
	}
}

func (a Agreement) leadsTo(n Noun, id ref.ID) bool {
	return n == PartnerNoun && slices.Contains(a.Parties, id) || cites(a.Evidence, n, id)
}
