package signinweb

import (
	"github.com/a-h/templ"

	"penc/internal/ground/ref"
	"penc/internal/people/signin"
	"penc/internal/platform/web"
)

// sessionsPanel is the piece of the account page that lists where a person is
// signed in.
type sessionsPanel struct {
	web.Speaker
	All []signin.Session
}

func (f face) sessionsPanel(a *web.Ask, _ ref.ID) (templ.Component, error) {
	all, err := f.door.Sessions(a.Ctx(), a.Who, Token(a.R, a.Site))
	return sessionsView(sessionsPanel{a.Speaker, all}), err
}

func (f face) closeSession(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	if err := f.door.Close(a.Ctx(), a.Who, a.ID("id")); err != nil {
		return err
	}
	return a.GoDone("/account", "signin.session.closed")
}

func (f face) closeOthers(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	if err := f.door.CloseOthers(a.Ctx(), a.Who, Token(a.R, a.Site)); err != nil {
		return err
	}
	return a.GoDone("/account", "signin.session.others-closed")
}

// device names the browser and system of a session in plain words.
func device(s web.Speaker, x signin.Session) string {
	switch {
	case x.Browser != "" && x.System != "":
		return s.T("signin.session.device", "browser", x.Browser, "system", x.System)
	case x.Browser+x.System != "":
		return x.Browser + x.System
	}
	return s.T("signin.session.device-unknown")
}

// others reports whether there are sessions besides the one that asks.
func (p sessionsPanel) others() bool {
	for _, x := range p.All {
		if !x.Current {
			return true
		}
	}
	return false
}
