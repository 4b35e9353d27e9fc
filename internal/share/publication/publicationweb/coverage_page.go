package publicationweb

import (
	"github.com/a-h/templ"

	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/lang"
	"penc/internal/ground/when"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/share/publication"
)

// coverageForm is the editor of an article.
type coverageForm struct {
	web.Page
	Place  processweb.Place
	Whole  process.Whole
	Stored publication.Coverage // as it is now; empty for a new one
	In     publication.Coverage // as it was typed
	Action string
	Faults web.Faults
	Act    ui.Hidden
}

// removalPage asks whether an article is to be taken off the list.
type removalPage struct {
	web.Page
	Place    processweb.Place
	Coverage publication.Coverage
	Faults   web.Faults
	Act      ui.Hidden
}

// coverage answers with the articles as data; their page is that of the news.
func (f face) coverage(a *web.Ask) error {
	list, err := f.publications.CoverageOf(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	if a.Format != "json" {
		return a.Go("/processes/" + string(a.ID("id")) + "/news#coverage")
	}
	out := make([]publication.PublicCoverage, len(list))
	for i, c := range list {
		out[i] = c.Public()
	}
	return a.JSON(out)
}

// article is an article as a line of a list. Its title leads to where it was
// published, or to where it was published again.
func article(s web.Speaker, c *processweb.Citations, v publication.Coverage) ui.Entry {
	out := ui.Entry{
		ID: string(v.ID), Title: v.Title, Href: safe(v.URL), When: s.Date(v.Date), By: v.Outlet,
		Kind: languageName(s, v.Language), Evidence: c.All(v.Evidence),
	}
	if v.Language != s.Lang {
		out.Lang = string(v.Language)
	}
	if out.Href == "" {
		out.Href = safe(v.RepostURL)
	}
	return out
}

func (f face) newCoverage(a *web.Ask) error {
	w, at, err := f.writable(a)
	if err != nil {
		return err
	}
	in := publication.Coverage{Process: w.ID, Language: w.From()}
	return a.Render(coverageEditor(coverageFormOf(a, w, at, publication.Coverage{}, in, web.Faults{})))
}

func (f face) enterCoverage(a *web.Ask) error {
	w, at, err := f.writable(a)
	if err != nil {
		return err
	}
	return f.saveCoverage(a, w, at, publication.Coverage{Process: w.ID})
}

func (f face) editCoverage(a *web.Ask) error {
	v, w, at, err := f.stored(a)
	if err != nil {
		return err
	}
	return a.Render(coverageEditor(coverageFormOf(a, w, at, v, v, web.Faults{})))
}

func (f face) changeCoverage(a *web.Ask) error {
	v, w, at, err := f.stored(a)
	if err != nil {
		return err
	}
	return f.saveCoverage(a, w, at, v)
}

// stored returns the article of the address, for who may write.
func (f face) stored(a *web.Ask) (publication.Coverage, process.Whole, processweb.Place, error) {
	v, err := f.publications.CoverageByID(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return v, process.Whole{}, processweb.Place{}, err
	}
	w, at, err := f.writableAt(a, v.Process)
	return v, w, at, err
}

func (f face) saveCoverage(a *web.Ask, w process.Whole, at processweb.Place, stored publication.Coverage) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := readCoverage(form, stored, w.Languages)
	if _, err := f.publications.Enter(a.Ctx(), a.Who, in); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			if fs.Conflict() {
				in.Version = stored.Version // saving again is a decision taken with both in view
			}
			return coverageEditor(coverageFormOf(a, w, at, stored, in, fs))
		})
	}
	return a.GoDone(w.Path()+"/news", "publication.coverage.saved")
}

func readCoverage(form web.Form, old publication.Coverage, tags []lang.Tag) publication.Coverage {
	return publication.Coverage{
		ID: old.ID, Process: old.Process, Version: form.Int("version"),
		Outlet: form.Get("outlet"), Title: form.Get("title"), Language: lang.Tag(form.Get("language")),
		TitleFromURL: form.On("title-from-url"), Date: when.Date(form.Get("date")), URL: form.Get("url"),
		RepostURL: form.Get("repost-url"), ListedByProcess: form.On("listed-by-process"),
		Evidence: processweb.ReadEvidence(form, old.Evidence, tags),
	}
}

func coverageFormOf(a *web.Ask, w process.Whole, at processweb.Place, stored, in publication.Coverage, fs web.Faults) coverageForm {
	p := coverageForm{Place: at, Whole: w, Stored: stored, In: in, Faults: fs, Act: web.NewAct(), Action: w.Path() + "/coverage/new"}
	p.Place.Title.Title = a.T("publication.coverage.new")
	if stored.ID != "" {
		p.Place.Title.Title = a.T("publication.coverage.edit")
		p.Action = "/coverage/" + string(stored.ID) + "/edit"
	}
	p.Page = at.Page(a, p.Place.Title.Title)
	return p
}

// differing are the fields that differ between what was typed and what is stored.
func (p coverageForm) differing() []difference {
	var out differences
	out.plain(p.T("publication.field.outlet"), p.In.Outlet, p.Stored.Outlet)
	out.plain(p.T("publication.field.title"), p.In.Title, p.Stored.Title)
	out.plain(p.T("publication.field.date"), string(p.In.Date), string(p.Stored.Date))
	out.plain(p.T("publication.field.url"), p.In.URL, p.Stored.URL)
	out.plain(p.T("publication.field.repost-url"), p.In.RepostURL, p.Stored.RepostURL)
	return out
}

func (f face) askRemoval(a *web.Ask) error {
	v, _, at, err := f.stored(a)
	if err != nil {
		return err
	}
	return a.Render(removal(removalOf(a, at, v, web.Faults{})))
}

func removalOf(a *web.Ask, at processweb.Place, v publication.Coverage, fs web.Faults) removalPage {
	at.Title.Title = a.T("publication.coverage.remove")
	return removalPage{Page: at.Page(a, at.Title.Title), Place: at, Coverage: v, Faults: fs, Act: web.NewAct()}
}

func (f face) removeCoverage(a *web.Ask) error {
	v, w, at, err := f.stored(a)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	if err := f.publications.Remove(a.Ctx(), a.Who, v.ID, form.Int("version")); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component { return removal(removalOf(a, at, v, fs)) })
	}
	return a.GoDone(w.Path()+"/news", "publication.coverage.removed")
}
