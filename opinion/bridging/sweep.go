package bridging

import (
	"sync"
)

// The penalties of the published loss, on factors and on intercepts and mu.
const (
	lambdaF = 0.03
	lambdaI = 0.15
)

// A pair is the intercept and the factor of a rater or statement. In a sweep a
// statement's intercept has mu added.
type pair struct{ i, f float64 }

// sums are what a sweep adds up for one statement over its ratings, weighted:
// residuals e, e·f, and f, f² of the raters.
type sums struct{ e, ef, f, ff float64 }

// A block is a run of raters whose sums are added up by one goroutine. Where
// blocks begin depends on the ratings alone, and blocks are added in order, so
// the sums do not depend on the number of processors.
type block struct {
	from, to int
	sums     []sums // N
	squares  float64
	penalty  float64
}

// A model is the loss as a function of the statements and mu, each rater taking
// the parameters that are best for them.
type model struct {
	*sample
	n      int     // statements
	perU   float64 // R/U: what the mean over raters weighs against a rating
	perN   float64 // R/N
	blocks []block
	at     []pair // N, the statements with mu added, for the sweep
	weighs []float64

	loss   float64   // last sweep: R·L
	square float64   // last sweep: sum of squared residuals
	grad   []float64 // last sweep: R/2·gradient, 2N+1
	total  []sums    // last sweep, N
	sweeps int
	starts int            // made before
	watch  func(Progress) // may be nil
}

// blockSize is about how many ratings a block has, and maxBlocks the most
// blocks, so that their sums do not outgrow the ratings.
const (
	blockSize = 1 << 16
	maxBlocks = 16
)

func newModel(s *sample, most int) *model {
	n := len(s.statements)
	m := &model{
		sample: s, n: n, at: make([]pair, n), weighs: make([]float64, n),
		grad: make([]float64, 2*n+1), total: make([]sums, n),
	}
	m.perU = s.ratings / s.mass
	m.perN = s.ratings / float64(n)
	for u := range s.raters {
		for _, c := range s.row(u) {
			m.weighs[c>>2] += s.weight[u]
		}
	}
	k := min(most, 1+len(s.code)/max(blockSize, 8*n))
	from := 0
	for b := range k {
		to := from
		for to < len(s.raters) && s.start[to] < (b+1)*len(s.code)/k {
			to++
		}
		m.blocks = append(m.blocks, block{from: from, to: to, sums: make([]sums, n)})
		from = to
	}
	m.blocks[k-1].to = len(s.raters)
	return m
}

// sweep evaluates the loss and its gradient at z (2N+1): intercept and factor of
// each statement, then mu.
func (m *model) sweep(z []float64) {
	m.sweeps++
	m.place(z)
	if len(m.blocks) == 1 {
		m.visit(&m.blocks[0])
	} else {
		var wait sync.WaitGroup
		for b := range m.blocks {
			wait.Go(func() { m.visit(&m.blocks[b]) })
		}
		wait.Wait()
	}
	m.gather(z)
	if m.watch != nil {
		m.watch(Progress{m.starts, m.sweeps, m.loss / m.ratings})
	}
}

// place sets the statements to z.
func (m *model) place(z []float64) {
	mu := z[2*m.n]
	for j := range m.at {
		m.at[j] = pair{mu + z[2*j], z[2*j+1]}
	}
}

// solve returns the best parameters of a rater with these ratings.
func (m *model) solve(row []uint32) pair {
	var sf, sff, sy, syf float64
	at := m.at
	for _, c := range row {
		t := &at[c>>2]
		y := values[c&3] - t.i
		sf += t.f
		sff += float64(t.f * t.f)
		sy += y
		syf += float64(y * t.f)
	}
	a, d := float64(len(row))+float64(lambdaI*m.perU), sff+float64(lambdaF*m.perU)
	det := float64(a*d) - float64(sf*sf)
	return pair{(float64(d*sy) - float64(sf*syf)) / det, (float64(a*syf) - float64(sf*sy)) / det}
}

func (m *model) visit(b *block) {
	clear(b.sums)
	b.squares, b.penalty = 0, 0
	at, total := m.at, b.sums[:len(m.at)]
	for u := b.from; u < b.to; u++ {
		row, w := m.row(u), m.weight[u]
		p := m.solve(row)
		wf := float64(w * p.f)
		wff := float64(wf * p.f)
		squares := 0.0
		for _, c := range row {
			t := &at[c>>2]
			e := values[c&3] - t.i - p.i - float64(p.f*t.f)
			squares += float64(e * e)
			s := &total[c>>2]
			s.e += float64(w * e)
			s.ef += float64(wf * e)
			s.f += wf
			s.ff += wff
		}
		b.squares += float64(w * squares)
		b.penalty += float64(w * (float64(lambdaF*float64(p.f*p.f)) + float64(lambdaI*float64(p.i*p.i))))
	}
}

// gather adds up the blocks.
func (m *model) gather(z []float64) {
	copy(m.total, m.blocks[0].sums)
	squares, penalty := m.blocks[0].squares, m.blocks[0].penalty
	for b := range m.blocks[1:] {
		x := &m.blocks[b+1]
		squares += x.squares
		penalty += x.penalty
		for j, s := range x.sums {
			t := &m.total[j]
			t.e += s.e
			t.ef += s.ef
			t.f += s.f
			t.ff += s.ff
		}
	}
	var all, ii, ff float64
	for j, t := range m.total {
		i, f := z[2*j], z[2*j+1]
		m.grad[2*j] = float64(float64(m.perN*lambdaI)*i) - t.e
		m.grad[2*j+1] = float64(float64(m.perN*lambdaF)*f) - t.ef
		all += t.e
		ii += float64(i * i)
		ff += float64(f * f)
	}
	mu := z[2*m.n]
	m.grad[2*m.n] = float64(float64(m.ratings*lambdaI)*mu) - all
	m.square = squares
	m.loss = squares + float64(m.perU*penalty) +
		float64(m.perN*(float64(lambdaI*ii)+float64(lambdaF*ff))) + float64(float64(m.ratings*lambdaI)*float64(mu*mu))
}

// step solves P·x = g into x (2N+1), where P is half the Hessian of R·L with the
// raters held as the last sweep left them. It is bordered: 2×2 for each
// statement, and mu. Going by -P⁻¹·gradient is one sweep of alternating least
// squares, which never raises the loss.
func (m *model) step(g, x []float64) {
	last := 2 * m.n
	rest, pivot := g[last], float64(m.ratings*(1+lambdaI))
	for j := range m.total {
		b := pair{m.weighs[j], m.total[j].f}
		y := m.within(j, g[2*j], g[2*j+1])
		x[2*j], x[2*j+1] = y.i, y.f
		rest -= float64(b.i*y.i) + float64(b.f*y.f)
		c := m.within(j, b.i, b.f)
		pivot -= float64(b.i*c.i) + float64(b.f*c.f)
	}
	mu := rest / pivot
	x[last] = mu
	for j := range m.total {
		c := m.within(j, m.weighs[j], m.total[j].f)
		x[2*j] -= float64(mu * c.i)
		x[2*j+1] -= float64(mu * c.f)
	}
}

// within solves the 2×2 part of P that belongs to statement j.
func (m *model) within(j int, x, y float64) pair {
	t := &m.total[j]
	a, d := m.weighs[j]+float64(lambdaI*m.perN), t.ff+float64(lambdaF*m.perN)
	det := float64(a*d) - float64(t.f*t.f)
	return pair{(float64(d*x) - float64(t.f*y)) / det, (float64(a*y) - float64(t.f*x)) / det}
}
