package opinion

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// crowdOf returns n people of three minds who vote on a share of d statements.
func crowdOf(n, d int, share float64) *Matrix {
	rng := rand.New(rand.NewPCG(1, 2))
	b := NewBuilder(n, d)
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
			v := Pass
			if rng.Float64() < 0.8 {
				v = Disagree
				if rng.Float64() < leaning[j][mind] {
					v = Agree
				}
			}
			b.Vote(i, j, v)
		}
	}
	return b.Matrix()
}

func BenchmarkPenc(b *testing.B) {
	for _, size := range []struct {
		n, d  int
		share float64
	}{{200, 50, 0.5}, {10_000, 500, 0.0722}, {100_000, 1_000, 0.0365}} {
		b.Run(fmt.Sprintf("%dx%d", size.n, size.d), func(b *testing.B) {
			m := crowdOf(size.n, size.d, size.share)
			f := countPairs(m)
			b.Run("cold", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if r := penc1(m, nil, Options{}); r.K != 3 {
						b.Log(r.K, r.Silhouettes)
					}
				}
			})
			b.Run("pairs", func(b *testing.B) {
				for b.Loop() {
					countPairs(m)
				}
			})
			b.Run("warm", func(b *testing.B) {
				for b.Loop() {
					penc1(m, f, Options{})
				}
			})
		})
	}
}
