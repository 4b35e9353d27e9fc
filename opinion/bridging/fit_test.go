package bridging_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"testing"

	"penc/opinion"
	"penc/opinion/bridging"
	"penc/opinion/opiniontest"
)

// TestLowest looks for something lower by alternating least squares from many
// starts, and checks loss and slope by the formulas as they are written down.
func TestLowest(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for name, m := range map[string]*opinion.Matrix{
		"noise 12×15":      noise(rng, 12, 15, 0.9),
		"noise 30×20":      noise(rng, 30, 20, 0.8),
		"noise 60×30":      noise(rng, 60, 30, 0.5),
		"noise 200×100":    noise(rng, 200, 100, 0.2),
		"three minds":      crowd(rng, 120, 40, 0.5),
		"much is left out": crowd(rng, 60, 60, 0.15),
	} {
		t.Run(name, func(t *testing.T) {
			r := fit(t, m, bridging.Options{})
			p := newPlain(m)
			least := math.Inf(1)
			for range 8 {
				p.alternate(rng, 300)
				loss, _ := p.loss()
				least = min(least, loss)
			}
			if r.Loss > least+1e-12 {
				t.Errorf("loss %v, but %v was found", r.Loss, least)
			}
			p.take(r)
			if loss, mse := p.loss(); math.Abs(loss-r.Loss) > 1e-13 || math.Abs(mse-r.MSE) > 1e-13 {
				t.Errorf("loss %v, mse %v, but by the formula %v, %v", r.Loss, r.MSE, loss, mse)
			}
			if g := p.gradient(); g > 1e-12 || r.Search.Gradient > 1e-12 || r.Search.Step > 1e-12 {
				t.Errorf("slope %v, said to be %+v", g, r.Search)
			}
			p.took(t, r.Taking)
		})
	}
}

// TestSeeds finds the same scores from every seed.
func TestSeeds(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	own, _ := opiniontest.Own(t).Read(t).Matrix()
	for name, m := range map[string]*opinion.Matrix{
		"own": own, "noise 60×30": noise(rng, 60, 30, 0.5), "noise 200×100": noise(rng, 200, 100, 0.2), "three minds": crowd(rng, 200, 40, 0.5),
		"searched among some": crowd(rng, 6000, 200, 0.25),
	} {
		t.Run(name, func(t *testing.T) {
			n, d := m.Dims()
			first := fit(t, m, bridging.Options{})
			seeds := uint64(5)
			if n > 1000 {
				seeds = 2
			}
			for seed := range seeds {
				second := fit(t, m, bridging.Options{Seed: seed + 1})
				if far := apart(first, second, straight(n), straight(d)); far > 1e-9 {
					t.Errorf("seed %d: %v away", seed+1, far)
				}
			}
		})
	}
}

// TestOrder finds the same scores in whatever order people and statements come.
func TestOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	own, _ := opiniontest.Own(t).Read(t).Matrix()
	for name, m := range map[string]*opinion.Matrix{"own": own, "noise": noise(rng, 80, 40, 0.5), "searched among some": crowd(rng, 6000, 200, 0.25)} {
		t.Run(name, func(t *testing.T) {
			n, d := m.Dims()
			first := fit(t, m, bridging.Options{})
			rows, columns := rng.Perm(n), rng.Perm(d)
			if far := apart(first, fit(t, reorder(m, rows, columns), bridging.Options{}), rows, columns); far > 1e-9 {
				t.Errorf("%v away", far)
			}
		})
	}
}

// TestProcessors finds the same bits with any number of processors.
func TestProcessors(t *testing.T) {
	m := crowd(rand.New(rand.NewPCG(4, 4)), 6000, 200, 0.25)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	first := fit(t, m, bridging.Options{})
	runtime.GOMAXPROCS(3)
	if second := fit(t, m, bridging.Options{}); !reflect.DeepEqual(first, second) {
		t.Errorf("%+v, then %+v", first.Search, second.Search)
	}
}

// TestSign has no more positive raters than negative ones.
func TestSign(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	for range 20 {
		r := fit(t, crowd(rng, 80, 30, 0.6), bridging.Options{})
		negative, positive := signs(r.Raters)
		if negative < positive || negative+positive == 0 {
			t.Errorf("%d negative, %d positive", negative, positive)
		}
	}
}

