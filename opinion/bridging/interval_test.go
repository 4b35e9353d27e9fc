package bridging_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"penc/opinion"
	"penc/opinion/bridging"
	"penc/opinion/opiniontest"
)

// divided returns two camps who are of one mind each but for chance, so that a
// single rater can't turn the direction along which people differ most.
func divided(rng *rand.Rand, n, d int) *opinion.Matrix {
	b := opinion.NewBuilder(n, d)
	for i := range n {
		for j := range d {
			if rng.Float64() < 0.25 {
				continue
			}
			v := opinion.Agree
			if (i%2 == 0) != (j%3 == 0) && j%4 > 0 || rng.Float64() < 0.2 {
				v = opinion.Vote(rng.IntN(2) - 1)
			}
			b.Vote(i, j, v)
		}
	}
	return b.Matrix()
}

// TestLeavingOut compares standard errors with those that come of leaving out one
// rater after the other and fitting again (the jackknife of Tukey).
func TestLeavingOut(t *testing.T) {
	m := divided(rand.New(rand.NewPCG(1, 1)), 120, 20)
	n, d := m.Dims()
	weights := make([]float64, n)
	for i := range weights {
		weights[i] = 1 + float64(i%3)
	}
	r := fit(t, m, bridging.Options{Weights: weights, Intervals: true})
	left := make([][]float64, d)
	for i, w := range weights {
		if !r.Raters[i].In {
			continue
		}
		// So light a rater changes nothing but still counts for the filter.
		weights[i] = 1e-9
		for j, s := range fit(t, m, bridging.Options{Weights: weights}).Statements {
			left[j] = append(left[j], s.Intercept)
		}
		weights[i] = w
	}
	for j, x := range left {
		mean, squares, u := mean(x), 0.0, float64(len(x))
		for _, v := range x {
			squares += (v - mean) * (v - mean)
		}
		want := math.Sqrt(squares * (u - 1) / u)
		if got := r.Intervals[j].Error; math.Abs(got/want-1) > 0.05 {
			t.Errorf("statement %d: error %v, want %v", j, got, want)
		}
	}
}

// TestCoverage draws samples of raters and counts how often the intervals hold the
// score that everybody gives.
func TestCoverage(t *testing.T) {
	samples := 60
	if testing.Short() {
		samples = 15
	}
	rng := rand.New(rand.NewPCG(2, 2))
	everybody := crowd(rng, 20_000, 40, 0.4)
	want := fit(t, everybody, bridging.Options{})
	n, d := everybody.Dims()
	held, of, width := 0, 0, 0.0
	for range samples {
		b := opinion.NewBuilder(100, d)
		for i := range 100 {
			for j, v := range everybody.Row(rng.IntN(n)) {
				b.Vote(i, j, v)
			}
		}
		r := fit(t, b.Matrix(), bridging.Options{Intervals: true})
		for j, x := range r.Intervals {
			if !x.OK {
				t.Fatalf("statement %d has no interval: %+v", j, r.Statements[j])
			}
			of++
			width += x.High - x.Low
			if truth := want.Statements[j].Intercept; x.Low <= truth && truth <= x.High {
				held++
			}
		}
	}
	share := float64(held) / float64(of)
	t.Logf("%d of %d held: %.3f; mean width %.3f", held, of, share, width/float64(of))
	if share < bridging.Level-0.02 || share > bridging.Level+0.04 {
		t.Errorf("%d of %d held: %.3f", held, of, share)
	}
}

// TestIntervals are around the scores and the same in any order of rows.
func TestIntervals(t *testing.T) {
	m, _ := opiniontest.Own(t).Read(t).Matrix()
	n, d := m.Dims()
	r := fit(t, m, bridging.Options{Intervals: true})
	rng := rand.New(rand.NewPCG(3, 3))
	rows, columns := rng.Perm(n), rng.Perm(d)
	second := fit(t, reorder(m, rows, columns), bridging.Options{Intervals: true, Seed: 3})
	for j, x := range r.Intervals {
		s, y := r.Statements[j], second.Intervals[columns[j]]
		if x.OK != (s.In && s.Ratings >= 3) || x.OK != y.OK {
			t.Errorf("statement %d: %+v, %+v", j, s, x)
		}
		if !x.OK {
			continue
		}
		if !(x.Low < s.Intercept && s.Intercept < x.High && x.Error > 0) || math.Abs(x.Low-y.Low) > 1e-9 || math.Abs(x.High-y.High) > 1e-9 {
			t.Errorf("statement %d: %+v, %+v, in another order %+v", j, s, x, y)
		}
	}
	if none := fit(t, m, bridging.Options{}); none.Intervals != nil {
		t.Error("intervals that nobody asked for")
	}
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v / float64(len(x))
	}
	return sum
}

// TestIntervalsOfLittle has numbers only, whatever the data.
func TestIntervalsOfLittle(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for name, m := range map[string]*opinion.Matrix{
		"nothing": opinion.NewBuilder(0, 0).Matrix(), "all agree": all(5, 10, opinion.Agree), "all pass": all(20, 12, opinion.Pass),
		"one differs": one(30, 12), "camps": camps(20, 1, 12, 12), "noise": noise(rng, 12, 11, 0.95), "many statements": noise(rng, 30, 300, 0.3),
	} {
		r := fit(t, m, bridging.Options{Intervals: true})
		if _, err := json.Marshal(r); err != nil {
			t.Errorf("%s: not a number: %v", name, err)
		}
		for j, x := range r.Intervals {
			if x.OK && !(x.Low <= r.Statements[j].Intercept && r.Statements[j].Intercept <= x.High && x.Error >= 0) {
				t.Errorf("%s: %+v", name, x)
			}
		}
	}
}
