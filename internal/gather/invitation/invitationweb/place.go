package invitationweb

import (
	"github.com/a-h/templ"

	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// bookPath is the address of the address book of a process.
func bookPath(id ref.ID) string { return "/processes/" + string(id) + "/contacts" }

func campaignsPath(id ref.ID) string { return "/processes/" + string(id) + "/campaigns" }

// at returns the place of a page for conveners, below the desk and perhaps below
// other pages.
func at(a *web.Ask, w process.Whole, title, lead string, above ...ui.Link) processweb.Place {
	pl := processweb.Inside(a, w.Process).AtDesk(a)
	pl.Title.Trail = append(pl.Title.Trail[:len(pl.Title.Trail):len(pl.Title.Trail)], above...)
	pl.Title.Title, pl.Title.Lead, pl.Title.Small = title, lead, true
	return pl
}

// private returns the page of a place that search engines do not look at.
func private(a *web.Ask, pl processweb.Place) web.Page {
	p := pl.Page(a, pl.Title.Title)
	p.NoIndex = true
	return p
}

// groupName returns what a stakeholder group is called.
func groupName(s web.Speaker, w process.Whole, id ref.ID) string {
	if g, ok := w.Group(id); ok {
		return s.Say(g.Title)
	}
	return s.T("invitation.group.none")
}

func groupChoices(s web.Speaker, w process.Whole, chosen []ref.ID) []ui.Choice {
	var out []ui.Choice
	for _, g := range w.Groups {
		c := ui.Choice{Value: string(g.ID), Label: s.Say(g.Title), Lang: s.Foreign(g.Title)}
		for _, id := range chosen {
			c.Selected = c.Selected || id == g.ID
		}
		out = append(out, c)
	}
	return out
}

func languageChoices(s web.Speaker) []ui.Choice {
	var out []ui.Choice
	for _, l := range lang.Interface {
		out = append(out, ui.Choice{Value: string(l), Label: s.T("web.language." + string(l)), Lang: string(l)})
	}
	return out
}

func with(first string, cs []ui.Choice) []ui.Choice {
	return append([]ui.Choice{{Label: first}}, cs...)
}

// people counts letters by language: "143 people in French, 21 in English".
func people(s web.Speaker, byLang map[lang.Tag]int) string {
	var out string
	for _, l := range lang.Interface {
		n := byLang[l]
		if n == 0 {
			continue
		}
		key := "invitation.people.first"
		if out != "" {
			out += s.T("invitation.people.and")
			key = "invitation.people.next"
		}
		out += s.T(key, "n", n, "number", s.Number(n), "language", s.T("web.language-name."+string(l)))
	}
	return out
}

// A confirmPage asks once more before an act.
type confirmPage struct {
	web.Page
	Place   processweb.Place
	Faults  web.Faults
	Confirm ui.Confirm
	Body    templ.Component // may be nil
}
