package orgweb

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"penc/internal/ground/lang"
	"penc/internal/people/org"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// perPage is how many organizations a page lists.
const perPage = 200

// listPage shows the organizations and the form for a new one.
type listPage struct {
	web.Page
	All    []org.Organization
	In     org.Entry
	Faults web.Faults
	Act    ui.Hidden
}

// editPage is the operator's form for one organization.
type editPage struct {
	web.Page
	Organization org.Organization // as it is stored now
	In           org.Entry        // as it was typed
	Faults       web.Faults
	Act          ui.Hidden
}

func (f face) list(a *web.Ask) error {
	p, err := f.listPage(a, org.Entry{From: a.Lang}, web.Faults{})
	if err != nil {
		return err
	}
	return a.Render(organizationsPage(p))
}

func (f face) listPage(a *web.Ask, in org.Entry, faults web.Faults) (listPage, error) {
	all, err := f.orgs.All(a.Ctx(), perPage, 0)
	slices.SortFunc(all, func(x, y org.Organization) int {
		return cmp.Compare(org.Fold(a.Say(x.Name)), org.Fold(a.Say(y.Name)))
	})
	return listPage{Page: a.Page(a.T("org.list.title")), All: all, In: in, Faults: faults, Act: web.NewAct()}, err
}

func (f face) enter(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := read(a, form)
	if _, err := f.orgs.Enter(a.Ctx(), a.Who, in); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p, _ := f.listPage(a, in, fs)
			return organizationsPage(p)
		})
	}
	return a.GoDone("/organizations", "org.entered")
}

func (f face) edit(a *web.Ask) error {
	o, err := f.orgs.ByID(a.Ctx(), a.ID("id"))
	if err != nil {
		return err
	}
	return a.Render(organizationPage(f.editPage(a, o, entryOf(o), web.Faults{})))
}

func (f face) editPage(a *web.Ask, o org.Organization, in org.Entry, faults web.Faults) editPage {
	return editPage{Page: a.Page(a.Say(o.Name)), Organization: o, In: in, Faults: faults, Act: web.NewAct()}
}

func (f face) change(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := read(a, form)
	if _, err := f.orgs.Change(a.Ctx(), a.Who, a.ID("id"), in); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			o, _ := f.orgs.ByID(a.Ctx(), a.ID("id"))
			if fs.Conflict() {
				in.Version = o.Version // saving again is a decision taken with both texts in view
			}
			return organizationPage(f.editPage(a, o, in, fs))
		})
	}
	return a.GoDone("/organizations", "org.saved")
}

func read(a *web.Ask, form web.Form) org.Entry {
	return org.Entry{
		Name: form.Words("name", lang.Interface), From: a.Lang, Acronym: form.Get("acronym"),
		Website: form.Get("website"), Country: form.Get("country"), Version: form.Int("version"),
	}
}

func entryOf(o org.Organization) org.Entry {
	return org.Entry{Name: o.Name.All(), From: o.Name.Original(), Acronym: o.Acronym, Website: o.Website, Country: o.Country, Version: o.Version}
}
