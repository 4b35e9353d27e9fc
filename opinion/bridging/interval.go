package bridging

import (
	"math"
	"sync"
)

// Level is how sure intervals are: in this share of samples of raters the interval
// holds the score that all who might have rated would give.
const Level = 0.90

// An Interval says how sure the intercept of a statement is, seen that its raters
// are a sample of those who might have rated.
type Interval struct {
	// OK says whether there is one. Statements with fewer than 3 ratings that take
	// part have none, nor has any where the loss is flat at its lowest point.
	OK bool `json:"ok"`
	// Low and High hold the intercept between them; Error is its standard error.
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	Error float64 `json:"error"`
}

// An influence says how the lowest point moves with the weight of a rater u: the
// intercept of statement n by a·s(u, n) + b·ψ(u), where s is the slope of the
// rater's part of the loss by the two parameters of n, and ψ that along each
// direction of a span, the rater's number of ratings, and 1.
type influence struct {
	*bend
	across [][]float64 // (2N+1) × K: the directions of the span
	a, own []pair      // N: own is what a rating of n adds by all ways
	b      [][]float64 // N × (K+2)
	spread []symmetric // N: inverse of the diagonal blocks
}

// intervals returns the interval of each statement of the sample at the lowest
// point z, by the infinitesimal jackknife over raters (docs/method-bridging.md).
func (m *model) intervals(z []float64) []Interval {
	out := make([]Interval, m.n)
	b := newBend(m, z)
	s := b.span(b.directions(z))
	if s == nil {
		return out
	}
	free := m.freedom()
	for j, e := range newInfluence(b, s).errors() {
		if free[j] > 2-1e-9 {
			half := float64(student(free[j]) * e)
			out[j] = Interval{true, z[2*j] - half, z[2*j] + half, e}
		}
	}
	return out
}

// freedom returns the degrees of freedom that raters give each statement: one less
// than their number, or than that of raters of one weight who would tell as much.
func (m *model) freedom() []float64 {
	squares := make([]float64, m.n)
	for u := range m.raters {
		for _, c := range m.row(u) {
			squares[c>>2] += float64(m.weight[u] * m.weight[u])
		}
	}
	for j, s := range squares {
		squares[j] = m.weighs[j]*m.weighs[j]/s - 1
	}
	return squares
}

func newInfluence(b *bend, s *span) *influence {
	k, m := len(s.v), b.model
	f := &influence{
		bend: b, across: make([][]float64, 2*m.n+1), a: make([]pair, m.n), own: make([]pair, m.n),
		b: make([][]float64, m.n), spread: make([]symmetric, m.n),
	}
	for i := range f.across {
		f.across[i] = make([]float64, k)
		for d, v := range s.v {
			f.across[i][d] = v[i]
		}
	}
	for j := range m.n {
		f.invert(j, s)
	}
	return f
}

// invert finds the row of statement j's intercept in the inverse Hessian.
func (f *influence) invert(j int, s *span) {
	k := len(s.v)
	f.spread[j] = f.diag[j].inverse()
	a := pair{f.spread[j].a, f.spread[j].b}
	b := make([]float64, k, k+2)
	for d := range b {
		h := s.hv[d]
		b[d] = s.v[d][2*j] - float64(h[2*j]*a.i) - float64(h[2*j+1]*a.f)
	}
	solveBy(s.factor, b)
	f.a[j] = a
	f.own[j] = pair{a.i + dot(b, f.across[2*j]), a.f + dot(b, f.across[2*j+1])}
	// What each rating adds to the weight of the punishments, and what a rater
	// with more ratings than others adds to that of the punishments of raters.
	pen := float64(a.i*f.pen[2*j]) + float64(a.f*f.pen[2*j+1])
	tilt := float64(a.i*f.tilt[2*j]) + float64(a.f*f.tilt[2*j+1])
	for d, x := range b {
		pen += float64(x * dot(s.v[d], f.pen))
		tilt += float64(x * dot(s.v[d], f.tilt))
	}
	tilt /= f.mass
	f.b[j] = append(b, pen+tilt, -float64(f.perU*tilt))
}

