package signinweb

import (
	"encoding/json"
	"io"

	"github.com/a-h/templ"

	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/people/signin"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// passkeysPanel is the piece of the account page that lists a person's passkeys.
type passkeysPanel struct {
	web.Speaker
	All    []signin.Passkey
	Script string
}

func (f face) passkeysPanel(a *web.Ask, _ ref.ID) (templ.Component, error) {
	if _, ok := party(a.Site); !ok {
		return nil, nil
	}
	all, err := f.door.Passkeys(a.Ctx(), a.Who)
	p := passkeysPanel{Speaker: a.Speaker, All: all}
	for _, s := range a.Page("").With("signin/passkey.js").Scripts {
		p.Script = s
	}
	return passkeysView(p), err
}

// removePage asks once more before a passkey goes.
type removePage struct {
	web.Page
	Passkey signin.Passkey
	Act     ui.Hidden
}

func (f face) askRemovePasskey(a *web.Ask) error {
	k, err := f.door.Passkey(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	p := removePage{Page: a.Page(a.T("signin.passkey.remove-title")), Passkey: k, Act: web.NewAct()}
	p.NoIndex = true
	return a.Render(removePasskeyView(p))
}

func (f face) removePasskey(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	if err := f.door.RemovePasskey(a.Ctx(), a.Who, a.ID("id")); err != nil {
		return err
	}
	return a.GoDone("/account", "signin.passkey.removed")
}

// A brought is what the script sends back: the ceremony's token and what the
// browser's key store said, as PublicKeyCredential.toJSON writes it.
type brought struct {
	Ceremony string          `json:"ceremony"`
	Name     string          `json:"name"`
	Next     string          `json:"next"`
	Response json.RawMessage `json:"response"`
}

func bring(a *web.Ask) (in brought, err error) {
	raw, err := io.ReadAll(a.R.Body)
	if err != nil || json.Unmarshal(raw, &in) != nil {
		return in, fault.New(fault.Invalid, "", "web.form.unreadable")
	}
	return in, nil
}

// exchange answers a step of a ceremony. The steps speak JSON only.
func exchange(a *web.Ask, do func(signin.Party) (any, error)) error {
	p, ok := party(a.Site)
	if !ok || a.Format != "json" {
		return fault.New(fault.NotFound, "", "web.page.unknown")
	}
	out, err := do(p)
	if err != nil {
		return err
	}
	a.W.Header().Set("Cache-Control", "private, no-store")
	return a.JSON(out)
}

// whereTo tells the script which page comes next.
type whereTo struct {
	Go string `json:"go"`
}

func (f face) beginEntry(a *web.Ask) error {
	return exchange(a, func(p signin.Party) (any, error) {
		return f.door.BeginEntry(a.Ctx(), p, a.Site.Client(a.R))
	})
}

func (f face) enterByPasskey(a *web.Ask) error {
	return exchange(a, func(p signin.Party) (any, error) {
		in, err := bring(a)
		if err != nil {
			return nil, err
		}
		e, err := f.door.EnterByPasskey(a.Ctx(), a.Who, p, signin.Presented{
			Ceremony: in.Ceremony, Response: in.Response, Next: in.Next, Agent: a.R.UserAgent(),
		})
		if err != nil {
			return nil, err
		}
		if e.Next == "" {
			e.Next = "/account"
		}
		return whereTo{a.Link(e.Next)}, f.enter(a, e)
	})
}

func (f face) beginPasskey(a *web.Ask) error {
	return exchange(a, func(p signin.Party) (any, error) { return f.door.BeginPasskey(a.Ctx(), a.Who, p) })
}

func (f face) addPasskey(a *web.Ask) error {
	return exchange(a, func(p signin.Party) (any, error) {
		in, err := bring(a)
		if err != nil {
			return nil, err
		}
		_, err = f.door.AddPasskey(a.Ctx(), a.Who, p, signin.NewPasskey{
			Ceremony: in.Ceremony, Name: in.Name, Response: in.Response, Agent: a.R.UserAgent(),
		})
		return whereTo{a.Link("/account")}, err
	})
}
