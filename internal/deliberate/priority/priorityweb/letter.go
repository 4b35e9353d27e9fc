package priorityweb

import (
	"penc/internal/deliberate/priority"
	"penc/internal/ground/lang"
	"penc/internal/platform/web"
)

// Writer returns how the mails with personal links are written. Links begin with
// base; the words may be filled later.
func Writer(c *web.Catalogue, base, site string) priority.Write {
	return func(l lang.Tag, e priority.Envelope) priority.Letter {
		s := web.NewSpeaker(c, l)
		word := "priority.mail.text"
		if e.Again {
			word = "priority.mail.again"
		}
		secrecy := s.T("priority.open.text")
		if e.Ballot.Secret {
			secrecy = s.T("priority.secret.text")
		}
		return priority.Letter{
			Subject: s.T("priority.mail.subject", "title", titleOf(s, e.Ballot)),
			Text: s.T(word, "title", titleOf(s, e.Ballot), "process", s.Say(e.Process), "meeting", s.Say(e.Meeting),
				"closes", s.Moment(e.Ballot.Closes.In(e.Zone)), "seats", e.Ballot.Seats, "items", len(e.Ballot.Items),
				"secrecy", secrecy, "link", base+s.Link("/vote/"+e.Secret)),
			Reason: s.T("priority.mail.reason", "process", s.Say(e.Process), "site", site),
		}
	}
}
