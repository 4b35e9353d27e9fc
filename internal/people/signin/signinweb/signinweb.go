// Package signinweb is the face of package signin: the page on which people join
// or sign in, the letters that let them in, their passkeys and their sessions on
// the account page, and the doorkeeper who finds out who a request comes from.
package signinweb

import (
	"embed"
	"io/fs"
	"net"
	"net/http"
	"net/url"

	"penc/internal/ground/access"
	"penc/internal/people/person/personweb"
	"penc/internal/people/signin"
	"penc/internal/platform/web"
)

//go:embed i18n
var words embed.FS

//go:embed script/*.js
var scriptFiles embed.FS

type face struct{ door *signin.Service }

// Face returns the pages of the door.
func Face(s *signin.Service) web.Face {
	f := face{s}
	scripts, _ := fs.Sub(scriptFiles, "script")
	json := []string{"json"}
	return web.Face{
		Name:    "signin",
		Words:   words,
		Scripts: scripts,
		Panels: []web.Panel{
			{On: personweb.Account, Order: 60, Show: f.passkeysPanel},
			{On: personweb.Account, Order: 70, Show: f.sessionsPanel},
		},
		Routes: []web.Route{
			{Pattern: "GET /join", For: web.Anyone, Fresh: true, Do: f.join},
			{Pattern: "POST /join", For: web.Anyone, Do: f.ask},
			{Pattern: "GET /join/code", For: web.Anyone, Fresh: true, Do: f.code},
			{Pattern: "POST /join/code", For: web.Anyone, Do: f.enterByCode},
			{Pattern: "GET /join/link", For: web.Anyone, Fresh: true, Do: f.link},
			{Pattern: "POST /join/link", For: web.Anyone, Do: f.enterByLink},
			{Pattern: "POST /join/passkey/options", For: web.Anyone, Formats: json, Do: f.beginEntry},
			{Pattern: "POST /join/passkey", For: web.Anyone, Formats: json, Do: f.enterByPasskey},
			{Pattern: "POST /sign-out", For: web.Anyone, Do: f.signOut},
			{Pattern: "POST /account/passkeys/options", For: web.SignedIn, Formats: json, Do: f.beginPasskey},
			{Pattern: "POST /account/passkeys", For: web.SignedIn, Formats: json, Do: f.addPasskey},
			{Pattern: "GET /account/passkeys/{id}/remove", For: web.SignedIn, Do: f.askRemovePasskey},
			{Pattern: "POST /account/passkeys/{id}/remove", For: web.SignedIn, Do: f.removePasskey},
			{Pattern: "POST /account/sessions/{id}/close", For: web.SignedIn, Do: f.closeSession},
			{Pattern: "POST /account/sessions/close-others", For: web.SignedIn, Do: f.closeOthers},
		},
	}
}

// Doorkeeper returns the one who finds out who asks a site, by the session's
// cookie.
func Doorkeeper(s *signin.Service, site *web.Site) web.Doorkeeper {
	return func(r *http.Request) (web.Identity, error) {
		id := web.Identity{Actor: access.Actor{Channel: access.Web}}
		token := Token(r, site)
		if token == "" {
			return id, nil
		}
		v, err := s.Identify(r.Context(), token)
		if err != nil || v.Session == "" {
			return id, err
		}
		id.Actor.Person, id.Actor.Roles, id.Actor.Participants = v.Person.ID, v.Roles, v.Participants
		id.Name, id.Zone = v.Person.PublicName(), v.Person.Zone
		return id, nil
	}
}

// cookieLife is as long as browsers keep a cookie at most. How long a session
// lives is decided where it is stored, not by the browser.
const cookieLife = 400 * 24 * 60 * 60

// cookieName is the name of the session's cookie. Over HTTPS browsers see to it
// that a name with this beginning was set by this very host.
func cookieName(site *web.Site) string {
	if site.Secure() {
		return "__Host-penc"
	}
	return "penc"
}

// Token returns the session's token of a request, empty if there is none.
func Token(r *http.Request, site *web.Site) string {
	c, err := r.Cookie(cookieName(site))
	if err != nil || len(c.Value) > 100 {
		return ""
	}
	return c.Value
}

// Remember has the browser keep the token of a session that was opened for the
// person behind it. A higher room uses it after signin.OpenTx.
func Remember(a *web.Ask, token string) { setCookie(a, cookieName(a.Site), token, cookieLife) }

func forget(a *web.Ask) { setCookie(a, cookieName(a.Site), "", -1) }

func setCookie(a *web.Ask, name, value string, life int) {
	http.SetCookie(a.W, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: life, HttpOnly: true,
		Secure: a.Site.Secure(), SameSite: http.SameSiteLaxMode,
	})
}

// party returns the site as passkeys know it, and whether they work on it: they
// need a host with a name.
func party(s *web.Site) (signin.Party, bool) {
	u, err := url.Parse(s.BaseURL)
	if err != nil || net.ParseIP(u.Hostname()) != nil {
		return signin.Party{}, false
	}
	return signin.Party{Host: u.Hostname(), Origin: u.Scheme + "://" + u.Host, Name: s.Name}, true
}
