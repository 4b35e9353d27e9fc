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
}

func (x axes) public() [2]Axis {
	return [2]Axis{{x.w[0], x.explained[0]}, {x.w[1], x.explained[1]}}
}

// principal returns the first two principal components of a by power iteration
// on AᵀA, without forming it: w ← AᵀAw / |AᵀAw|, the second on A - (A·w₁)w₁ᵀ.
// It starts from all ones and stops after powerSteps products, or when the
// length repeats exactly, as Polis does. O(votes) for each product.
func principal(a *centred) axes {
	var x axes
	squares := a.columnSquares()
	total := sum(squares)
	it := newIteration(a)
	for c := range x.w {
		x.w[c] = it.component(squares, total)
		x.p[c] = a.times(x.w[c])
		if along := dot(x.p[c], x.p[c]); along > 0 {
			x.explained[c] = along / total
		}
		it.w, it.p = x.w[c], x.p[c]
	}
	return x
}

// columnSquares returns the squared length of each column of A (d).
func (a *centred) columnSquares() []float64 {
	out := make([]float64, len(a.counts))
	for j, c := range a.counts {
		v := a.value[3*j:]
		out[j] = float64(float64(c.Disagree)*float64(v[0]*v[0])) +
			float64(float64(c.Agree)*float64(v[2]*v[2])) +
			float64(float64(c.Pass)*float64(v[1]*v[1]))
	}
	return out
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

// component returns the leading unit vector (d), or zeros when nothing is left
// to point along. squares are the squared lengths of the columns of A, and
// total their sum.
func (it *iteration) component(squares []float64, total float64) []float64 {
	v := make([]float64, len(squares))
	for j := range v {
		v[j] = 1
	}
	next := make([]float64, len(v))
	it.product(next, v)
	if norm(next) <= flat*total*math.Sqrt(float64(len(v))) && !it.restart(v, squares, total) {
		clear(v)
		return v
	}
	last := 0.0
	for range powerSteps {
		it.product(next, v)
		length := norm(next)
		if length == 0 {
			clear(v)
			return v
		}
		for j := range v {
			v[j] = next[j] / length
		}
		if length == last {
			break
		}
		last = length
	}
	return v
}

// restart sets v to the statement that varies most, when all ones happened to
// be blind to the variance that is left, as with two statements that say the
// opposite. It reports whether any variance is left.
func (it *iteration) restart(v, squares []float64, total float64) bool {
	best, most := -1, flat*total
	var back []float64
	if it.w != nil {
		back = it.transposed(it.p)
	}
	along := dot(it.p, it.p)
	for j, left := range squares {
		if it.w != nil { // |a_j - w_j·p|²
			left += float64(float64(along*it.w[j])*it.w[j]) - float64(2*float64(it.w[j]*back[j]))
		}
		if left > most {
			best, most = j, left
		}
	}
	if best < 0 {
		return false
	}
	clear(v)
	v[best] = 1
	return true
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

// transposed returns Aᵀ·u (d) for u (n).
func (it *iteration) transposed(u []float64) []float64 {
	clear(it.scatter)
	for i, s := range u {
		for _, c := range it.a.m.row(i) {
			it.scatter[c] += s
		}
	}
	out := make([]float64, it.a.m.cols)
	it.a.collect(out, it.scatter)
	return out
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

func sum(a []float64) float64 {
	s := 0.0
	for _, x := range a {
		s += x
	}
	return s
}
