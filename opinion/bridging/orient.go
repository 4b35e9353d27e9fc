package bridging

import "math"

// zero is below what a factor can be told from 0 at the minimum.
const zero = 1e-9

// orient chooses the sign of the factors in z and raters: of the two signs that
// raters have, the one that more of them have is negative; on a tie, the one
// with the larger sum of squares; on a tie of that too, that of the first
// statement with a factor is positive. Factors of raters within 1e-9 of 0 count
// for neither.
//
// Where no rater connects two sets of statements, the sign of one says nothing
// about that of the other, so each set is turned by itself.
func (m *model) orient(z []float64, raters []pair) {
	part := m.parts()
	type side struct{ count, squares, first float64 }
	sides := make([]side, m.n) // by part: positive minus negative
	for u, p := range raters {
		s := &sides[part[m.row(u)[0]>>2]]
		if math.Abs(p.f) > zero {
			s.count += math.Copysign(1, p.f)
			s.squares += math.Copysign(float64(p.f*p.f), p.f)
		}
	}
	for j := range m.n {
		if s := &sides[part[j]]; s.first == 0 && math.Abs(z[2*j+1]) > zero {
			s.first = z[2*j+1]
		}
	}
	turn := make([]bool, m.n)
	for k, s := range sides {
		switch {
		case s.count != 0:
			turn[k] = s.count > 0
		case math.Abs(s.squares) > zero:
			turn[k] = s.squares > 0
		default:
			turn[k] = s.first < 0
		}
	}
	for j := range m.n {
		if turn[part[j]] {
			z[2*j+1] = 0 - z[2*j+1]
		}
	}
	for u := range raters {
		if turn[part[m.row(u)[0]>>2]] {
			raters[u].f = 0 - raters[u].f
		}
	}
}

// parts returns for each statement the first statement that raters connect it
// with, over any number of raters.
func (m *model) parts() []int {
	part := make([]int, m.n)
	for j := range part {
		part[j] = j
	}
	root := func(j int) int {
		for part[j] != j {
			part[j] = part[part[j]]
			j = part[j]
		}
		return j
	}
	joined := 1
	for u := range m.raters {
		if joined == m.n {
			break
		}
		row := m.row(u)
		a := root(int(row[0] >> 2))
		for _, c := range row[1:] {
			if b := root(int(c >> 2)); a != b {
				a, part[max(a, b)] = min(a, b), min(a, b)
				joined++
			}
		}
	}
	for j := range part {
		part[j] = root(j)
	}
	return part
}
