package bridging

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"penc/opinion"
)

// lowestOf returns a model of noise with two directions in it, and its lowest
// point.
func lowestOf(t *testing.T, n, d int, share float64) (*model, []float64) {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 1))
	b := opinion.NewBuilder(n, d)
	for i := range n {
		for j := range d {
			if rng.Float64() < share {
				b.Vote(i, j, opinion.Vote(rng.IntN(3)-1))
				if rng.IntN(2) == 0 {
					b.Vote(i, j, opinion.Vote((i%2*2-1)*(j%2*2-1)))
				}
				if rng.IntN(5) == 0 {
					b.Vote(i, j, opinion.Vote((i%3 - 1)))
				}
			}
		}
	}
	m := newModel(filter(b.Matrix(), nil), maxBlocks)
	p, _, err := search(context.Background(), m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return m, p.z
}

// TestBend compares second derivatives with differences of first ones.
func TestBend(t *testing.T) {
	m, z := lowestOf(t, 60, 24, 0.6)
	size := 2*m.n + 1
	rng := rand.New(rand.NewPCG(2, 2))
	var v [][]float64
	for range 11 {
		x := make([]float64, size)
		for i := range x {
			x[i] = rng.Float64() - 0.5
		}
		v = append(v, x)
	}
	b := newBend(m, z)
	all := b.all(v)
	for k, got := range all {
		const step = 1e-5
		up, down := slices.Clone(z), slices.Clone(z)
		plus(up, step, v[k])
		plus(down, -step, v[k])
		m.sweep(up)
		want := slices.Clone(m.grad)
		m.sweep(down)
		for i := range want {
			if want[i] = (want[i] - m.grad[i]) / (2 * step); math.Abs(got[i]-want[i]) > 1e-6*float64(len(m.raters)) {
				t.Fatalf("vector %d, place %d: %v, want %v", k, i, got[i], want[i])
			}
		}
	}
	m.place(z)
	h := b.all(units(size))
	for j, d := range b.diag {
		if math.Abs(h[2*j][2*j]-d.a)+math.Abs(h[2*j][2*j+1]-d.b)+math.Abs(h[2*j+1][2*j+1]-d.d) > 1e-9 {
			t.Errorf("statement %d: %v, want %v %v %v", j, d, h[2*j][2*j], h[2*j][2*j+1], h[2*j+1][2*j+1])
		}
	}
}

// TestSpan compares errors by some directions with those by all.
func TestSpan(t *testing.T) {
	m, z := lowestOf(t, 400, 120, 0.25)
	b := newBend(m, z)
	exact := newInfluence(b, b.span(units(2*m.n+1))).errors()
	for k, most := range map[int]float64{16: 0.05, 32: 0.05, 128: 0.02} {
		far := 0.0
		for j, e := range newInfluence(b, b.span(b.krylov(k))).errors() {
			far = max(far, math.Abs(e/exact[j]-1))
		}
		t.Logf("%d directions: errors differ by up to %.4f", k, far)
		if far > most {
			t.Errorf("%d directions: errors differ by up to %.4f", k, far)
		}
	}
}

// TestStudent compares with tables of Student's t.
func TestStudent(t *testing.T) {
	for free, want := range map[float64]float64{2: 2.919986, 3: 2.353363, 4: 2.131847, 10: 1.812461, 30: 1.697261, 1e6: 1.644855} {
		if got := student(free); math.Abs(got/want-1) > 0.003 || free >= 4 && math.Abs(got-want) > 5e-4 {
			t.Errorf("%v degrees of freedom: %v, want %v", free, got, want)
		}
	}
}
