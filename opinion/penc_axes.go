package opinion

import (
	"math"
	"math/rand/v2"
	"sync"
)

// A symmetric is a positive semidefinite d×d matrix that can be multiplied.
type symmetric interface {
	// times sets out to the product with v, both two vectors of length d.
	times(out, v [][]float64)
}

// dense is a symmetric matrix, row by row.
type dense struct {
	d int
	a []float64
}

func (m dense) times(out, v [][]float64) {
	part := func(from, to int) {
		x, y := v[0], v[len(v)-1]
		x, y = x[:m.d], y[:m.d]
		j := from
		for ; j+1 < to; j += 2 { // two rows at a time: x and y are loaded once for both
			s, t := twoRows(m.a[j*m.d:(j+1)*m.d], m.a[(j+1)*m.d:(j+2)*m.d], x, y)
			out[0][j], out[0][j+1] = s[0], s[1]
			out[len(out)-1][j], out[len(out)-1][j+1] = t[0], t[1]
		}
		if j < to {
			row := m.a[j*m.d : (j+1)*m.d]
			s, t := twoRows(row, row, x, y)
			out[0][j], out[len(out)-1][j] = s[0], t[0]
		}
	}
	if m.d < 256 {
		part(0, m.d)
		return
	}
	var wait sync.WaitGroup
	wait.Go(func() { part(0, m.d/2) })
	wait.Go(func() { part(m.d/2, m.d) })
	wait.Wait()
}

// twoRows returns the products of two rows with x (s) and with y (t). There are two
// sums of each, so that additions need not wait for one another.
func twoRows(p, q, x, y []float64) (s, t [2]float64) {
	n := len(x)
	p, q, y = p[:n], q[:n], y[:n]
	var px, py, qx, qy, px1, py1, qx1, qy1 float64
	k := 0
	for ; k+1 < n; k += 2 {
		x0, y0, x1, y1 := x[k], y[k], x[k+1], y[k+1]
		a, b, c, d := p[k], p[k+1], q[k], q[k+1]
		px += float64(a * x0)
		py += float64(a * y0)
		qx += float64(c * x0)
		qy += float64(c * y0)
		px1 += float64(b * x1)
		py1 += float64(b * y1)
		qx1 += float64(d * x1)
		qy1 += float64(d * y1)
	}
	if k < n {
		px += float64(p[k] * x[k])
		py += float64(p[k] * y[k])
		qx += float64(q[k] * x[k])
		qy += float64(q[k] * y[k])
	}
	return [2]float64{px + px1, qx + qx1}, [2]float64{py + py1, qy + qy1}
}

const (
	krylovBlocks = 16    // blocks of two vectors in one round
	krylovNear   = 5     // the same in the first round, from a start near the end
	krylovRounds = 60    // rounds at most
	krylovExact  = 1e-12 // residual, as a share of the largest eigenvalue
)

// leading returns the two leading eigenvectors of c (d×d), the larger first,
// with their eigenvalues. start are two vectors of any length but not zero. It
// is a block Lanczos iteration with full orthogonalisation, restarted with the
// best directions so far, until c·w - λ·w is shorter than exact·λ₁ for both or
// rounds are used up. A block of two finds eigenvalues that are equal.
func leading(c symmetric, d int, start [][]float64, exact float64) (w [2][]float64, lambda [2]float64) {
	r := krylov{c: c, d: d}
	block := r.orthonormal(start)
	for n := range krylovRounds {
		switch {
		case exact <= krylovExact:
			r.blocks = krylovBlocks
		case n == 0: // it starts near its end
			r.blocks = krylovNear
		default:
			r.blocks = krylovBlocks / 2
		}
		w, lambda = r.round(block)
		if r.residual <= exact*lambda[0] || lambda[0] <= 0 {
			break
		}
		block = r.best
	}
	return w, lambda
}

// krylov is one round of the iteration.
type krylov struct {
	c        symmetric
	d        int
	blocks   int
	basis    [][]float64 // orthonormal
	image    [][]float64 // c times each of basis
	best     [][]float64 // four leading Ritz vectors
	residual float64
}

// orthonormal returns vs made orthonormal to each other and to the basis, those
// left out that depend on the others.
func (r *krylov) orthonormal(vs [][]float64) (out [][]float64) {
	for _, v := range vs {
		u := make([]float64, r.d)
		copy(u, v)
		before := norm(u)
		if before == 0 {
			continue
		}
		for range 2 { // twice is enough (Kahan and Parlett)
			for _, b := range r.basis {
				subtract(u, b, dot(b, u))
			}
			for _, b := range out {
				subtract(u, b, dot(b, u))
			}
		}
		if after := norm(u); after > 1e-10*before {
			for j := range u {
				u[j] /= after
			}
			out = append(out, u)
		}
	}
	return out
}

