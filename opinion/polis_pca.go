package opinion

import "math"

// powerSteps is how many products one component takes at most: Polis asks for
// 100 iterations and normalises once more.
const powerSteps = 101

// flat is the share of the whole variance below which what is left of the
// votes counts as rounding and has no direction. Not from Polis, which divides
// by such a length and gets noise.
const flat = 1e-12

// centred is the vote matrix with the mean of its column taken from each vote,
// A (n×d), kept as sparse as the votes: Polis fills a missing vote with the
// mean of its column, which is 0 after centring. Columns that are not open are
// zero for everybody, in A as in Polis.
type centred struct {
	m      *Matrix
	counts []Counts  // d: votes of all people
	mean   []float64 // d: column mean over those who voted; 0 if not open
	value  []float64 // 3d: what a vote becomes, by its code in the matrix
	people int       // rows with a vote: n as Polis counts it
	live   int       // columns with a vote of any kind: d as Polis counts it
	shut   int       // of these, columns that are not open
}

// centre returns m with its columns centred.
func centre(m *Matrix) *centred { return centreOf(m, m.Counts()) }

// centreOf returns m with its columns centred by the means of counts, which may
// be those of some of the people only.
func centreOf(m *Matrix, counts []Counts) *centred {
	a := &centred{
		m: m, counts: counts,
		mean: make([]float64, m.cols), value: make([]float64, 3*m.cols),
	}
	for i := range len(m.start) - 1 {
		if m.RowVotes(i) > 0 {
			a.people++
		}
	}
	for j, c := range a.counts {
		total := c.Total()
		if total == 0 {
			continue
		}
		a.live++
		if m.kinds[j] != Open {
			a.shut++
			continue
		}
		a.mean[j] = float64(c.Agree-c.Disagree) / float64(total)
		for v := Disagree; v <= Agree; v++ {
			a.value[3*j+int(v)+1] = float64(v) - a.mean[j]
		}
	}
	return a
}

// axes are the principal components of A with what comes of them.
type axes struct {
	w         [2][]float64 // 2×d: unit vectors, or zero
	p         [2][]float64 // 2×n: A·w
	explained [2]float64   // |A·w|² / |A|², 0 to 1
	line      bool         // there is no second component, so there is no plane
}

func (x axes) public() [2]Axis {
	return [2]Axis{{x.w[0], x.explained[0]}, {x.w[1], x.explained[1]}}
}

// principal returns the first two principal components of a by power iteration
// on AᵀA, without forming it: w ← AᵀAw / |AᵀAw|, the second on A - (A·w₁)w₁ᵀ.
// Each starts from its vector in from (d), or from all ones where that is nil,
// and stops after powerSteps products, or when the length repeats exactly, as
// Polis does. A start that is at right angles to all votes finds nothing, as in
// Polis. With one person or one statement there is no second component.
// O(votes) for each product.
func principal(a *centred, from [2][]float64) axes {
	var x axes
	total := a.square()
	left := total
	x.line = min(a.people, a.live) < 2
	it := newIteration(a)
	for c := range x.w {
		x.w[c] = make([]float64, a.m.cols)
		if left > flat*total && !(x.line && c > 0) {
			it.component(x.w[c], from[c])
		}
		x.p[c] = a.times(x.w[c])
		if along := dot(x.p[c], x.p[c]); along > 0 {
			x.explained[c] = along / total
			left -= along
		}
		it.w, it.p = x.w[c], x.p[c]
	}
	return x
}

// square returns the sum of the squares of A.
func (a *centred) square() float64 {
	total := 0.0
	for j, c := range a.counts {
		v := a.value[3*j:]
		total += float64(float64(c.Disagree)*float64(v[0]*v[0])) +
			float64(float64(c.Agree)*float64(v[2]*v[2])) +
			float64(float64(c.Pass)*float64(v[1]*v[1]))
	}
	return total
}

// times returns A·v (n) for v (d).
func (a *centred) times(v []float64) []float64 {
	gather := make([]float64, len(a.value))
	for k, x := range a.value {
		gather[k] = x * v[k/3]
	}
	out := make([]float64, len(a.m.start)-1)
	for i := range out {
		s := 0.0
		for _, c := range a.m.row(i) {
			s += gather[c]
		}
		out[i] = s
	}
	return out
}

// iteration multiplies by AᵀA, from which the component (w, p = A·w) is taken
// out when there is one.
type iteration struct {
	a       *centred
	w, p    []float64 // d, n: nil at first
	gather  []float64 // 3d: value × vector
	scatter []float64 // 3d: sum of row results by code
}

func newIteration(a *centred) *iteration {
	return &iteration{a: a, gather: make([]float64, len(a.value)), scatter: make([]float64, len(a.value))}
}

// component sets v (d) to the leading unit vector that is found from start, or
// leaves it zero when start is blind to all that is left.
func (it *iteration) component(v, start []float64) {
	for j := range v {
		v[j] = 1
		if start != nil {
			v[j] = start[j]
		}
	}
	next := make([]float64, len(v))
	last := 0.0
	for range powerSteps {
		it.product(next, v)
		length := norm(next)
		if length == 0 {
			clear(v)
			return
		}
		for j := range v {
			v[j] = next[j] / length
		}
		if length == last {
			return
		}
		last = length
	}
}

// product sets next (d) to BᵀB·v, B being A without the component taken out.
func (it *iteration) product(next, v []float64) {
	a := it.a
	for k, x := range a.value {
		it.gather[k] = x * v[k/3]
	}
	clear(it.scatter)
	wv, back := dot(it.w, v), 0.0
	for i := range len(a.m.start) - 1 {
		row := a.m.row(i)
		s := 0.0
		for _, c := range row {
			s += it.gather[c]
		}
		if it.p != nil {
			s -= float64(it.p[i] * wv)
			back += float64(it.p[i] * s)
		}
		for _, c := range row {
			it.scatter[c] += s
		}
	}
	a.collect(next, it.scatter)
	for j := range it.w {
		next[j] -= float64(it.w[j] * back)
	}
}

// collect sums what was scattered by code (3d) into columns (d). The two sides
// are added first, so that swapping agree and disagree everywhere gives the
// mirror image to the last bit.
func (a *centred) collect(out, scatter []float64) {
	for j := range out {
		v, s := a.value[3*j:3*j+3], scatter[3*j:3*j+3]
		out[j] = float64(v[0]*s[0]) + float64(v[2]*s[2]) + float64(v[1]*s[1])
	}
}

// dot returns Σ a_k·b_k over the length of a.
func dot(a, b []float64) float64 {
	s := 0.0
	for k, x := range a {
		s += float64(x * b[k])
	}
	return s
}

func norm(a []float64) float64 { return math.Sqrt(dot(a, a)) }
