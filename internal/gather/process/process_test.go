package process_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"penc/internal/gather/process"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

var now = time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)

func TestWhoMayOpenAProcess(t *testing.T) {
	elsewhere := ref.To("process", "other")
	for name, c := range map[string]struct {
		who  access.Actor
		want fault.Kind
	}{
		"a stranger":          {access.Actor{}, fault.Forbidden},
		"a person":            {access.Actor{Person: "amina"}, fault.Forbidden},
		"an editor elsewhere": {access.Actor{Person: "ed"}.With(access.Editor, elsewhere), fault.Forbidden},
		"a convener":          {access.Actor{Person: "awa"}.With(access.Convener, elsewhere), fault.Internal},
		"an operator":         {access.Actor{Person: "ops"}.With(access.Operator, access.Site), fault.Internal},
		"the console":         {access.AtConsole("water"), fault.Internal},
	} {
		p, err := process.Open(c.who, processtest.Sound("water"), now)
		if fault.KindOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && (p.State != process.Draft || p.Version != 1 || !p.Opened.Equal(now)) {
			t.Errorf("%s opens %+v", name, p)
		}
	}
}

func TestWhatAProcessMayBe(t *testing.T) {
	for field, spoil := range map[string]func(*process.Process){
		"id":                func(p *process.Process) { p.ID = "Water Process" },
		"country":           func(p *process.Process) { p.Country = "Senegal" },
		"languages":         func(p *process.Process) { p.Languages = nil },
		"title.fr":          func(p *process.Process) { p.Title = lang.Text{} },
		"title.en":          func(p *process.Process) { p.Title = processtest.Words("Eau", strings.Repeat("é", 201)) },
		"also-called":       func(p *process.Process) { p.AlsoCalled = []lang.Text{lang.Say("fr", strings.Repeat("a", 201))} },
		"summary.en":        func(p *process.Process) { p.Summary = lang.Say("en", strings.Repeat("a", 100_001)) },
		"timezone":          func(p *process.Process) { p.Zone = "Dakar/Africa" },
		"planned-months":    func(p *process.Process) { p.PlannedMonths = 241 },
		"websites":          func(p *process.Process) { p.Websites = []process.Website{{URL: "javascript:alert(1)"}} },
		"follows-method-of": func(p *process.Process) { p.FollowsMethodOf = "../x" },
		"participation":     func(p *process.Process) { p.Participation = &process.Participation{Count: -1} },
		"sources":           func(p *process.Process) { p.Sources = []ref.ID{"nowhere"} },
	} {
		p := processtest.Sound("water")
		spoil(&p)
		_, err := process.Open(access.AtConsole("water"), p, now)
		all := fault.All(err)
		if len(all) != 1 || all[0].Kind != fault.Invalid || !strings.HasPrefix(all[0].Field, strings.TrimSuffix(field, ".fr")) {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := process.Open(access.AtConsole("water"), processtest.Sound("water"), now); err != nil {
		t.Errorf("a sound process: %v", err)
	}
}

func TestWhatIsMissingBeforeAProcessIsPublished(t *testing.T) {
	whole := func() process.Whole {
		p := processtest.Sound("water")
		p.State, p.Version = process.Draft, 1
		return process.Whole{Process: p, Stages: make([]process.Stage, 1), Groups: make([]process.Group, 1)}
	}
	for name, c := range map[string]struct {
		spoil func(*process.Whole)
		want  []process.Lacks
	}{
		"nothing":     {func(*process.Whole) {}, nil},
		"a title":     {func(w *process.Whole) { w.Title = lang.Say("fr", "Eau") }, []process.Lacks{process.LacksTitle}},
		"the summary": {func(w *process.Whole) { w.Summary = lang.Text{} }, []process.Lacks{process.LacksSummary}},
		"all else":    {func(w *process.Whole) { w.Stages, w.Groups = nil, nil }, []process.Lacks{process.LacksStage, process.LacksGroup}},
	} {
		w := whole()
		c.spoil(&w)
		if got := w.Missing(); !slices.Equal(got, c.want) {
			t.Errorf("without %s: %v, want %v", name, got, c.want)
		}
		_, err := w.Publish(processtest.Convener("water"), now)
		if (err == nil) != (len(c.want) == 0) {
			t.Errorf("without %s: publishing says %v", name, err)
		}
	}
	w := whole()
	if _, err := w.Publish(processtest.Holding(access.Editor, "water"), now); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("an editor publishes: %v", err)
	}
	p, err := w.Publish(processtest.Convener("water"), now)
	if err != nil || p.State != process.Published || !p.Published.Equal(now) {
		t.Fatalf("published: %+v, %v", p, err)
	}
	if _, err := (process.Whole{Process: p}).Publish(processtest.Convener("water"), now); fault.KindOf(err) != fault.Closed {
		t.Errorf("published twice: %v", err)
	}
	archived, err := p.Archive(processtest.Convener("water"), now)
	if err != nil || archived.State != process.Archived {
		t.Fatalf("archived: %+v, %v", archived, err)
	}
	if _, err := archived.Archive(processtest.Convener("water"), now); fault.KindOf(err) != fault.Closed {
		t.Errorf("archived twice: %v", err)
	}
}

func TestWhoSeesADraft(t *testing.T) {
	p := processtest.Sound("water")
	p.State = process.Draft
	for role, want := range map[string]bool{access.Observer: true, access.Member: true, access.Convener: true, access.Operator: false} {
		who := access.Actor{Person: "x"}.With(role, p.Ref())
		if role == access.Operator {
			who = access.Actor{Person: "x"}.With(role, access.Site)
		}
		if got := p.VisibleTo(who); got != want {
			t.Errorf("a draft is visible to %s: %v", role, got)
		}
	}
	other := processtest.Holding(access.Convener, "fish")
	if p.VisibleTo(access.Actor{}) || p.VisibleTo(other) {
		t.Error("a draft is visible to people without a role on it")
	}
	for _, s := range []process.State{process.Published, process.Archived} {
		if p.State = s; !p.VisibleTo(access.Actor{}) {
			t.Errorf("strangers do not see a process that is %s", s)
		}
	}
}

func TestAnAdoptedTextStays(t *testing.T) {
	adopted := process.Rules{Part: process.Part{Version: 1}, Kind: process.GroundRules, Number: 2, Text: lang.Say("fr", "On écoute.")}
	for name, c := range map[string]struct {
		next process.Rules
		ok   bool
	}{
		"the same":          {adopted, true},
		"with translation":  {with(adopted, func(r *process.Rules) { r.Text = r.Text.Revise("fr", map[lang.Tag]string{"en": "We listen."}) }), true},
		"with another note": {with(adopted, func(r *process.Rules) { r.Note = lang.Say("fr", "Affichées.") }), true},
		"other words":       {with(adopted, func(r *process.Rules) { r.Text = lang.Say("fr", "On parle.") }), false},
		"no words":          {with(adopted, func(r *process.Rules) { r.Text = lang.Text{} }), false},
		"another number":    {with(adopted, func(r *process.Rules) { r.Number = 3 }), false},
		"another kind":      {with(adopted, func(r *process.Rules) { r.Kind = process.ConsensusPolicy }), false},
	} {
		if err := adopted.MayBecome(c.next); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	unpublished := process.Rules{Part: process.Part{Version: 1}, Kind: process.GroundRules, Number: 1}
	found := with(unpublished, func(r *process.Rules) { r.Text = lang.Say("en", "We listen.") })
	if err := unpublished.MayBecome(found); err != nil {
		t.Errorf("a text that was missing: %v", err)
	}
}

func with(r process.Rules, change func(*process.Rules)) process.Rules {
	change(&r)
	return r
}

func TestTheNewestVersionIsInForce(t *testing.T) {
	w := process.Whole{Rules: []process.Rules{
		{Kind: process.GroundRules, Number: 1},
		{Kind: process.GroundRules, Number: 3},
		{Kind: process.GroundRules, Number: 2},
		{Kind: process.ConsensusPolicy, Number: 1},
	}}
	if r, ok := w.InForce(process.GroundRules); !ok || r.Number != 3 {
		t.Errorf("in force: %d, %v", r.Number, ok)
	}
	if next := w.Adopt(process.Rules{Kind: process.ConsensusPolicy}); next.Number != 2 {
		t.Errorf("the next consensus policy has number %d", next.Number)
	}
	if _, ok := (process.Whole{}).InForce(process.GroundRules); ok {
		t.Error("a process without rules has some in force")
	}
}

func TestTheChronicleIsInOrder(t *testing.T) {
	entry := func(kind process.EntryKind, date when.Date) process.Entry {
		return process.Entry{Kind: kind, Dates: when.Span{Start: date}}
	}
	w := process.Whole{Entries: []process.Entry{
		entry(process.Milestone, "2018-11-30"), entry(process.Milestone, ""), entry(process.Figure, "2017"),
		entry(process.Exchange, "2018-07"), entry(process.Milestone, "2018"),
	}}
	var got []when.Date
	for _, e := range w.Dated() {
		got = append(got, e.Dates.Start)
	}
	if want := []when.Date{"2018", "2018-07", "2018-11-30", ""}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for _, k := range process.Kinds {
		if k.Page() == "" {
			t.Errorf("%s stands on no page", k)
		}
	}
}

func TestEvidenceIsBounded(t *testing.T) {
	p := processtest.Sound("water")
	p.Evidence = evidence.Evidence{Uncertain: lang.Say("en", strings.Repeat("a", 100_001))}
	for range 51 {
		p.Gaps = append(p.Gaps, evidence.Gap{Field: "title"})
	}
	_, err := process.Open(access.AtConsole("water"), p, now)
	if len(fault.All(err)) != 2 {
		t.Errorf("too long a doubt and too many gaps: %v", err)
	}
}
