package minutesweb

import (
	"github.com/a-h/templ"

	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/share/minutes"
)

// sectionPage is the editor of a section.
type sectionPage struct {
	web.Page
	Place   processweb.Place
	View    minutes.View
	Stored  minutes.Section // as it is now; without an id if it is new
	In      minutes.Section // as typed
	Version int
	Faults  web.Faults
	Act     ui.Hidden
}

// isNew is the part of the address that stands for a section that is added.
const isNew = "new"

func (f face) edit(a *web.Ask) error {
	p, err := f.sectionPage(a)
	if err != nil {
		return err
	}
	return a.Render(editPage(p))
}

func (f face) write(a *web.Ask) error {
	p, err := f.sectionPage(a)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	p.In.Title = processweb.ReadText(form, "title", p.Stored.Title, lang.Interface)
	p.In.Text = processweb.ReadText(form, "text", p.Stored.Text, lang.Interface)
	p.In.Left, p.Version = form.On("left"), form.Int("version")
	sec, err := f.minutes.Write(a.Ctx(), a.Who, p.View.Meeting.ID, minutes.Writing{
		Section: p.Stored.ID, Title: p.In.Title, Text: p.In.Text, Left: p.In.Left, Version: p.Version,
	})
	if err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			if fs.Conflict() {
				p.Version = p.Stored.Version
			}
			p.Faults = fs
			return editPage(p)
		})
	}
	return a.GoDone(p.path()+"#"+string(sec.ID), "minutes.done.written")
}

// take takes over what is drawn now, or keeps what was written.
func (f face) take(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	id, section := a.ID("id"), a.ID("section")
	keep := form.Get("do") == "keep"
	if _, err := f.minutes.Take(a.Ctx(), a.Who, id, section, keep, form.Int("version")); err != nil {
		return err
	}
	word := "minutes.done.taken"
	if keep {
		word = "minutes.done.kept"
	}
	return a.GoDone(minutes.Path(id)+"#"+string(section), word)
}

func (f face) sectionPage(a *web.Ask) (sectionPage, error) {
	v, err := f.minutes.ViewOf(a.Ctx(), a.Who, a.ID("id"))
	if err == nil {
		err = minutes.MayWrite(a.Who, v.Meeting)
	}
	if err == nil && !v.Minutes.Open() {
		err = fault.New(fault.Closed, "", "minutes.write.closed")
	}
	if err != nil {
		return sectionPage{}, err
	}
	p := sectionPage{View: v, Act: web.NewAct()}
	title := a.T("minutes.section.add")
	if id := a.ID("section"); id != isNew {
		s, ok := v.Minutes.Section(id)
		if !ok {
			return p, fault.New(fault.NotFound, "", "minutes.section.unknown")
		}
		p.Stored, p.In, p.Version = s, s, s.Version
		title = a.T("minutes.section.edit")
	}
	p.Place = below(a, v, title)
	if p.Stored.ID != "" {
		p.Place.Title.Kicker = a.Say(p.Stored.Title)
	}
	p.Page = p.Place.Page(a, title)
	return p, nil
}

// below is the place of a page below the minutes.
func below(a *web.Ask, v minutes.View, title string) processweb.Place {
	at := meetingweb.Inside(a, v.Whole.Process, v.Meeting)
	at.Title.Trail = append(at.Title.Trail, a.Crumb(a.T("minutes.title"), minutes.Path(v.Meeting.ID)))
	at.Tabs = nil
	at.Title.Title, at.Title.Small = title, true
	return at
}

func (p sectionPage) path() string { return minutes.Path(p.View.Meeting.ID) }

func (p sectionPage) action() string {
	id := p.Stored.ID
	if id == "" {
		id = isNew
	}
	return p.Link(p.path() + "/sections/" + string(id))
}

func (p sectionPage) text(name string, t lang.Text, rows int) processweb.TextForm {
	out := processweb.TextForm{
		Name: name, Legend: p.T("minutes.field." + name), Text: t, Languages: lang.Interface, Rows: rows, Required: name == "title", Faults: p.Faults,
	}
	if name == "text" {
		out.Hint = p.T("minutes.hint.text")
	}
	return out
}

// changed is what another editor saved meanwhile, in each language where it
// differs from what was typed.
func (p sectionPage) changed() []ui.Versions {
	var out []ui.Versions
	for _, l := range lang.Interface {
		if mine, theirs := p.In.Text.Words(l), p.Stored.Text.Words(l); mine != theirs {
			out = append(out, ui.Versions{Mine: mine, Theirs: theirs, MineNote: p.T("minutes.conflict.mine"), TheirsNote: p.T("minutes.conflict.theirs", "moment", p.Moment(p.Stored.Changed)), Lang: string(l)})
		}
	}
	return out
}

// news is what is drawn now beside the text, in each language.
func (p sectionPage) news() []ui.Versions {
	fresh, ok := p.View.News(p.Stored)
	if !ok {
		return nil
	}
	var out []ui.Versions
	for _, l := range lang.Interface {
		if mine, drawn := p.Stored.Text.Words(l), fresh.Words(l); mine != drawn {
			out = append(out, ui.Versions{Mine: mine, Theirs: drawn, MineNote: p.T("minutes.news.text"), TheirsNote: p.T("minutes.news.drawn"), Lang: string(l)})
		}
	}
	return out
}

// versionsPage shows how a section was written over time.
type versionsPage struct {
	web.Page
	Place processweb.Place
	All   []minutes.Section
	Path  string
}

func (f face) versions(a *web.Ask) error {
	v, err := f.minutes.ViewOf(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	all, err := f.minutes.History(a.Ctx(), a.Who, v.Meeting.ID, a.ID("section"))
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return fault.New(fault.NotFound, "", "minutes.section.unknown")
	}
	at := below(a, v, a.T("minutes.versions.title"))
	at.Title.Kicker = a.Say(all[0].Title)
	p := versionsPage{Page: at.Page(a, at.Title.Title), Place: at, All: all, Path: minutes.Path(v.Meeting.ID)}
	return a.Render(versionList(p))
}

// proposalOf returns a correction among those that the reader sees.
func proposalOf(v minutes.View, id ref.ID) (minutes.Proposal, error) {
	for _, p := range v.Proposals {
		if p.ID == id {
			return p, nil
		}
	}
	return minutes.Proposal{}, fault.New(fault.NotFound, "", "minutes.proposal.unknown")
}
