package insightweb

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"penc/internal/gather/process"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/share/insight"
)

// targetPage is the form for what the conveners aim at.
type targetPage struct {
	web.Page
	Place   processweb.Place
	Whole   process.Whole
	Stored  insight.Targets
	Typed   map[string]string // by field
	Version int
	Faults  web.Faults
	Act     ui.Hidden
}

func (f face) targets(a *web.Ask) error {
	p, err := f.targetPage(a)
	if err != nil {
		return err
	}
	for _, t := range p.Stored.List {
		p.Typed["aim."+string(t.Group)], p.Typed["step."+string(t.Group)] = aim(t), string(t.Step)
	}
	return a.Render(targetForm(p))
}

func (f face) setTargets(a *web.Ask) error {
	p, err := f.targetPage(a)
	if err != nil {
		return err
	}
	form, err := a.Form()
	if err != nil {
		return err
	}
	var list []insight.Target
	for _, g := range p.Whole.Groups {
		typed := form.Get("aim." + string(g.ID))
		p.Typed["aim."+string(g.ID)], p.Typed["step."+string(g.ID)] = typed, form.Get("step."+string(g.ID))
		if typed != "" {
			list = append(list, readAim(g.ID, typed, insight.Step(form.Get("step."+string(g.ID)))))
		}
	}
	p.Version = form.Int("version")
	if _, err := f.balances.SetTargets(a.Ctx(), a.Who, p.Whole.ID, list, p.Version); err != nil {
		return a.Refused(err, func(fs web.Faults) templ.Component {
			if fs.Conflict() {
				p.Version = p.Stored.Version
			}
			p.Faults = fs
			return targetForm(p)
		})
	}
	return a.GoDone(p.Whole.Path()+"/balance", "insight.targets.done")
}

func (f face) targetPage(a *web.Ask) (targetPage, error) {
	v, err := f.balances.Process(a.Ctx(), a.Who, a.ID("id"))
	if err == nil {
		err = insight.MaySetTargets(a.Who, v.Whole.ID)
	}
	if err != nil {
		return targetPage{}, err
	}
	at := processweb.Inside(a, v.Whole.Process)
	at.Title.Trail = append(at.Title.Trail, a.Crumb(a.T("insight.title"), v.Whole.Path()+"/balance"))
	at.Tabs, at.Desk = nil, ""
	at.Title.Title, at.Title.Small = a.T("insight.targets.title"), true
	return targetPage{
		Page: at.Page(a, at.Title.Title), Place: at, Whole: v.Whole, Stored: v.Targets, Version: v.Targets.Version,
		Typed: map[string]string{}, Act: web.NewAct(),
	}, nil
}

// aim is how a target is typed: "10" people, or "20 %".
func aim(t insight.Target) string {
	if t.Share > 0 {
		return strconv.Itoa(t.Share) + " %"
	}
	return strconv.Itoa(t.People)
}

// readAim reads what was typed; what is no number becomes one that is refused.
func readAim(group ref.ID, typed string, s insight.Step) insight.Target {
	t := insight.Target{Group: group, Step: s}
	number, isShare := strings.CutSuffix(strings.Join(strings.FieldsFunc(typed, isSpace), ""), "%")
	n, err := strconv.Atoi(number)
	switch {
	case err != nil && isShare:
		t.Share = -1
	case err != nil:
		t.People = -1
	case isShare:
		t.Share = n
	default:
		t.People = n
	}
	return t
}

func isSpace(r rune) bool { return r == ' ' || r == '\u00a0' || r == '\u202f' }

func (p targetPage) field(g process.Group) ui.Field {
	name := "aim." + string(g.ID)
	return ui.Field{
		Name: name, Label: p.T("insight.targets.aim"), Value: p.Typed[name], Error: p.Faults.Of(name), Width: "short",
		MaxLength: 12,
	}
}

func (p targetPage) of(g process.Group) ui.Field {
	name := "step." + string(g.ID)
	return ui.Field{Name: name, Label: p.T("insight.targets.of"), Value: p.Typed[name], Required: true, Width: "medium"}
}

func (p targetPage) steps() []ui.Choice {
	var out []ui.Choice
	for _, s := range insight.TargetSteps {
		out = append(out, ui.Choice{Value: string(s), Label: p.T("insight.targets.step." + string(s))})
	}
	return out
}
