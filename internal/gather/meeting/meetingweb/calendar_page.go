package meetingweb

import (
	"net/url"
	"strings"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/platform/web"
)

// event is a meeting as calendars show it, in the language of who asks.
func event(a *web.Ask, p process.Process, m meeting.Meeting) meeting.Event {
	e := meeting.Event{Meeting: m, Process: p, Title: a.Say(m.Title), Where: place(a.Speaker, m)}
	var about []string
	if m.State == meeting.Cancelled {
		about = append(about, a.T("meeting.cancelled.title"), a.Say(m.Reason))
	} else if m.Link != "" {
		about = append(about, a.T("meeting.calendar.online", "link", m.Link))
	}
	about = append(about, a.Say(m.Theme), a.Say(p.Title))
	for _, line := range about {
		if line != "" {
			e.About += line + "\n"
		}
	}
	e.About = strings.TrimSuffix(e.About, "\n")
	if e.Where == "" && m.Mode == "online" {
		e.Where = a.T("meeting.mode.online")
	}
	e.Page, _ = url.Parse(strings.TrimSuffix(a.Site.BaseURL, "/") + a.Link(m.Path()))
	return e
}

// sendCalendar answers with a calendar; one without a file name is subscribed to.
func sendCalendar(a *web.Ask, name string, c meeting.Calendar) error {
	if site, err := url.Parse(a.Site.BaseURL); err == nil {
		c.Host = site.Hostname()
	}
	file, err := c.Encode()
	if err != nil {
		return err
	}
	return a.File("text/calendar", name, file)
}
