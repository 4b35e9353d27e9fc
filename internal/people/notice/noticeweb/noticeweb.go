// Package noticeweb is the face of package notice: the latest notices on the
// account page, the page with all of them and with the choice of what comes by
// mail, and the words of the mails.
package noticeweb

import (
	"embed"

	"penc/internal/ground/lang"
	"penc/internal/people/notice"
	"penc/internal/people/person/personweb"
	"penc/internal/platform/web"
)

//go:embed i18n
var words embed.FS

type face struct{ notices *notice.Service }

// Face returns the pages of notices.
func Face(s *notice.Service) web.Face {
	f := face{s}
	return web.Face{
		Name:   "notice",
		Words:  words,
		Panels: []web.Panel{{On: personweb.Account, Order: 10, Show: f.panel}},
		Routes: []web.Route{
			{Pattern: "GET /account/notices", For: web.SignedIn, Do: f.list},
			{Pattern: "POST /account/notices", For: web.SignedIn, Do: f.markRead},
			{Pattern: "POST /account/notices/settings", For: web.SignedIn, Do: f.choose},
		},
	}
}

// Writer returns how notices are written as mails: with the words of the room
// that tells them, the link to the thing, and the name of the site. The words may
// be filled later.
func Writer(c *web.Catalogue, site string) notice.Write {
	return func(l lang.Tag, kind string, parts map[string]string) notice.Letter {
		s := web.NewSpeaker(c, l)
		say := func(what string) string { return s.T(notice.Word(kind, what), pairs(parts)...) }
		key := "notice.mail.text"
		if parts["link"] == "" {
			key = "notice.mail.text-without-link"
		}
		return notice.Letter{
			Subject: say("subject"),
			Text:    s.T(key, "text", say("text"), "link", parts["link"], "site", site),
			Reason:  s.T("notice.mail.reason", "site", site, "settings", parts["settings"]),
		}
	}
}

func pairs(parts map[string]string) []any {
	out := make([]any, 0, 2*len(parts))
	for name, value := range parts {
		out = append(out, name, value)
	}
	return out
}
