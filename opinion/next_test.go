package opinion_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"penc/opinion"
)

// TestNextProportional draws each statement as often as its priority says. In
// the Polis service a defect made the draw uniform for more than a year, and a
// test like this one would have caught it.
func TestNextProportional(t *testing.T) {
	for _, c := range []struct {
		name     string
		d        int
		priority []float64
		skip     map[int]bool
		weight   []float64
	}{
		{"by priority", 4, []float64{1, 2, 4, 8}, nil, []float64{1, 2, 4, 8}},
		{"without those left out", 5, []float64{1, 2, 4, 8, 16}, map[int]bool{1: true, 4: true}, []float64{1, 0, 4, 8, 0}},
		{"new statements have 1", 4, []float64{3, 5}, nil, []float64{3, 5, 1, 1}},
		{"before the first map", 3, nil, nil, []float64{1, 1, 1}},
		{"what is not a priority has 1", 5, []float64{math.NaN(), 0, -3, 2, 1}, nil, []float64{1, 1, 1, 2, 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			const draws = 40_000
			rng := rand.New(rand.NewPCG(7, 8))
			drawn := make([]float64, c.d)
			for range draws {
				j, ok := opinion.Next(rng, c.d, c.priority, func(j int) bool { return c.skip[j] })
				if !ok {
					t.Fatal("nothing left")
				}
				drawn[j]++
			}
			total := 0.0
			for _, w := range c.weight {
				total += w
			}
			chi := 0.0
			for j, w := range c.weight {
				want := draws * w / total
				if want == 0 {
					if drawn[j] > 0 {
						t.Errorf("statement %d drawn %v times", j, drawn[j])
					}
					continue
				}
				chi += (drawn[j] - want) * (drawn[j] - want) / want
			}
			if chi > 18.5 { // 0.1 % at 4 degrees of freedom; the source is seeded
				t.Errorf("drawn %v for weights %v: chi square %.1f", drawn, c.weight, chi)
			}
		})
	}
}

// TestNext draws something that is not left out, unless nothing is left, and
// the same again from the same source.
func TestNext(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.IntRange(0, 12).Draw(t, "statements")
		priority := rapid.SliceOfN(rapid.Float64(), 0, 14).Draw(t, "priority")
		skipped := rapid.SliceOfN(rapid.Bool(), d, d).Draw(t, "skipped")
		seed := rapid.Uint64().Draw(t, "seed")
		draw := func() (int, bool) {
			return opinion.Next(rand.New(rand.NewPCG(seed, 1)), d, priority, func(j int) bool { return skipped[j] })
		}
		left := 0
		for _, s := range skipped {
			if !s {
				left++
			}
		}
		j, ok := draw()
		if ok != (left > 0) || ok && (j < 0 || j >= d || skipped[j]) {
			t.Fatalf("drew %d, %v with %d left", j, ok, left)
		}
		if again, _ := draw(); again != j {
			t.Fatalf("drew %d, then %d", j, again)
		}
	})
}

func ExampleNext() {
	voted := map[int]bool{0: true, 2: true}
	rng := rand.New(rand.NewPCG(1, 2))
	j, ok := opinion.Next(rng, 4, []float64{9, 0.5, 1}, func(j int) bool { return voted[j] || j == 3 })
	fmt.Println(j, ok)
	// Output: 1 true
}
