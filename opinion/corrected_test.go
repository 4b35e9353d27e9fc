package opinion

import (
	"math"
	"math/rand/v2"
	"testing"
)

// asked is a synthetic conversation in which it is known what everybody would
// say, and who was asked.
type asked struct {
	m     *Matrix
	in    Standing
	truth []float64 // share of all people that would agree
}

// A course says how a conversation goes: the probability with which person i is
// asked about statement j, and how the shares differ.
type course struct {
	name   string
	chance func(c *audience, i, j int) float64
	drift  float64 // how much patient and impatient people differ
	known  bool    // the chances are known to the method
	better bool    // the correction must beat the raw share clearly
}

// audience is n people of three groups, with patience and a moment of arrival,
// and d statements that appear over time.
type audience struct {
	n, d     int
	group    []int
	patience []float64 // 0 to 1
	first    []int
	last     []int
	shown    []int
	lean     [][]float64 // group × statement
}

func newAudience(rng *rand.Rand, n, d int) *audience {
	c := &audience{n: n, d: d}
	for range n {
		c.group = append(c.group, []int{0, 0, 0, 1, 1, 2}[rng.IntN(6)])
		c.patience = append(c.patience, rng.Float64())
		at := rng.IntN(1000)
		c.first = append(c.first, at)
		c.last = append(c.last, at+rng.IntN(300))
	}
	for range d {
		c.shown = append(c.shown, max(0, rng.IntN(1200)-300))
	}
	c.lean = make([][]float64, 3)
	for g := range c.lean {
		for range d {
			c.lean[g] = append(c.lean[g], rng.Float64())
		}
	}
	return c
}

func (c *audience) run(rng *rand.Rand, x course) asked {
	b := NewBuilder(c.n, c.d)
	out := asked{truth: make([]float64, c.d)}
	would := make([][]float64, c.n)
	for i := range c.n {
		would[i] = make([]float64, c.d)
		for j := range c.d {
			p := c.lean[c.group[i]][j] + x.drift*(c.patience[i]-0.5)
			p = min(max(p, 0), 1)
			would[i][j] = p
			if rng.Float64() >= x.chance(c, i, j) {
				continue
			}
			v := Disagree
			if rng.Float64() < p {
				v = Agree
			}
			b.Vote(i, j, v)
		}
	}
	out.m = b.Matrix()
	voted := 0.0
	for i := range c.n {
		if out.m.RowVotes(i) == 0 {
			continue
		}
		voted++
		for j := range c.d {
			out.truth[j] += would[i][j]
		}
	}
	for j := range out.truth {
		out.truth[j] /= voted
	}
	out.in = Standing{
		Group: c.group, Groups: 3,
		Appearance: &Appearance{First: c.first, Last: c.last, Shown: c.shown},
	}
	if x.known {
		out.in.Appearance.Chance = func(i, j int) float64 { return x.chance(c, i, j) }
	}
	return out
}

