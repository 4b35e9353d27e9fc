package opinion

import (
	"fmt"
	"iter"
	"slices"
)

// A Vote is what one person thinks of one statement. A statement that a person
// was not asked about has no vote, which is not the same as [Pass].
type Vote int8

// The three votes.
const (
	Disagree Vote = -1
	Pass     Vote = 0
	Agree    Vote = 1
)

// A Kind says how the moderators of a conversation see a statement.
type Kind uint8

const (
	// Open statements take part in everything. It is the zero Kind.
	Open Kind = iota
	// Out statements were moderated out: their votes count towards who voted
	// enough, and in votes by group, and nowhere else.
	Out
	// Meta statements are about the people who vote (their age, their place),
	// not about the subject. They are like Out, but are asked about first.
	Meta
)

// Counts are votes on one statement.
type Counts struct {
	Agree    int `json:"agree"`
	Disagree int `json:"disagree"`
	Pass     int `json:"pass"`
}

// Total returns the number of votes, passes too.
func (c Counts) Total() int { return c.Agree + c.Disagree + c.Pass }

// Plus returns the sum of two counts.
func (c Counts) Plus(o Counts) Counts {
	return Counts{c.Agree + o.Agree, c.Disagree + o.Disagree, c.Pass + o.Pass}
}

// minus returns the difference of two counts.
func (c Counts) minus(o Counts) Counts {
	return Counts{c.Agree - o.Agree, c.Disagree - o.Disagree, c.Pass - o.Pass}
}

// A Cell is the votes of one group on one statement. Where few people stand
// behind it, what is shown to others has Hidden set and no counts.
type Cell struct {
	Counts
	Hidden bool `json:"hidden,omitempty"`
}

func (c *Counts) add(v Vote) {
	switch v {
	case Agree:
		c.Agree++
	case Disagree:
		c.Disagree++
	default:
		c.Pass++
	}
}

// take is the opposite of add.
func (c *Counts) take(v Vote) {
	switch v {
	case Agree:
		c.Agree--
	case Disagree:
		c.Disagree--
	default:
		c.Pass--
	}
}

// A Matrix holds the votes of n people (rows) on d statements (columns), n×d
// and sparse: it takes four bytes a vote. A Matrix does not change and may be
// read by several goroutines.
//
// The order of rows and columns is the caller's. [Polis1] depends on the order
// of rows: Polis uses the order in which people first voted.
type Matrix struct {
	cols  int
	start []int   // n+1: row i is code[start[i]:start[i+1]]
	code  []int32 // one vote: 3·column + vote + 1, ascending within a row
	kinds []Kind  // d
}

// Dims returns the number of people n and of statements d.
func (m *Matrix) Dims() (n, d int) { return len(m.start) - 1, m.cols }

// Votes returns the number of votes in the matrix, replaced ones left out.
func (m *Matrix) Votes() int { return len(m.code) }

// RowVotes returns the number of votes of person i.
func (m *Matrix) RowVotes(i int) int { return m.start[i+1] - m.start[i] }

// Kind returns the kind of statement j.
func (m *Matrix) Kind(j int) Kind { return m.kinds[j] }

// At returns the vote of person i on statement j, and whether there is one.
func (m *Matrix) At(i, j int) (Vote, bool) {
	if j < 0 || j >= m.cols {
		panic(fmt.Sprintf("opinion: statement %d of %d", j, m.cols))
	}
	row := m.row(i)
	k, _ := slices.BinarySearch(row, int32(3*j))
	if k < len(row) && int(row[k]/3) == j {
		return Vote(row[k]%3 - 1), true
	}
	return 0, false
}

// Row yields the votes of person i as statement and vote, by ascending statement.
func (m *Matrix) Row(i int) iter.Seq2[int, Vote] {
	return func(yield func(int, Vote) bool) {
		for _, c := range m.row(i) {
			if !yield(int(c/3), Vote(c%3-1)) {
				return
			}
		}
	}
}

