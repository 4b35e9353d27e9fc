package opinion_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"penc/opinion"
)

// standing gives the people of m random labels of every sort.
func standing(rng *rand.Rand, m *opinion.Matrix, groups, stakeholders int) opinion.Standing {
	n, d := m.Dims()
	in := opinion.Standing{
		Groups: groups, Stakeholders: stakeholders,
		Group: make([]int, n), Stakeholder: make([]int, n), Verified: make([]bool, n),
		Appearance: &opinion.Appearance{First: make([]int, n), Last: make([]int, n), Shown: make([]int, d)},
	}
	for i := range n {
		in.Group[i] = rng.IntN(groups+1) - 1
		in.Stakeholder[i] = rng.IntN(stakeholders+1) - 1
		in.Verified[i] = rng.IntN(2) == 0
		in.Appearance.First[i] = rng.IntN(100)
		in.Appearance.Last[i] = in.Appearance.First[i] + rng.IntN(50)
	}
	for j := range d {
		in.Appearance.Shown[j] = rng.IntN(100)
	}
	return in
}

func figuresOf(t testing.TB, m *opinion.Matrix, in opinion.Standing) opinion.Figures {
	t.Helper()
	f, err := opinion.FiguresOf(m, in)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFiguresOnDegenerateInput(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 2, 9} {
		for _, d := range []int{0, 1, 4} {
			for _, groups := range []int{0, 1, 3} {
				b := opinion.NewBuilder(n, d)
				for i := range n {
					for j := range d {
						if rng.IntN(2) == 0 {
							b.Vote(i, j, opinion.Vote(rng.IntN(3)-1))
						}
					}
				}
				if d > 2 {
					b.SetKind(2, opinion.Out)
				}
				m := b.Matrix()
				in := standing(rng, m, groups, groups)
				if groups == 0 {
					in.Group, in.Stakeholder, in.Verified, in.Appearance = nil, nil, nil, nil
				}
				f := figuresOf(t, m, in)
				if len(f.Statements) != d || len(f.Groups) != groups {
					t.Fatalf("%d statements, %d groups", len(f.Statements), len(f.Groups))
				}
				for _, x := range []opinion.Figures{f, f.Public()} {
					if _, err := json.Marshal(x); err != nil { // fails on NaN and Inf
						t.Errorf("%d×%d, %d groups: %v", n, d, groups, err)
					}
				}
			}
		}
	}
}

func TestFiguresCountEverybody(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	m := crowd(rng, 400, 30, 0.5)
	in := standing(rng, m, 3, 4)
	f := figuresOf(t, m, in)
	votes := f.Unplaced.Votes
	for _, g := range f.Groups {
		votes += g.Votes
	}
	if votes != m.Votes() || f.Verified.Votes+f.Unverified.Votes != m.Votes() {
		t.Errorf("%d votes by group, %d in all", votes, m.Votes())
	}
	declared := f.Undeclared.People
	for _, g := range f.Stakeholders {
		declared += g.People
	}
	if declared != f.Verified.People+f.Unverified.People {
		t.Errorf("%d people by stakeholder group", declared)
	}
	counts := m.Counts()
	for j, s := range f.Statements {
		if want := opinion.SharesOf(counts[j]); s.All != want {
			t.Fatalf("statement %d: %+v, want %+v", j, s.All, want)
		}
		if got := s.Verified.Agree.People + s.Unverified.Agree.People; got != counts[j].Total() {
			t.Errorf("statement %d: %d verified and not, %d in all", j, got, counts[j].Total())
		}
	}
}

// TestFiguresWithoutAMap holds that everybody is one group then.
func TestFiguresWithoutAMap(t *testing.T) {
	m := crowd(rand.New(rand.NewPCG(5, 6)), 100, 10, 0.5)
	for j, s := range figuresOf(t, m, opinion.Standing{}).Statements {
		if s.Agree.Product != s.All.Agree || s.Agree.Groups != 1 || s.Rank.Place == 0 || s.Division.Class == opinion.Divides {
			t.Errorf("statement %d: %+v", j, s)
		}
	}
}

