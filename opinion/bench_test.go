package opinion_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"penc/opinion"
	"penc/opinion/opiniontest"
)

// crowd returns n people of three minds who vote on a share of d statements.
func crowd(rng *rand.Rand, n, d int, share float64) *opinion.Matrix {
	b := opinion.NewBuilder(n, d)
	leaning := make([][3]float64, d)
	for j := range leaning {
		for g := range leaning[j] {
			leaning[j][g] = rng.Float64()
		}
	}
	for i := range n {
		mind, zeal := rng.IntN(3), share*(0.2+1.6*rng.Float64())
		for j := range d {
			if rng.Float64() >= zeal {
				continue
			}
			v := opinion.Pass
			if rng.Float64() < 0.8 {
				v = opinion.Disagree
				if rng.Float64() < leaning[j][mind] {
					v = opinion.Agree
				}
			}
			b.Vote(i, j, v)
		}
	}
	return b.Matrix()
}

func BenchmarkCompute(b *testing.B) {
	for _, size := range []struct {
		n, d  int
		share float64
	}{{200, 50, 0.5}, {10_000, 500, 0.0722}, {100_000, 1_000, 0.0365}} {
		b.Run(fmt.Sprintf("%dx%d", size.n, size.d), func(b *testing.B) {
			if testing.Short() && size.n > 10_000 {
				b.Skip("skipped: short")
			}
			m := crowd(rand.New(rand.NewPCG(1, 2)), size.n, size.d, size.share)
			b.ReportAllocs()
			b.ReportMetric(float64(m.Votes()), "votes")
			for b.Loop() {
				opinion.Compute(m, opinion.Options{Method: opinion.Polis1})
			}
		})
	}
}

// BenchmarkUpdate measures an engine that goes on from its last update, with
// nothing new.
func BenchmarkUpdate(b *testing.B) {
	for _, size := range []struct {
		n, d  int
		share float64
	}{{200, 50, 0.5}, {10_000, 500, 0.0722}} {
		b.Run(fmt.Sprintf("%dx%d", size.n, size.d), func(b *testing.B) {
			m := crowd(rand.New(rand.NewPCG(1, 2)), size.n, size.d, size.share)
			engine := opinion.NewPolis()
			engine.Update(m, opinion.Options{})
			b.ReportAllocs()
			for b.Loop() {
				engine.Update(m, opinion.Options{})
			}
		})
	}
}

func BenchmarkComputeOwn(b *testing.B) {
	m, _ := opiniontest.Own(b).Read(b).Matrix()
	for b.Loop() {
		opinion.Compute(m, opinion.Options{Method: opinion.Polis1})
	}
}

func BenchmarkMatrix(b *testing.B) {
	const n, d = 10_000, 500
	rng := rand.New(rand.NewPCG(1, 2))
	builder := opinion.NewBuilder(n, d)
	for range 361_000 {
		builder.Vote(rng.IntN(n), rng.IntN(d), opinion.Vote(rng.IntN(3)-1))
	}
	b.ReportAllocs()
	for b.Loop() {
		builder.Matrix()
	}
}

func BenchmarkNext(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	priority := make([]float64, 500)
	for j := range priority {
		priority[j] = rng.ExpFloat64()
	}
	b.ReportAllocs()
	for b.Loop() {
		opinion.Next(rng, len(priority), priority, func(j int) bool { return j%3 == 0 })
	}
}
