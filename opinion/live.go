package opinion

import (
	"fmt"
	"slices"
)

// A Live is a conversation that goes on: votes come in one at a time, and what
// follows from one is there at once. [Live.Statement] and [Live.Person] know
// every vote; the map itself moves with [Live.Refresh], which returns what
// [Compute] returns for the same votes, to the last bit. It may not be used by
// several goroutines at once.
//
// Beside the votes it keeps the [pairs] of up to 1,500 statements: 16 bytes for
// each two statements, and above 100,000 votes 176, which is 88 MB for 1,000.
type Live struct {
	opts  Options
	rows  [][]int32 // as in Matrix
	kinds []Kind
	votes int
	work  int    // pairs of votes
	folds *folds // of the rows as they are; nil where pairs do not pay, or are out of date
	last  Result
	// by counts votes on each statement by the groups of the last map; the last
	// row holds those of people who are in none. By hand for the statement's
	// figures, so that one vote costs no pass over all.
	by [][]Counts
}

// NewLive returns a conversation with the votes of m, of which no map has been
// drawn. Only Seed and Keep of the options are used; the method is Penc1.
func NewLive(m *Matrix, o Options) *Live {
	n, _ := m.Dims()
	l := &Live{opts: o, rows: make([][]int32, n), kinds: slices.Clone(m.kinds), votes: m.Votes(), work: pairWork(m)}
	for i := range l.rows {
		l.rows[i] = slices.Clip(m.row(i))
	}
	l.by = [][]Counts{m.Counts()}
	return l
}

// Dims returns the number of people and of statements.
func (l *Live) Dims() (n, d int) { return len(l.rows), len(l.kinds) }

// Votes returns the number of votes that stand.
func (l *Live) Votes() int { return l.votes }

// AddPerson makes room for one more person and returns their row.
func (l *Live) AddPerson() int {
	l.rows = append(l.rows, nil)
	return len(l.rows) - 1
}

// AddStatement makes room for one more statement and returns its column.
func (l *Live) AddStatement(k Kind) int {
	l.kinds = append(l.kinds, k)
	for g := range l.by {
		l.by[g] = append(l.by[g], Counts{})
	}
	if l.folds != nil {
		l.folds.grow()
	}
	return len(l.kinds) - 1
}

// SetKind says how statement j is moderated from now on. The next map takes
// longer: it counts all pairs again.
func (l *Live) SetKind(j int, k Kind) {
	if l.kinds[j] != k {
		l.kinds[j] = k
		l.folds = nil
	}
}

// Vote takes in a vote of person i on statement j in place of any earlier one.
// It takes as long as the person has votes, a few microseconds in practice. It
// panics when i, j or v is out of range.
func (l *Live) Vote(i, j int, v Vote) {
	if j < 0 || j >= len(l.kinds) || v < Disagree || v > Agree {
		panic(fmt.Sprintf("opinion: vote %d at (%d, %d) of %d by %d", v, i, j, len(l.rows), len(l.kinds)))
	}
	l.Withdraw(i, j)
	code := int32(3*j) + int32(v) + 1
	row := l.rows[i]
	at, _ := slices.BinarySearch(row, code)
	l.count(i, row, code, 1)
	l.rows[i] = slices.Insert(row, at, code)
	l.votes++
	l.work += len(l.rows[i])
	l.by[l.groupOf(i)][j].add(v)
}

// Withdraw takes the vote of person i on statement j away, if there is one.
func (l *Live) Withdraw(i, j int) {
	row := l.rows[i]
	at, _ := slices.BinarySearch(row, int32(3*j))
	if at == len(row) || int(row[at]/3) != j {
		return
	}
	code := row[at]
	l.work -= len(row)
	row = slices.Delete(slices.Clone(row), at, at+1)
	l.rows[i] = row
	l.count(i, row, code, ^uint64(0))
	l.votes--
	l.by[l.groupOf(i)][j].take(Vote(code%3 - 1))
}

