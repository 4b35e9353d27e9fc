package processweb

import (
	"strings"
	"time"

	"github.com/a-h/templ"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/evidence"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// listPage shows the processes that the reader may see.
type listPage struct {
	web.Page
	All     []process.Whole
	Now     time.Time
	MayOpen bool
}

// overviewPage is the first page of a process.
type overviewPage struct {
	web.Page
	Place     Place
	Whole     process.Whole
	Cite      *Citations
	Links     links
	Now       time.Time
	NowPanels []templ.Component // what people can do now, before anything else
	Panels    []templ.Component
	Joined    bool // the reader takes part
}

func (f face) list(a *web.Ask) error {
	all, err := f.processes.All(a.Ctx(), a.Who)
	if err != nil {
		return err
	}
	if a.Format == "json" {
		out := make([]process.PublicLine, len(all))
		for i, w := range all {
			out[i] = w.Line(a.Site.DB.Now())
		}
		return a.JSON(out)
	}
	p := listPage{Page: a.Page(a.T("process.list.title")), All: all, Now: a.Site.DB.Now(), MayOpen: process.MayOpen(a.Who) == nil}
	p.Description = a.T("process.list.lead")
	for _, w := range all {
		p.Simulated = p.Simulated || w.Simulated && len(all) == 1
	}
	return a.Render(processesPage(p))
}

func (f face) overview(a *web.Ask) error {
	w, at, err := wholeAt(a, f.processes)
	if err != nil {
		return err
	}
	if a.Format == "json" {
		return a.JSON(w.Public(a.Site.DB.Now()))
	}
	now, err := a.Panels("process.now", w.ID)
	if err != nil {
		return err
	}
	panels, err := a.Panels("process.page", w.ID)
	if err != nil {
		return err
	}
	p := overviewPage{
		Page: at.Page(a, a.Say(w.Title)), Place: at, Whole: w, Cite: Cite(a.Speaker, w.Sources, "process"),
		Now: a.Site.DB.Now(), NowPanels: now, Panels: panels, Joined: a.Who.HoldsAny(access.OnProcess, w.Ref()),
	}
	p.Description = a.Plain(w.Summary, 160)
	if p.Links, err = linksOf(a, w, lately(w, p.Now)...); err != nil {
		return err
	}
	p.Place.Title = p.head()
	return a.Render(processPage(p))
}

// head is the cloth of the overview.
func (p overviewPage) head() ui.Title {
	w := p.Whole
	t := ui.Title{
		Trail: p.Place.Title.Trail, Kicker: Country(p.Speaker, w.Country), Title: p.Say(w.Title), Lang: p.Foreign(w.Title),
		Lead: strings.Join(CourseLines(p.Speaker, w, p.Now), " "), Motif: true, Meta: processMeta(p),
	}
	if len(t.Trail) > 1 {
		t.Trail = t.Trail[:1]
	}
	if n := w.Participation; n != nil {
		t.Seats = ui.Gathering{Seats: n.Count, Taken: n.Count}
	}
	return t
}

// latest is how many entries of the chronicle the overview shows.
const latest = 3

// lately returns the last things that happened in the process up to now, without
// dates that were only worked out.
func lately(w process.Whole, now time.Time) []process.Entry {
	var out []process.Entry
	for _, e := range w.Dated() {
		ahead := when.DateOf(now.In(w.Location())).Before(e.Dates.Start)
		if e.Dates.Known() && !ahead && !e.RelatedOnly && !e.Derived {
			out = append(out, e)
		}
	}
	return out[max(0, len(out)-latest):]
}

// facts are what the overview says of the process in short.
func (p overviewPage) facts() []ui.Fact {
	w := p.Whole
	var out []ui.Fact
	add := func(field, text string, more ui.Evidence) {
		e := p.Cite.At(w.Evidence, field)
		e.Sources = append(e.Sources, more.Sources...)
		if text != "" || len(e.NotPublished)+len(e.Disputes) > 0 {
			out = append(out, ui.Fact{Term: p.T("process.field." + field), Text: text, Evidence: e})
		}
	}
	if len(w.AlsoCalled) > 0 {
		out = append(out, ui.Fact{Term: p.T("process.field.also-called"), Body: textList(p.Speaker, w.AlsoCalled), Evidence: p.Cite.At(w.Evidence, "also-called")})
	}
	if w.PlannedMonths > 0 {
		add("planned-months", p.T("process.months", "n", w.PlannedMonths), ui.Evidence{})
	}
	if n := w.Participation; n != nil {
		key := "process.participation"
		if n.AtLeast {
			key = "process.participation-at-least"
		}
		text := p.T(key, "n", n.Count, "count", p.Number(n.Count))
		if !n.Note.Empty() {
			text += " " + p.Say(n.Note)
		}
		add("participation", text, ui.Evidence{Sources: p.Cite.Refs(n.Sources)})
	} else {
		add("participation", "", ui.Evidence{})
	}
	if w.FollowsMethodOf != "" {
		at := p.Links.of(ref.To("process", w.FollowsMethodOf), string(w.FollowsMethodOf))
		out = append(out, ui.Fact{Term: p.T("process.field.follows-method-of"), Body: link(at), Evidence: p.Cite.At(w.Evidence, "follows-method-of")})
	}
	for _, s := range w.Websites {
		out = append(out, ui.Fact{Term: p.T("process.field.websites"), Body: link(ui.Link{Label: s.URL, Href: safe(s.URL)})})
	}
	return out
}

// shownElsewhere are the fields of the process that the overview, or another
// page, shows in their own place.
var shownElsewhere = []string{"also-called", "planned-months", "participation", "follows-method-of", "websites"}

// gaps are what is not known of the process as a whole: one line for each field.
func (p overviewPage) gaps() []ui.Fact {
	var out []ui.Fact
	for _, g := range p.Whole.Gaps {
		if !has(shownElsewhere, g.Field) {
			out = append(out, ui.Fact{Term: p.Cite.Field(g.Field), Evidence: p.Cite.At(p.Whole.Evidence, g.Field)})
		}
	}
	return out
}

// own returns evidence without its gaps, which stand in a section of their own.
func own(e evidence.Evidence) evidence.Evidence {
	e.Gaps = nil
	return e
}

// links are the cards of the things that a page leads to.
type links struct {
	say   web.Speaker
	cards map[ref.Ref]feature.Card
}

// of returns the link to a thing; the name alone if there is no page of it here.
func (l links) of(r ref.Ref, otherwise string) ui.Link {
	c, ok := l.cards[r]
	if !ok {
		return ui.Link{Label: otherwise}
	}
	return ui.Link{Label: l.say.Say(c.Name), Href: l.say.Link(c.Path), Lang: l.say.Foreign(c.Name)}
}

func (l links) has(r ref.Ref) bool {
	_, ok := l.cards[r]
	return ok
}

// linksOf looks up what the entries, agreements and rules of a page lead to: only
// what the reader may see.
func linksOf(a *web.Ask, w process.Whole, entries ...process.Entry) (links, error) {
	l := links{say: a.Speaker, cards: map[ref.Ref]feature.Card{}}
	refs := []ref.Ref{ref.To("process", w.FollowsMethodOf)}
	for _, e := range entries {
		refs = append(refs, ref.To("meeting", e.Meeting), ref.To("library.document", e.Document), ref.To("process", e.WithProcess))
	}
	for _, g := range w.Agreements {
		refs = append(refs, ref.To("library.document", g.Document))
	}
	for _, r := range w.Rules {
		refs = append(refs, ref.To("meeting", r.AdoptedAt))
	}
	err := a.Site.DB.Read(a.Ctx(), func(tx *db.Tx) error {
		for _, r := range refs {
			if r.ID == "" {
				continue
			}
			if c, ok := a.Site.Directory.Card(tx, r); ok && (c.Public || c.Process == w.ID) {
				l.cards[r] = c
			}
		}
		return nil
	})
	return l, err
}
