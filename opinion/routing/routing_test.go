package routing_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"penc/opinion"
	"penc/opinion/routing"
)

// A crowd is people of two minds, of which some statements tell.
type crowd struct {
	m      *opinion.Matrix
	result opinion.Result
	labels []int // stakeholder group: -1, 0, 1 in turn
}

// newCrowd returns n people and d statements, of which every fourth divides and
// the last one is meta. People answer a share of them.
func newCrowd(seed uint64, n, d int, share float64) crowd {
	rng := rand.New(rand.NewPCG(seed, 1))
	b := opinion.NewBuilder(n, d)
	b.SetKind(d-1, opinion.Meta)
	c := crowd{labels: make([]int, n)}
	for i := range n {
		c.labels[i] = i%3 - 1
		for j := range d {
			if rng.Float64() < share {
				b.Vote(i, j, answer(rng, i, j))
			}
		}
	}
	c.m = b.Matrix()
	c.result = opinion.Compute(c.m, opinion.Options{})
	return c
}

// answer draws what somebody of mind i%2 says.
func answer(rng *rand.Rand, i, j int) opinion.Vote {
	agree := 0.5
	if j%4 == 0 {
		agree = []float64{0.9, 0.1}[i%2]
	}
	switch x := rng.Float64(); {
	case x < 0.1:
		return opinion.Pass
	case x < 0.1+0.9*agree:
		return opinion.Agree
	}
	return opinion.Disagree
}

func (c crowd) plan() *routing.Plan { return routing.NewPlan(c.m, &c.result, c.labels, 2) }

// routers are both routers of a crowd.
func (c crowd) routers() map[string]routing.Router {
	return map[string]routing.Router{"penc/1": c.plan(), "polis/1": routing.Polis{Priorities: c.result.Priorities()}}
}

func close(a, b float64) bool { return math.Abs(a-b) <= 1e-12 }

// TestNextFollowsChances draws each statement as often as Chances says, with the
// chance and the parts that it says. In the Polis service a defect made the draw
// uniform for more than a year, and a test like this one would have caught it.
func TestNextFollowsChances(t *testing.T) {
	c := newCrowd(1, 120, 24, 0.5)
	for name, r := range c.routers() {
		for _, a := range []routing.Asked{
			{Group: opinion.Undeclared},
			{Group: 1, Votes: c.m.Row(4)},
			{Group: 0, Votes: c.m.Row(7), Skip: func(j int) bool { return j%2 == 1 }},
		} {
			chances := r.Chances(a)
			const draws = 30_000
			rng := rand.New(rand.NewPCG(2, 3))
			drawn := make([]float64, len(chances))
			for range draws {
				x, ok := r.Next(rng, a)
				if p := x.Parts; !ok || !close(x.Chance, chances[x.Statement]) || !close(p.Map+p.Group+p.Share+p.Meta, x.Chance) {
					t.Fatalf("%s: %+v, %v; the chance is %v", name, x, ok, chances[x.Statement])
				}
				drawn[x.Statement]++
			}
			chi, cells := 0.0, 0.0
			for j, p := range chances {
				if want := draws * p; want > 5 {
					chi += (drawn[j] - want) * (drawn[j] - want) / want
					cells++
				}
			}
			if chi > cells+4.5*math.Sqrt(2*cells) {
				t.Errorf("%s: chi square %.1f of %v statements", name, chi, cells)
			}
		}
	}
}

// TestNobodyIsAskedTwice asks until nothing is left: each statement once, but
// none that is out or skipped; chances sum to 1 all the way.
func TestNobodyIsAskedTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64Range(0, 20).Draw(t, "seed")
		n, d := rapid.IntRange(1, 30).Draw(t, "people"), rapid.IntRange(1, 12).Draw(t, "statements")
		c := newCrowd(seed, n, d, rapid.Float64Range(0, 1).Draw(t, "share"))
		skipped := rapid.SliceOfN(rapid.Bool(), d, d).Draw(t, "skipped")
		group := rapid.IntRange(-1, 1).Draw(t, "group")
		for name, r := range c.routers() {
			rng := rand.New(rand.NewPCG(seed, 2))
			votes := map[int]opinion.Vote{}
			left := 0
			for _, s := range skipped {
				if !s {
					left++
				}
			}
			a := routing.Asked{Group: group, Skip: func(j int) bool { return skipped[j] }, Votes: func(yield func(int, opinion.Vote) bool) {
				for j := range d {
					if v, ok := votes[j]; ok && !yield(j, v) {
						return
					}
				}
			}}
			for ; left > 0; left-- {
				checkChances(t, r.Chances(a), 1)
				x, ok := r.Next(rng, a)
				if _, voted := votes[x.Statement]; !ok || voted || skipped[x.Statement] {
					t.Fatalf("%s: %d left, %+v, %v", name, left, x, ok)
				}
				votes[x.Statement] = answer(rng, 0, x.Statement)
			}
			checkChances(t, r.Chances(a), 0)
			if x, ok := r.Next(rng, a); ok {
				t.Fatalf("%s: nothing is left, %+v", name, x)
			}
		}
	})
}

