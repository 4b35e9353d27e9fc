package roleweb

import (
	"net/url"

	"github.com/a-h/templ"

	"penc/internal/people/role"
	"penc/internal/people/signin/signinweb"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// callPage is where the link of an offer leads.
type callPage struct {
	web.Page
	Call   role.Call
	Token  string
	Name   string
	Agreed bool
	Reason string
	Faults web.Faults
	Act    ui.Hidden
	Second ui.Hidden // the act of the second form
}

func (f face) callPage(a *web.Ask) (callPage, error) {
	token := a.R.PathValue("token")
	c, err := f.roles.CallBy(a.Ctx(), token)
	if err != nil {
		return callPage{}, err
	}
	p := callPage{
		Page: a.Page(a.T("role.call.title")).With("signin/zone.js"), Call: c, Token: token, Name: c.Offer.Name,
		Act: web.NewAct(), Second: web.NewAct(),
	}
	p.NoIndex, p.Simulated = true, c.Process.Simulated
	return p, nil
}

func (f face) call(a *web.Ask) error {
	p, err := f.callPage(a)
	if err != nil {
		return err
	}
	if err := f.roles.Visit(a.Ctx(), p.Token); err != nil {
		return err
	}
	return a.Render(callView(p))
}

func (f face) accept(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := role.Acceptance{
		Name: form.Get("name"), Lang: a.Lang, Zone: form.Get("zone"), Consent: form.Get("consent"), Agent: a.R.UserAgent(),
	}
	out, err := f.roles.Accept(a.Ctx(), a.Who, a.R.PathValue("token"), in)
	if err != nil {
		return f.callAgain(a, err, func(p *callPage) { p.Name, p.Agreed = in.Name, in.Consent != "" })
	}
	next := "/processes/" + string(out.Process) + "/join" // where people say for whom they speak
	switch {
	case out.Session != "":
		signinweb.Remember(a, out.Session)
		return a.GoDone(next, "role.done.accepted")
	case a.Who.Person == out.Person.ID:
		return a.GoDone(next, "role.done.accepted")
	case a.Who.Person == "":
		return a.GoDone("/join?next="+url.QueryEscape(next), "role.done.accepted-sign-in")
	}
	return a.GoDone("/processes/"+string(out.Process)+"/people", "role.done.accepted-other")
}

// callAgain shows the page of the offer as it is now, with what was typed.
func (f face) callAgain(a *web.Ask, refusal error, typed func(*callPage)) error {
	p, err := f.callPage(a)
	if err != nil {
		return err
	}
	return a.Refused(refusal, func(fs web.Faults) templ.Component {
		p.Faults = fs
		typed(&p)
		return callView(p)
	})
}

func (f face) decline(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	reason := form.Get("reason")
	if err := f.roles.Decline(a.Ctx(), a.Who, a.R.PathValue("token"), reason); err != nil {
		return f.callAgain(a, err, func(p *callPage) { p.Reason = reason })
	}
	return a.GoDone("/offers/"+a.R.PathValue("token"), "role.done.declined")
}

// path is the address of the offer.
func (p callPage) path() string { return "/offers/" + p.Token }

// elsewhere reports whether the reader is signed in as somebody else than the
// person who was invited.
func (p callPage) elsewhere() bool { return p.Who.Person != "" && p.Who.Person != p.Call.Account.ID }

func (p callPage) lead() string {
	parts := []any{"role", name(p.Speaker, p.Call.Offer.Role), "process", p.Say(p.Call.Process.Name), "by", p.Call.By}
	if p.Call.By == "" {
		return p.T("role.call.lead-nobody", parts...)
	}
	return p.T("role.call.lead", parts...)
}
