package bridging

import (
	"math"
	"sync"
)

// A bend is the second derivative of the loss at a point, raters eliminated, and
// what else is needed to say how a change of a rater's weight moves the lowest
// point. All derivatives here are half those of R·L, as in the sweep.
type bend struct {
	*model
	rater []solved
	diag  []symmetric // N: the diagonal blocks of the statements
	pen   []float64   // 2N+1: slope of what is punished in statements and mu, for a rating
	tilt  []float64   // 2N+1: how the slope moves with R/U
}

// symmetric is a 2×2 matrix a b, b d.
type symmetric struct{ a, b, d float64 }

func (s symmetric) times(p pair) pair {
	return pair{float64(s.a*p.i) + float64(s.b*p.f), float64(s.b*p.i) + float64(s.d*p.f)}
}

func (s symmetric) inverse() symmetric {
	det := float64(s.a*s.d) - float64(s.b*s.b)
	return symmetric{s.d / det, -s.b / det, s.a / det}
}

// solved is a rater with the best parameters and the inverse of their 2×2 system.
type solved struct {
	pair
	inverse symmetric
}

func newBend(m *model, z []float64) *bend {
	size := 2*m.n + 1
	b := &bend{
		model: m, rater: make([]solved, len(m.raters)), diag: make([]symmetric, m.n),
		pen: make([]float64, size), tilt: make([]float64, size),
	}
	m.place(z)
	for j := range b.diag {
		b.diag[j] = symmetric{a: float64(lambdaI * m.perN), d: float64(lambdaF * m.perN)}
		b.pen[2*j] = float64(lambdaI*z[2*j]) / float64(m.n)
		b.pen[2*j+1] = float64(lambdaF*z[2*j+1]) / float64(m.n)
	}
	b.pen[size-1] = float64(lambdaI * z[size-1])
	for u := range b.rater {
		b.add(u)
	}
	return b
}

// add solves rater u and adds their part to the diagonal blocks and the tilt.
func (b *bend) add(u int) {
	row, w := b.row(u), b.weight[u]
	r := solved{b.solve(row), b.system(row).inverse()}
	b.rater[u] = r
	// The rater moves by this when R/U grows.
	away := r.inverse.times(pair{float64(lambdaI * r.i), float64(lambdaF * r.f)})
	all := 0.0
	for _, c := range row {
		j := c >> 2
		t := b.at[j]
		x := r.cross(c, t)
		y, z := r.inverse.times(pair{1, t.f}), r.inverse.times(x)
		d := &b.diag[j]
		d.a += float64(w * (1 - y.i - float64(t.f*y.f)))
		d.b += float64(w * (r.f - float64(x.i*y.i) - float64(x.f*y.f)))
		d.d += float64(w * (float64(r.f*r.f) - float64(x.i*z.i) - float64(x.f*z.f)))
		i := away.i + float64(t.f*away.f)
		b.tilt[2*j] -= float64(w * i)
		b.tilt[2*j+1] -= float64(w * (float64(x.i*away.i) + float64(x.f*away.f)))
		all += i
	}
	b.tilt[2*b.n] -= float64(w * all)
}

// system is the 2×2 system of a rater.
func (m *model) system(row []uint32) symmetric {
	s := symmetric{a: float64(len(row)) + float64(lambdaI*m.perU), d: float64(lambdaF * m.perU)}
	for _, c := range row {
		f := m.at[c>>2].f
		s.b += f
		s.d += float64(f * f)
	}
	return s
}

// residual is the error of a rating c of a statement at t.
func (r *solved) residual(c uint32, t pair) float64 {
	return values[c&3] - t.i - r.i - float64(r.f*t.f)
}

// cross is the mixed derivative by the statement's factor and the rater's
// parameters. That by the statement's intercept is (1, f) of the statement.
func (r *solved) cross(c uint32, t pair) pair {
	return pair{r.f, float64(r.f*t.f) - r.residual(c, t)}
}

// panel is how many vectors are multiplied at a time.
const panel = 8