// count adds the pairs of one vote with the other votes of the person.
func (l *Live) count(i int, others []int32, code int32, sign uint64) {
	if l.folds == nil || l.kinds[code/3] != Open {
		return
	}
	tables := [2]*pairs{l.folds.all}
	of := tables[:1]
	if l.folds.part != nil {
		tables[1] = l.folds.part[foldOf(i)]
		of = tables[:]
	}
	for _, p := range of {
		k := int(code / 3)
		p.one(k, k, code%3, code%3, sign)
		for _, other := range others {
			j := int(other / 3)
			switch {
			case l.kinds[j] != Open:
			case j < k:
				p.one(j, k, other%3, code%3, sign)
			default:
				p.one(k, j, code%3, other%3, sign)
			}
		}
	}
}

// groupOf returns the group of a person on the last map; the last row of by for
// none.
func (l *Live) groupOf(i int) int {
	if i < len(l.last.People) {
		if g := l.last.People[i].Group; g >= 0 {
			return g
		}
	}
	return len(l.by) - 1
}

// Statement returns what is known of the votes on statement j at this moment,
// split by the groups of the last map.
func (l *Live) Statement(j int) StatementFigures {
	if l.kinds[j] != Open {
		return StatementFigures{Kind: l.kinds[j]}
	}
	none := len(l.by) - 1
	v := StatementVotes{Groups: make([]Counts, none), Unplaced: l.by[none][j]}
	for g := range v.Groups {
		v.Groups[g] = l.by[g][j]
	}
	return StatementOf(v)
}

// Representative returns the figures of statement j as representing group g of
// the last map, at this moment: those of the side on which the group differs
// more.
func (l *Live) Representative(j, g int) Representative {
	groups := l.by[:len(l.by)-1]
	in := groups[g][j]
	return compare(j, in, across(groups, j).minus(in)).public(false)
}

// Person returns where person i stands on the last map with the votes they have
// at this moment.
func (l *Live) Person(i int) Person { return l.last.Place(votesOf(l.rows[i])) }

func votesOf(row []int32) func(yield func(int, Vote) bool) {
	return func(yield func(int, Vote) bool) {
		for _, c := range row {
			if !yield(int(c/3), Vote(c%3-1)) {
				return
			}
		}
	}
}

// Matrix returns the votes as they are.
func (l *Live) Matrix() *Matrix {
	m := &Matrix{cols: len(l.kinds), start: make([]int, len(l.rows)+1), kinds: slices.Clone(l.kinds)}
	for i, row := range l.rows {
		m.start[i+1] = m.start[i] + len(row)
	}
	m.code = make([]int32, m.start[len(l.rows)])
	fill := func(from, to int) {
		for i := from; i < to; i++ {
			copy(m.code[m.start[i]:], l.rows[i])
		}
	}
	middle := len(l.rows) / 2
	inTwo(func() { fill(0, middle) }, func() { fill(middle, len(l.rows)) })
	return m
}

// Refresh draws the map anew.
func (l *Live) Refresh() Result {
	m := l.Matrix()
	switch pay := pairsPay(m); {
	case !pay:
		l.folds = nil
	case l.folds == nil || (l.folds.part != nil) != (m.Votes() > someVotes):
		l.folds = countPairs(m)
	}
	l.last = penc1(m, l.folds, l.opts)
	l.recount()
	return l.last
}

// recount counts votes by the groups of the last map, which is of these votes:
// those of people in no group are what is left of all.
func (l *Live) recount() {
	none := make([]Counts, len(l.kinds))
	for j, s := range l.last.Statements {
		none[j] = s.Counts
	}
	l.by = l.by[:0]
	for _, group := range l.last.Groups {
		votes := make([]Counts, len(l.kinds))
		for j, c := range group.Votes {
			votes[j] = c.Counts
			none[j] = none[j].minus(c.Counts)
		}
		l.by = append(l.by, votes)
	}
	l.by = append(l.by, none)
}
