package opinion

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

func TestCoverageOfBalance(t *testing.T) {
	const runs = 4_000
	for _, weights := range [][]float64{{1, 1, 1}, {5, 1, 1, 0}, {1, 1, 1, 1, 1, 1, 1, 1}} {
		w, err := Weights(weights, len(weights))
		if err != nil {
			t.Fatal(err)
		}
		for _, size := range sizes {
			rng := rand.New(rand.NewPCG(31, uint64(len(w))))
			var geometric, arithmetic covers
			for range runs {
				votes, truth := make([]Counts, len(w)), make([]float64, len(w))
				for g := range votes {
					truth[g] = rng.Float64()
					votes[g] = drawn(rng, size.draw(rng), truth[g])
				}
				b := BalanceOf(votes, w, Counts{})
				if b.Counted == 0 {
					continue
				}
				logs, sum := 0.0, 0.0
				for g, x := range b.Groups {
					logs += x.Weight * math.Log(truth[g])
					sum += x.Weight * truth[g]
				}
				geometric.add(b.Geometric, math.Exp(logs))
				arithmetic.add(b.Arithmetic, sum)
			}
			if geometric.runs > 0 {
				geometric.between(t, "geometric mean, "+size.name)
				arithmetic.between(t, "arithmetic mean, "+size.name)
			}
		}
	}
}

func TestBalance(t *testing.T) {
	w, _ := Weights([]float64{2, 0, 1, 1}, 4)
	votes := []Counts{{98, 0, 0}, {0, 98, 0}, {48, 50, 0}, {}}
	b := BalanceOf(votes, w, Counts{Agree: 7, Disagree: 1})
	if b.Counted != 2 || !b.Groups[3].Silent || b.Groups[1].Silent {
		t.Errorf("rests on %d groups: %+v", b.Counted, b.Groups)
	}
	if b.Groups[0].Weight != 2.0/3 || b.Groups[1].Weight != 0 || b.Groups[3].Weight != 0 {
		t.Errorf("weights %v", b.Groups)
	}
	// A group without weight is shown and never named.
	if b.Least != 2 || !b.Apart {
		t.Errorf("least favourable: group %d, apart %v", b.Least, b.Apart)
	}
	p, q := 0.99, 0.49
	if want := math.Cbrt(p * p * q); math.Abs(b.Geometric.Value-want) > 1e-14 {
		t.Errorf("geometric mean %v, want %v", b.Geometric.Value, want)
	}
	if want := (2*p + q) / 3; math.Abs(b.Arithmetic.Value-want) > 1e-15 {
		t.Errorf("arithmetic mean %v, want %v", b.Arithmetic.Value, want)
	}
	if b.Geometric.People != 196 || b.Undeclared.Agree.People != 8 {
		t.Errorf("people %d, undeclared %d", b.Geometric.People, b.Undeclared.Agree.People)
	}
	if b := BalanceOf([]Counts{{}, {}}, []float64{0.5, 0.5}, Counts{}); b.Counted != 0 || b.Least != -1 || b.Geometric != (Estimate{}) {
		t.Errorf("nobody voted: %+v", b)
	}
	// Four votes against are no reason to name a group before one of which it
	// is known that half do not agree.
	b = BalanceOf([]Counts{{500, 500, 0}, {0, 1, 0}, {600, 100, 0}}, []float64{1, 1, 1}, Counts{})
	if b.Least != 0 || b.Apart {
		t.Errorf("least favourable: group %d, apart %v", b.Least, b.Apart)
	}
}

func TestWeightsRefused(t *testing.T) {
	for _, bad := range [][]float64{{1, -1}, {math.NaN(), 1}, {math.Inf(1), 1}, {0, 0}} {
		var refused *BadWeights
		if w, err := Weights(bad, 2); !errors.As(err, &refused) || refused.Error() == "" {
			t.Errorf("weights %v: %v, %v", bad, w, err)
		}
	}
	w, err := Weights([]float64{1e308, 1e308, 0}, 3)
	if err != nil || w[0] != 0.5 || w[2] != 0 {
		t.Errorf("large weights: %v, %v", w, err)
	}
	if w, err := Weights(nil, 0); err != nil || len(w) != 0 {
		t.Errorf("no groups: %v, %v", w, err)
	}
}

// kendall returns Kendall's τ of two orders by value (τ-a; no ties expected).
func kendall(x, y []float64) float64 {
	sum, pairs := 0.0, 0.0
	for i := range x {
		for j := range i {
			s := (x[i] - x[j]) * (y[i] - y[j])
			switch {
			case s > 0:
				sum++
			case s < 0:
				sum--
			}
			pairs++
		}
	}
	return sum / pairs
}