func signs(scores []bridging.Score) (negative, positive int) {
	for _, s := range scores {
		switch {
		case s.Factor < 0:
			negative++
		case s.Factor > 0:
			positive++
		}
	}
	return negative, positive
}

// camps returns two camps who vote against each other on all but the statements
// from shared on, with which all agree.
func camps(left, right, d, shared int) *opinion.Matrix {
	b := opinion.NewBuilder(left+right, d)
	for i := range left + right {
		for j := range d {
			v := opinion.Agree
			if (i < left) != (j%2 == 0) && j < shared {
				v = opinion.Disagree
			}
			b.Vote(i, j, v)
		}
	}
	return b.Matrix()
}

// TestBridge puts the statements first that both camps agree with, and the larger
// camp on the negative side.
func TestBridge(t *testing.T) {
	r := fit(t, camps(20, 30, 14, 12), bridging.Options{})
	for j, s := range r.Statements {
		if bridge := j >= 12; bridge != (s.Intercept > 0.2) || bridge != (math.Abs(s.Factor) < 0.2) {
			t.Errorf("statement %d: %+v", j, s)
		}
	}
	for i, s := range r.Raters {
		if (i < 20) != (s.Factor > 0) {
			t.Errorf("rater %d: %+v", i, s)
		}
	}
}

// TestSignOnATie has camps of one size: the first statement decides. With one
// rater more extreme than the others, the larger sum of squares does.
func TestSignOnATie(t *testing.T) {
	r := fit(t, camps(20, 20, 14, 14), bridging.Options{})
	if negative, positive := signs(r.Raters); negative != 20 || positive != 20 || r.Statements[0].Factor <= 0 {
		t.Errorf("%d negative, %d positive, first statement %+v", negative, positive, r.Statements[0])
	}
	b := opinion.NewBuilder(40, 14)
	m := camps(20, 20, 14, 14)
	for i := range 40 {
		for j, v := range m.Row(i) {
			if i < 20 && i%4 == j%4 {
				v = opinion.Pass
			}
			b.Vote(i, j, v)
		}
	}
	r = fit(t, b.Matrix(), bridging.Options{})
	left, right := 0.0, 0.0
	for i, s := range r.Raters {
		if i < 20 {
			left += s.Factor * s.Factor
		} else {
			right += s.Factor * s.Factor
		}
	}
	if negative, positive := signs(r.Raters); negative != 20 || positive != 20 || left >= right || r.Raters[39].Factor >= 0 {
		t.Errorf("%d negative, %d positive, squares %v and %v, last %+v", negative, positive, left, right, r.Raters[39])
	}
}

// TestTwoRooms turns the sign of each of two rooms that share no statement.
func TestTwoRooms(t *testing.T) {
	b := opinion.NewBuilder(100, 28)
	for i := range 50 {
		for j, v := range camps(20, 30, 14, 12).Row(i) {
			b.Vote(i, j, v)
			b.Vote(50+i, 14+j, v)
		}
	}
	for seed := range uint64(8) {
		r := fit(t, b.Matrix(), bridging.Options{Seed: seed})
		for i, s := range r.Raters {
			if (i%50 < 20) != (s.Factor > 0) {
				t.Fatalf("seed %d, rater %d: %+v", seed, i, s)
			}
		}
	}
}

// TestWeights counts a rater of weight 2 like two.
func TestWeights(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	once := noise(rng, 60, 20, 0.8)
	b := opinion.NewBuilder(80, 20)
	weights := make([]float64, 60)
	for i := range 60 {
		weights[i] = 3
		for j, v := range once.Row(i) {
			b.Vote(i, j, v)
			if i < 20 {
				weights[i] = 6
				b.Vote(60+i, j, v)
			}
		}
	}
	first, second := fit(t, once, bridging.Options{Weights: weights}), fit(t, b.Matrix(), bridging.Options{})
	second.Raters = second.Raters[:60]
	for j := range 20 {
		second.Statements[j].Ratings = first.Statements[j].Ratings
	}
	if far := apart(first, second, straight(60), straight(20)); far > 1e-9 || math.Abs(first.MSE-second.MSE) > 1e-9 {
		t.Errorf("%v away", far)
	}
	if far := apart(first, fit(t, once, bridging.Options{}), straight(60), straight(20)); far < 1e-3 {
		t.Errorf("weights change nothing: %v", far)
	}
}

