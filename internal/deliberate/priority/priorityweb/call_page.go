package priorityweb

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"penc/internal/deliberate/priority"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
)

// callPage is the form by which a facilitator opens a ballot.
type callPage struct {
	web.Page
	At     place
	Scene  priority.Scene
	Items  []priority.Item // that can stand on it
	In     priority.Call
	Closes string            // as typed
	Shares map[ref.ID]string // as typed, in per cent
	Faults web.Faults
	Act    ui.Hidden
}

func (f face) callPage(a *web.Ask) (callPage, error) {
	id := a.ID("id")
	sc, err := f.priorities.SceneOf(a.Ctx(), a.Who, id)
	if err != nil {
		return callPage{}, err
	}
	if !sc.May {
		return callPage{}, priority.MayEdit(a.Who, id, sc.Board.Process)
	}
	if sc.Board.Opened.IsZero() {
		return callPage{}, fault.New(fault.NotFound, "", "priority.board.unknown")
	}
	at, err := f.inside(a, id)
	if err != nil {
		return callPage{}, err
	}
	at = at.below(a).titled(a.T("priority.call.title"), a.T("priority.call.lead"))
	p := callPage{Page: at.Page(a, at.Title.Title), At: at, Scene: sc, Shares: map[ref.ID]string{}, Act: web.NewAct()}
	p.NoIndex = true
	for _, it := range sc.Board.In(priority.Open) {
		if sc.Board.Frozen[it.ID] == "" {
			p.Items = append(p.Items, it)
			p.In.Items = append(p.In.Items, it.ID)
		}
	}
	p.In.Rule, p.In.Paper, p.In.Weight, p.In.Most = priority.Usual, priority.Tick, priority.Equal, 5
	p.In.Seats = max(1, min(3, len(p.Items)-1))
	return p, nil
}

func (f face) call(a *web.Ask) error {
	p, err := f.callPage(a)
	if err != nil {
		return err
	}
	return a.Render(showCall(p))
}

func (f face) openBallot(a *web.Ask) error {
	form, err := a.Form()
	if err != nil {
		return err
	}
	p, err := f.callPage(a)
	if err != nil {
		return err
	}
	faults := p.read(a, form)
	if len(faults) == 0 {
		b, err := f.priorities.OpenBallot(a.Ctx(), a.Who, a.ID("id"), p.In)
		if err == nil {
			return a.GoDone(priority.BallotPath(b.ID), "priority.call.done")
		}
		return a.Refused(err, p.again)
	}
	return a.Refused(faults, p.again)
}

func (p callPage) again(fs web.Faults) templ.Component {
	p.Faults = fs
	return showCall(p)
}

// read takes in what was typed.
func (p *callPage) read(a *web.Ask, form web.Form) fault.List {
	var faults fault.List
	rule, paper, _ := strings.Cut(form.Get("rule"), "/")
	p.In = priority.Call{
		Title: form.Words("title", lang.Interface), From: a.Original(), Rule: rule, Paper: priority.Paper(paper), Seats: form.Int("seats"),
		Most: form.Int("most"), Secret: form.Get("secret") == "yes", Absent: form.On("absent"), Weight: priority.Weight(form.Get("weight")),
		Seen: form.Int("seen"), Targets: map[ref.ID]int{},
	}
	for _, v := range form.All("item") {
		p.In.Items = append(p.In.Items, ref.ID(v))
	}
	if len(p.In.Items) == 0 {
		faults = faults.Add(fault.Field("item", "priority.call.items", "limit", priority.MinItems))
	}
	if p.Closes = form.Get("closes"); p.Closes != "" {
		at, err := time.ParseInLocation("2006-01-02T15:04", p.Closes, p.At.Process.Location())
		if err != nil {
			faults = faults.Add(fault.Field("closes", "priority.call.closes-format"))
		}
		p.In.Closes = at.UTC()
	}
	for _, g := range p.At.Whole.Groups {
		typed := form.Get("share." + string(g.ID))
		p.Shares[g.ID] = typed
		if typed == "" {
			continue
		}
		share, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSuffix(typed, "%"), ",", "."), 64)
		if err != nil || math.IsNaN(share) || share < 0 || share > 100 {
			if p.In.Weight == priority.Sector {
				faults = faults.Add(fault.Field("share."+string(g.ID), "priority.call.share-format"))
			}
			continue
		}
		p.In.Targets[g.ID] = int(math.Round(share * 10))
	}
	return faults
}

// methods are the choices of how to vote and count: the usual ones, or the others.
func (p callPage) methods(usual bool) []ui.Choice {
	var out []ui.Choice
	for _, m := range priority.Methods() {
		for i, paper := range m.Papers {
			if usual != (i == 0 && isUsual(m.Rule)) {
				continue
			}
			c := ui.Choice{
				Value: m.Rule + "/" + string(paper), Label: p.T("priority.rule." + m.Rule),
				Hint:     p.T("priority.paper.short."+string(paper)) + " " + p.T("priority.rule."+m.Rule+".text"),
				Selected: p.In.Rule == m.Rule && p.In.Paper == paper,
			}
			if i > 0 {
				c.Label = p.T("priority.rule.with", "rule", c.Label, "paper", p.T("priority.paper.name."+string(paper)))
			}
			out = append(out, c)
		}
	}
	return out
}

// isUsual reports whether a rule is offered before the others: one for each kind
// of paper, and the plain count beside the fair one.
func isUsual(rule string) bool {
	return slices.Contains([]string{priority.Usual, "approval", "dots", "score", "schulze"}, rule)
}

// unusual reports whether one of the other rules is chosen.
func (p callPage) unusual() bool {
	return slices.ContainsFunc(p.methods(false), func(c ui.Choice) bool { return c.Selected })
}

// lacking counts the items that have no words in a language of the process.
func (p callPage) lacking() int {
	n := 0
	for _, it := range p.Items {
		if len(it.Missing(p.At.Whole.Languages)) > 0 {
			n++
		}
	}
	return n
}
