package signinweb

import (
	"penc/internal/people/signin"
	"penc/internal/platform/web"
)

// letter returns the writer of a letter in the language of the page on which it
// was asked for: that is the language its reader reads now.
func letter(a *web.Ask) signin.Writer {
	return func(l signin.Letter) signin.Words {
		return signin.Words{
			Subject: a.T("signin.letter.subject", "site", a.Site.Name),
			Text: a.T("signin.letter.text", "site", a.Site.Name, "code", l.Code,
				"minutes", int(signin.CodeLife.Minutes()), "linkMinutes", int(signin.LinkLife.Minutes()),
				"link", a.Site.BaseURL+a.Link(signin.LinkPath(l.Token))),
			Reason: a.T("signin.letter.reason", "address", a.Site.BaseURL),
		}
	}
}
