package processweb

import (
	"strings"

	"penc/internal/gather/process"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// partnersPage shows who carries the process and who takes part: stakeholder
// groups, partners, agreements, people named in sources.
type partnersPage struct {
	web.Page
	Place Place
	Whole process.Whole
	Cite  *Citations
	Links links
}

func (f face) partners(a *web.Ask) error {
	w, at, err := wholeAt(a, f.processes)
	if err != nil {
		return err
	}
	at.Title.Title, at.Title.Lead = a.T("process.partner.title"), a.T("process.partner.lead")
	p := partnersPage{Page: at.Page(a, at.Title.Title), Place: at, Whole: w, Cite: Cite(a.Speaker, w.Sources, "process")}
	if p.Links, err = linksOf(a, w, w.Of(process.Carried...)...); err != nil {
		return err
	}
	return a.Render(partnersOf(p))
}

func (p partnersPage) group(g process.Group) ui.Entry {
	return ui.Entry{
		ID: string(g.ID), Title: p.Say(g.Title), Lang: p.Foreign(g.Title), Body: p.Markdown(g.Note), Evidence: p.Cite.All(g.Evidence),
	}
}

func (p partnersPage) partner(v process.Partner) ui.Entry {
	out := ui.Entry{
		ID: string(v.ID), Title: p.Say(v.Title), Lang: p.Foreign(v.Title), When: p.Say(v.Acronym),
		Body: partnerBody(p, v), Evidence: p.Cite.All(v.Evidence),
	}
	if g, ok := p.Whole.Group(v.Group); ok {
		out.Kind = p.Say(g.Title)
	}
	return out
}

func (p partnersPage) person(v process.Named) ui.Entry {
	out := ui.Entry{
		ID: string(v.ID), Title: v.FullName, Text: p.Say(v.Position), Body: p.Markdown(v.Note), Evidence: p.Cite.All(v.Evidence),
	}
	if v.PublicOfficial {
		out.Kind = p.T("process.person.official")
	}
	return out
}

// agreement are the facts of an agreement, each with what is known of it.
func (p partnersPage) agreement(v process.Agreement) []ui.Fact {
	var out []ui.Fact
	add := func(field string, f ui.Fact) {
		f.Term, f.Evidence = p.T("process.field."+field), p.Cite.At(v.Evidence, field)
		if f.Text != "" || f.Body != nil || len(f.Evidence.NotPublished)+len(f.Evidence.Disputes) > 0 {
			out = append(out, f)
		}
	}
	kind := ui.Fact{}
	if v.Kind != "" {
		kind.Text = p.T("process.agreement.kind." + string(v.Kind))
	}
	add("kind", kind)
	if v.Date != "" {
		add("date", ui.Fact{Text: p.Date(v.Date)})
	} else {
		add("date", ui.Fact{})
	}
	parties := ui.Fact{}
	if len(v.Parties) > 0 {
		parties.Body = partyList(p, v.Parties)
	}
	add("parties", parties)
	purpose := ui.Fact{}
	if !v.Purpose.Empty() {
		purpose.Body = p.Markdown(v.Purpose)
	}
	add("purpose", purpose)
	objectives := ui.Fact{}
	if len(v.Objectives) > 0 {
		objectives.Body = textList(p.Speaker, v.Objectives)
	}
	add("objectives", objectives)
	document := ui.Fact{}
	if r := ref.To("library.document", v.Document); p.Links.has(r) {
		document.Body = link(p.Links.of(r, ""))
	}
	add("document", document)
	return out
}

var agreementFields = []string{"kind", "date", "parties", "purpose", "objectives", "document"}

func (p partnersPage) roles(v process.Partner) string {
	words := make([]string, len(v.Roles))
	for i, t := range v.Roles {
		words[i] = p.Say(t)
	}
	return strings.Join(words, " ; ")
}
