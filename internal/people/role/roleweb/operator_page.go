package roleweb

import (
	"github.com/a-h/templ"

	"penc/internal/ground/fault"
	"penc/internal/people/role"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// operatorsPage lists who runs the site.
type operatorsPage struct {
	web.Page
	All     []role.Operator
	Address string
	Faults  web.Faults
	Act     ui.Hidden
}

func (f face) operatorsPage(a *web.Ask) (operatorsPage, error) {
	all, err := f.roles.Operators(a.Ctx(), a.Who)
	p := operatorsPage{Page: a.Page(a.T("role.operators.title")), All: all, Act: web.NewAct()}
	p.NoIndex = true
	return p, err
}

func (f face) operators(a *web.Ask) error {
	p, err := f.operatorsPage(a)
	if err != nil {
		return err
	}
	return a.Render(operatorsView(p))
}

func (f face) nameOperator(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	address := form.Get("address")
	if err := f.roles.NameOperatorByAddress(a.Ctx(), a.Who, address); err != nil {
		p, err2 := f.operatorsPage(a)
		if err2 != nil {
			return err2
		}
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p.Address, p.Faults = address, fs
			return operatorsView(p)
		})
	}
	return a.GoDone("/operators", "role.done.operator-named")
}

// dismissPage asks once more before an operator is dismissed.
type dismissPage struct {
	web.Page
	Operator role.Operator
	Faults   web.Faults
	Act      ui.Hidden
}

func (f face) dismissPage(a *web.Ask) (dismissPage, error) {
	all, err := f.roles.Operators(a.Ctx(), a.Who)
	if err != nil {
		return dismissPage{}, err
	}
	for _, o := range all {
		if o.Person == a.ID("person") {
			p := dismissPage{Page: a.Page(a.T("role.dismiss.title")), Operator: o, Act: web.NewAct()}
			p.NoIndex = true
			return p, nil
		}
	}
	return dismissPage{}, fault.New(fault.NotFound, "", "role.take-back.not-held")
}

func (f face) askDismiss(a *web.Ask) error {
	p, err := f.dismissPage(a)
	if err != nil {
		return err
	}
	return a.Render(dismissView(p))
}

func (f face) dismiss(a *web.Ask) error {
	if _, err := a.Form(); err != nil {
		return err
	}
	p, err := f.dismissPage(a)
	if err != nil {
		return err
	}
	if err := f.roles.DismissOperator(a.Ctx(), a.Who, p.Operator.Person); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p.Faults = fs
			return dismissView(p)
		})
	}
	if p.Operator.Person == a.Who.Person {
		return a.GoDone("/account", "role.done.operator-dismissed")
	}
	return a.GoDone("/operators", "role.done.operator-dismissed")
}