func TestCorrected(t *testing.T) {
	courses := []course{
		{name: "at random", chance: func(*audience, int, int) float64 { return 0.15 }},
		{
			name: "at random, patient people answer more", drift: 0,
			chance: func(c *audience, i, _ int) float64 { return 0.03 + 0.25*c.patience[i] },
		},
		{
			name: "routed to one group", better: true,
			chance: func(c *audience, i, j int) float64 {
				if c.group[i] == j%3 {
					return 0.4
				}
				return 0.05
			},
		},
		{
			name: "drop-outs think otherwise", drift: 0.5, better: true,
			chance: func(c *audience, i, _ int) float64 { return 0.02 + 0.4*c.patience[i]*c.patience[i] },
		},
		{
			name: "late statements, late people are of one group", better: true,
			chance: func(c *audience, i, j int) float64 {
				early := c.group[i] == 0 && c.first[i] > 500 || c.group[i] != 0 && c.first[i] <= 500
				if c.last[i] < c.shown[j] || early {
					return 0.01
				}
				return 0.25
			},
		},
		{
			name: "routing known and within groups", drift: 0.6, known: true, better: true,
			chance: func(c *audience, i, j int) float64 {
				if (c.patience[i] > 0.5) == (j%2 == 0) {
					return 0.3
				}
				return 0.06
			},
		},
	}
	for _, x := range courses {
		rng := rand.New(rand.NewPCG(41, 42))
		var held covers
		var raw, corrected, width float64
		for range 12 {
			c := newAudience(rng, 900, 60)
			a := c.run(rng, x)
			counts := a.m.Counts()
			for j, e := range CorrectedOf(a.m, a.in) {
				share := Share(counts[j].Agree, counts[j].Total()).Value
				raw += (share - a.truth[j]) * (share - a.truth[j])
				off := e.Agree.Value - a.truth[j]
				corrected += off * off
				width += e.Agree.High - e.Agree.Low
				held.add(e.Agree, a.truth[j])
			}
		}
		raw, corrected = math.Sqrt(raw/held.runs), math.Sqrt(corrected/held.runs)
		t.Logf("%-46s error of raw share %.4f, corrected %.4f; coverage %.1f %%, mean width %.3f",
			x.name, raw, corrected, 100*held.share(), width/held.runs)
		if x.better && corrected > 0.7*raw || corrected > 1.08*raw {
			t.Errorf("%s: error of raw share %.4f, corrected %.4f", x.name, raw, corrected)
		}
		if held.share() < 0.86 || held.share() > 0.97 {
			t.Errorf("%s: coverage %.3f", x.name, held.share())
		}
	}
}

func TestCorrectedDegenerate(t *testing.T) {
	for _, n := range []int{0, 1, 3} {
		for _, d := range []int{0, 1, 5} {
			for _, votes := range []bool{false, true} {
				b := NewBuilder(n, d)
				for i := range n {
					for j := range d {
						if votes {
							b.Vote(i, j, Agree)
						}
					}
				}
				for _, in := range []Standing{{}, {Group: make([]int, n), Groups: 1}, {Group: make([]int, n), Groups: 4}} {
					for j, c := range CorrectedOf(b.Matrix(), in) {
						if !(c.Agree.Low >= 0 && c.Agree.Low <= c.Agree.Value && c.Agree.Value <= c.Agree.High && c.Agree.High <= 1) {
							t.Errorf("%d people, statement %d of %d: %+v", n, j, d, c)
						}
					}
				}
			}
		}
	}
}

// TestCorrectedIsInItsInterval in conversations where all but everybody agrees, of
// people who answered everything or hardly anything.
func TestCorrectedIsInItsInterval(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 1))
	for _, n := range []int{10, 30, 100, 300} {
		for _, share := range []float64{0.1, 0.3, 1} {
			for _, p := range []float64{0.5, 0.9, 0.97, 1} {
				b := NewBuilder(n, 20)
				in := Standing{Groups: 2, Group: make([]int, n)}
				for i := range n {
					in.Group[i] = i % 2
					for j := range 20 {
						v := Disagree
						if rng.Float64() < p || j == 0 {
							v = Agree
						}
						if rng.Float64() < share {
							b.Vote(i, j, v)
						}
					}
				}
				for j, c := range CorrectedOf(b.Matrix(), in) {
					if e := c.Agree; !(0 <= e.Low && e.Low < e.Value && e.Value < e.High && e.High <= 1) {
						t.Errorf("%d people, %g answered, %g agree, statement %d: %+v", n, share, p, j, e)
					}
				}
			}
		}
	}
}

// TestRankIsInItsInterval, ties and thousands of statements included.
func TestRankIsInItsInterval(t *testing.T) {
	rng := rand.New(rand.NewPCG(32, 1))
	for _, d := range []int{2, 10, 200, 1600} {
		for _, n := range []int{0, 1, 20} {
			votes := [][]Counts{make([]Counts, d)}
			for j := range d {
				if a := rng.IntN(n + 1); j%2 == 0 {
					votes[0][j] = Counts{Agree: a, Disagree: n - a}
				} else {
					votes[0][j] = Counts{Agree: n}
				}
			}
			for j, r := range RankAcross(votes, Agree, allOf(d)) {
				if r.Low < 1 || r.Place < r.Low || r.Place > r.High || r.High > d {
					t.Errorf("%d statements, %d votes each, statement %d: %+v", d, n, j, r)
				}
			}
		}
	}
}