// TestWeightZero leaves a rater out as if they had not been there.
func TestWeightZero(t *testing.T) {
	m := noise(rand.New(rand.NewPCG(7, 7)), 40, 20, 0.8)
	b := opinion.NewBuilder(40, 20)
	weights := make([]float64, 40)
	for i := range 40 {
		if i%3 > 0 {
			weights[i] = 1
			for j, v := range m.Row(i) {
				b.Vote(i, j, v)
			}
		}
	}
	first, second := fit(t, m, bridging.Options{Weights: weights}), fit(t, b.Matrix(), bridging.Options{})
	if far := apart(first, second, straight(40), straight(20)); far > 1e-12 || first.Raters[0].In {
		t.Errorf("%v away", far)
	}
}

func TestWrongWeightsPanic(t *testing.T) {
	m := noise(rand.New(rand.NewPCG(8, 8)), 3, 3, 1)
	for _, w := range [][]float64{{1, 1}, {1, 1, -1}, {1, 1, math.NaN()}, {1, 1, math.Inf(1)}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%v does not panic", w)
				}
			}()
			fit(t, m, bridging.Options{Weights: w})
		}()
	}
}

// all returns n people who cast the same vote on d statements.
func all(n, d int, v opinion.Vote) *opinion.Matrix {
	b := opinion.NewBuilder(n, d)
	for i := range n {
		for j := range d {
			b.Vote(i, j, v)
		}
	}
	return b.Matrix()
}

// TestLittleToSay answers data that tells little, and says so.
func TestLittleToSay(t *testing.T) {
	for name, c := range map[string]struct {
		m      *opinion.Matrix
		reason string
		in     int
	}{
		"nothing":           {opinion.NewBuilder(0, 0).Matrix(), bridging.TooFewRatings, 0},
		"no votes":          {opinion.NewBuilder(5, 7).Matrix(), bridging.TooFewRatings, 0},
		"one statement":     {all(20, 1, opinion.Agree), bridging.TooFewRatings, 0},
		"nine statements":   {all(20, 9, opinion.Agree), bridging.TooFewRatings, 0},
		"four raters":       {all(4, 20, opinion.Agree), bridging.TooFewRatings, 0},
		"all agree":         {all(5, 10, opinion.Agree), bridging.AllAlike, 10},
		"all disagree":      {all(20, 12, opinion.Disagree), bridging.AllAlike, 12},
		"all pass":          {all(20, 12, opinion.Pass), bridging.AllAlike, 12},
		"no factor":         {one(30, 12), bridging.NoFactor, 12},
		"two camps":         {camps(20, 20, 12, 12), "", 12},
		"a single opponent": {camps(20, 1, 12, 12), "", 12},
	} {
		t.Run(name, func(t *testing.T) {
			r := fit(t, c.m, bridging.Options{})
			if _, err := json.Marshal(r); err != nil {
				t.Fatalf("not a number: %v", err)
			}
			if r.Reason != c.reason || r.Taking.Statements != c.in {
				t.Errorf("reason %q, %+v, want %q, %d", r.Reason, r.Taking, c.reason, c.in)
			}
			for _, s := range append(r.Statements, r.Raters...) {
				if (r.Reason == bridging.NoFactor || !s.In) && s.Factor != 0 {
					t.Errorf("factor %v", s.Factor)
				}
			}
			if c.in == 0 && (r.Loss != 0 || r.Mu != 0) {
				t.Errorf("loss %v, mu %v", r.Loss, r.Mu)
			}
		})
	}
}

// one returns people who pass on everything, but for one who agrees with one
// statement.
func one(n, d int) *opinion.Matrix {
	b := opinion.NewBuilder(n, d)
	for i := range n {
		for j := range d {
			b.Vote(i, j, opinion.Pass)
		}
	}
	b.Vote(0, 0, opinion.Agree)
	return b.Matrix()
}