// TestFiguresByOneVote holds that one statement's figures, worked out from
// counts alone, are those of the whole.
func TestFiguresByOneVote(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	m := crowd(rng, 300, 12, 0.6)
	in := standing(rng, m, 3, 2)
	f := figuresOf(t, m, in)
	weights, _ := opinion.Weights(nil, 2)
	for j, want := range f.Statements {
		v := opinion.StatementVotes{
			Groups: make([]opinion.Counts, 3), Stakeholders: make([]opinion.Counts, 2), Weights: weights,
			Verified: &opinion.Counts{}, Unverified: &opinion.Counts{},
		}
		n, _ := m.Dims()
		for i := range n {
			vote, ok := m.At(i, j)
			if !ok {
				continue
			}
			one := opinion.Counts{}
			switch vote {
			case opinion.Agree:
				one.Agree = 1
			case opinion.Disagree:
				one.Disagree = 1
			default:
				one.Pass = 1
			}
			put := func(label int, groups []opinion.Counts, rest *opinion.Counts) {
				if label >= 0 {
					rest = &groups[label]
				}
				*rest = rest.Plus(one)
			}
			put(in.Group[i], v.Groups, &v.Unplaced)
			put(in.Stakeholder[i], v.Stakeholders, &v.Undeclared)
			if in.Verified[i] {
				*v.Verified = v.Verified.Plus(one)
			} else {
				*v.Unverified = v.Unverified.Plus(one)
			}
		}
		got := opinion.StatementOf(v)
		got.Rank, got.BalanceRank, got.Corrected = want.Rank, want.BalanceRank, want.Corrected
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("statement %d: %+v, want %+v", j, got, want)
		}
	}
}

// TestFiguresInAnyOrder holds that the order of people does not matter.
func TestFiguresInAnyOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	m := crowd(rng, 200, 20, 0.4)
	in := standing(rng, m, 3, 3)
	want, err := json.Marshal(figuresOf(t, m, in))
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		n, d := m.Dims()
		order := rng.Perm(n)
		b := opinion.NewBuilder(n, d)
		shuffled := in
		a := *in.Appearance
		a.First, a.Last = make([]int, n), make([]int, n)
		shuffled.Group, shuffled.Stakeholder, shuffled.Verified = make([]int, n), make([]int, n), make([]bool, n)
		shuffled.Appearance = &a
		for to, from := range order {
			for j, v := range m.Row(from) {
				b.Vote(to, j, v)
			}
			shuffled.Group[to], shuffled.Stakeholder[to] = in.Group[from], in.Stakeholder[from]
			shuffled.Verified[to] = in.Verified[from]
			a.First[to], a.Last[to] = in.Appearance.First[from], in.Appearance.Last[from]
		}
		got, err := json.Marshal(figuresOf(t, b.Matrix(), shuffled))
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("other figures in another order (%v)", err)
		}
	}
}

// TestFiguresPublic holds that no figure about 1 to 4 people is shown.
func TestFiguresPublic(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	m := crowd(rng, 60, 40, 0.3)
	f := figuresOf(t, m, standing(rng, m, 3, 4)).Public()
	hidden := 0
	check := func(j int, e opinion.Estimate) {
		if e.Hidden {
			hidden++
			if e != (opinion.Estimate{Hidden: true}) {
				t.Errorf("statement %d: hidden, and yet %+v", j, e)
			}
		} else if e.People > 0 && e.People < opinion.SmallGroup {
			t.Errorf("statement %d shows a figure about %d people", j, e.People)
		}
	}
	for j, s := range f.Statements {
		some := false
		for _, g := range s.Groups {
			check(j, g.Agree)
			check(j, g.Disagree)
			some = some || g.Agree.Hidden
		}
		if some && !(s.Agree.Product.Hidden && s.Rank.Hidden && s.Division.Hidden && s.Corrected.Agree.Hidden) {
			t.Errorf("statement %d: figures made of hidden ones are shown: %+v", j, s)
		}
		some = false
		for _, g := range s.Balance.Groups {
			check(j, g.Agree)
			some = some || g.Agree.Hidden
		}
		check(j, s.Balance.Undeclared.Agree)
		if some && !(s.Balance.Geometric.Hidden && s.BalanceRank.Hidden && s.Balance.Least == -1 && s.BalanceDivision.Hidden) {
			t.Errorf("statement %d: a balance made of hidden figures is shown: %+v", j, s.Balance)
		}
		check(j, s.All.Agree)
		check(j, s.Verified.Agree)
		check(j, s.Unverified.Agree)
	}
	if hidden == 0 {
		t.Error("nothing was hidden: the test has no teeth")
	}
}

