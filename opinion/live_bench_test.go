package opinion_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"penc/opinion"
)

// sizes are the conversations of the budgets: about 361,000, 3.65 million and
// 36.5 million votes.
var sizes = []struct {
	n, d  int
	share float64
}{{10_000, 500, 0.0722}, {100_000, 1_000, 0.0365}, {1_000_000, 1_000, 0.0365}}

// BenchmarkResult measures one full result from votes in memory: map and
// figures.
func BenchmarkResult(b *testing.B) {
	for _, size := range sizes {
		b.Run(fmt.Sprintf("%dx%d", size.n, size.d), func(b *testing.B) {
			if testing.Short() && size.n > 10_000 {
				b.Skip("skipped: short")
			}
			m := crowd(rand.New(rand.NewPCG(1, 2)), size.n, size.d, size.share)
			b.ReportAllocs()
			for b.Loop() {
				r := opinion.Compute(m, opinion.Options{})
				in := opinion.Standing{Groups: r.K, Group: make([]int, size.n)}
				for i, p := range r.People {
					in.Group[i] = p.Group
				}
				if _, err := opinion.FiguresOf(m, in); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(m.Votes()), "votes")
		})
	}
}

// BenchmarkLive measures one vote into a running conversation: the figures of
// its statement, the position of the person, and the map.
func BenchmarkLive(b *testing.B) {
	const n, d = 100_000, 1_000
	rng := rand.New(rand.NewPCG(1, 2))
	live := opinion.NewLive(crowd(rng, n, d, 0.0365), opinion.Options{})
	live.Refresh()
	b.Run("statement", func(b *testing.B) {
		for b.Loop() {
			i, j := rng.IntN(n), rng.IntN(d)
			live.Vote(i, j, opinion.Vote(rng.IntN(3)-1))
			live.Statement(j)
			for g := range 2 {
				live.Representative(j, g)
			}
			live.Person(i)
		}
	})
	b.Run("refresh", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			live.Vote(rng.IntN(n), rng.IntN(d), opinion.Agree)
			live.Refresh()
		}
	})
}

// BenchmarkStages measures each part of a result by itself, beside reading the
// votes, which says what the memory can do.
func BenchmarkStages(b *testing.B) {
	for _, size := range sizes[1:] {
		if testing.Short() {
			b.Skip("skipped: short")
		}
		m := crowd(rand.New(rand.NewPCG(1, 2)), size.n, size.d, size.share)
		for _, stage := range opinion.Stages(m) {
			b.Run(fmt.Sprintf("%dx%d/%s", size.n, size.d, stage.Name), func(b *testing.B) {
				b.SetBytes(int64(stage.Bytes))
				for b.Loop() {
					stage.Run()
				}
			})
		}
	}
}
