package invitationweb

import (
	"strings"

	"penc/internal/gather/invitation"
	"penc/internal/people/role"
	"penc/internal/platform/web"
)

// maxInSubject is the length to which a name is cut in the subject of a mail, in
// characters.
const maxInSubject = 100

// Writer returns how the letters of a campaign are written: what the convener
// wrote, with a greeting and the link, in the language of the recipient. Somebody
// who agreed to be invited gets words of the house. The words may be filled later.
func Writer(c *web.Catalogue, site, base string) invitation.Write {
	return func(e invitation.Envelope) role.Letter {
		s := web.NewSpeaker(c, e.Offer.Lang)
		process := oneLine(s.Say(e.Process))
		parts := []any{
			"process", process, "by", e.By, "name", e.Offer.Name, "day", s.Day(e.Offer.Expires), "site", site,
			"link", base + s.Link("/offers/"+e.Token), "base", base, "text", e.Text, "role", e.Offer.Role,
		}
		subject := e.Subject
		text := "invitation.mail.text"
		switch {
		case subject == "":
			subject, text = s.T("invitation.mail.subject", "process", cut(process)), "invitation.mail.text-agreed"
		case e.Reminder:
			subject = s.T("invitation.mail.subject-again", "subject", subject)
			text = "invitation.mail.text-again"
		}
		return role.Letter{Subject: oneLine(subject), Text: s.T(text, parts...), Reason: s.T("invitation.mail.reason", parts...)}
	}
}

// Poser returns how third persons are asked whether they may be invited, in their
// language.
func Poser(c *web.Catalogue, site, base string) invitation.Pose {
	return func(q invitation.Question) role.Letter {
		s := web.NewSpeaker(c, q.Referral.PersonLang)
		process := oneLine(s.Say(q.Process))
		parts := []any{
			"process", process, "by", q.By, "name", q.Referral.Name, "why", q.Referral.Why, "voice", q.Referral.Voice,
			"site", site, "link", base + s.Link("/voices/"+q.Token), "days", int(invitation.DetailsLife.Hours() / 24),
		}
		return role.Letter{
			Subject: s.T("invitation.question.subject", "process", cut(process)),
			Text:    s.T("invitation.question.text", parts...),
			Reason:  s.T("invitation.question.reason", parts...),
		}
	}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func cut(text string) string {
	if r := []rune(text); len(r) > maxInSubject {
		return string(r[:maxInSubject-1]) + "…"
	}
	return text
}
