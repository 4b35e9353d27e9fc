package opinion

import "sync"

// pairs counts, for each two open statements j ≤ k, the people who voted on
// both and how. All are whole numbers, so they do not depend on the order of
// people, and one vote more or less changes them by exactly what it weighs.
// From them follows the matrix AᵀA of the centred votes (see [pairs.gram]), and
// with it the map: this is what makes a map cheap to refresh.
//
// Two sums share a word: low holds the people N and, from bit 32, Σxy + N; high
// holds Σx + N and Σy + N, where x and y are the votes on j and on k. The N is
// added so that no sum is negative.
type pairs struct {
	d    int
	cell []pair // lower triangle by rows: j ≤ k at k(k+1)/2 + j
}

type pair struct{ low, high uint64 }

const half = 32

// steps are what one person adds to a pair, by 3·(x+1) + (y+1).
var pairSteps = func() (s [9]pair) {
	for x := -1; x <= 1; x++ {
		for y := -1; y <= 1; y++ {
			s[3*(x+1)+y+1] = pair{
				low:  1 | uint64(x*y+1)<<half,
				high: uint64(x+1) | uint64(y+1)<<half,
			}
		}
	}
	return s
}()

func newPairs(d int) *pairs { return &pairs{d, make([]pair, d*(d+1)/2)} }

// row returns the cells of k with each j ≤ k.
func (p *pairs) row(k int) []pair {
	from := k * (k + 1) / 2
	return p.cell[from : from+k+1]
}

// grow makes room for one more statement.
func (p *pairs) grow() {
	p.d++
	p.cell = append(p.cell, make([]pair, p.d)...)
}

// ballot is the votes of one person on open statements, ascending: columns, and
// votes plus 1.
type ballot struct {
	column []int32
	vote   []uint8
}

func (b *ballot) read(m *Matrix, i int) {
	b.column, b.vote = b.column[:0], b.vote[:0]
	for _, c := range m.row(i) {
		if j := c / 3; m.kinds[j] == Open {
			b.column = append(b.column, j)
			b.vote = append(b.vote, uint8(c%3))
		}
	}
}

// add counts a person. sign is 1 to add, and all ones (-1) to take away.
func (p *pairs) add(b *ballot, sign uint64) {
	for at, k := range b.column {
		p.addColumn(b.column[:at+1], b.vote[:at+1], k, b.vote[at], sign)
	}
}

// addColumn counts the pairs of the vote y on statement k with votes on
// statements up to k.
func (p *pairs) addColumn(columns []int32, votes []uint8, k int32, y uint8, sign uint64) {
	var low, high [4]uint64
	for x := range 3 {
		s := pairSteps[3*x+int(y)]
		low[x], high[x] = s.low*sign, s.high*sign
	}
	row := p.row(int(k))
	votes = votes[:len(columns)]
	for n, j := range columns {
		c := &row[j]
		x := votes[n] & 3
		c.low += low[x]
		c.high += high[x]
	}
}

// one counts one person's votes on j ≤ k, given as votes plus 1.
func (p *pairs) one(j, k int, x, y int32, sign uint64) {
	step := pairSteps[3*x+y]
	c := &p.cell[k*(k+1)/2+j]
	c.low += step.low * sign
	c.high += step.high * sign
}

// folds are the pairs of all people and, beside them where there are many votes,
// of each tenth of the people: what is left without some tenths follows by
// subtraction.
type folds struct {
	all  *pairs
	part []*pairs // by foldOf; nil up to someVotes
}

const tenths = 10

// foldOf returns the tenth to which a row belongs. It depends on the number of
// the row alone, so that it stays when people come.
func foldOf(row int) int { return int(mix(uint64(row)) % tenths) }

// newFolds returns tables of nobody; by tenths too, if so many votes come that
// people are dealt by tenths.
func newFolds(d, votes int) *folds {
	f := &folds{all: newPairs(d)}
	if votes > someVotes {
		for range tenths {
			f.part = append(f.part, newPairs(d))
		}
	}
	return f
}

func (f *folds) grow() {
	f.all.grow()
	for _, p := range f.part {
		p.grow()
	}
}

// countPairs counts all people of m. Two goroutines take half of the tenths
// each; whole numbers are added up, so it does not matter how many processors
// there are.
func countPairs(m *Matrix) *folds {
	f := newFolds(m.cols, m.Votes())
	if f.part == nil {
		var b ballot
		for i := range len(m.start) - 1 {
			b.read(m, i)
			f.all.add(&b, 1)
		}
		return f
	}
	var wait sync.WaitGroup
	for h := range 2 {
		wait.Go(func() {
			var b ballot
			for t := h; t < tenths; t += 2 { // one table at a time stays near the processor
				for i := range len(m.start) - 1 {
					if foldOf(i) == t {
						b.read(m, i)
						f.part[t].add(&b, 1)
					}
				}
			}
		})
	}
	wait.Wait()
	for _, p := range f.part {
		for c, x := range p.cell {
			f.all.cell[c].low += x.low
			f.all.cell[c].high += x.high
		}
	}
	return f
}

// pairWork returns the number of pairs of votes of one person, over all people.
func pairWork(m *Matrix) int {
	total := 0
	for i := range len(m.start) - 1 {
		v := m.RowVotes(i)
		total += v * (v + 1) / 2
	}
	return total
}

// gram writes AᵀA (d×d, row by row, symmetric) into out, for votes centred by
// mean, without the people counted in minus:
//
//	(AᵀA)jk = Σxy - μk·Σx - μj·Σy + μj·μk·N
//
// over the people who voted on both; all other terms are 0, as a missing vote
// is 0 after centring.
func (f *folds) gram(mean, out []float64, minus ...*pairs) {
	d := f.all.d
	middle := d * 7 / 10 // as many cells on both sides
	inTwo(func() { f.gramRows(0, middle, mean, out, minus) }, func() { f.gramRows(middle, d, mean, out, minus) })
	inTwo(func() { mirror(out, d, 0, middle) }, func() { mirror(out, d, middle, d) })
}

// inTwo does two things at a time.
func inTwo(a, b func()) {
	var wait sync.WaitGroup
	wait.Go(a)
	b()
	wait.Wait()
}

// gramRows writes the lower triangle of the rows from to to.
func (f *folds) gramRows(from, to int, mean, out []float64, minus []*pairs) {
	const mask = 1<<half - 1
	d := f.all.d
	for k := from; k < to; k++ {
		row := f.all.row(k)
		less := make([][]pair, len(minus))
		for n, p := range minus {
			less[n] = p.row(k)
		}
		for j, c := range row {
			for _, l := range less {
				c.low -= l[j].low
				c.high -= l[j].high
			}
			v := 0.0
			if n := int64(c.low & mask); n > 0 {
				xy := float64(int64(c.low>>half) - n)
				x := float64(int64(c.high&mask) - n)
				y := float64(int64(c.high>>half) - n)
				v = xy - float64(mean[k]*x) - float64(mean[j]*y) + float64(float64(mean[j]*mean[k])*float64(n))
			}
			out[k*d+j] = v
		}
	}
}

// mirror copies what is below the diagonal of a d×d matrix, in the rows from to
// to, to above it, tile by tile, so that each line of memory is fetched once.
func mirror(a []float64, d, from, to int) {
	const tile = 32
	for k0 := from; k0 < to; k0 += tile {
		for j0 := 0; j0 < k0+tile; j0 += tile {
			for k := k0; k < min(k0+tile, to); k++ {
				for j := j0; j < min(j0+tile, k); j++ {
					a[j*d+k] = a[k*d+j]
				}
			}
		}
	}
}
