package processweb

import (
	"strings"

	"github.com/a-h/templ"

	"penc/internal/gather/process"
	"penc/internal/ground/lang"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// item is a process in the list of processes.
func item(p listPage, w process.Whole) ui.Process {
	kind, label := stateTag(p.Speaker, w, p.Now)
	out := ui.Process{
		Country: Country(p.Speaker, w.Country), Title: p.Say(w.Title), Href: p.Link(w.Path()), Lang: p.Foreign(w.Title),
		Summary: p.Plain(w.Summary, 280), When: strings.Join(CourseLines(p.Speaker, w, p.Now), " "),
		State: kind, Label: label, Simulated: w.Simulated, Seats: ui.Gathering{Seats: 24, Taken: 23},
	}
	if n := w.Participation; n != nil {
		out.Seats = ui.Gathering{Seats: n.Count, Taken: n.Count}
	}
	return out
}

func languageList(s web.Speaker, languages []lang.Tag) string {
	names := make([]string, len(languages))
	for i, l := range languages {
		names[i] = languageName(s, l)
	}
	return strings.Join(names, ", ")
}

func withBody(e ui.Entry, body templ.Component) ui.Entry {
	e.Body = body
	return e
}
