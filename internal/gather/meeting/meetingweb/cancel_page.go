package meetingweb

import (
	"github.com/a-h/templ"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// cancelPage asks once more before a meeting is cancelled, and why.
type cancelPage struct {
	web.Page
	Place   processweb.Place
	Whole   process.Whole
	Meeting meeting.Meeting
	Reason  lang.Text // as typed
	Faults  web.Faults
	Act     ui.Hidden
}

func (f face) cancel(a *web.Ask) error {
	m, w, err := f.writable(a)
	switch {
	case err != nil:
		return err
	case m.State == meeting.Cancelled:
		return fault.New(fault.Closed, "", "meeting.cancel.done")
	case m.Over(w.Process, a.Site.DB.Now()):
		return fault.New(fault.Closed, "", "meeting.cancel.over")
	}
	return a.Render(cancellingPage(f.cancelPage(a, w, m, lang.Text{}, web.Faults{})))
}

func (f face) carryCancel(a *web.Ask) error {
	m, w, err := f.writable(a)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	reason := processweb.ReadText(form, "reason", lang.Text{}, w.Languages)
	if _, err := f.meetings.Cancel(a.Ctx(), a.Who, m.ID, reason, form.Int("version")); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			m, _ := f.now(a, m)
			return cancellingPage(f.cancelPage(a, w, m, reason, fs))
		})
	}
	return a.GoDone(m.Path(), "meeting.done.cancelled")
}

func (f face) cancelPage(a *web.Ask, w process.Whole, m meeting.Meeting, reason lang.Text, faults web.Faults) cancelPage {
	at := editorPlace(a, w, m)
	at.Title.Title, at.Title.Small = a.T("meeting.cancel.title"), true
	return cancelPage{Page: at.Page(a, at.Title.Title), Place: at, Whole: w, Meeting: m, Reason: reason, Faults: faults, Act: web.NewAct()}
}