type failer interface{ Fatalf(string, ...any) }

func checkChances(t failer, chances []float64, want float64) {
	sum := 0.0
	for _, p := range chances {
		if !(p >= 0 && p <= 1+1e-12) {
			t.Fatalf("chances %v", chances)
		}
		sum += p
	}
	if math.Abs(sum-want) > 1e-9 {
		t.Fatalf("chances %v sum to %v, want %v", chances, sum, want)
	}
}

// TestANewStatementGetsVotes adds a statement after the map and asks newcomers
// one question each: it has seven votes soon, and New and Turn say why.
func TestANewStatementGetsVotes(t *testing.T) {
	c := newCrowd(3, 150, 41, 0.6)
	_, d := c.m.Dims()
	columns, kinds, counts := make([]int, d+1), make([]opinion.Kind, d+1), make([]opinion.Counts, d+1)
	for j := range d {
		columns[j], kinds[j], counts[j] = j, c.m.Kind(j), c.m.Counts()[j]
	}
	columns[d] = -1
	plan, rng := c.plan(), rand.New(rand.NewPCG(5, 6))
	asked, reasons := 0, map[routing.Reason]int{}
	for counts[d].Total() < 7 && asked < 1000 {
		x, ok := plan.Select(columns, kinds, counts).Next(rng, routing.Asked{Group: opinion.Undeclared})
		if !ok {
			t.Fatal("nothing is left")
		}
		asked++
		if x.Statement == d {
			counts[d].Agree++
			reasons[x.Reason]++
		}
	}
	if even := 7 * (d + 1); asked > even {
		t.Errorf("7 votes after %d questions; evenly it would be %d", asked, even)
	}
	if reasons[routing.New] == 0 {
		t.Errorf("reasons %v", reasons)
	}
}

// TestEveryStatementKeepsItsTurn bounds the chance from below, whatever the map
// says of a statement: that is what a correction by chances needs.
func TestEveryStatementKeepsItsTurn(t *testing.T) {
	c := newCrowd(4, 150, 40, 0.6)
	_, d := c.m.Dims()
	for i := range 20 {
		for j, p := range c.plan().Chances(routing.Asked{Group: c.labels[i]}) {
			if p < 0.03/float64(d) {
				t.Errorf("person %d is asked about %d with probability %v", i, j, p)
			}
		}
	}
}

