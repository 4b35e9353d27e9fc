package meetingweb

import (
	"time"

	"github.com/a-h/templ"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// perHome is how many meetings the home page shows.
const perHome = 3

// homePanel is what the home page shows: the next meetings of all processes.
type homePanel struct {
	web.Speaker
	Next []upcoming
	Now  time.Time
}

// An upcoming meeting stands with the process to which it belongs.
type upcoming struct {
	Meeting meeting.Meeting
	Process process.Process
}

// nextPanel shows strangers and members alike what is public.
func (f face) nextPanel(a *web.Ask, _ ref.ID) (templ.Component, error) {
	p := homePanel{Speaker: a.Speaker, Now: a.Site.DB.Now()}
	all, err := f.meetings.Upcoming(a.Ctx(), access.Actor{}, p.Now, perHome)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	for _, m := range all {
		of, err := f.processes.ByID(a.Ctx(), access.Actor{}, m.Process)
		if err != nil {
			return nil, err
		}
		p.Next = append(p.Next, upcoming{m, of})
	}
	return nextMeetings(p), nil
}

// item is a meeting on the home page: it says of which process it is, and whether
// that is invented.
func (p homePanel) item(u upcoming) ui.Meeting {
	out := brief(p.Speaker, u.Meeting, u.Process, p.Now)
	out.Kind = p.Say(u.Process.Title)
	if u.Process.Simulated {
		out.State, out.Label = ui.TagSimulated, p.T("meeting.home.invented")
	}
	return out
}