// Codes returns the votes of person i, each as 3·statement + vote + 1, in
// ascending order. It is [Matrix.Row] for loops that run over millions of votes
// many times. The slice is the matrix's own and must not be changed.
func (m *Matrix) Codes(i int) []int32 { return m.row(i) }

// Counts returns the votes of all people on each statement (d).
func (m *Matrix) Counts() []Counts {
	codes := make([]int32, 3*m.cols)
	for _, c := range m.code {
		codes[c]++
	}
	return countsOf(codes)
}

// countsOf returns the counts (d) of how often each code of a vote was seen (3·d).
func countsOf(codes []int32) []Counts {
	out := make([]Counts, len(codes)/3)
	for j := range out {
		c := codes[3*j : 3*j+3]
		out[j] = Counts{Disagree: int(c[0]), Pass: int(c[1]), Agree: int(c[2])}
	}
	return out
}

func (m *Matrix) row(i int) []int32 { return m.code[m.start[i]:m.start[i+1]] }

// maxSide bounds n and d, so that a vote fits its code.
const maxSide = 1 << 29

// A Builder collects votes for a [Matrix].
type Builder struct {
	rows, cols int
	who        []int32
	what       []int32
	kinds      []Kind
}

// NewBuilder returns a builder for n people and d statements.
// It panics when either is negative or above 2^29.
func NewBuilder(n, d int) *Builder {
	if n < 0 || d < 0 || n > maxSide || d > maxSide {
		panic(fmt.Sprintf("opinion: matrix of %d by %d", n, d))
	}
	return &Builder{rows: n, cols: d, kinds: make([]Kind, d)}
}

// Vote adds a vote of person i on statement j. When a pair comes again, the
// last vote counts. It panics when i, j or v is out of range.
func (b *Builder) Vote(i, j int, v Vote) {
	if i < 0 || i >= b.rows || j < 0 || j >= b.cols || v < Disagree || v > Agree {
		panic(fmt.Sprintf("opinion: vote %d at (%d, %d) of %d by %d", v, i, j, b.rows, b.cols))
	}
	b.who = append(b.who, int32(i))
	b.what = append(b.what, int32(3*j)+int32(v)+1)
}

// SetKind says how statement j is moderated. It panics when j is out of range.
func (b *Builder) SetKind(j int, k Kind) {
	if j < 0 || j >= b.cols || k > Meta {
		panic(fmt.Sprintf("opinion: kind %d of statement %d of %d", k, j, b.cols))
	}
	b.kinds[j] = k
}

// Matrix returns the votes so far as a matrix, n×d, in O(votes·log(votes of a
// row)). The builder may be used on; the matrix does not follow.
func (b *Builder) Matrix() *Matrix {
	m := &Matrix{cols: b.cols, start: make([]int, b.rows+1), kinds: slices.Clone(b.kinds)}
	for _, i := range b.who {
		m.start[i+1]++
	}
	for i := range b.rows {
		m.start[i+1] += m.start[i]
	}
	at := slices.Clone(m.start[:b.rows])
	events := make([]int32, len(b.what))
	for k, i := range b.who {
		events[at[i]] = b.what[k]
		at[i]++
	}
	m.keepLast(events)
	return m
}

// keepLast fills code from events, which lie row by row in the order of
// arrival, and moves start to where the rows then lie.
func (m *Matrix) keepLast(events []int32) {
	seen := make([]int32, m.cols) // row + 1 in which a column was last met
	to := 0
	for i := range len(m.start) - 1 {
		from, end := m.start[i], m.start[i+1]
		m.start[i] = to
		for k := end - 1; k >= from; k-- {
			if c := events[k]; seen[c/3] != int32(i+1) {
				seen[c/3] = int32(i + 1)
				events[k], events[end-1] = events[end-1], c
				end--
			}
		}
		// The kept votes are now at the end of the row; they move down.
		n := copy(events[to:], events[end:m.start[i+1]])
		slices.Sort(events[to : to+n])
		to += n
	}
	m.start[len(m.start)-1] = to
	m.code = events[:to:to]
}