func TestFiguresRefuse(t *testing.T) {
	m := opinion.NewBuilder(2, 1).Matrix()
	if _, err := opinion.FiguresOf(m, opinion.Standing{Stakeholder: []int{0, 1}, Stakeholders: 2, Weights: []float64{1, -1}}); err == nil {
		t.Error("a negative weight passed")
	}
	for name, in := range map[string]opinion.Standing{
		"labels short":   {Group: []int{0}, Groups: 1},
		"labels missing": {Groups: 1},
		"label high":     {Group: []int{0, 1}, Groups: 1},
		"label low":      {Stakeholder: []int{0, -2}, Stakeholders: 1},
		"flags":          {Verified: []bool{true}},
		"moments":        {Appearance: &opinion.Appearance{First: []int{1, 2}}},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			_, _ = opinion.FiguresOf(m, in)
		}()
	}
}

func TestContrastsOf(t *testing.T) {
	votes := [][]opinion.Counts{
		{{Agree: 90, Disagree: 10}, {Agree: 5, Disagree: 60, Pass: 5}},
		{{Agree: 30, Disagree: 50}, {Agree: 30, Disagree: 20}},
		{{Agree: 9, Disagree: 11}, {}},
	}
	got := opinion.ContrastsOf(votes, 0, []opinion.Representative{
		{Statement: 0, Side: opinion.Agree}, {Statement: 1, Side: opinion.Disagree},
	})
	for k, want := range []float64{(91.0 / 102) / (40.0 / 102), (61.0 / 72) / (21.0 / 52)} {
		c := got[k]
		if diff := c.Ratio.Value - want; diff > 1e-12 || diff < -1e-12 {
			t.Errorf("statement %d: ratio %v, want %v", k, c.Ratio.Value, want)
		}
		if c.Ratio.Low <= 1 || c.Ratio.High <= c.Ratio.Value || c.Difference.Low <= 0 || c.Difference.High > 1 {
			t.Errorf("statement %d: %+v", k, c)
		}
	}
	if got[0].Ratio.People != 200 || got[1].Ratio.People != 120 {
		t.Errorf("rests on %d and %d people", got[0].Ratio.People, got[1].Ratio.People)
	}
}

func BenchmarkFigures(b *testing.B) {
	for _, size := range []struct {
		n, d  int
		share float64
	}{{10_000, 500, 0.0722}, {100_000, 1_000, 0.0365}} {
		rng := rand.New(rand.NewPCG(1, 2))
		m := crowd(rng, size.n, size.d, size.share)
		for _, s := range []struct{ groups, stakeholders int }{{3, 0}, {6, 5}} {
			in := standing(rng, m, s.groups, s.stakeholders)
			if s.stakeholders == 0 {
				in.Stakeholder, in.Verified = nil, nil
			}
			b.Run(fmt.Sprintf("%dx%d,%d+%d groups", size.n, size.d, s.groups, s.stakeholders), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					figuresOf(b, m, in)
				}
			})
		}
	}
}

func BenchmarkStatement(b *testing.B) {
	weights, _ := opinion.Weights(nil, 5)
	many := []opinion.Counts{{1200, 300, 100}, {40, 900, 300}, {500, 500, 10}, {99, 1, 0}, {7, 2000, 100}}
	v := opinion.StatementVotes{Groups: many[:3], Stakeholders: many, Weights: weights}
	for b.Loop() {
		opinion.StatementOf(v)
	}
}
