package personweb

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/org"
	"penc/internal/people/person"
	"penc/internal/platform/feature"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// accountPage is where a person says who they are.
type accountPage struct {
	web.Page
	Person        person.Person  // as stored now
	In            person.Profile // as typed
	Organizations []ui.Choice
	Panels        []templ.Component
	Faults        web.Faults
	Act           ui.Hidden
}

// mostOrganizations is how many organizations there are to choose from; whoever
// speaks for another one writes its name, and the one entered before is found.
const mostOrganizations = 500

func (f face) account(a *web.Ask) error {
	p, err := f.people.ByID(a.Ctx(), a.Who.Person)
	if err != nil {
		return err
	}
	page, err := f.accountPage(a, p, p.Profile(), web.Faults{})
	if err != nil {
		return err
	}
	return a.Render(accountView(page))
}

func (f face) accountPage(a *web.Ask, p person.Person, in person.Profile, faults web.Faults) (accountPage, error) {
	page := accountPage{
		Page: a.Page(a.T("person.account.title")), Person: p, In: in, Faults: faults, Act: web.NewAct(),
	}
	page.NoIndex = true
	var err error
	if page.Organizations, err = f.organizations(a, in); err != nil {
		return page, err
	}
	page.Panels, err = a.Panels(Account, p.ID)
	return page, err
}

func (f face) organizations(a *web.Ask, in person.Profile) ([]ui.Choice, error) {
	all, err := f.orgs.All(a.Ctx(), mostOrganizations, 0)
	if err != nil {
		return nil, err
	}
	if in.Organization != "" && !slices.ContainsFunc(all, func(o org.Organization) bool { return o.ID == in.Organization }) {
		o, err := f.orgs.ByID(a.Ctx(), in.Organization)
		if err == nil {
			all = append(all, o)
		} else if fault.KindOf(err) != fault.NotFound {
			return nil, err
		}
	}
	slices.SortFunc(all, func(x, y org.Organization) int {
		return cmp.Compare(org.Fold(a.Say(x.Name)), org.Fold(a.Say(y.Name)))
	})
	out := []ui.Choice{{Label: a.T("person.organization.none")}}
	for _, o := range all {
		out = append(out, ui.Choice{Value: string(o.ID), Label: a.Say(o.Name), Lang: a.Foreign(o.Name)})
	}
	return out, nil
}

func (f face) change(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := person.Profile{
		Name: form.Get("name"), Pseudonym: form.Get("pseudonym"), Shown: person.Shown(form.Get("shown")),
		Lang: lang.Tag(form.Get("lang")), Zone: form.Get("zone"), Organization: ref.ID(form.Get("organization")),
		NewOrganization: form.Get("new-organization"), Version: form.Int("version"),
	}
	if _, err := f.people.Change(a.Ctx(), a.Who, in); err != nil {
		return f.again(a, err, in)
	}
	return a.GoDone("/account", "person.account.saved")
}

// again shows the account page with what was typed.
func (f face) again(a *web.Ask, refusal error, in person.Profile) error {
	p, err := f.people.ByID(a.Ctx(), a.Who.Person)
	if err != nil {
		return err
	}
	if fault.KindOf(refusal) == fault.Conflict {
		in.Version = p.Version // saving again is a decision taken with both in view
	}
	page, err := f.accountPage(a, p, in, web.Faults{})
	if err != nil {
		return err
	}
	return a.Refused(refusal, func(fs web.Faults) templ.Component {
		page.Faults = fs
		return accountView(page)
	})
}

func (f face) agree(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	p, err := f.people.ByID(a.Ctx(), a.Who.Person)
	if err != nil {
		return err
	}
	if _, err := f.people.Agree(a.Ctx(), a.Who, form.Get("consent")); err != nil {
		return f.again(a, err, p.Profile())
	}
	return a.GoDone("/account", "person.consent.given")
}

func (f face) export(a *web.Ask) error {
	all, err := f.people.Export(a.Ctx(), a.Who)
	if err != nil {
		return err
	}
	b, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		return err
	}
	a.W.Header().Set("Cache-Control", "private, no-store")
	return a.File("application/json", "penc-"+all.At.Format("2006-01-02")+".json", append(b, '\n'))
}

// erasePage asks once more before a person leaves.
type erasePage struct {
	web.Page
	Act ui.Hidden
}

func (f face) askErase(a *web.Ask) error {
	p := erasePage{Page: a.Page(a.T("person.erase.title")), Act: web.NewAct()}
	p.NoIndex = true
	return a.Render(eraseView(p))
}

func (f face) erase(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	if err := f.people.Erase(a.Ctx(), a.Who, feature.Wish{Words: form.On("words")}); err != nil {
		return err
	}
	return a.Go("/account/erased")
}

// erased says farewell and has the browser forget what it kept of this site.
func (f face) erased(a *web.Ask) error {
	if a.Who.Person != "" {
		return a.Go("/account")
	}
	a.W.Header().Set("Clear-Site-Data", `"cookies", "storage"`)
	p := a.Page(a.T("person.erased.title"))
	p.NoIndex = true
	return a.Render(erasedView(p))
}

// zones returns the time zones to choose from, with the person's own.
func (p accountPage) zones() []ui.Choice {
	all := person.Zones
	if p.In.Zone != "" && !slices.Contains(all, p.In.Zone) {
		all = append([]string{p.In.Zone}, all...)
	}
	out := make([]ui.Choice, len(all))
	for i, z := range all {
		out[i] = ui.Choice{Value: z, Label: strings.ReplaceAll(z, "_", " ")}
	}
	return out
}

func (p accountPage) languages() []ui.Choice {
	var out []ui.Choice
	for _, l := range lang.Interface {
		out = append(out, ui.Choice{Value: string(l), Label: p.T("web.language." + string(l)), Lang: string(l)})
	}
	return out
}

func (p accountPage) shown() []ui.Choice {
	return []ui.Choice{
		{Value: string(person.ByName), Label: p.T("person.shown.name")},
		{Value: string(person.ByPseudonym), Label: p.T("person.shown.pseudonym")},
	}
}

// told is a profile as lines of text, to set two of them side by side.
func (p accountPage) told(in person.Profile) string {
	shown := p.T("person.shown.name")
	if in.Shown == person.ByPseudonym {
		shown = p.T("person.shown.pseudonym")
	}
	organization := in.NewOrganization
	for _, c := range p.Organizations {
		if organization == "" && in.Organization != "" && c.Value == string(in.Organization) {
			organization = c.Label
		}
	}
	return strings.Join([]string{
		in.Name, shown, in.Pseudonym, p.T("web.language." + string(in.Lang)), in.Zone, organization,
	}, "\n")
}

// zoneOf names the zone of people who chose none.
func zoneOf(zone string) string { return cmp.Or(zone, "UTC") }
