package bridging_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"penc/opinion"
	"penc/opinion/bridging"
)

// fit fits and fails the test on an error.
func fit(t testing.TB, m *opinion.Matrix, o bridging.Options) bridging.Result {
	t.Helper()
	r, err := bridging.Fit(context.Background(), m, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

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

// noise returns n people who vote on a share of d statements by lot.
func noise(rng *rand.Rand, n, d int, share float64) *opinion.Matrix {
	b := opinion.NewBuilder(n, d)
	for i := range n {
		for j := range d {
			if rng.Float64() < share {
				b.Vote(i, j, opinion.Vote(rng.IntN(3)-1))
			}
		}
	}
	return b.Matrix()
}

// reorder moves row i to rows[i] and column j to columns[j].
func reorder(m *opinion.Matrix, rows, columns []int) *opinion.Matrix {
	b := opinion.NewBuilder(m.Dims())
	for i, to := range rows {
		for j, v := range m.Row(i) {
			b.Vote(to, columns[j], v)
		}
	}
	return b.Matrix()
}

// A plain is the model in its plainest form: every parameter by itself, and the
// loss summed rating by rating as it is written down.
type plain struct {
	m      *opinion.Matrix
	u, n   map[int]int // ratings of those who take part
	r      float64
	iu, fu []float64
	in, fn []float64
	mu     float64
}

func newPlain(m *opinion.Matrix) *plain {
	n, d := m.Dims()
	p := &plain{
		m: m, u: map[int]int{}, n: map[int]int{},
		iu: make([]float64, n), fu: make([]float64, n), in: make([]float64, d), fn: make([]float64, d),
	}
	votes := m.Counts()
	for i := range n {
		k := 0
		for j := range m.Row(i) {
			if votes[j].Total() >= 5 {
				k++
			}
		}
		if k < 10 {
			continue
		}
		p.u[i] = k
		p.r += float64(k)
		for j := range m.Row(i) {
			if votes[j].Total() >= 5 {
				p.n[j]++
			}
		}
	}
	return p
}

func (p *plain) each(f func(i, j int, r float64)) {
	n, _ := p.m.Dims()
	for i := range n {
		if p.u[i] == 0 {
			continue
		}
		for j, v := range p.m.Row(i) {
			if p.n[j] > 0 {
				f(i, j, float64(v+1)/2)
			}
		}
	}
}

func (p *plain) predicted(i, j int) float64 {
	return p.mu + p.iu[i] + p.in[j] + p.fu[i]*p.fn[j]
}

func (p *plain) loss() (loss, mse float64) {
	p.each(func(i, j int, r float64) {
		e := r - p.predicted(i, j)
		mse += e * e / p.r
	})
	loss = mse + 0.15*p.mu*p.mu
	for i := range p.u {
		loss += (0.03*p.fu[i]*p.fu[i] + 0.15*p.iu[i]*p.iu[i]) / float64(len(p.u))
	}
	for j := range p.n {
		loss += (0.03*p.fn[j]*p.fn[j] + 0.15*p.in[j]*p.in[j]) / float64(len(p.n))
	}
	return loss, mse
}

// alternate makes sweeps of alternating least squares from drawn factors.
func (p *plain) alternate(rng *rand.Rand, sweeps int) {
	p.mu = 0
	for i := range p.iu {
		p.iu[i], p.fu[i] = 0, 0
	}
	for j := range p.in {
		p.in[j], p.fn[j] = 0, 2*rng.Float64()-1
	}
	for range sweeps {
		p.half(len(p.u), p.iu, p.fu, p.fn, p.in, func(i, j int) (mine, other int) { return i, j })
		p.half(len(p.n), p.in, p.fn, p.fu, p.iu, func(i, j int) (mine, other int) { return j, i })
		sum := 0.0
		p.each(func(i, j int, r float64) { sum += r - p.predicted(i, j) + p.mu })
		p.mu = sum / (p.r * 1.15)
	}
}

// half solves the 2×2 systems of one side.
func (p *plain) half(size int, mi, mf, of, oi []float64, which func(i, j int) (mine, other int)) {
	type system struct{ a, b, d, x, y float64 }
	per := p.r / float64(size)
	all := make([]system, len(mi))
	p.each(func(i, j int, r float64) {
		k, o := which(i, j)
		s, f, y := &all[k], of[o], r-p.mu-oi[o]
		s.a++
		s.b += f
		s.d += f * f
		s.x += y
		s.y += y * f
	})
	for k, s := range all {
		if s.a > 0 {
			a, d := s.a+0.15*per, s.d+0.03*per
			mi[k], mf[k] = (d*s.x-s.b*s.y)/(a*d-s.b*s.b), (a*s.y-s.b*s.x)/(a*d-s.b*s.b)
		}
	}
}

// take takes over the parameters of a result.
func (p *plain) take(r bridging.Result) {
	p.mu = r.Mu
	for i, s := range r.Raters {
		p.iu[i], p.fu[i] = s.Intercept, s.Factor
	}
	for j, s := range r.Statements {
		p.in[j], p.fn[j] = s.Intercept, s.Factor
	}
}

// gradient returns the Euclidean length of the gradient by all parameters.
func (p *plain) gradient() float64 {
	g := map[[2]int]float64{}
	sum := 0.15 * p.mu
	p.each(func(i, j int, r float64) {
		e := (r - p.predicted(i, j)) / p.r
		sum -= e
		g[[2]int{0, i}] -= e
		g[[2]int{1, i}] -= e * p.fn[j]
		g[[2]int{2, j}] -= e
		g[[2]int{3, j}] -= e * p.fu[i]
	})
	for i := range p.u {
		g[[2]int{0, i}] += 0.15 * p.iu[i] / float64(len(p.u))
		g[[2]int{1, i}] += 0.03 * p.fu[i] / float64(len(p.u))
	}
	for j := range p.n {
		g[[2]int{2, j}] += 0.15 * p.in[j] / float64(len(p.n))
		g[[2]int{3, j}] += 0.03 * p.fn[j] / float64(len(p.n))
	}
	squares := sum * sum
	for _, x := range g {
		squares += x * x
	}
	return 2 * math.Sqrt(squares)
}

// took checks who takes part.
func (p *plain) took(t *testing.T, got bridging.Taking) {
	t.Helper()
	want := bridging.Taking{Statements: len(p.n), Raters: len(p.u), Ratings: int(p.r)}
	for _, f := range p.fu {
		if f < -1e-9 {
			want.Negative++
		}
		if f > 1e-9 {
			want.Positive++
		}
	}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// apart returns the largest difference between the scores of two results, row i
// of the first being row rows[i] of the second, and columns likewise.
func apart(a, b bridging.Result, rows, columns []int) float64 {
	most := math.Max(math.Abs(a.Mu-b.Mu), math.Abs(a.Loss-b.Loss))
	far := func(x, y bridging.Score) {
		most = max(most, math.Abs(x.Intercept-y.Intercept), math.Abs(x.Factor-y.Factor))
		if x.In != y.In || x.Ratings != y.Ratings {
			most = math.Inf(1)
		}
	}
	for i, x := range a.Raters {
		far(x, b.Raters[rows[i]])
	}
	for j, x := range a.Statements {
		far(x, b.Statements[columns[j]])
	}
	return most
}

// straight is 0, 1, 2, …
func straight(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
