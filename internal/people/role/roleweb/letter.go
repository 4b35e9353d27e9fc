package roleweb

import (
	"strings"

	"penc/internal/people/role"
	"penc/internal/platform/web"
)

// maxInSubject is the length to which the name of a process is cut in the subject
// of a mail, in characters.
const maxInSubject = 100

// letter returns the writer of the mails in which roles are offered, each in the
// language of the invited person.
func letter(a *web.Ask) role.Write {
	return func(e role.Envelope) role.Letter {
		s := web.NewSpeaker(a.Site.Words, e.Offer.Lang)
		process := strings.Join(strings.Fields(s.Say(e.Process)), " ")
		parts := []any{
			"process", process, "role", name(s, e.Offer.Role), "may", s.T("role.may." + e.Offer.Role),
			"by", e.By, "name", e.Offer.Name, "day", s.Day(e.Offer.Expires), "site", a.Site.Name,
			"link", a.Site.BaseURL + s.Link("/offers/"+e.Token), "base", a.Site.BaseURL,
		}
		return role.Letter{
			Subject: s.T("role.mail.subject", "process", shorten(process), "role", name(s, e.Offer.Role)),
			Text:    s.T("role.mail.text", parts...),
			Reason:  s.T("role.mail.reason", parts...),
		}
	}
}

func shorten(text string) string {
	if r := []rune(text); len(r) > maxInSubject {
		return string(r[:maxInSubject-1]) + "…"
	}
	return text
}
