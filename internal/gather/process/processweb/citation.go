package processweb

import (
	"slices"
	"strings"

	"github.com/a-h/templ"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"penc/internal/gather/process"
	"penc/internal/ground/evidence"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// Citations number the sources of a process in the order in which a page cites
// them, and turn evidence into what is shown. A page makes one, asks it for the
// evidence of each thing it shows, and ends with its Bibliography:
//
//	c := processweb.Cite(p.Speaker, w.Sources, "meeting")
//	ui.Fact{Term: …, Text: …, Evidence: c.At(m.Evidence, "attendance")}
//	@ui.EvidenceOf(c.Rest(m.Evidence, "attendance"))
//	@processweb.Bibliography(p.Page, c)
//
// Fields on which sources disagree, or which were never published, are called by
// the words "<room>.field.<field>". The nil Citations cite nothing.
type Citations struct {
	say     web.Speaker
	room    string
	sources map[ref.ID]process.Source
	order   []ref.ID
}

// Cite returns citations of the sources of a process for one page of a room.
func Cite(s web.Speaker, sources []process.Source, room string) *Citations {
	c := &Citations{say: s, room: room, sources: make(map[ref.ID]process.Source, len(sources))}
	for _, source := range sources {
		c.sources[source.ID] = source
	}
	return c
}

// Refs returns the reference marks of sources.
func (c *Citations) Refs(ids []ref.ID) []ui.Ref {
	if c == nil {
		return nil
	}
	var out []ui.Ref
	for _, id := range ids {
		s, ok := c.sources[id]
		if !ok {
			continue
		}
		n := slices.Index(c.order, id) + 1
		if n == 0 {
			c.order = append(c.order, id)
			n = len(c.order)
		}
		out = append(out, ui.Ref{N: n, Title: c.say.Say(s.Name())})
	}
	return out
}

// All returns everything that evidence says of a thing.
func (c *Citations) All(e evidence.Evidence) ui.Evidence { return c.Rest(e) }

// Rest returns what evidence says of a thing, without the fields that are shown
// in a place of their own.
func (c *Citations) Rest(e evidence.Evidence, shown ...string) ui.Evidence {
	if c == nil {
		return ui.Evidence{}
	}
	out := ui.Evidence{Sources: c.Refs(e.Sources), Uncertain: c.say.Say(e.Uncertain), Derived: e.Derived}
	for _, d := range e.Disputes {
		if !slices.Contains(shown, d.Field) {
			out.Disputes = append(out.Disputes, c.disagreement(d, c.Field(d.Field)))
		}
	}
	for _, g := range e.Gaps {
		if !slices.Contains(shown, g.Field) {
			out.NotPublished = append(out.NotPublished, c.gap(g))
		}
	}
	return out
}

// At returns what evidence says of one field: the values on which sources
// disagree, or that it was never published.
func (c *Citations) At(e evidence.Evidence, field string) ui.Evidence {
	if c == nil {
		return ui.Evidence{}
	}
	var out ui.Evidence
	if d, ok := e.Dispute(field); ok {
		out.Disputes = []ui.Disagreement{c.disagreement(d, "")}
	}
	if g, ok := e.Gap(field); ok {
		out.NotPublished = []string{c.gap(g)}
	}
	return out
}

// Field returns how readers call a field; a part of a field ("place.venue") after
// its whole, if it has no word of its own.
func (c *Citations) Field(field string) string {
	if key := c.room + ".field." + field; c.say.Has(key) {
		return c.say.T(key)
	}
	if whole, part, ok := strings.Cut(field, "."); ok {
		return c.Field(whole) + ", " + c.Field(part)
	}
	return field
}

func (c *Citations) disagreement(d evidence.Dispute, about string) ui.Disagreement {
	out := ui.Disagreement{About: about}
	for _, v := range d.Values {
		out.Claims = append(out.Claims, ui.Claim{Value: c.say.Say(v.Value), Lang: c.say.Foreign(v.Value), Sources: c.Refs(v.Sources)})
	}
	return out
}

func (c *Citations) gap(g evidence.Gap) string {
	if g.Note.Empty() {
		return c.Field(g.Field)
	}
	return c.say.Say(g.Note)
}

// Sources returns the sources cited so far, in the order of their numbers.
func (c *Citations) Sources() []ui.Source {
	if c == nil {
		return nil
	}
	var out []ui.Source
	for i, id := range c.order {
		out = append(out, c.source(i+1, c.sources[id]))
	}
	return out
}

func (c *Citations) source(n int, s process.Source) ui.Source {
	out := ui.Source{
		N: n, Title: c.say.Say(s.Name()), Href: safe(s.URL), Publisher: s.Publisher,
		Lang: c.say.Foreign(s.Name()), TitleFromURL: s.TitleFromURL,
	}
	if s.Date != "" {
		out.Date = c.say.Date(s.Date)
	}
	if s.Language != "" {
		out.LangName = languageName(c.say, s.Language)
	}
	return out
}

// safe returns an address of the web as it is, and nothing else: the operations
// check addresses, and a page does not trust them.
func safe(address string) string {
	if u := templ.URL(address); string(u) == address {
		return address
	}
	return ""
}

// languageName returns how readers call a language: "anglais" in French.
func languageName(s web.Speaker, l lang.Tag) string {
	tag, err := language.Parse(string(l))
	if err != nil {
		return string(l)
	}
	if name := display.Languages(language.Make(string(s.Lang))).Name(tag); name != "" {
		return name
	}
	return string(l)
}

// languageLabel returns how a language calls itself, where the interface speaks
// it: the label of a field in that language.
func languageLabel(s web.Speaker, l lang.Tag) string {
	if key := "web.language." + string(l); s.Has(key) {
		return s.T(key)
	}
	return languageName(s, l)
}