func subtract(u, b []float64, by float64) {
	for j, x := range b {
		u[j] -= float64(by * x)
	}
}

func (r *krylov) round(block [][]float64) (w [2][]float64, lambda [2]float64) {
	r.basis, r.image = r.basis[:0], r.image[:0]
	for range r.blocks {
		if len(block) == 0 {
			break
		}
		image := make([][]float64, 0, len(block))
		for at := 0; at < len(block); at += 2 {
			two := block[at:min(at+2, len(block))]
			out := make([][]float64, len(two))
			for k := range out {
				out[k] = make([]float64, r.d)
			}
			r.c.times(out, two)
			image = append(image, out...)
		}
		r.basis = append(r.basis, block...)
		r.image = append(r.image, image...)
		block = r.orthonormal(image[:min(2, len(image))])
	}
	return r.ritz()
}

// ritz returns the leading eigenvectors of c within the basis.
func (r *krylov) ritz() (w [2][]float64, lambda [2]float64) {
	n := len(r.basis)
	t := make([][]float64, n)
	for i := range t {
		t[i] = make([]float64, n)
		for j := range i + 1 {
			t[i][j] = dot(r.basis[i], r.image[j])
			t[j][i] = t[i][j]
		}
	}
	values, vectors := jacobi(t)
	r.best = nil
	r.residual = 0
	for e := range min(4, n) {
		v, cv := make([]float64, r.d), make([]float64, r.d)
		for i := range n {
			subtract(v, r.basis[i], -vectors[i][e])
			subtract(cv, r.image[i], -vectors[i][e])
		}
		r.best = append(r.best, v)
		if e < 2 {
			w[e], lambda[e] = v, values[e]
			subtract(cv, v, values[e])
			r.residual = max(r.residual, norm(cv))
		}
	}
	for e := n; e < 2; e++ {
		w[e] = make([]float64, r.d)
	}
	return w, lambda
}

// jacobi returns the eigenvalues of the symmetric matrix a (n×n), largest
// first, and the eigenvectors as columns, by cyclic rotations. It overwrites a.
func jacobi(a [][]float64) (values []float64, vectors [][]float64) {
	n := len(a)
	v := make([][]float64, n)
	for i := range v {
		v[i] = make([]float64, n)
		v[i][i] = 1
	}
	for range 60 {
		off, all := 0.0, 0.0
		for i := range n {
			for j := range n {
				if i != j {
					off += float64(a[i][j] * a[i][j])
				}
				all += float64(a[i][j] * a[i][j])
			}
		}
		if off <= 1e-30*all {
			break
		}
		for p := range n {
			for q := p + 1; q < n; q++ {
				rotate(a, v, p, q)
			}
		}
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	for i := 1; i < n; i++ { // few: insertion, stable
		for k := i; k > 0 && a[order[k]][order[k]] > a[order[k-1]][order[k-1]]; k-- {
			order[k], order[k-1] = order[k-1], order[k]
		}
	}
	values, vectors = make([]float64, n), make([][]float64, n)
	for i := range vectors {
		vectors[i] = make([]float64, n)
	}
	for to, from := range order {
		values[to] = a[from][from]
		for i := range n {
			vectors[i][to] = v[i][from]
		}
	}
	return values, vectors
}

// rotate makes a[p][q] zero.
func rotate(a, v [][]float64, p, q int) {
	if a[p][q] == 0 {
		return
	}
	theta := (a[q][q] - a[p][p]) / (2 * a[p][q])
	t := 1 / (math.Abs(theta) + math.Sqrt(float64(theta*theta)+1))
	if theta < 0 {
		t = -t
	}
	c := 1 / math.Sqrt(float64(t*t)+1)
	s := t * c
	for k := range a {
		x, y := a[k][p], a[k][q]
		a[k][p], a[k][q] = float64(c*x)-float64(s*y), float64(s*x)+float64(c*y)
	}
	for k := range a {
		x, y := a[p][k], a[q][k]
		a[p][k], a[q][k] = float64(c*x)-float64(s*y), float64(s*x)+float64(c*y)
		x, y = v[k][p], v[k][q]
		v[k][p], v[k][q] = float64(c*x)-float64(s*y), float64(s*x)+float64(c*y)
	}
}

// start returns two vectors that point nowhere in particular, but for columns in
// which nothing varies: these have no part in the axes.
func (a *centred) start() [][]float64 {
	rng := rand.New(rand.NewPCG(2018, 1))
	out := [][]float64{make([]float64, a.m.cols), make([]float64, a.m.cols)}
	for j, c := range a.counts {
		x, y := rng.Float64()-0.5, rng.Float64()-0.5
		if a.m.kinds[j] == Open && c.Total() > 0 {
			out[0][j], out[1][j] = x, y
		}
	}
	return out
}
