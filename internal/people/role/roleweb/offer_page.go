package roleweb

import (
	"strconv"

	"github.com/a-h/templ"

	"penc/internal/ground/lang"
	"penc/internal/people/role"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// invitePage takes a list of contacts and shows what was understood of it.
type invitePage struct {
	web.Page
	Scene  role.Scene
	Roles  []string
	In     role.Invitation
	Guests []role.Guest // what was understood; empty before the first look
	Faults web.Faults
	Act    ui.Hidden
}

func (f face) invitePage(a *web.Ask, in role.Invitation) (invitePage, error) {
	scene, roles, err := f.roles.Inviting(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return invitePage{}, err
	}
	p := invitePage{Page: inside(a, a.T("role.invite.title"), scene), Scene: scene, Roles: roles, In: in, Act: web.NewAct()}
	p.NoIndex = true
	return p, nil
}

func (f face) inviting(a *web.Ask) error {
	p, err := f.invitePage(a, role.Invitation{Lang: a.Lang})
	if err != nil {
		return err
	}
	return a.Render(inviteView(p))
}

// invite shows what was understood of a list and, once the convener has seen it,
// makes the offers: the button says which.
func (f face) invite(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := role.Invitation{
		Process: a.ID("id"), Role: form.Get("role"), Lang: lang.Tag(form.Get("lang")), List: form.Get("list"),
		Sound: form.Get("do") == "send-sound",
	}
	p, err := f.invitePage(a, in)
	if err != nil {
		return err
	}
	again := func(err error) error {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p.Faults = fs
			return inviteView(p)
		})
	}
	if p.Guests, err = f.roles.Plan(a.Ctx(), a.Who, in); err != nil {
		return again(err)
	}
	if form.Get("do") != "send" && !in.Sound {
		return a.Render(inviteView(p))
	}
	if _, err := f.roles.Offer(a.Ctx(), a.Who, in, letter(a)); err != nil {
		return again(err)
	}
	return a.GoDone(peoplePath(p.Scene)+"/offers", "role.done.offered")
}

func (p invitePage) roles() []ui.Choice {
	out := make([]ui.Choice, len(p.Roles))
	for i, n := range p.Roles {
		out[i] = ui.Choice{Value: n, Label: name(p.Speaker, n), Hint: p.T("role.may." + n)}
	}
	return out
}

func languages(s web.Speaker) []ui.Choice {
	var out []ui.Choice
	for _, l := range lang.Interface {
		out = append(out, ui.Choice{Value: string(l), Label: s.T("web.language." + string(l)), Lang: string(l)})
	}
	return out
}

func (p invitePage) sound() int  { return role.Count(p.Guests, role.Sound) }
func (p invitePage) faulty() int { return role.Count(p.Guests, role.Faulty) }

// understood is the table of the lines, those with faults first.
func (p invitePage) understood() ui.Grid {
	g := ui.Grid{Caption: p.T("role.preview.title"), HideCaption: true, Columns: []ui.Column{
		{Label: p.T("role.preview.line")},
		{Label: p.T("role.column.address")},
		{Label: p.T("role.column.name")},
		{Label: p.T("role.column.language")},
		{Label: p.T("role.preview.standing")},
	}}
	row := func(x role.Guest) []ui.Cell {
		said := p.T("role.standing."+string(x.Standing), "line", x.SameAs)
		language := p.T("web.language." + string(x.Lang))
		address, called := x.Address, x.Name
		if x.Fault != nil {
			said, language, address, called = p.Fault(x.Fault), "", x.Text, ""
		}
		return []ui.Cell{{Text: strconv.Itoa(x.Line)}, {Text: address}, {Text: called}, {Text: language}, {Text: said}}
	}
	for _, faulty := range []bool{true, false} {
		for _, x := range p.Guests {
			if (x.Standing == role.Faulty) == faulty {
				g.Rows = append(g.Rows, row(x))
			}
		}
	}
	return g
}

// offersPage lists the offers of a process.
type offersPage struct {
	web.Page
	View   role.OfferView
	Number int
	Act    ui.Hidden
}

func (f face) offers(a *web.Ask) error {
	number := max(a.QueryInt("page", 0), 0)
	v, err := f.roles.OfferViewOf(a.Ctx(), a.Who, a.ID("id"), perPage, number*perPage)
	if err != nil {
		return err
	}
	p := offersPage{Page: inside(a, a.T("role.offers.title"), v.Scene), View: v, Number: number, Act: web.NewAct()}
	p.NoIndex = true
	return a.Render(offersView(p))
}

func (f face) withdraw(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	o, err := f.roles.Withdraw(a.Ctx(), a.Who, a.ID("offer"))
	if err != nil {
		return err
	}
	return a.GoDone("/processes/"+string(o.Process)+"/people/offers", "role.done.withdrawn")
}

func (f face) again(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	o, err := f.roles.MailAgain(a.Ctx(), a.Who, a.ID("offer"), letter(a))
	if err != nil {
		return err
	}
	return a.GoDone("/processes/"+string(o.Process)+"/people/offers", "role.done.mailed-again")
}

var tags = map[role.State]ui.TagKind{
	role.Offered: ui.TagWaiting, role.Accepted: ui.TagDone, role.Declined: ui.TagRefused,
	role.Withdrawn: ui.TagRefused, role.Expired: ui.TagNext,
}

// states are the states in the order in which they are told.
var states = []role.State{role.Offered, role.Accepted, role.Declined, role.Expired, role.Withdrawn}

func (p offersPage) entry(o role.Offer) ui.Entry {
	state := o.At(p.View.Now)
	e := ui.Entry{
		ID: string(o.ID), Title: o.Address, By: o.Name, Kind: name(p.Speaker, o.Role),
		When: p.Moment(o.Mailed), State: tags[state], Label: p.T("role.state." + string(state)),
	}
	if e.Title == "" {
		e.Title = p.T("role.offer.forgotten-name")
	}
	switch {
	case state == role.Offered:
		e.Text = p.T("role.offer.until", "day", p.Day(o.Expires))
	case state == role.Declined && o.Reason != "":
		e.Text = p.T("role.offer.reason", "reason", o.Reason)
	}
	return e
}

// open reports whether an offer can be withdrawn or mailed again.
func (p offersPage) open(o role.Offer) bool {
	s := o.At(p.View.Now)
	return s == role.Offered || s == role.Expired && o.Address != ""
}

// rested reports whether an offer can be mailed again today.
func (p offersPage) rested(o role.Offer) bool {
	return !p.View.Now.Before(o.Mailed.Add(role.OfferPause))
}

func (p offersPage) path(o role.Offer, act string) string {
	return p.Link(peoplePath(p.View.Scene) + "/offers/" + string(o.ID) + "/" + act)
}

func (p offersPage) pager() ui.Pager {
	out := ui.Pager{Text: p.T("role.page", "number", p.Number+1)}
	at := func(n int) string { return p.Link(peoplePath(p.View.Scene) + "/offers" + pageQuery(n)) }
	if p.Number > 0 {
		out.Previous = at(p.Number - 1)
	}
	if p.View.More {
		out.Next = at(p.Number + 1)
	}
	return out
}

func pageQuery(n int) string {
	if n == 0 {
		return ""
	}
	return "?page=" + strconv.Itoa(n)
}
