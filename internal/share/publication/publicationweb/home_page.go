package publicationweb

import (
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/access"
	"penc/internal/ground/when"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/share/publication"
)

// homePage is the front door: what is open, what comes next, which processes
// there are, how one takes part, what is new.
type homePage struct {
	web.Page
	Now       time.Time
	Processes []process.Whole // public ones: the real ones first
	Open      []templ.Component
	Next      []templ.Component
	Posts     []publication.Post
}

// newsAtHome is how many posts the home page and the overview of a process show.
const newsAtHome = 4

func (f face) home(a *web.Ask) error {
	all, err := f.processes.All(a.Ctx(), access.Actor{}) // drafts have no place here, whoever asks
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(x, y process.Whole) int { return rank(x) - rank(y) })
	p := homePage{Page: a.Page(a.Site.Name), Now: a.Site.DB.Now(), Processes: all}
	p.Description = a.T("publication.home.lead")
	p.Feeds = feedsOf(a.Speaker, "/news")
	if p.Open, err = a.Panels("home.open", ""); err != nil {
		return err
	}
	if p.Next, err = a.Panels("home.next", ""); err != nil {
		return err
	}
	if p.Posts, err = f.publications.Latest(a.Ctx(), "", newsAtHome); err != nil {
		return err
	}
	return a.Render(homeView(p))
}

// rank puts what is invented after what is real.
func rank(w process.Whole) int {
	if w.Simulated {
		return 1
	}
	return 0
}

// A moment is a stage with its process.
type moment struct {
	Whole process.Whole
	Stage process.Stage
}

// open returns the stages in which people can do something now.
func (p homePage) open() []moment {
	var out []moment
	for _, w := range p.Processes {
		if w.State != process.Published {
			continue
		}
		for _, s := range w.Course(p.Now).Now {
			if len(s.Acts) > 0 {
				out = append(out, moment{w, s})
			}
		}
	}
	return out
}

// next returns the stage that comes next in each process, the earliest first.
func (p homePage) next() []moment {
	var out []moment
	for _, w := range p.Processes {
		if s := w.Course(p.Now).Next; s != nil {
			out = append(out, moment{w, *s})
		}
	}
	slices.SortStableFunc(out, func(x, y moment) int {
		return strings.Compare(string(x.Stage.Dates.Start), string(y.Stage.Dates.Start))
	})
	return out
}

// line is a stage as a line of a list.
func (p homePage) line(m moment, kind ui.TagKind, label string) ui.Entry {
	title := m.Whole.Title
	return ui.Entry{
		Title: p.Say(m.Stage.Title), Lang: p.Foreign(m.Stage.Title), Href: p.Link(m.Whole.Path()), Kind: p.Say(title),
		When: p.period(m.Stage.Dates), State: kind, Label: label,
	}
}

// period returns the dates of a stage; of one without an end, since when.
func (p homePage) period(s when.Span) string {
	if s.Start != "" && s.End == "" {
		return p.T("publication.home.since", "date", p.Date(s.Start))
	}
	return p.Span(s)
}

// can says what people can do in a stage.
func (p homePage) can(s process.Stage) string {
	acts := make([]string, len(s.Acts))
	for i, act := range s.Acts {
		acts[i] = p.T("publication.act." + string(act))
	}
	return p.T("publication.home.can", "acts", strings.Join(acts, ", "))
}

// joinable reports whether the reader could join the process in the stage.
func (p homePage) joinable(m moment) bool {
	return slices.Contains(m.Stage.Acts, process.Join) && m.Whole.Open(p.Now, process.Join) && !p.Who.HoldsAny(access.OnProcess, m.Whole.Ref())
}

// process is a process as an item of the list. Its assembly has as many seats as
// people took part, where that is known.
func (p homePage) process(w process.Whole) ui.Process {
	out := ui.Process{
		Country: processweb.Country(p.Speaker, w.Country), Title: p.Say(w.Title), Href: p.Link(w.Path()), Lang: p.Foreign(w.Title),
		Summary: p.Plain(w.Summary, 280), When: strings.Join(processweb.CourseLines(p.Speaker, w, p.Now), " "), Simulated: w.Simulated,
	}
	out.State, out.Label = ui.TagDone, p.T("publication.home.on-record")
	switch c := w.Course(p.Now); {
	case len(c.Acts) > 0:
		out.State, out.Label = ui.TagOpen, p.T("publication.home.open-now")
	case len(c.Now) > 0 || c.Next != nil:
		out.State, out.Label = ui.TagNext, p.T("publication.home.under-way")
	}
	if n := w.Participation; n != nil {
		out.Seats = ui.Gathering{Seats: n.Count, Taken: n.Count}
	}
	return out
}

// steps say how one takes part.
func (p homePage) steps() []ui.Step {
	return []ui.Step{
		{Title: p.T("publication.home.step-join"), Text: p.T("publication.home.step-join-text"), Href: p.Link("/join"), Done: p.Who.Person != ""},
		{Title: p.T("publication.home.step-speak"), Text: p.T("publication.home.step-speak-text"), Href: p.Link("/processes")},
		{Title: p.T("publication.home.step-decide"), Text: p.T("publication.home.step-decide-text")},
	}
}
