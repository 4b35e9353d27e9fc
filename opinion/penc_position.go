package opinion

import (
	"math"
	"sync"
)

// evidence is what the votes of one person say about where they stand: with a
// the centred votes and W the rows of the two axes for the statements they
// voted on, it holds s = Wᵀa, G = WᵀW, |a|² and how many votes there are.
type evidence struct {
	s             [2]float64
	g11, g12, g22 float64
	square        float64
	votes         int
}

// frame is everything that turns votes into a position: it is found once for a
// map, and then anybody's position follows from their own votes.
type frame struct {
	code  [][3]float64 // 3d: a·w₁, a·w₂, a², by the code of a vote
	weigh [][3]float64 // d: w₁², w₁w₂, w₂²
	prior [2]float64   // λ: noise over spread along each axis; +Inf where nothing is spread
	noise float64      // σ²: variance of a vote around what the position says
	unit  float64      // by which positions are divided
}

// newFrame returns a frame for axes w and votes centred to value, without prior
// and unit.
func newFrame(w [2][]float64, value []float64) frame {
	f := frame{code: make([][3]float64, len(value)), weigh: make([][3]float64, len(value)/3), unit: 1}
	for c, a := range value {
		j := c / 3
		f.code[c] = [3]float64{a * w[0][j], a * w[1][j], a * a}
	}
	for j := range f.weigh {
		f.weigh[j] = [3]float64{w[0][j] * w[0][j], w[0][j] * w[1][j], w[1][j] * w[1][j]}
	}
	return f
}

// hear returns the evidence of a row of votes.
func (f *frame) hear(row []int32, kinds []Kind) evidence {
	var s1, s2, square, g11, g12, g22 float64 // in registers
	votes := 0
	for _, c := range row {
		j := c / 3
		if kinds[j] != Open {
			continue
		}
		v, w := &f.code[c], &f.weigh[j]
		s1 += v[0]
		s2 += v[1]
		square += v[2]
		g11 += w[0]
		g12 += w[1]
		g22 += w[2]
		votes++
	}
	return evidence{[2]float64{s1, s2}, g11, g12, g22, square, votes}
}

// settle finds the prior from the evidence of all people by the method of
// moments. With positions of variance τ₁², τ₂² along the axes and votes
// a = Wθ + noise of variance σ²,
//
//	Σ s₁² = τ₁² Σ g₁₁² + τ₂² Σ g₁₂² + σ² Σ g₁₁
//	Σ s₂² = τ₁² Σ g₁₂² + τ₂² Σ g₂₂² + σ² Σ g₂₂
//	Σ |a|² = τ₁² Σ g₁₁  + τ₂² Σ g₂₂  + σ² Σ votes
//
// are expected, three equations for three unknowns.
func (f *frame) settle(people []evidence) {
	a := moments(people)
	t, ok := solve(a)
	f.prior, f.noise = [2]float64{math.Inf(1), math.Inf(1)}, 0
	if !ok || t[2] < 0 {
		t[2] = 0
	}
	f.noise = t[2]
	for c := range 2 {
		if ok && t[c] > 0 {
			f.prior[c] = max(t[2]/t[c], leastPrior)
		}
	}
}

// leastPrior keeps the equations of a position solvable when votes follow the
// position without any noise.
const leastPrior = 1e-6

// moments returns the sums of the three equations of settle. Two goroutines sum
// half of the people each.
func moments(people []evidence) [3][4]float64 {
	var parts [2][3][4]float64
	var wait sync.WaitGroup
	for h, span := range halves(len(people)) {
		wait.Go(func() {
			var a [3][4]float64
			for _, e := range people[span[0]:span[1]] {
				a[0][0] += float64(e.g11 * e.g11)
				a[0][1] += float64(e.g12 * e.g12)
				a[0][2] += e.g11
				a[0][3] += float64(e.s[0] * e.s[0])
				a[1][1] += float64(e.g22 * e.g22)
				a[1][2] += e.g22
				a[1][3] += float64(e.s[1] * e.s[1])
				a[2][2] += float64(e.votes)
				a[2][3] += e.square
			}
			parts[h] = a
		})
	}
	wait.Wait()
	a := parts[0]
	for r := range a {
		for c := range a[r] {
			a[r][c] += parts[1][r][c]
		}
	}
	a[1][0], a[2][0], a[2][1] = a[0][1], a[0][2], a[1][2]
	return a
}

// halves cuts n things in two, always at the same place, so that sums do not
// depend on the number of processors.
func halves(n int) [2][2]int { return [2][2]int{{0, n / 2}, {n / 2, n}} }

// solve solves three linear equations by elimination; an unknown that nothing
// speaks of is 0. It reports whether the first and the third could be solved.
func solve(a [3][4]float64) (x [3]float64, ok bool) {
	for c := range 3 {
		pivot := a[c][c]
		if math.Abs(pivot) <= 1e-12*math.Abs(a[2][2]) || pivot == 0 {
			a[c] = [4]float64{}
			a[c][c] = 1
			continue
		}
		for r := c + 1; r < 3; r++ {
			k := a[r][c] / pivot
			for q := c; q < 4; q++ {
				a[r][q] -= float64(k * a[c][q])
			}
		}
	}
	for c := 2; c >= 0; c-- {
		s := a[c][3]
		for q := c + 1; q < 3; q++ {
			s -= float64(a[c][q] * x[q])
		}
		x[c] = s / a[c][c]
	}
	return x, !math.IsNaN(x[0]) && !math.IsNaN(x[2])
}

// place returns where a person stands and the covariance of it (xx, xy, yy):
// the mean and the covariance of θ given the votes,
//
//	(G + Λ)⁻¹ s  and  σ² (G + Λ)⁻¹,  Λ = diag(λ₁, λ₂),
//
// that is, ridge regression of the votes on the axes.
func (f *frame) place(e evidence) (p point, cov [3]float64) {
	a, b, c := e.g11+f.prior[0], e.g12, e.g22+f.prior[1]
	u := f.unit
	switch {
	case math.IsInf(f.prior[0], 1) && math.IsInf(f.prior[1], 1):
		return point{}, cov
	case math.IsInf(f.prior[1], 1):
		return point{e.s[0] / a / u, 0}, [3]float64{f.noise / a / (u * u), 0, 0}
	case math.IsInf(f.prior[0], 1):
		return point{0, e.s[1] / c / u}, [3]float64{0, 0, f.noise / c / (u * u)}
	}
	det := float64(a*c) - float64(b*b)
	x := (float64(c*e.s[0]) - float64(b*e.s[1])) / det
	y := (float64(a*e.s[1]) - float64(b*e.s[0])) / det
	v := f.noise / det / (u * u)
	return point{x / u, y / u}, [3]float64{c * v, -b * v, a * v}
}

// hearAll returns the evidence of each row.
func (f *frame) hearAll(m *Matrix, rows []int) []evidence {
	out := make([]evidence, len(rows))
	var wait sync.WaitGroup
	for _, span := range halves(len(rows)) {
		wait.Go(func() {
			for k := span[0]; k < span[1]; k++ {
				out[k] = f.hear(m.row(rows[k]), m.kinds)
			}
		})
	}
	wait.Wait()
	return out
}