// TestAGroupThatIsMissingIsAsked leaves the votes of one stakeholder group on one
// statement out: its members are asked about it more often than others.
func TestAGroupThatIsMissingIsAsked(t *testing.T) {
	c := newCrowd(5, 150, 40, 0.6)
	n, d := c.m.Dims()
	const missing = 9
	b := opinion.NewBuilder(n, d)
	for i := range n {
		for j, v := range c.m.Row(i) {
			if j != missing || c.labels[i] != 1 {
				b.Vote(i, j, v)
			}
		}
	}
	m := b.Matrix()
	r := opinion.Compute(m, opinion.Options{})
	plan := routing.NewPlan(m, &r, c.labels, 2)
	in, out := routing.Asked{Group: 1}, routing.Asked{Group: 0}
	if a, b := plan.Chances(in)[missing], plan.Chances(out)[missing]; a < 3*b {
		t.Errorf("asked with probability %v in the group, %v in the other", a, b)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for range 1000 {
		if x, _ := plan.Next(rng, in); x.Statement == missing && x.Parts.Group > x.Chance/2 && x.Reason == routing.FewOfGroup {
			return
		}
	}
	t.Error("nobody was told that few of the group voted")
}

// TestWhatTellsMostIsAsked prefers statements that divide.
func TestWhatTellsMostIsAsked(t *testing.T) {
	c := newCrowd(6, 200, 40, 0.6)
	if c.result.K != 2 {
		t.Fatalf("%d groups", c.result.K)
	}
	divide := 0.0
	for j, p := range c.plan().Chances(routing.Asked{Group: opinion.Undeclared}) {
		if j%4 == 0 {
			divide += p
		}
	}
	if divide < 0.6 {
		t.Errorf("a quarter of the statements divide, asked with probability %.2f", divide)
	}
}

// TestDegenerate plans what is hardly a conversation.
func TestDegenerate(t *testing.T) {
	for name, c := range map[string]struct {
		n, d int
		vote func(i, j int) (opinion.Vote, bool)
	}{
		"nothing":       {0, 0, nil},
		"no statements": {3, 0, nil},
		"no votes":      {3, 4, func(int, int) (opinion.Vote, bool) { return 0, false }},
		"one person":    {1, 9, func(_, j int) (opinion.Vote, bool) { return opinion.Vote(j%3 - 1), true }},
		"all pass":      {30, 9, func(int, int) (opinion.Vote, bool) { return opinion.Pass, true }},
		"all agree":     {30, 9, func(int, int) (opinion.Vote, bool) { return opinion.Agree, true }},
		"one statement": {30, 1, func(i, _ int) (opinion.Vote, bool) { return opinion.Vote(i%3 - 1), true }},
		"two camps":     {30, 9, func(i, _ int) (opinion.Vote, bool) { return opinion.Vote(2*(i%2) - 1), true }},
	} {
		t.Run(name, func(t *testing.T) {
			b := opinion.NewBuilder(c.n, c.d)
			for i := range c.n {
				for j := range c.d {
					if v, ok := c.vote(i, j); ok {
						b.Vote(i, j, v)
					}
				}
			}
			m := b.Matrix()
			for _, method := range []string{opinion.Penc1, opinion.Polis1} {
				r := opinion.Compute(m, opinion.Options{Method: method})
				plan := routing.NewPlan(m, &r, nil, 0)
				checkChances(t, plan.Chances(routing.Asked{Group: opinion.Undeclared}), float64(min(c.d, 1)))
			}
		})
	}
}

// TestStart asks about everything before the first map, and more than one time in
// three about the one of two statements that is new.
func TestStart(t *testing.T) {
	kinds := []opinion.Kind{opinion.Open, opinion.Open, opinion.Out, opinion.Meta}
	plan := routing.Start(kinds, []opinion.Counts{{Agree: 20, Disagree: 20}, {}, {}, {}}, 1)
	for _, group := range []int{opinion.Undeclared, 0} {
		p := plan.Chances(routing.Asked{Group: group})
		checkChances(t, p, 1)
		if !(p[1] > 1./3 && p[0] > 0 && p[2] == 0 && p[3] > 0) {
			t.Errorf("chances %v", p)
		}
	}
	checkChances(t, routing.Start(nil, nil, 0).Chances(routing.Asked{Group: opinion.Undeclared}), 0)
}

// TestPlanSurvivesJSON keeps every bit of a plan, and makes the same one again.
func TestPlanSurvivesJSON(t *testing.T) {
	c := newCrowd(7, 90, 20, 0.5)
	plan := c.plan()
	text, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	var again routing.Plan
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(*plan, again) || !reflect.DeepEqual(plan, c.plan()) {
		t.Error("another plan")
	}
	for i := range 10 {
		a := routing.Asked{Votes: c.m.Row(i), Group: c.labels[i]}
		x, _ := plan.Next(rand.New(rand.NewPCG(8, 9)), a)
		y, _ := again.Next(rand.New(rand.NewPCG(8, 9)), a)
		if x != y {
			t.Errorf("%+v, then %+v", x, y)
		}
	}
}

// TestSelect follows statements that move, go and come.
func TestSelect(t *testing.T) {
	c := newCrowd(8, 90, 20, 0.5)
	plan := c.plan()
	counts := []opinion.Counts{c.m.Counts()[5], {}, c.m.Counts()[2]}
	kinds := []opinion.Kind{opinion.Open, opinion.Open, opinion.Out}
	s := plan.Select([]int{5, -1, 2}, kinds, counts)
	if !reflect.DeepEqual(s.Columns[0], plan.Columns[5]) || s.Columns[2].Kind != opinion.Out {
		t.Errorf("%+v", s.Columns)
	}
	p := s.Chances(routing.Asked{Group: 0})
	checkChances(t, p, 1)
	if p[1] == 0 || p[2] != 0 {
		t.Errorf("chances %v", p)
	}
	if len(plan.Columns) != 20 {
		t.Error("the plan itself changed")
	}
}

// TestPanics refuses what cannot be a plan.
func TestPanics(t *testing.T) {
	c := newCrowd(9, 20, 5, 0.5)
	plan := c.plan()
	for name, do := range map[string]func(){
		"label of a person": func() { plan.Chances(routing.Asked{Group: 2}) },
		"label of a voter":  func() { routing.NewPlan(c.m, &c.result, make([]int, 20), 0) },
		"too few labels":    func() { routing.NewPlan(c.m, &c.result, make([]int, 3), 1) },
		"another map":       func() { routing.NewPlan(c.m, &opinion.Result{}, nil, 0) },
		"a column":          func() { plan.Select([]int{5}, make([]opinion.Kind, 1), make([]opinion.Counts, 1)) },
		"lengths":           func() { plan.Select([]int{1}, nil, nil) },
		"lengths at first":  func() { routing.Start(make([]opinion.Kind, 2), nil, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			do()
		})
	}
}

// BenchmarkNext asks one person of 100 votes among 1,000 statements.
func BenchmarkNext(b *testing.B) {
	c := newCrowd(10, 300, 1000, 0.1)
	plan, rng := c.plan(), rand.New(rand.NewPCG(1, 2))
	a := routing.Asked{Votes: c.m.Row(1), Group: 1}
	for b.Loop() {
		plan.Next(rng, a)
	}
}

// BenchmarkNewPlan plans for 20,000 people and 500 statements.
func BenchmarkNewPlan(b *testing.B) {
	c := newCrowd(11, 20_000, 500, 0.07)
	for b.Loop() {
		c.plan()
	}
}
