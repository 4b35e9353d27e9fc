package signinweb

import (
	"encoding/base64"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"penc/internal/ground/fault"
	"penc/internal/people/signin"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// joinPage asks for a mail address, or for a passkey.
type joinPage struct {
	web.Page
	Email    string
	Next     string
	Passkeys bool // this site can take them
	Faults   web.Faults
	Act      ui.Hidden
}

func (f face) join(a *web.Ask) error {
	next := signin.Local(a.Query("next"))
	if a.Who.Person != "" {
		return onward(a, next)
	}
	return a.Render(joinView(f.joinPage(a, "", next, web.Faults{})))
}

func (f face) joinPage(a *web.Ask, email, next string, faults web.Faults) joinPage {
	p := joinPage{
		Page: a.Page(a.T("signin.join.title")).With("signin/passkey.js"), Email: email, Next: next, Faults: faults, Act: web.NewAct(),
	}
	_, p.Passkeys = party(a.Site)
	p.NoIndex = next != ""
	return p
}

// onward leads a person to where they wanted to go.
func onward(a *web.Ask, next string) error {
	if next == "" {
		next = "/account"
	}
	return a.Go(next)
}

func (f face) ask(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	email, next := form.Get("email"), signin.Local(form.Get("next"))
	handle, err := f.door.Ask(a.Ctx(), signin.Request{
		Email: email, Next: next, Lang: a.Lang, Network: a.Site.Client(a.R), Write: letter(a),
	})
	if err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component { return joinView(f.joinPage(a, email, next, fs)) })
	}
	setCookie(a, waitingCookie, handle+"."+base64.RawURLEncoding.EncodeToString([]byte(email)), int(signin.LinkLife.Seconds()))
	return a.Go("/join/code")
}

// waitingCookie holds the handle of the letter that a browser waits for, and the
// address it went to, to show it.
const waitingCookie = "penc_letter"

func waiting(a *web.Ask) (handle, email string) {
	c, err := a.R.Cookie(waitingCookie)
	if err != nil {
		return "", ""
	}
	handle, code, _ := strings.Cut(c.Value, ".")
	b, err := base64.RawURLEncoding.DecodeString(code)
	if err != nil || len(b) > 254 {
		return handle, ""
	}
	return handle, strings.ToValidUTF8(string(b), "")
}

// codePage asks for the code of the letter.
type codePage struct {
	web.Page
	Email  string
	Faults web.Faults
	Act    ui.Hidden
}

func (f face) code(a *web.Ask) error {
	handle, email := waiting(a)
	if handle == "" {
		return a.Go("/join")
	}
	return a.Render(codeView(f.codePage(a, email, web.Faults{})))
}

func (f face) codePage(a *web.Ask, email string, faults web.Faults) codePage {
	p := codePage{Page: a.Page(a.T("signin.code.title")), Email: email, Faults: faults, Act: web.NewAct()}
	p.NoIndex = true
	return p
}

func (f face) enterByCode(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	handle, email := waiting(a)
	e, err := f.door.EnterByCode(a.Ctx(), a.Who, handle, form.Get("code"), a.R.UserAgent())
	if err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component { return codeView(f.codePage(a, email, fs)) })
	}
	if e.Newcomer != "" {
		return a.Go(signin.LinkPath(url.QueryEscape(e.Newcomer)))
	}
	return f.step(a, e)
}

// step lets a person in: the browser keeps the new session's token instead of
// the one that it may have had.
func (f face) step(a *web.Ask, e signin.Entry) error {
	if err := f.enter(a, e); err != nil {
		return err
	}
	return onward(a, e.Next)
}

func (f face) enter(a *web.Ask, e signin.Entry) error {
	if old := Token(a.R, a.Site); old != "" {
		if err := f.door.SignOut(a.Ctx(), a.Who, old); err != nil {
			return err
		}
	}
	setCookie(a, waitingCookie, "", -1)
	Remember(a, e.Token)
	return nil
}

// linkPage is where the link of a letter leads: a button, and for a newcomer what
// there is to ask.
type linkPage struct {
	web.Page
	signin.Threshold
	Token  string
	Name   string
	Agreed bool
	Faults web.Faults
	Act    ui.Hidden
}

func (f face) link(a *web.Ask) error {
	token := a.Query("token")
	t, err := f.door.Look(a.Ctx(), token)
	if err != nil {
		return f.over(a, err)
	}
	return a.Render(linkView(f.linkPage(a, t, token)))
}

func (f face) linkPage(a *web.Ask, t signin.Threshold, token string) linkPage {
	title := a.T("signin.link.title")
	if t.Newcomer {
		title = a.T("signin.newcomer.title")
	}
	p := linkPage{Page: a.Page(title).With("signin/zone.js"), Threshold: t, Token: token, Act: web.NewAct()}
	p.NoIndex = true
	return p
}

// over answers a link that opens nothing: whoever is in already goes on, anybody
// else may ask for another letter.
func (f face) over(a *web.Ask, err error) error {
	if fault.KindOf(err) != fault.Closed {
		return err
	}
	if a.Who.Person != "" {
		return onward(a, "")
	}
	return a.Refused(err, func(fs web.Faults) templ.Component { return joinView(f.joinPage(a, "", "", fs)) })
}

func (f face) enterByLink(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := signin.Opening{
		Link: form.Get("token"), Agent: a.R.UserAgent(), Name: form.Get("name"),
		Lang: a.Lang, Zone: form.Get("zone"), Consent: form.Get("consent"),
	}
	e, err := f.door.EnterByLink(a.Ctx(), a.Who, in)
	if fault.KindOf(err) == fault.Invalid {
		t, gone := f.door.Look(a.Ctx(), in.Link)
		if gone != nil {
			return f.over(a, gone)
		}
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p := f.linkPage(a, t, in.Link)
			p.Name, p.Agreed, p.Faults = in.Name, in.Consent != "", fs
			return linkView(p)
		})
	}
	if err != nil {
		return f.over(a, err)
	}
	return f.step(a, e)
}

func (f face) signOut(a *web.Ask) error {
	if err := f.door.SignOut(a.Ctx(), a.Who, Token(a.R, a.Site)); err != nil {
		return err
	}
	forget(a)
	return a.GoDone("/", "signin.signed-out")
}
