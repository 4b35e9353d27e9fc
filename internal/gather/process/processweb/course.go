package processweb

import (
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"penc/internal/gather/process"
	"penc/internal/ground/when"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// CourseLines say in whole sentences what is open in a process now, what is under
// way and what comes next.
func CourseLines(s web.Speaker, w process.Whole, now time.Time) []string {
	c := w.Course(now)
	var out []string
	if w.State == process.Archived {
		out = append(out, s.T("process.course.archived"))
	}
	if len(c.Acts) > 0 {
		out = append(out, s.T("process.course.open", "acts", actList(s, c.Acts)))
	}
	for _, stage := range c.Now {
		out = append(out, s.T("process.course.now", "title", s.Say(stage.Title), "dates", datesOf(s, stage)))
	}
	switch {
	case c.Next != nil:
		out = append(out, s.T("process.course.next", "title", s.Say(c.Next.Title), "dates", datesOf(s, *c.Next)))
	case len(c.Now) == 0 && c.Last != nil:
		out = append(out, s.T("process.course.last", "title", s.Say(c.Last.Title), "date", s.Date(c.Last.Dates.End)))
	case len(c.Now) == 0 && len(w.Stages) > 0:
		out = append(out, s.T("process.course.nothing"))
	case len(w.Stages) == 0:
		out = append(out, s.T("process.course.no-stages"))
	}
	return out
}

func actList(s web.Speaker, acts []process.Act) string {
	words := make([]string, len(acts))
	for i, a := range acts {
		words[i] = s.T("process.act." + string(a))
	}
	return strings.Join(words, ", ")
}

// datesOf returns the dates of a stage; of one without an end, since when.
func datesOf(s web.Speaker, stage process.Stage) string {
	if stage.Dates.Start != "" && stage.Dates.End == "" {
		return s.T("process.stage.since", "date", s.Date(stage.Dates.Start))
	}
	return s.Span(stage.Dates)
}

// chart turns the stages into the timeline of the page.
func (p overviewPage) chart() ui.Course {
	zone := p.Whole.Location()
	today := when.DateOf(p.Now.In(zone))
	c := ui.Course{Title: p.T("process.stage.chart", "title", p.Say(p.Whole.Title))}
	var from, to time.Time
	for _, s := range p.Whole.Stages {
		u := ui.Stage{
			ID: string(s.ID), Title: p.Say(s.Title), When: datesOf(p.Speaker, s), From: s.Dates.Start.First(), To: s.Dates.End.Last(),
			Label: p.Say(s.Status), Body: stageBody(p.Speaker, s), Evidence: p.Cite.All(s.Evidence),
		}
		switch s.Standing(today) {
		case process.Now:
			u.State = ui.Now
			if u.Label == "" {
				u.Label = p.T("process.stage.now")
				if len(s.Acts) > 0 && p.Whole.State == process.Published {
					u.Label = p.T("process.stage.open")
				}
			}
			if u.To.IsZero() {
				u.To = p.Now
			}
		case process.Ahead, process.Undated:
			u.State = ui.Future
		default:
			u.State = ui.Past
		}
		if u.When == p.T("web.date.unknown") {
			u.When = ""
		}
		c.Stages = append(c.Stages, u)
		if !u.From.IsZero() && (from.IsZero() || u.From.Before(from)) {
			from = u.From
		}
		if u.To.After(to) {
			to = u.To
		}
	}
	if p.Now.After(from) && p.Now.Before(to) && !from.IsZero() {
		c.Today = p.Now
	}
	return c
}

// Country returns how readers call a country; nothing for an invented one.
func Country(s web.Speaker, code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return ""
	}
	return display.Regions(language.Make(string(s.Lang))).Name(region)
}

// stateTag returns the state of a process as a tag.
func stateTag(s web.Speaker, w process.Whole, now time.Time) (ui.TagKind, string) {
	c := w.Course(now)
	switch {
	case w.State == process.Draft:
		return ui.TagWaiting, s.T("process.state.draft")
	case len(c.Acts) > 0:
		return ui.TagOpen, s.T("process.state.open")
	case len(c.Now) > 0 || c.Next != nil:
		return ui.TagNext, s.T("process.state.under-way")
	}
	return ui.TagDone, s.T("process.state.on-record")
}
