package invitationweb

import (
	"github.com/a-h/templ"

	"penc/internal/gather/invitation"
	"penc/internal/ground/lang"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// consentPage is where a third person says whether they may be invited.
type consentPage struct {
	web.Page
	Consent invitation.Consent
	Token   string
	Name    string
	Lang    string
	Faults  web.Faults
	Act     ui.Hidden
	Second  ui.Hidden // the act of the second form
}

func (f face) consentPage(a *web.Ask) (consentPage, error) {
	token := a.R.PathValue("token")
	c, err := f.invitations.ConsentBy(a.Ctx(), token)
	if err != nil {
		return consentPage{}, err
	}
	p := consentPage{
		Page: a.Page(a.T("invitation.consent.title")), Consent: c, Token: token, Name: c.Referral.Name, Lang: string(a.Lang),
		Act: web.NewAct(), Second: web.NewAct(),
	}
	p.NoIndex, p.Simulated = true, c.Process.Simulated
	return p, nil
}

func (f face) consent(a *web.Ask) error {
	p, err := f.consentPage(a)
	if err != nil {
		return err
	}
	return a.Render(consentView(p))
}

func (f face) agree(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	p, err := f.consentPage(a)
	if err != nil {
		return err
	}
	p.Name, p.Lang = form.Get("name"), form.Get("lang")
	if err := f.invitations.Agree(a.Ctx(), a.Who, p.Token, p.Name, lang.Tag(p.Lang)); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p.Faults = fs
			return consentView(p)
		})
	}
	return a.Render(thanksView(thanks(a, "agreed")))
}

func (f face) refuse(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	if err := f.invitations.Refuse(a.Ctx(), a.Who, a.R.PathValue("token")); err != nil {
		return err
	}
	return a.Render(thanksView(thanks(a, "refused")))
}

// thanksPage is the end of the way of a link: the link itself is forgotten.
type thanksPage struct {
	web.Page
	Lead string
}

func thanks(a *web.Ask, what string) thanksPage {
	p := thanksPage{Page: a.Page(a.T("invitation.consent." + what)), Lead: a.T("invitation.consent." + what + "-text")}
	p.NoIndex = true
	return p
}

func (p consentPage) lead() string {
	parts := []any{"process", p.Say(p.Consent.Process.Name), "by", p.Consent.By}
	if p.Consent.By == "" {
		return p.T("invitation.consent.lead-nobody", parts...)
	}
	return p.T("invitation.consent.lead", parts...)
}