// TestFilter keeps statements with 5 ratings and then raters with 10, once.
func TestFilter(t *testing.T) {
	b := opinion.NewBuilder(13, 14)
	for i := range 6 {
		for j := range 10 {
			b.Vote(i, j, opinion.Vote((i+j)%3-1))
		}
	}
	// Nine ratings are too few, so statement 10 keeps 4 of its 6.
	for i := 6; i < 8; i++ {
		for j := 2; j < 11; j++ {
			b.Vote(i, j, opinion.Agree)
		}
	}
	for i := range 4 {
		b.Vote(i, 10, opinion.Disagree)
	}
	// Statement 11 has 5 ratings, none by raters who stay.
	for i := 8; i < 13; i++ {
		b.Vote(i, 11, opinion.Agree)
	}
	// Statement 12 has 4 ratings.
	for i := range 4 {
		b.Vote(i, 12, opinion.Pass)
	}
	r := fit(t, b.Matrix(), bridging.Options{})
	ratings := []int{6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 4, 0, 0, 0}
	for j, s := range r.Statements {
		if s.In != (ratings[j] > 0) || s.Ratings != ratings[j] {
			t.Errorf("statement %d: %+v", j, s)
		}
	}
	for i, s := range r.Raters {
		if s.In != (i < 6) {
			t.Errorf("rater %d: %+v", i, s)
		}
	}
}

func TestStops(t *testing.T) {
	m := noise(rand.New(rand.NewPCG(9, 9)), 200, 100, 0.2)
	ctx, cancel := context.WithCancel(context.Background())
	calls := 0
	r, err := bridging.Fit(ctx, m, bridging.Options{Progress: func(p bridging.Progress) {
		if calls++; calls == 3 {
			cancel()
		}
		if p.Starts <= 0 || p.Sweeps <= 0 || !(p.Loss > 0) {
			t.Errorf("%+v", p)
		}
	}})
	if !errors.Is(err, context.Canceled) || calls != 3 || !reflect.DeepEqual(r, bridging.Result{}) {
		t.Errorf("%v after %d calls: %+v", err, calls, r)
	}
}

func FuzzFit(f *testing.F) {
	f.Add(uint64(1), uint8(12), uint8(15), uint8(200), uint8(0))
	f.Add(uint64(2), uint8(40), uint8(11), uint8(255), uint8(1))
	f.Add(uint64(3), uint8(6), uint8(10), uint8(250), uint8(2))
	f.Fuzz(func(t *testing.T, seed uint64, n, d, share, kind uint8) {
		rng := rand.New(rand.NewPCG(seed, 1))
		m := noise(rng, int(n%64), int(d%32), float64(share)/255)
		if kind%3 == 1 {
			m = crowd(rng, int(n%64), int(d%32), float64(share)/255)
		}
		r := fit(t, m, bridging.Options{})
		again := fit(t, m, bridging.Options{Seed: seed})
		p := newPlain(m)
		p.take(r)
		p.took(t, r.Taking)
		if r.Taking.Ratings == 0 {
			if r.Reason != bridging.TooFewRatings {
				t.Fatalf("reason %q", r.Reason)
			}
			return
		}
		if loss, _ := p.loss(); math.Abs(loss-r.Loss) > 1e-12 || math.Abs(again.Loss-r.Loss) > 1e-11 {
			t.Fatalf("loss %v, by the formula %v, from another seed %v", r.Loss, loss, again.Loss)
		}
		if g := p.gradient(); !(g < 1e-11) {
			t.Fatalf("slope %v", g)
		}
		if negative, positive := signs(r.Raters); negative < positive {
			t.Fatalf("%d negative, %d positive", negative, positive)
		}
	})
}

func BenchmarkFit(b *testing.B) {
	for _, size := range []struct {
		n, d  int
		share float64
	}{{200, 50, 0.5}, {10_000, 500, 0.0722}, {100_000, 1_000, 0.0365}, {100_000, 1_000, 0.366}} {
		b.Run(fmt.Sprintf("%dx%dx%g", size.n, size.d, size.share), func(b *testing.B) {
			if testing.Short() && size.n > 10_000 {
				b.Skip("skipped: short")
			}
			m := crowd(rand.New(rand.NewPCG(1, 2)), size.n, size.d, size.share)
			for _, intervals := range []bool{false, true} {
				b.Run(fmt.Sprintf("intervals=%v", intervals), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						fit(b, m, bridging.Options{Intervals: intervals})
					}
					b.ReportMetric(float64(m.Votes()), "votes")
				})
			}
		})
	}
}
