package conversationweb

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"

	"penc/internal/deliberate/conversation"
	"penc/internal/platform/web"
)

// guestCookie holds the secret under which somebody without an account takes
// part. It is set with their first vote or statement, and not before.
const guestCookie = "penc_guest"

const guestAge = 365 * 24 * 60 * 60 // seconds

// voice returns whoever asks, as they take part.
func voice(a *web.Ask) conversation.Voice {
	v := conversation.Voice{Who: a.Who}
	if c, err := a.R.Cookie(guestCookie); err == nil {
		v.Guest = conversation.Guest(c.Value)
		a.Private()
	}
	return v
}

// acting is voice for an act: who has neither account nor secret gets a new one,
// which keep puts into their browser once the act is done.
func acting(a *web.Ask) (v conversation.Voice, keep func()) {
	v = voice(a)
	if v.Who.Person != "" || v.Guest.Sound() {
		return v, func() {}
	}
	v.Guest = conversation.Guest(rand.Text()) // 26 letters and digits: 130 bits
	return v, func() { setGuest(a, string(v.Guest), guestAge) }
}

func setGuest(a *web.Ask, secret string, age int) {
	http.SetCookie(a.W, &http.Cookie{
		Name: guestCookie, Value: secret, Path: "/", MaxAge: age, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: a.Site.Secure(),
	})
}

// joinLink leads to joining and then back to a page, whose address is given
// without the language.
func joinLink(s web.Speaker, back string) string {
	return s.Link("/join") + "?next=" + url.QueryEscape(back)
}

// claim takes the votes of the cookie over into the account, or lets go of them.
func (f face) claim(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	back := form.Get("back")
	if !strings.HasPrefix(back, "/conversations/") {
		back = "/account"
	}
	done := "conversation.claim.left"
	if form.Get("do") != "leave" {
		done = "conversation.claim.done"
		if _, err := f.conversations.Claim(a.Ctx(), voice(a)); err != nil {
			return err
		}
	}
	setGuest(a, "", -1)
	return a.GoDone(back, done)
}