// errors returns the standard error of the intercept of each n: the root of
// Σ_u (weight · influence on n)², with the influence of a rating on its own
// statement raised to what leaving it out would do.
func (f *influence) errors() []float64 {
	type part struct {
		extra   []float64   // N
		squares [][]float64 // (K+2)²: ψψ'
	}
	k := len(f.b[0])
	parts := make([]part, len(f.blocks))
	var wait sync.WaitGroup
	for p := range parts {
		parts[p] = part{make([]float64, f.n), units(k)}
		for i := range k {
			parts[p].squares[i][i] = 0
		}
		wait.Go(func() {
			psi := make([]float64, k)
			for u := f.blocks[p].from; u < f.blocks[p].to; u++ {
				f.along(u, psi)
				f.outside(u, psi, parts[p].extra)
				for i, x := range psi {
					plus(parts[p].squares[i][:i+1], x, psi[:i+1])
				}
			}
		})
	}
	wait.Wait()
	for _, p := range parts[1:] {
		plus(parts[0].extra, 1, p.extra)
		for i := range p.squares {
			plus(parts[0].squares[i], 1, p.squares[i])
		}
	}
	out := parts[0].extra
	for j, b := range f.b {
		for i, row := range parts[0].squares {
			out[j] += float64(b[i] * (float64(2*dot(row[:i], b[:i])) + float64(row[i]*b[i])))
		}
		out[j] = math.Sqrt(max(0, out[j]))
	}
	return out
}

// along sets psi to ψ of rater u, times the weight.
func (f *influence) along(u int, psi []float64) {
	k := len(psi) - 2
	clear(psi)
	r, row := &f.rater[u], f.row(u)
	all := 0.0
	for _, c := range row {
		j := c >> 2
		e := r.residual(c, f.at[j])
		factor := f.across[2*j+1]
		for d, x := range f.across[2*j] {
			psi[d] -= float64(e * (x + float64(r.f*factor[d])))
		}
		all += e
	}
	plus(psi[:k], -all, f.across[2*f.n])
	psi[k], psi[k+1] = float64(len(row)), 1
	for i := range psi {
		psi[i] = float64(f.weight[u] * psi[i])
	}
}

// outside adds what the squares of b·ψ leave out for the statements that u rated.
func (f *influence) outside(u int, psi, extra []float64) {
	r, w := &f.rater[u], f.weight[u]
	for _, c := range f.row(u) {
		j := c >> 2
		t := f.at[j]
		e := -float64(w * r.residual(c, t))
		inside := dot(f.b[j], psi)
		whole := inside + float64(e*(f.a[j].i+float64(f.a[j].f*r.f)))
		x, y := f.spread[j].times(pair{1, r.f}), r.inverse.times(pair{1, t.f})
		hold := float64(w * (x.i + float64(x.f*r.f)) * (1 - y.i - float64(y.f*t.f)))
		hold = min(hold, 0.9)
		whole += float64(e*(f.own[j].i+float64(f.own[j].f*r.f))) * hold / (1 - hold)
		extra[j] += float64(whole*whole) - float64(inside*inside)
	}
}

// student is the quantile of Student's t that leaves (1-Level)/2 above it, by the
// expansion of Cornish and Fisher (Abramowitz and Stegun 26.7.5): 0.3 % low at 2
// degrees of freedom, exact to 4 digits from 5 on.
func student(free float64) float64 {
	const (
		x  = 1.6448536269514722 // of the normal distribution
		x3 = x * x * x
		x5 = x3 * x * x
		x7 = x5 * x * x
		x9 = x7 * x * x
	)
	v := 1 / free
	sum := (79*x9 + 776*x7 + 1482*x5 - 1920*x3 - 945*x) / 92160
	sum = float64(sum*v) + (3*x7+19*x5+17*x3-15*x)/384
	sum = float64(sum*v) + (5*x5+16*x3+3*x)/96
	sum = float64(sum*v) + (x3+x)/4
	return float64(sum*v) + x
}
