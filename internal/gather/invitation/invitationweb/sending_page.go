package invitationweb

import (
	"strconv"

	"github.com/a-h/templ"

	"penc/internal/gather/invitation"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/fault"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// sayReady says what keeps a campaign from being sent; a language is named in the
// speaker's words.
func sayReady(s web.Speaker, e *fault.Error) string {
	if l, ok := e.Parts["language"].(string); ok {
		what := "text"
		if len(e.Field) > 7 && e.Field[:7] == "subject" {
			what = "subject"
		}
		return s.T("invitation.campaign.lacks-"+what, "n", e.Parts["n"], "language", s.T("web.language-name."+l))
	}
	return s.Fault(e)
}

func (f face) askSend(a *web.Ask) error {
	p, err := f.sendPage(a)
	if err != nil {
		return err
	}
	return a.Render(confirmView(p))
}

func (f face) sendPage(a *web.Ask) (confirmPage, error) {
	m, err := f.invitations.CampaignOf(a.Ctx(), a.Who, a.ID("campaign"))
	if err != nil {
		return confirmPage{}, err
	}
	if err := m.Campaign.Ready(m.To); err != nil {
		return confirmPage{}, err
	}
	return f.mailing(a, m, "send", len(m.To.To), a.T("invitation.send.text", "people", people(a.Speaker, m.To.ByLang), "n", len(m.To.To))), nil
}

func (f face) mailing(a *web.Ask, m invitation.Mailing, what string, n int, text string) confirmPage {
	path := invitation.CampaignPath(m.Campaign.ID)
	pl := f.under(a, m)
	pl.Title.Title = a.T("invitation." + what + ".title")
	return confirmPage{Page: private(a, pl), Place: pl, Confirm: ui.Confirm{
		Form: ui.Form{Action: a.Link(path + "/" + what), Hidden: []ui.Hidden{web.NewAct(), {Name: "n", Value: strconv.Itoa(n)}}},
		Text: text, Kind: ui.Primary, Label: a.T("invitation."+what+".do", "n", n, "number", a.Speaker.Number(n)), Cancel: a.Link(path),
	}}
}

func (f face) under(a *web.Ask, m invitation.Mailing) processweb.Place {
	return at(a, m.Process, "", "", a.Crumb(a.T("invitation.campaigns.title"), campaignsPath(m.Process.ID)),
		ui.Link{Label: a.Say(m.Campaign.Subject), Href: a.Link(invitation.CampaignPath(m.Campaign.ID)), Lang: a.Foreign(m.Campaign.Subject)})
}

func (f face) send(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	c, err := f.invitations.Send(a.Ctx(), a.Who, a.ID("campaign"), form.Int("n"))
	if err != nil {
		return f.again(a, err, f.sendPage)
	}
	return a.GoDone(invitation.CampaignPath(c.ID), "invitation.done.sent")
}

// again shows a confirmation as it is now, with what has changed; a campaign that
// was sent meanwhile is shown itself.
func (f face) again(a *web.Ask, refusal error, page func(*web.Ask) (confirmPage, error)) error {
	p, err := page(a)
	if err != nil {
		return refusal
	}
	return a.Refused(refusal, func(fs web.Faults) templ.Component {
		p.Faults = fs
		return confirmView(p)
	})
}

func (f face) askRemind(a *web.Ask) error {
	p, err := f.remindPage(a)
	if err != nil {
		return err
	}
	return a.Render(confirmView(p))
}

func (f face) remindPage(a *web.Ask) (confirmPage, error) {
	m, err := f.invitations.CampaignOf(a.Ctx(), a.Who, a.ID("campaign"))
	if err != nil {
		return confirmPage{}, err
	}
	if m.Late == 0 {
		return confirmPage{}, fault.New(fault.Closed, "", "invitation.campaign.nobody-late")
	}
	return f.mailing(a, m, "remind", m.Late, a.T("invitation.remind.text", "people", people(a.Speaker, m.LateByLang), "n", m.Late)), nil
}

func (f face) remind(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	c, err := f.invitations.Remind(a.Ctx(), a.Who, a.ID("campaign"), form.Int("n"))
	if err != nil {
		return f.again(a, err, f.remindPage)
	}
	return a.GoDone(invitation.CampaignPath(c.ID), "invitation.done.reminded")
}

func (f face) askDiscard(a *web.Ask) error {
	m, err := f.invitations.CampaignOf(a.Ctx(), a.Who, a.ID("campaign"))
	if err != nil {
		return err
	}
	p := f.mailing(a, m, "discard", 0, a.T("invitation.discard.text"))
	p.Confirm.Kind, p.Confirm.Label = ui.Grave, a.T("invitation.discard.title")
	return a.Render(confirmView(p))
}

func (f face) discard(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	c, err := f.invitations.Discard(a.Ctx(), a.Who, a.ID("campaign"))
	if err != nil {
		return err
	}
	return a.GoDone(campaignsPath(c.Process), "invitation.done.discarded")
}
