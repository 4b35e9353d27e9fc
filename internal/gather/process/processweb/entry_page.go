package processweb

import (
	"strconv"

	"penc/internal/gather/process"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// entriesPage shows entries: the dated chronicle, or the results by their kind.
type entriesPage struct {
	web.Page
	Place    Place
	Whole    process.Whole
	Cite     *Citations
	Links    links
	Sections []entrySection
}

// An entrySection is the entries of one kind. Gap says that there are none and
// why, where the process knows.
type entrySection struct {
	ID      string
	Title   string
	Entries []process.Entry
	Gap     ui.Evidence
}

func (f face) chronicle(a *web.Ask) error {
	return f.entries(a, "chronicle", func(p *entriesPage) {
		var own, related []process.Entry
		for _, e := range p.Whole.Dated() {
			if e.RelatedOnly {
				related = append(related, e)
			} else {
				own = append(own, e)
			}
		}
		p.add("dated", a.T("process.chronicle.dated"), own, "")
		p.add("related", a.T("process.chronicle.related"), related, "")
	})
}

func (f face) results(a *web.Ask) error {
	return f.entries(a, "results", func(p *entriesPage) {
		for _, kind := range process.Results {
			p.add(string(kind), a.T("process.kind."+string(kind)), p.Whole.Of(kind), "entries."+string(kind))
		}
	})
}

// add adds a section unless there is nothing to say in it.
func (p *entriesPage) add(id, title string, entries []process.Entry, gap string) {
	s := entrySection{ID: id, Title: title, Entries: entries, Gap: p.Cite.At(p.Whole.Evidence, gap)}
	if len(entries) > 0 || len(s.Gap.NotPublished) > 0 || len(s.Gap.Disputes) > 0 {
		p.Sections = append(p.Sections, s)
	}
}

func (f face) entries(a *web.Ask, page string, fill func(*entriesPage)) error {
	w, at, err := wholeAt(a, f.processes)
	if err != nil {
		return err
	}
	at.Title.Title, at.Title.Lead = a.T("process."+page+".title"), a.T("process."+page+".lead")
	p := entriesPage{Page: at.Page(a, at.Title.Title), Place: at, Whole: w, Cite: Cite(a.Speaker, w.Sources, "process")}
	if p.Links, err = linksOf(a, w, w.Entries...); err != nil {
		return err
	}
	fill(&p)
	return a.Render(entriesOf(p, page))
}

// entryLine is an entry as a line of a list.
func entryLine(s web.Speaker, c *Citations, e process.Entry) ui.Entry {
	out := ui.Entry{
		ID: string(e.ID), Title: s.Say(e.Title), Lang: s.Foreign(e.Title), By: s.Say(e.Where),
		Evidence: c.All(e.Evidence),
	}
	if e.Kind == process.Exchange {
		out.Kind = s.T("process.kind-of.exchange")
	}
	if e.Number > 0 {
		out.Title = strconv.Itoa(e.Number) + ". " + out.Title
	}
	if acronym := s.Say(e.Acronym); acronym != "" {
		out.Title += " (" + acronym + ")"
	}
	if e.Dates.Known() {
		out.When = s.Span(e.Dates)
	} else if has(process.Chronicle, e.Kind) {
		out.When = s.T("web.date.unknown")
	}
	return out
}

// around are what an entry leads to: partners, a group, working groups by name,
// and pages of this site.
func around(s web.Speaker, w process.Whole, l links, e process.Entry) []ui.Link {
	var out []ui.Link
	for _, id := range e.Partners {
		if v, ok := w.Partner(id); ok {
			out = append(out, ui.Link{Label: s.Say(v.Title), Href: s.Link(w.Path() + "/partners#" + string(id)), Lang: s.Foreign(v.Title)})
		}
	}
	if v, ok := w.Group(e.Group); ok {
		out = append(out, ui.Link{Label: s.Say(v.Title), Href: s.Link(w.Path() + "/partners#" + string(v.ID)), Lang: s.Foreign(v.Title)})
	}
	for _, id := range e.WorkingGroups {
		if v, ok := w.Entry(id); ok {
			out = append(out, ui.Link{Label: s.Say(v.Title), Href: s.Link(w.Path() + "/results#" + string(id)), Lang: s.Foreign(v.Title)})
		}
	}
	for _, r := range []ref.Ref{ref.To("meeting", e.Meeting), ref.To("process", e.WithProcess)} {
		if l.has(r) {
			out = append(out, l.of(r, ""))
		}
	}
	if r := ref.To("library.document", e.Document); l.has(r) {
		at := l.of(r, "")
		if e.Page > 0 {
			at.Label = s.T("process.entry.page", "document", at.Label, "n", e.Page)
		}
		out = append(out, at)
	}
	return out
}
