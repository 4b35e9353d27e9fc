package meetingweb

import (
	"net/url"
	"strings"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/platform/web"
)

// event is a meeting as calendars show it to anybody, in the language of who asks.
func event(a *web.Ask, p process.Process, m meeting.Meeting) meeting.Event {
	return Event(a.Speaker, a.Site.BaseURL, p, m, !m.LinkPrivate)
}

// Event is a meeting of a process as calendars show it, in the words of a speaker.
// Base is the address of the site; the meeting's link is in it if it is open to
// whoever reads.
func Event(s web.Speaker, base string, p process.Process, m meeting.Meeting, open bool) meeting.Event {
	e := meeting.Event{Meeting: m, Process: p, Title: s.Say(m.Title), Where: place(s, m)}
	var about []string
	if m.State == meeting.Cancelled {
		about = append(about, s.T("meeting.cancelled.title"), s.Say(m.Reason))
	} else if m.Link != "" && open {
		about = append(about, s.T("meeting.calendar.online", "link", m.Link))
	}
	about = append(about, s.Say(m.Theme), s.Say(p.Title))
	for _, line := range about {
		if line != "" {
			e.About += line + "\n"
		}
	}
	e.About = strings.TrimSuffix(e.About, "\n")
	if e.Where == "" && m.Mode == "online" {
		e.Where = s.T("meeting.mode.online")
	}
	e.Page, _ = url.Parse(strings.TrimSuffix(base, "/") + s.Link(m.Path()))
	return e
}

// SendCalendar answers with a calendar; one without a file name is subscribed to.
func SendCalendar(a *web.Ask, name string, c meeting.Calendar) error {
	if site, err := url.Parse(a.Site.BaseURL); err == nil {
		c.Host = site.Hostname()
	}
	file, err := c.Encode()
	if err != nil {
		return err
	}
	return a.File("text/calendar", name, file)
}
