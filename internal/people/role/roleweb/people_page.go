package roleweb

import (
	"strings"

	"github.com/a-h/templ"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/person/personweb"
	"penc/internal/people/role"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// perPage is how many members or offers a page lists.
const perPage = 100

// peoplePage shows who carries a process and how many members it has; to its
// conveners everybody.
type peoplePage struct {
	web.Page
	View   role.View
	Public role.Public
	Tabs   []ui.Link
	Number int // of the page of others, from 0
	Panels []templ.Component
}

func (f face) people(a *web.Ask) error {
	number := max(a.QueryInt("page", 0), 0)
	v, err := f.roles.ViewOf(a.Ctx(), a.Who, a.ID("id"), perPage, number*perPage)
	if err != nil {
		return err
	}
	if a.Format == "json" {
		return a.JSON(v.People.Public())
	}
	p := peoplePage{
		Page: inside(a, a.T("role.people.title"), v.Scene), View: v, Public: v.People.Public(),
		Tabs: a.Tabs("process", a.ID("id")), Number: number,
	}
	p.Description = a.T("role.people.description", "process", a.Say(v.Name))
	p.NoIndex = number > 0 || !v.Public
	if p.Panels, err = a.Panels(Panel, a.ID("id")); err != nil {
		return err
	}
	return a.Render(peopleView(p))
}

// inside returns a page that belongs to a process.
func inside(a *web.Ask, title string, s role.Scene) web.Page {
	p := a.Page(title)
	if name := a.Say(s.Name); name != "" {
		p.Title = title + " – " + name
	}
	p.Simulated = s.Simulated
	p.NoIndex = !s.Public
	return p
}

// trail leads from a page up to the people of its process.
func trail(s web.Speaker, scene role.Scene) []ui.Link {
	return []ui.Link{
		s.Crumb(s.Say(scene.Name), scene.Path),
		s.Crumb(s.T("role.people.title"), peoplePath(scene)),
	}
}

func peoplePath(s role.Scene) string { return "/processes/" + string(s.Ref.ID) + "/people" }

func (p peoplePage) pager() ui.Pager {
	out := ui.Pager{Text: p.T("role.page", "number", p.Number+1)}
	at := func(n int) string { return p.Link(peoplePath(p.View.Scene) + pageQuery(n)) }
	if p.Number > 0 {
		out.Previous = at(p.Number - 1)
	}
	if p.View.People.More {
		out.Next = at(p.Number + 1)
	}
	return out
}

// groupName returns what a stakeholder group is called.
func groupName(s web.Speaker, names map[ref.ID]lang.Text, group ref.ID) string {
	if group == "" {
		return s.T("role.group.none")
	}
	return s.Say(names[group])
}

// roleNames returns the words for the roles in one line.
func roleNames(s web.Speaker, names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = name(s, n)
	}
	return strings.Join(out, ", ")
}

func carrierEntry(s web.Speaker, c role.Carrier) ui.Entry {
	return ui.Entry{Title: personweb.Name(s, c.Name), Kind: roleNames(s, c.Roles)}
}