// TestBalanceUndistorted is the test of the issue: the shares of stakeholder
// groups in a conversation are distorted 5:1, and the balanced ranking stays.
func TestBalanceUndistorted(t *testing.T) {
	const d, groups = 100, 5
	w, _ := Weights(nil, groups)
	rng := rand.New(rand.NewPCG(33, 34))
	agreement := make([][]float64, groups)
	for g := range agreement {
		agreement[g] = make([]float64, d)
	}
	for j := range d {
		common := rng.Float64()
		for g := range agreement {
			agreement[g][j] = 0.5*common + 0.5*rng.Float64()
		}
	}
	tally := func(people []int) (geometric, arithmetic, raw []float64) {
		for j := range d {
			votes, all := make([]Counts, groups), Counts{}
			for g := range votes {
				votes[g] = drawn(rng, people[g], agreement[g][j])
				all = all.Plus(votes[g])
			}
			b := BalanceOf(votes, w, Counts{})
			geometric = append(geometric, b.Geometric.Value)
			arithmetic = append(arithmetic, b.Arithmetic.Value)
			raw = append(raw, Share(all.Agree, all.Total()).Value)
		}
		return geometric, arithmetic, raw
	}
	even := []int{300, 300, 300, 300, 300}
	for _, distorted := range [][]int{{1000, 200, 200, 200, 200}, {1000, 1000, 200, 200, 200}, {200, 1000, 600, 1000, 200}} {
		g0, a0, r0 := tally(even)
		g1, a1, r1 := tally(distorted)
		balanced, mean, raw := kendall(g0, g1), kendall(a0, a1), kendall(r0, r1)
		t.Logf("people %v: τ of balanced ranking %.3f, of arithmetic mean %.3f, with the even raw ranking %.3f; of raw ranking %.3f",
			distorted, balanced, mean, kendall(r0, a1), raw)
		if balanced < 0.9 || mean < 0.9 {
			t.Errorf("people %v: τ of balanced ranking %.3f, of arithmetic mean %.3f", distorted, balanced, mean)
		}
		if raw > balanced-0.03 {
			t.Errorf("people %v: τ of raw ranking %.3f, of balanced ranking %.3f", distorted, raw, balanced)
		}
	}
}

func TestRankBalanced(t *testing.T) {
	votes := [][]Counts{{{90, 5, 0}, {}, {9, 80, 0}}, {{85, 9, 0}, {}, {5, 90, 0}}}
	balances := make([]Balance, 3)
	for j := range balances {
		balances[j] = BalanceOf([]Counts{votes[0][j], votes[1][j]}, []float64{0.5, 0.5}, Counts{})
	}
	got := RankBalanced(balances, votes, []int{0, 1, 2})
	if got[0].Place != 1 || got[1] != (Rank{}) || got[2].Place != 2 {
		t.Errorf("ranks %+v", got)
	}
}

func TestDivision(t *testing.T) {
	for _, c := range []struct {
		name       string
		votes      []Counts
		class      Class
		more, less int
	}{
		{"no groups", nil, FewVotes, -1, -1},
		{"one group agrees", []Counts{{9, 1, 0}}, UnitesAgree, -1, -1},
		{"all agree", []Counts{{9, 1, 0}, {50, 9, 3}, {5, 0, 0}}, UnitesAgree, 2, 1},
		{"all disagree", []Counts{{1, 9, 0}, {3, 50, 9}}, UnitesDisagree, 0, 1},
		{"apart", []Counts{{1, 9, 0}, {50, 3, 9}, {10, 10, 0}}, Divides, 1, 0},
		{"apart, though one hardly voted", []Counts{{1, 9, 0}, {50, 3, 9}, {1, 0, 0}}, Divides, 1, 0},
		{"one hardly voted", []Counts{{9, 1, 0}, {50, 3, 9}, {4, 0, 0}}, FewVotes, 0, 1},
		{"passes unite nobody", []Counts{{9, 1, 0}, {10, 0, 40}}, Undecided, 0, 1},
		{"a little more than half", []Counts{{9, 1, 0}, {27, 23, 0}}, Undecided, 0, 1},
	} {
		d := DivisionOf(c.votes)
		if d.Class != c.class || d.More != c.more || d.Less != c.less {
			t.Errorf("%s: %+v", c.name, d)
		}
		if c.more >= 0 && (d.Gap.Value < 0 || d.Gap.Low > d.Gap.Value || d.Gap.High < d.Gap.Value) {
			t.Errorf("%s: gap %+v", c.name, d.Gap)
		}
	}
}

// TestCoverageOfGap holds the interval of the widest gap, chosen after the votes.
func TestCoverageOfGap(t *testing.T) {
	for _, size := range sizes[2:] {
		rng := rand.New(rand.NewPCG(35, 36))
		var c covers
		for range 6_000 {
			votes, truth := make([]Counts, 5), make([]float64, 5)
			for g := range votes {
				truth[g] = rng.Float64()
				votes[g] = drawn(rng, size.draw(rng), truth[g])
			}
			if d := DivisionOf(votes); d.More >= 0 {
				c.add(d.Gap, truth[d.More]-truth[d.Less])
			}
		}
		c.between(t, "widest gap of 5 groups, "+size.name)
	}
}

// TestClassesHold counts how often a class is wrong about the true shares.
func TestClassesHold(t *testing.T) {
	rng := rand.New(rand.NewPCG(37, 38))
	said, wrong := map[Class]int{}, map[Class]int{}
	for range 20_000 {
		votes, over, under := make([]Counts, 3), 0, 0
		for g := range votes {
			p := rng.Float64()
			if p > 0.5 {
				over++
			}
			// Here nobody passes: disagreeing is not agreeing.
			n := 5 + rng.IntN(60)
			votes[g].Agree = binomial(rng, n, p)
			votes[g].Disagree = n - votes[g].Agree
		}
		under = 3 - over
		class := DivisionOf(votes).Class
		said[class]++
		if class == Divides && (over == 0 || under == 0) || class == UnitesAgree && under > 0 || class == UnitesDisagree && over > 0 {
			wrong[class]++
		}
	}
	for _, class := range []Class{Divides, UnitesAgree, UnitesDisagree} {
		share := float64(wrong[class]) / float64(said[class])
		t.Logf("%s: said %d times, wrong %.2f %%", class, said[class], 100*share)
		if said[class] < 500 || share > 0.05 {
			t.Errorf("%s: said %d times, wrong %d", class, said[class], wrong[class])
		}
	}
}