// all returns the second derivative times each of the vectors v (2N+1).
func (b *bend) all(v [][]float64) [][]float64 {
	size := 2*b.n + 1
	out := make([][]float64, len(v))
	flat := make([]float64, size*panel)
	sums := make([][]float64, len(b.blocks))
	for k := range sums {
		sums[k] = make([]float64, size*panel)
	}
	for from := 0; from < len(v); from += panel {
		width := min(panel, len(v)-from)
		for d := range width {
			for i, x := range v[from+d] {
				flat[i*width+d] = x
			}
		}
		var wait sync.WaitGroup
		for k := range sums {
			wait.Go(func() { b.times(b.blocks[k], flat[:size*width], sums[k][:size*width]) })
		}
		wait.Wait()
		for _, s := range sums[1:] {
			plus(sums[0], 1, s)
		}
		for d := range width {
			out[from+d] = make([]float64, size)
			for i := range size {
				out[from+d][i] = sums[0][i*width+d]
			}
			b.punish(v[from+d], out[from+d])
		}
	}
	return out
}

// punish adds the part of the penalties on statements and mu.
func (b *bend) punish(v, out []float64) {
	last := 2 * b.n
	for j := range b.n {
		out[2*j] += float64(float64(lambdaI*b.perN) * v[2*j])
		out[2*j+1] += float64(float64(lambdaF*b.perN) * v[2*j+1])
	}
	out[last] += float64(float64(lambdaI*b.ratings) * v[last])
}

// times sets out to what the raters of a block give of the product with v, which
// is (2N+1)×k, by row.
func (b *bend) times(at block, v, out []float64) {
	k := len(v) / (2*b.n + 1)
	vm, om := v[2*b.n*k:], out[2*b.n*k:]
	clear(out)
	var buffer [2 * panel]float64
	g, h := buffer[:k], buffer[panel:panel+k]
	for u := at.from; u < at.to; u++ {
		r, w, row := &b.rater[u], b.weight[u], b.row(u)
		clear(buffer[:])
		for _, c := range row {
			t := b.at[c>>2]
			x := r.cross(c, t)
			v := v[int(c>>2)*2*k:]
			v0, v1 := v[:k], v[k:2*k]
			for d := range g {
				q := v0[d] + vm[d]
				g[d] += q + float64(x.i*v1[d])
				h[d] += float64(t.f*q) + float64(x.f*v1[d])
			}
		}
		for d := range g {
			p := r.inverse.times(pair{g[d], h[d]})
			g[d], h[d] = p.i, p.f
		}
		for _, c := range row {
			t := b.at[c>>2]
			x := r.cross(c, t)
			i := int(c>>2) * 2 * k
			v0, v1, o0, o1 := v[i:i+k], v[i+k:i+2*k], out[i:i+k], out[i+k:i+2*k]
			for d := range g {
				q := v0[d] + vm[d] + float64(r.f*v1[d])
				e := float64(w * (q - g[d] - float64(t.f*h[d])))
				o0[d] += e
				om[d] += e
				o1[d] += float64(w * (float64(r.f*q) - float64(x.i*g[d]) - float64(x.f*h[d])))
			}
		}
	}
}

// cholesky factors a symmetric matrix in place, of which the lower half is read,
// into its lower factor. It reports false unless the matrix is positive definite.
func cholesky(a [][]float64) bool {
	for j, row := range a {
		for i := j; i < len(a); i++ {
			s := a[i][j] - dot(a[i][:j], row[:j])
			if i > j {
				a[i][j] = s / row[j]
				continue
			}
			if !(s > float64(1e-12*row[j])) {
				return false
			}
			row[j] = math.Sqrt(s)
		}
	}
	return true
}

// solveBy solves a·x = y in place by the factor of a.
func solveBy(factor [][]float64, y []float64) {
	for i, row := range factor {
		y[i] = (y[i] - dot(row[:i], y[:i])) / row[i]
	}
	for i := len(y) - 1; i >= 0; i-- {
		row := factor[i]
		y[i] /= row[i]
		plus(y[:i], -y[i], row[:i])
	}
}
