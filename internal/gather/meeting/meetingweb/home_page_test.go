package meetingweb_test

import (
	"testing"

	"github.com/a-h/templ"

	"penc/internal/gather/meeting/meetingtest"
	"penc/internal/gather/meeting/meetingweb"
	"penc/internal/gather/process/processtest"
	"penc/internal/platform/web"
	"penc/internal/platform/web/webtest"
)

func TestTheHomePageShowsTheNextMeetings(t *testing.T) {
	h := meetingtest.Open(t)
	home := web.Face{Name: "home", Routes: []web.Route{{Pattern: "GET /{$}", For: web.Anyone, Do: func(a *web.Ask) error {
		panels, err := a.Panels("home.next", "")
		if err != nil {
			return err
		}
		return a.Render(templ.Join(panels...))
	}}}}
	_, v := webtest.Site(t, h.DB, h.Directory, nil, home, meetingweb.Face(h.Meetings, h.Processes, nil))
	if r := v.Get("/en/"); r.Status != 200 || r.Body != "" {
		t.Fatalf("without a meeting there is %q, status %d", r.Body, r.Status)
	}
	processtest.Published(t, h.Processes, "water")
	processtest.Opened(t, h.Processes, "fire")
	shown, hidden := meetingtest.Convened(t, h, "water"), meetingtest.Convened(t, h, "fire")
	r := v.Get("/en/?again")
	contains(t, r, 200, "Next meetings", "/en"+shown.Path(), "Process on water")
	lacks(t, r, hidden.Path())
}
