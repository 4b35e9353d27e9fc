package processweb

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/org"
	"penc/internal/people/role"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// joinPage asks for whom somebody speaks in a process.
type joinPage struct {
	web.Page
	Place  Place
	Whole  process.Whole
	Orgs   []org.Organization
	In     role.Declaration
	NewOrg string // the name of an organization that is not in the list
	Joined bool   // they take part already and declare anew
	Known  bool   // the form shows what the secretariat wrote down, to be confirmed
	Closed bool   // nobody can join now
	Faults web.Faults
	Act    ui.Hidden
	Panels []templ.Component
}

// maxOrgs is how many organizations the list offers; others are written by name.
const maxOrgs = 500

func (f face) join(a *web.Ask) error {
	p, err := f.joinPage(a, web.Faults{})
	if err != nil {
		return err
	}
	participant, err := f.processes.Participant(a.Ctx(), a.Who, p.Whole.ID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if p.In = participant.Declaration; participant.Declared.IsZero() {
		if p.In, err = f.processes.Suggested(a.Ctx(), a.Who, p.Whole.ID); err != nil {
			return err
		}
		p.Known = !p.In.Equal(role.Declaration{})
	}
	return a.Render(joiningPage(p))
}

func (f face) joinPage(a *web.Ask, faults web.Faults) (joinPage, error) {
	w, at, err := wholeAt(a, f.processes)
	if err != nil {
		return joinPage{}, err
	}
	at.Title.Title, at.Title.Lead, at.Title.Small = a.T("process.join.title"), a.T("process.join.lead"), true
	p := joinPage{Page: at.Page(a, at.Title.Title), Place: at, Whole: w, Faults: faults, Act: web.NewAct()}
	p.Joined = a.Who.HoldsAny(access.OnProcess, w.Ref())
	p.Closed = !p.Joined && w.MayJoin(a.Site.DB.Now()) != nil
	if p.Orgs, err = f.orgs.All(a.Ctx(), maxOrgs, 0); err != nil {
		return p, err
	}
	slices.SortFunc(p.Orgs, func(x, y org.Organization) int { return cmp.Compare(org.Fold(a.Say(x.Name)), org.Fold(a.Say(y.Name))) })
	p.Panels, err = a.Panels("process.join", w.ID)
	return p, err
}

func (f face) declare(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	in := role.Declaration{
		Group: ref.ID(form.Get("stakeholder_group")), Organization: ref.ID(form.Get("organization")),
		Interest: form.Get("interest"), Mandate: form.Get("mandate"), Funding: form.Get("funding"),
		Gender: form.Get("gender"), Region: form.Get("region"), Lang: a.Lang,
	}
	for _, g := range form.All("stakeholder_groups") {
		in.Groups = append(in.Groups, ref.ID(g))
	}
	name := form.Get("new-organization")
	id := a.ID("id")
	err = f.enterAndJoin(a, id, &in, name)
	if err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			p, _ := f.joinPage(a, fs)
			p.In, p.NewOrg = in, name
			return joiningPage(p)
		})
	}
	return a.GoDone("/processes/"+string(id), "process.join.done")
}

// enterAndJoin enters the organization that was written by name and then joins.
func (f face) enterAndJoin(a *web.Ask, id ref.ID, in *role.Declaration, name string) error {
	if name != "" {
		o, err := f.orgs.Enter(a.Ctx(), a.Who, org.Entry{Name: map[lang.Tag]string{a.Lang: name}, From: a.Lang})
		if err != nil {
			return renamed(err, "name."+string(a.Lang), "new-organization")
		}
		in.Organization = o.ID
	}
	_, err := f.processes.Join(a.Ctx(), a.Who, id, *in)
	return err
}

// renamed returns faults of one field as those of another.
func renamed(err error, from, to string) error {
	var out fault.List
	for _, e := range fault.All(err) {
		c := *e
		if c.Field == from {
			c.Field = to
		}
		out = append(out, &c)
	}
	if len(out) == 0 {
		return err
	}
	return out
}

// groupChoices are the stakeholder groups of the process.
func (p joinPage) groupChoices() []ui.Choice {
	var out []ui.Choice
	for _, g := range p.Whole.Groups {
		out = append(out, ui.Choice{Value: string(g.ID), Label: p.Say(g.Title), Lang: p.Foreign(g.Title), Hint: p.Plain(g.Note, 200)})
	}
	return out
}

// belongsTo are the stakeholder groups again, to say to which others one belongs.
func (p joinPage) belongsTo() []ui.Choice {
	out := p.groupChoices()
	for i := range out {
		out[i].Hint, out[i].Selected = "", slices.Contains(p.In.Groups, ref.ID(out[i].Value))
	}
	return out
}

func (p joinPage) genders() []ui.Choice {
	out := []ui.Choice{{Label: p.T("process.join.no-answer")}}
	for _, g := range role.Genders {
		out = append(out, ui.Choice{Value: g, Label: p.T("process.join.gender." + g)})
	}
	return out
}

func (p joinPage) orgChoices() []ui.Choice {
	out := []ui.Choice{{Label: p.T("process.join.no-organization")}}
	for _, o := range p.Orgs {
		out = append(out, ui.Choice{Value: string(o.ID), Label: p.Say(o.Name), Lang: p.Foreign(o.Name)})
	}
	return out
}
