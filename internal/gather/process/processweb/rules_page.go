package processweb

import (
	"github.com/sergi/go-diff/diffmatchpatch"

	"penc/internal/gather/process"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// rulesPage shows the ground rules and the consensus policy in force.
type rulesPage struct {
	web.Page
	Place Place
	Whole process.Whole
	Cite  *Citations
	Links links
}

// comparePage shows two versions of rules beside each other.
type comparePage struct {
	web.Page
	Place         Place
	Before, After process.Rules
	Lang          lang.Tag
}

func (f face) rules(a *web.Ask) error {
	w, at, err := wholeAt(a, f.processes)
	if err != nil {
		return err
	}
	at.Title.Title, at.Title.Lead = a.T("process.rules.title"), a.T("process.rules.lead")
	p := rulesPage{Page: at.Page(a, at.Title.Title), Place: at, Whole: w, Cite: Cite(a.Speaker, w.Sources, "process")}
	if p.Links, err = linksOf(a, w); err != nil {
		return err
	}
	return a.Render(rulesOf(p))
}

// compare shows what changed from one version to the next: /rules/{part} compares
// a version with the one before it.
func (f face) compare(a *web.Ask) error {
	w, at, err := wholeAt(a, f.processes)
	if err != nil {
		return err
	}
	for _, r := range w.Rules {
		if r.ID != a.ID("part") {
			continue
		}
		for _, before := range w.Versions(r.Kind) {
			if before.Number < r.Number {
				at = at.On(a, w.Path()+"/rules")
				at.Title.Trail = append(at.Title.Trail, a.Crumb(a.T("process.rules.title"), w.Path()+"/rules"))
				at.Title.Title = a.T("process.rules.compare", "kind", a.T("process.rules.kind-of."+string(r.Kind)), "before", before.Number, "after", r.Number)
				_, l := r.Text.In(a.Lang)
				return a.Render(compareOf(comparePage{Page: at.Page(a, at.Title.Title), Place: at, Before: before, After: r, Lang: l}))
			}
		}
	}
	return fault.New(fault.NotFound, "", "process.rules.nothing-before")
}

// facts are what is known of how a version was adopted.
func (p rulesPage) facts(r process.Rules) []ui.Fact {
	var out []ui.Fact
	add := func(field string, f ui.Fact) {
		f.Term, f.Evidence = p.T("process.field."+field), p.Cite.At(r.Evidence, field)
		if f.Text != "" || f.Body != nil || len(f.Evidence.NotPublished)+len(f.Evidence.Disputes) > 0 {
			out = append(out, f)
		}
	}
	add("version", ui.Fact{Text: p.Number(r.Number)})
	if r.AdoptedOn != "" {
		add("adopted-on", ui.Fact{Text: p.Date(r.AdoptedOn)})
	}
	if at := ref.To("meeting", r.AdoptedAt); p.Links.has(at) {
		add("adopted-at", ui.Fact{Body: link(p.Links.of(at, ""))})
	}
	if !r.How.Empty() {
		add("how", ui.Fact{Body: p.Markdown(r.How)})
	}
	return out
}

var rulesFields = []string{"version", "adopted-on", "adopted-at", "how", "text"}

// text is what is known of the wording of a version.
func (p rulesPage) text(r process.Rules) ui.Evidence {
	e := p.Cite.At(r.Evidence, "text")
	if r.Text.Empty() && len(e.NotPublished) == 0 {
		e.NotPublished = []string{p.T("process.rules.unpublished")}
	}
	return e
}

// absent is what is known where there is no version at all.
func (p rulesPage) absent(kind process.RulesKind) ui.Evidence {
	return p.Cite.At(p.Whole.Evidence, string(kind))
}

// A piece is a run of words that both versions have, or only one.
type piece struct {
	text    string
	differs bool
}

// pieces compares two texts word by word.
func pieces(before, after string) (old, next []piece) {
	dmp := diffmatchpatch.New()
	for _, d := range dmp.DiffCleanupSemantic(dmp.DiffMain(before, after, false)) {
		switch d.Type {
		case diffmatchpatch.DiffEqual:
			old, next = append(old, piece{d.Text, false}), append(next, piece{d.Text, false})
		case diffmatchpatch.DiffDelete:
			old = append(old, piece{d.Text, true})
		case diffmatchpatch.DiffInsert:
			next = append(next, piece{d.Text, true})
		}
	}
	return old, next
}

func version(p rulesPage, r process.Rules) ui.Entry {
	out := ui.Entry{Title: p.T("process.rules.version", "n", r.Number)}
	if r.AdoptedOn != "" {
		out.When = p.Date(r.AdoptedOn)
	}
	if r.Text.Empty() {
		out.Text = p.T("process.rules.unpublished")
	}
	return out
}
