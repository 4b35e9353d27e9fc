package priorityweb

import (
	"cmp"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"penc/internal/deliberate/priority"
	"penc/internal/gather/attendance"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// papersPage is where facilitators note who handed in a paper, and type papers in.
type papersPage struct {
	web.Page
	At       place
	Register priority.Register
	Typed    priority.Marks
	Who      ref.ID // of an open paper
	Group    ref.ID // of a secret one
	Check    bool   // what was typed is shown once more before it goes into the urn
	Faults   web.Faults
	Act      ui.Hidden
}

// papers answers with the papers of a ballot that was counted, for anybody to
// count again; as a page it is for those who type papers in.
func (f face) papers(a *web.Ask) error {
	if a.Format == "" {
		p, err := f.papersPage(a)
		if err != nil {
			return err
		}
		return a.Render(showPapers(p))
	}
	b, slips, err := f.priorities.Papers(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	if a.Format == "csv" {
		return a.File("text/csv", "ballot-"+string(b.ID)+".csv", b.CSV(slips))
	}
	return a.JSON(struct {
		Ballot priority.Ballot `json:"ballot"`
		Papers []priority.Slip `json:"papers"`
	}{b, slips})
}

func (f face) pabulib(a *web.Ask) error {
	b, slips, err := f.priorities.Papers(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return err
	}
	return a.File("text/plain; charset=utf-8", "ballot-"+string(b.ID)+".pb", b.Pabulib(slips))
}

func (f face) papersPage(a *web.Ask) (papersPage, error) {
	r, err := f.priorities.RegisterOf(a.Ctx(), a.Who, a.ID("id"))
	if err != nil {
		return papersPage{}, err
	}
	if r.Ballot.Stand != priority.Voting {
		return papersPage{}, fault.New(fault.Closed, "", "priority.ballot.over")
	}
	at, err := f.inside(a, r.Ballot.Meeting)
	if err != nil {
		return papersPage{}, err
	}
	slices.SortFunc(r.People, func(x, y attendance.Presence) int {
		return cmp.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name))
	})
	at = at.below(a).titled(a.T("priority.papers.title"), a.T("priority.papers.lead"))
	p := papersPage{Page: at.Page(a, at.Title.Title), At: at, Register: r, Act: web.NewAct()}
	p.NoIndex = true
	return p, nil
}

// typed notes a person, forgets one, or takes a paper in.
func (f face) typed(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	p, err := f.papersPage(a)
	if err != nil {
		return err
	}
	b := p.Register.Ballot
	id, back := b.ID, priority.BallotPath(b.ID)+"/papers"
	p.Who, p.Group, p.Typed = ref.ID(form.Get("person")), ref.ID(form.Get("group")), read(form, b)
	again := func(fs web.Faults) templ.Component {
		p.Faults = fs
		return showPapers(p)
	}
	switch form.Get("do") {
	case "note":
		if err := f.priorities.NotePaper(a.Ctx(), a.Who, id, p.Who, nil); err != nil {
			return err
		}
		return a.GoDone(back, "priority.papers.noted")
	case "forget":
		if err := f.priorities.ForgetPaper(a.Ctx(), a.Who, id, p.Who); err != nil {
			return err
		}
		return a.GoDone(back, "priority.papers.forgotten")
	case "open":
		if p.Who == "" {
			return a.Refused(fault.Field("person", "priority.papers.who"), again)
		}
		err := f.priorities.NotePaper(a.Ctx(), a.Who, id, p.Who, p.Typed)
		if fault.KindOf(err) == fault.Invalid {
			return a.Refused(err, again)
		}
		if err != nil {
			return err
		}
		return a.GoDone(back, "priority.papers.typed")
	case "check":
		if _, err := b.Read(p.Typed); err != nil {
			return a.Refused(err, again)
		}
		p.Check = true
		return a.Render(showPapers(p))
	}
	if form.Get("do") == "edit" {
		return a.Render(showPapers(p))
	}
	if err := f.priorities.TypePaper(a.Ctx(), a.Who, id, p.Group, p.Typed); err != nil {
		if fault.KindOf(err) == fault.Invalid {
			return a.Refused(err, again)
		}
		return err
	}
	return a.GoDone(back, "priority.papers.typed")
}

// people returns those who have no vote yet, or those whose paper was noted.
func (p papersPage) people(noted bool) []attendance.Presence {
	var out []attendance.Presence
	for _, who := range p.Register.People {
		via, voted := p.Register.Voted[who.Participant]
		if noted && via == priority.OnPaper || !noted && !voted {
			out = append(out, who)
		}
	}
	return out
}

// choices are the people whose open paper can be typed in.
func (p papersPage) choices() []ui.Choice {
	out := []ui.Choice{{Value: "", Label: p.T("priority.papers.choose")}}
	for _, who := range append(p.people(false), p.people(true)...) {
		out = append(out, ui.Choice{Value: string(who.Participant), Label: p.named(who)})
	}
	return out
}

// named is a person's name with where they come from, for those who know them by
// sight.
func (p papersPage) named(who attendance.Presence) string {
	name := who.Name
	if name == "" {
		name = p.T("priority.papers.no-name")
	}
	if who.Affiliation != "" {
		name += ", " + who.Affiliation
	}
	return name
}

// groups are the stakeholder groups that a secret paper may name.
func (p papersPage) groups() []ui.Choice {
	out := []ui.Choice{{Value: "", Label: p.T("priority.group.none")}}
	for _, g := range p.Register.Ballot.Classes {
		name, foreign := p.At.group(p.Speaker, g)
		out = append(out, ui.Choice{Value: string(g), Label: name, Lang: foreign})
	}
	return out
}

// left is how many papers are noted and not typed in.
func (p papersPage) left() int { return p.Register.Noted - p.Register.Typed }