func (p peoplePage) counts() ui.Grid {
	g := ui.Grid{
		Caption: p.T("role.members.caption"), HideCaption: true,
		Columns: []ui.Column{{Label: p.T("role.members.group")}, {Label: p.T("role.members.people"), Numeric: true}},
	}
	for _, c := range p.Public.Groups {
		people := p.Speaker.Number(c.People)
		if c.Hidden {
			people = p.T("role.members.few")
		}
		row := []ui.Cell{{Text: groupName(p.Speaker, p.View.Groups, c.Group)}, {Text: people}}
		if c.Group != "" {
			row[0].Lang = p.Foreign(p.View.Groups[c.Group])
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// everybody is the convener's table of some of the people.
func (p peoplePage) everybody(caption string, all []role.Somebody) ui.Grid {
	g := ui.Grid{Caption: caption, HideCaption: true, Columns: []ui.Column{
		{Label: p.T("role.column.name")},
		{Label: p.T("role.column.roles")},
		{Label: p.T("role.column.group")},
		{Label: p.T("role.column.address")},
	}}
	for _, x := range all {
		g.Rows = append(g.Rows, []ui.Cell{
			{Text: personweb.Name(p.Speaker, x.Name), Href: p.Link(somebodyPath(p.View.Scene, x.ID))},
			{Text: roleNames(p.Speaker, x.Names())},
			{Text: groupName(p.Speaker, p.View.Groups, x.Group)},
			{Text: x.Address},
		})
	}
	return g
}

func somebodyPath(s role.Scene, participant ref.ID) string {
	return "/processes/" + string(s.Ref.ID) + "/participants/" + string(participant)
}

// somebodyPage shows one participant to a convener, or to themselves.
type somebodyPage struct {
	web.Page
	Profile role.Profile
	Faults  web.Faults
	Act     ui.Hidden
}

func (f face) profile(a *web.Ask) (role.Profile, error) {
	return f.roles.ProfileOf(a.Ctx(), a.Who, a.ID("id"), a.ID("participant"))
}

func (f face) somebody(a *web.Ask) error {
	v, err := f.profile(a)
	if err != nil {
		return err
	}
	return a.Render(somebodyView(f.somebodyPage(a, v, web.Faults{})))
}

func (f face) somebodyPage(a *web.Ask, v role.Profile, faults web.Faults) somebodyPage {
	p := somebodyPage{
		Page: inside(a, personweb.Name(a.Speaker, v.Somebody.Name), v.Scene), Profile: v, Faults: faults, Act: web.NewAct(),
	}
	p.NoIndex = true
	return p
}

// free are the roles that the participant does not hold.
func (p somebodyPage) free() []ui.Choice {
	var out []ui.Choice
	for _, n := range access.OnProcess {
		if !p.Profile.Holds(n) {
			out = append(out, ui.Choice{Value: n, Label: name(p.Speaker, n), Hint: p.T("role.may." + n)})
		}
	}
	return out
}

func (p somebodyPage) declared(d role.Declaration) []ui.Fact {
	out := []ui.Fact{{Term: p.T("role.declared.group"), Text: groupName(p.Speaker, p.Profile.Names, d.Group)}}
	var others []string
	for _, g := range d.Groups {
		if g != d.Group {
			others = append(others, p.Say(p.Profile.Names[g]))
		}
	}
	if len(others) > 0 {
		out = append(out, ui.Fact{Term: p.T("role.declared.others"), Text: strings.Join(others, ", ")})
	}
	if d.Organization != "" {
		out = append(out, ui.Fact{Term: p.T("role.declared.organization"), Text: p.Say(p.Profile.Names[d.Organization])})
	}
	said := [][2]string{
		{"role.declared.interest", d.Interest}, {"role.declared.mandate", d.Mandate}, {"role.declared.funding", d.Funding},
	}
	if p.Profile.Own { // what is for figures only is shown to nobody else
		if d.Gender != "" {
			said = append(said, [2]string{"role.declared.gender", p.T("role.gender." + d.Gender)})
		}
		said = append(said, [2]string{"role.declared.region", d.Region})
	}
	for _, x := range said {
		if x[1] != "" {
			out = append(out, ui.Fact{Term: p.T(x[0]), Text: x[1]})
		}
	}
	return out
}

// before are the earlier declarations, the newest of them first.
func (p somebodyPage) before() []role.Declared {
	h := p.Profile.History
	var out []role.Declared
	for i := len(h) - 2; i >= 0; i-- {
		out = append(out, h[i])
	}
	return out
}

func (f face) give(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	v, err := f.profile(a)
	if err != nil {
		return err
	}
	if _, err := f.roles.Give(a.Ctx(), a.Who, a.ID("id"), v.Person, form.Get("role")); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component { return somebodyView(f.somebodyPage(a, v, fs)) })
	}
	return a.GoDone(somebodyPath(v.Scene, v.ID), "role.done.given")
}

// takeBackPage asks once more before a role is taken back or laid down.
type takeBackPage struct {
	web.Page
	Profile role.Profile
	Role    string
	Act     ui.Hidden
	Faults  web.Faults
}

func (f face) takeBackPage(a *web.Ask) (takeBackPage, error) {
	v, err := f.profile(a)
	if err != nil {
		return takeBackPage{}, err
	}
	named := a.R.PathValue("role")
	if !v.Holds(named) {
		return takeBackPage{}, fault.New(fault.NotFound, "", "role.take-back.not-held")
	}
	title := a.T("role.take-back.title", "role", name(a.Speaker, named))
	if v.Own {
		title = a.T("role.lay-down.title", "role", name(a.Speaker, named))
	}
	p := takeBackPage{Page: inside(a, title, v.Scene), Profile: v, Role: named, Act: web.NewAct()}
	p.NoIndex = true
	return p, nil
}

func (f face) askTakeBack(a *web.Ask) error {
	p, err := f.takeBackPage(a)
	if err != nil {
		return err
	}
	return a.Render(takeBackView(p))
}

func (f face) takeBack(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	p, err := f.takeBackPage(a)
	if err != nil {
		return err
	}
	if err := f.roles.TakeBack(a.Ctx(), a.Who, a.ID("id"), p.Profile.Person, p.Role); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p.Faults = fs
			return takeBackView(p)
		})
	}
	if p.Profile.Own {
		return a.GoDone("/account", "role.done.laid-down")
	}
	return a.GoDone(somebodyPath(p.Profile.Scene, p.Profile.ID), "role.done.taken-back")
}

func (p takeBackPage) text() string {
	if p.Profile.Own {
		return p.T("role.lay-down.text", "role", name(p.Speaker, p.Role), "process", p.Say(p.Profile.Card.Name))
	}
	return p.T("role.take-back.text", "role", name(p.Speaker, p.Role), "name", p.Profile.Somebody.Name)
}

// panel shows a person on their account page where they take part.
func (f face) panel(a *web.Ask, _ ref.ID) (templ.Component, error) {
	parts, err := f.roles.Parts(a.Ctx(), a.Who)
	if err != nil {
		return nil, err
	}
	return partsView(a.Speaker, parts), nil
}
