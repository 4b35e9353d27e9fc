package attendanceweb

import (
	"maps"
	"net/http"

	"penc/internal/gather/attendance"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
)

// Doorkeeper returns the one who finds out who asks a site: by the account's cookie
// as next does, and by the pass in the cookie of somebody in a hall, who becomes
// the participant of that one process that the pass names. A pass gives no role,
// and an account that takes part in the process comes before it.
func Doorkeeper(s *attendance.Service, site *web.Site, next web.Doorkeeper) web.Doorkeeper {
	return func(r *http.Request) (web.Identity, error) {
		id, err := next(r)
		if err != nil {
			return id, err
		}
		token := passOf(r, site)
		if token == "" {
			return id, nil
		}
		pass, ok, err := s.Identify(r.Context(), token)
		if err != nil || !ok || id.Actor.In(pass.Process) != "" {
			return id, err
		}
		participants := map[ref.ID]ref.ID{pass.Process: pass.Participant}
		maps.Copy(participants, id.Actor.Participants)
		id.Actor.Participants = participants
		if id.Name == "" {
			id.Name = pass.Name
		}
		return id, nil
	}
}

// passLife is as long as browsers keep a cookie at most. How long a pass is good is
// decided where it is stored, not by the browser.
const passLife = 400 * 24 * 60 * 60

// passCookie is the name of the pass's cookie. Over HTTPS browsers see to it that a
// name with this beginning was set by this very host.
func passCookie(site *web.Site) string {
	if site.Secure() {
		return "__Host-penc-pass"
	}
	return "penc-pass"
}

// passOf returns the secret of the pass that a request carries, empty if none.
func passOf(r *http.Request, site *web.Site) string {
	c, err := r.Cookie(passCookie(site))
	if err != nil || len(c.Value) > 100 {
		return ""
	}
	return c.Value
}

func keepPass(a *web.Ask, token string) { setPass(a, token, passLife) }

func dropPass(a *web.Ask) { setPass(a, "", -1) }

func setPass(a *web.Ask, value string, life int) {
	http.SetCookie(a.W, &http.Cookie{
		Name: passCookie(a.Site), Value: value, Path: "/", MaxAge: life, HttpOnly: true,
		Secure: a.Site.Secure(), SameSite: http.SameSiteLaxMode,
	})
}
