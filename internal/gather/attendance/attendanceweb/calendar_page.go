package attendanceweb

import (
	"strings"

	"github.com/a-h/templ"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/ground/fault"
	"penc/internal/platform/web"
)

// calendarPanel is the piece of the account page with a person's own calendar.
type calendarPanel struct {
	web.Speaker
	Since string // empty if there is no address
}

func (f face) calendarPanel(a *web.Ask) (templ.Component, error) {
	since, err := f.service.Feed(a.Ctx(), a.Who)
	if err != nil {
		return nil, err
	}
	p := calendarPanel{Speaker: a.Speaker}
	if !since.IsZero() {
		p.Since = a.Day(since)
	}
	return calendarPanelView(p), nil
}

// addressPage shows the secret address once.
type addressPage struct {
	web.Page
	Address string
}

func (f face) makeCalendar(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	token, err := f.service.MakeFeed(a.Ctx(), a.Who)
	if err != nil {
		return err
	}
	p := addressPage{Page: a.Page(a.T("attendance.calendar.title")), Address: strings.TrimSuffix(a.Site.BaseURL, "/") + "/calendars/" + token + ".ics"}
	return a.Render(addressView(p))
}

func (f face) endCalendar(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	if err := f.service.EndFeed(a.Ctx(), a.Who); err != nil {
		return err
	}
	return a.GoDone("/account", "attendance.done.calendar-ended")
}

// calendar answers a calendar program that asks for a person's own calendar.
func (f face) calendar(a *web.Ask) error {
	token, ok := strings.CutSuffix(a.R.PathValue("file"), ".ics")
	if !ok {
		return fault.New(fault.NotFound, "", "attendance.feed.unknown")
	}
	all, l, err := f.service.Engagements(a.Ctx(), token)
	if err != nil {
		return err
	}
	a.Speaker = a.In(l)
	c := meeting.Calendar{Name: a.T("attendance.calendar.name", "site", a.Site.Name)}
	for _, e := range all {
		c.Events = append(c.Events, engagement(a.Speaker, a.Site.BaseURL, e))
	}
	a.W.Header().Set("Cache-Control", "private, no-store")
	return meetingweb.SendCalendar(a, "", c)
}

// engagement is a meeting in the calendar of somebody: with the link, once they
// are registered.
func engagement(s web.Speaker, base string, e attendance.Engagement) meeting.Event {
	open := !e.Meeting.LinkPrivate || e.Registration.State == attendance.Registered
	out := meetingweb.Event(s, base, e.Process, e.Meeting, open)
	if state := e.Registration.State; state == attendance.Registered || state == attendance.Waiting {
		out.About = s.T("attendance.calendar."+string(state)+"-"+string(e.Registration.Mode)) + "\n" + out.About
	}
	return out
}

func (p calendarPanel) action(rest string) string { return p.Link("/account/calendar" + rest) }
