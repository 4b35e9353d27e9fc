package hallweb

import (
	"strings"

	"github.com/a-h/templ"

	"penc/internal/gather/attendance"
	"penc/internal/gather/attendance/attendanceweb"
	"penc/internal/gather/hall"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// projectorPage is what stands on the wall.
type projectorPage struct {
	hallPage
	Other  web.Speaker // of the other language
	Both   bool        // both languages are shown
	View   hall.View   // as it can be shown now
	Pieces []templ.Component
	QR     templ.Component // of the address with which people check in; nil while that is closed
	Host   string          // where the same address is, as people type it
}

// maxNext is how many of the queue are shown: more are not read from the last row.
const maxNext = 4

// projector shows the wall to those who run the meeting and those who are in it: it
// has names, and the code by which people come in.
func (f face) projector(a *web.Ask) error {
	s, err := f.halls.See(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	if !s.May && !s.Here() {
		return fault.New(fault.Forbidden, "", "hall.projector.inside-only")
	}
	p := projectorPage{hallPage: f.page(a, s, a.T("hall.projector.title")).follow(true), Both: a.Query("both") != ""}
	p.Refresh = 5
	if t := a.Query("theme"); t == "dark" || t == "light" {
		p.Theme = t
	}
	for _, l := range lang.Interface {
		if l != a.Lang {
			p.Other = a.In(l)
		}
	}
	p.View = s.Screen.View
	if err := f.pieces(a, &p); err != nil {
		return err
	}
	if s.Code != "" && s.State != hall.Ended {
		at := a.Site.BaseURL + "/m/" + s.Code
		_, p.Host, _ = strings.Cut(a.Site.BaseURL, "://")
		if p.QR, err = attendanceweb.QR(at, a.T("hall.projector.qr")); err != nil {
			return err
		}
	}
	return a.Render(showProjector(p))
}

// pieces finds what the view shows, and falls back to the queue where there is
// nothing of it.
func (f face) pieces(a *web.Ask, p *projectorPage) (err error) {
	switch p.View {
	case hall.ShowBreakouts, hall.ShowBoard:
		p.Pieces, err = piecesOf(a, p.S.About.ID, p.View)
		if len(p.Pieces) == 0 {
			p.View = hall.ShowQueue
		}
	case hall.ShowTemperature:
		if _, ok := p.S.Temperature(); !ok {
			p.View = hall.ShowQueue
		}
	}
	return err
}

// pieceOf says which room's piece a view shows.
var pieceOf = map[hall.View]string{hall.ShowBreakouts: "breakout", hall.ShowBoard: "priority"}

// piecesOf returns the pieces of a view that a higher room makes; none if it has
// nothing to show now.
func piecesOf(a *web.Ask, meeting ref.ID, view hall.View) ([]templ.Component, error) {
	return a.Panels("hall.projector", meeting, pieceOf[view])
}

// code is the code of check-in as people read it aloud.
func (p projectorPage) code() string { return attendance.Spaced(p.S.Code) }

// next are the first who wait, as many as there is room for.
func (p projectorPage) next() []hall.Request {
	n := maxNext
	if p.Both {
		n--
	}
	if it, ok := p.S.ItemNow(); ok && long(p.Say(it.Title)) {
		n--
	}
	return p.S.Queue[:min(n, len(p.S.Queue))]
}

// long reports whether a title needs smaller letters.
func long(words string) bool { return len([]rune(words)) > 48 }

// other returns the words of a text in the other language, if they are there and
// are to be shown.
func (p projectorPage) other(t lang.Text) string {
	if !p.Both {
		return ""
	}
	if words := t.Words(p.Other.Lang); words != p.Say(t) {
		return words
	}
	return ""
}

// links are the few ways to set the wall up.
func (p projectorPage) links() []ui.Link {
	at := func(theme string, both bool) string {
		var q []string
		if theme != "" {
			q = append(q, "theme="+theme)
		}
		if both {
			q = append(q, "both=1")
		}
		out := p.Link(hall.Projector(p.S.About.ID))
		if len(q) > 0 {
			out += "?" + strings.Join(q, "&")
		}
		return out
	}
	other := "dark"
	if p.Theme == "dark" {
		other = "light"
	}
	word := "hall.projector.both"
	if p.Both {
		word = "hall.projector.one"
	}
	out := []ui.Link{{Label: p.T("hall.projector." + other), Href: at(other, p.Both)}, {Label: p.T(word), Href: at(p.Theme, !p.Both)}}
	same := at(p.Theme, p.Both)
	out = append(out, ui.Link{
		Label: p.T("web.language." + string(p.Other.Lang)), Lang: string(p.Other.Lang),
		Href: "/" + string(p.Other.Lang) + strings.TrimPrefix(same, "/"+string(p.Lang)),
	})
	back := hall.Path(p.S.About.ID)
	if p.S.May {
		back = hall.Desk(p.S.About.ID)
	}
	return append(out, ui.Link{Label: p.T("hall.projector.back"), Href: p.Link(back)})
}
