package bridging

import (
	"math"
)

const (
	// exactSize is up to how many unknowns the inverse Hessian is exact, if that
	// does not cost more than work.
	exactSize = 512
	// work is how many elementary steps the product of raters and squared
	// directions may take.
	work = 200_000_000
	// leastSpan and mostSpan bound the number of directions otherwise, and
	// spanVisits, before leastSpan, how often they are multiplied with a rating.
	leastSpan, mostSpan = 16, 128
	spanVisits          = 120_000_000
)

// A span is a space of directions in which the Hessian is inverted exactly. What
// lies outside goes by the diagonal blocks alone: there a rater's ratings say
// little about each other's statements.
type span struct {
	v, hv  [][]float64 // K × (2N+1)
	factor [][]float64 // of v·hv
}

// directions returns every single parameter if that is possible, and otherwise
// those that matter most.
func (b *bend) directions(z []float64) [][]float64 {
	size, raters := 2*b.n+1, len(b.rater)
	if size <= exactSize && size*size <= work/raters {
		return units(size)
	}
	part := b
	if len(b.code) > sampled {
		part = newBend(newModel(b.thin(2*len(b.code)/sampled), 1), z)
	}
	k := min(int(math.Sqrt(float64(work/raters))), spanVisits/len(b.code))
	return part.krylov(min(size, mostSpan, max(leastSpan, k)))
}

// span returns the span of v, or nil if the loss is not bent upwards along all of
// it.
func (b *bend) span(v [][]float64) *span {
	s := &span{v: v, hv: b.all(v), factor: make([][]float64, len(v))}
	for i := range v {
		s.factor[i] = make([]float64, len(v))
		for j := range i + 1 {
			s.factor[i][j] = dot(v[i], s.hv[j])
		}
	}
	if !cholesky(s.factor) {
		return nil
	}
	return s
}

func units(size int) [][]float64 {
	v := make([][]float64, size)
	for i := range v {
		v[i] = make([]float64, size)
		v[i][i] = 1
	}
	return v
}

// krylov returns k directions: first those along which raters can make up for a
// change of all statements, which cost little; then, from the tilt on, those that
// the Hessian itself leads to, preconditioned by its diagonal blocks (Lanczos),
// among which are soon the ones along which the loss is bent least. They are
// orthonormal by the diagonal blocks.
func (b *bend) krylov(k int) [][]float64 {
	size := 2*b.n + 1
	soft := units(5)
	for i := range soft {
		soft[i] = make([]float64, size)
	}
	for j, t := range b.at {
		soft[0][2*j], soft[1][2*j] = 1, t.f
		soft[2][2*j+1], soft[3][2*j+1] = 1, t.f
	}
	soft[4][size-1] = 1
	var v [][]float64
	next := append(soft, b.precondition(b.tilt))
	for len(v) < k && len(next) > 0 {
		q := next[0]
		next = next[1:]
		if !b.straighten(q, v) {
			continue
		}
		if v = append(v, q); len(next) == 0 {
			next = append(next, b.precondition(b.all(v[len(v)-1:])[0]))
		}
	}
	return v
}

// precondition solves by the diagonal blocks.
func (b *bend) precondition(x []float64) []float64 {
	out := make([]float64, len(x))
	for j, d := range b.diag {
		p := d.inverse().times(pair{x[2*j], x[2*j+1]})
		out[2*j], out[2*j+1] = p.i, p.f
	}
	out[2*b.n] = x[2*b.n] / b.ratings
	return out
}

// weighted multiplies by the diagonal blocks.
func (b *bend) weighted(x []float64) []float64 {
	out := make([]float64, len(x))
	for j, d := range b.diag {
		p := d.times(pair{x[2*j], x[2*j+1]})
		out[2*j], out[2*j+1] = p.i, p.f
	}
	out[2*b.n] = float64(b.ratings * x[2*b.n])
	return out
}

// straighten makes q orthonormal to v by the diagonal blocks. It reports false if
// nothing is left of it.
func (b *bend) straighten(q []float64, v [][]float64) bool {
	before := math.Sqrt(dot(q, b.weighted(q)))
	for range 2 {
		w := b.weighted(q)
		for _, x := range v {
			plus(q, -dot(w, x), x)
		}
	}
	after := math.Sqrt(dot(q, b.weighted(q)))
	if !(after > float64(1e-8*before)) {
		return false
	}
	for i := range q {
		q[i] /= after
	}
	return true
}
