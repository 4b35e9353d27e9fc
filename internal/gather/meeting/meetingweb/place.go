package meetingweb

import (
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// Inside returns the place of a page inside a meeting: the way up leads to the
// meeting, and the tabs are the pages of the meeting. Fill in the title before the
// page is shown with [Head].
func Inside(a *web.Ask, p process.Process, m meeting.Meeting) processweb.Place {
	at := above(a, p, m)
	at.Title.Trail = append(at.Title.Trail, ui.Link{Label: a.Say(m.Title), Href: a.Link(m.Path()), Lang: a.Foreign(m.Title)})
	at.Title.Small = true
	return at
}

// above is the place of the meeting's own page.
func above(a *web.Ask, p process.Process, m meeting.Meeting) processweb.Place {
	at := processweb.Inside(a, p)
	at.Title.Trail = append(at.Title.Trail, a.Crumb(a.T("meeting.tab"), meeting.List(p.ID)))
	at.Tabs, at.Desk = a.Tabs("meeting", m.ID), ""
	return at
}
