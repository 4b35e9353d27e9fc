package conversation

import (
	"cmp"
	"maps"
	"slices"

	"penc/internal/ground/ref"
	"penc/opinion"
)

// A running is the votes of one conversation in memory, with the map that moves with
// them: after some votes it is drawn anew from what they change. It gives the very
// chart that is drawn from the history cold.
type running struct {
	live       *opinion.Live
	statements []Statement // by number
	place      map[ref.ID]int
	column     []int // of each statement, -1 while nobody voted on it
	used       []int // places of the statements in the order of columns
	claimed    map[ref.ID]ref.ID
	whither    Whither
	people     []ref.ID       // rows
	first      []firstCast    // of each row
	row        map[ref.ID]int // of each person
	last       int64          // place in the history up to which votes are in
	disordered bool           // rows or columns are no longer in the order of their numbers
}

// firstCast is the first vote of somebody: people have numbers in its order, as in an
// export.
type firstCast struct {
	ord int64
	by  ref.ID // under which name it was cast
}

func (a firstCast) compare(b firstCast) int {
	return cmp.Or(cmp.Compare(a.ord, b.ord), cmp.Compare(a.by, b.by))
}

// newRunning starts a running map of a book whose every vote is entered; its people
// are in the order of the book.
func newRunning(b *Book, s Sheet) *running {
	r := &running{
		live: opinion.NewLive(s.Matrix, opinion.Options{}), statements: b.statements, place: map[ref.ID]int{},
		column: slices.Repeat([]int{-1}, len(b.statements)), claimed: b.claimed, whither: b.whither,
		people: s.People, first: b.first, row: make(map[ref.ID]int, len(s.People)), last: s.Last,
	}
	for j, st := range b.statements {
		r.place[st.ID] = j
	}
	for j, id := range s.Statements {
		r.column[r.place[id]] = j
		r.used = append(r.used, r.place[id])
	}
	for i, p := range s.People {
		r.row[p] = i
	}
	return r
}

// Bytes of memory, for a bound: what package opinion says of its running map, with a
// quarter more for rows that grow, and names of people.
const (
	bytesPerVote   = 5
	bytesPerPerson = 200
	bytesPerPair   = 88 // of statements, both ways
)

func sizeOf(people, statements, votes int) int {
	return bytesPerVote*votes + bytesPerPerson*people + bytesPerPair*statements*statements
}

func (r *running) size() int { return sizeOf(len(r.people), len(r.used), r.live.Votes()) }

// moderate takes in how statements are now. It reports false if they changed in a way
// that it does not follow: then the map is to be started anew.
func (r *running) moderate(statements []Statement) bool {
	if len(statements) < len(r.statements) {
		return false
	}
	for j, st := range statements {
		if j >= len(r.statements) {
			if j > 0 && statements[j-1].Number >= st.Number {
				return false
			}
			r.place[st.ID] = j
			r.column = append(r.column, -1)
			continue
		}
		if r.statements[j].ID != st.ID {
			return false
		}
		if c := r.column[j]; c >= 0 {
			r.live.SetKind(c, kindOf(st))
		}
	}
	r.statements = statements
	return true
}

// carry takes in whose votes count elsewhere now, and returns the people whose rows
// have to be read anew.
func (r *running) carry(claimed map[ref.ID]ref.ID, whither Whither) []ref.ID {
	again := map[ref.ID]bool{}
	for on, to := range whither {
		if r.whither[on] != to {
			again[on.participant] = true
		}
	}
	for on := range r.whither {
		if _, still := whither[on]; !still {
			again[on.participant] = true
		}
	}
	for guest, by := range claimed {
		if r.claimed[guest] != by {
			again[guest], again[by] = true, true
		}
	}
	r.claimed, r.whither = claimed, whither
	return slices.Sorted(maps.Keys(again))
}

// hand gives the place of a guest among the people to the account that claimed them,
// if it is the earlier one.
func (r *running) hand(guest, by ref.ID) {
	i, ok := r.row[guest]
	if !ok {
		return
	}
	j := r.person(by, r.first[i])
	if r.first[i].compare(r.first[j]) < 0 {
		r.first[j] = r.first[i]
		r.disordered = true
	}
}

// person returns the row of somebody who cast a vote, and makes one if there is none.
func (r *running) person(id ref.ID, at firstCast) int {
	i, ok := r.row[id]
	if !ok {
		i = r.live.AddPerson()
		r.row[id] = i
		r.people, r.first = append(r.people, id), append(r.first, at)
		if i > 0 && r.first[i-1].compare(at) > 0 {
			r.disordered = true
		}
		return i
	}
	if at.compare(r.first[i]) < 0 {
		r.first[i] = at
		r.disordered = true
	}
	return i
}

// columnOf returns the column of a statement, and makes one if there is none.
func (r *running) columnOf(j int) int {
	if r.column[j] < 0 {
		r.column[j] = r.live.AddStatement(kindOf(r.statements[j]))
		if n := len(r.used); n > 0 && r.used[n-1] > j {
			r.disordered = true
		}
		r.used = append(r.used, j)
	}
	return r.column[j]
}

// enter takes in a vote of the history. One that is in already changes nothing, if
// those after it are entered again too.
func (r *running) enter(v Answer) {
	who := v.Participant
	if by, is := r.claimed[who]; is {
		who = by
	}
	j, ok := r.place[r.whither.Of(who, v.Statement)]
	if !ok {
		return
	}
	i := r.person(who, firstCast{v.Ord, v.Participant})
	r.live.Vote(i, r.columnOf(j), v.Vote)
	r.last = max(r.last, v.Ord)
}

// replace gives somebody other votes than they had.
func (r *running) replace(who ref.ID, votes []Answer) {
	i, ok := r.row[who]
	if !ok {
		return
	}
	for c := range r.used {
		r.live.Withdraw(i, c)
	}
	for _, v := range votes {
		if j, ok := r.place[v.Statement]; ok {
			r.live.Vote(i, r.columnOf(j), v.Vote)
		}
	}
}

// settle puts rows and columns into the order of their numbers, and leaves out those
// without a vote. It starts the map anew if anything has to move.
func (r *running) settle() {
	m := r.live.Matrix()
	counts := m.Counts()
	rows, columns := make([]int, 0, len(r.people)), make([]int, 0, len(r.used))
	for i := range r.people {
		if m.RowVotes(i) > 0 {
			rows = append(rows, i)
		}
	}
	for c := range r.used {
		if counts[c].Total() > 0 {
			columns = append(columns, c)
		}
	}
	if !r.disordered && len(rows) == len(r.people) && len(columns) == len(r.used) {
		return
	}
	slices.SortFunc(rows, func(a, b int) int { return r.first[a].compare(r.first[b]) })
	slices.SortFunc(columns, func(a, b int) int { return cmp.Compare(r.used[a], r.used[b]) })
	r.live = opinion.NewLive(arranged(m, rows, columns), opinion.Options{})
	people, first, used := r.people, r.first, r.used
	r.people, r.first, r.used = nil, nil, nil
	clear(r.row)
	for i, from := range rows {
		r.people, r.first = append(r.people, people[from]), append(r.first, first[from])
		r.row[people[from]] = i
	}
	for j := range r.column {
		r.column[j] = -1
	}
	for c, from := range columns {
		r.used = append(r.used, used[from])
		r.column[used[from]] = c
	}
	r.disordered = false
}

// arranged returns a matrix with other rows and columns of m, in another order.
func arranged(m *opinion.Matrix, rows, columns []int) *opinion.Matrix {
	_, d := m.Dims()
	to := slices.Repeat([]int{-1}, d)
	b := opinion.NewBuilder(len(rows), len(columns))
	for c, from := range columns {
		to[from] = c
		b.SetKind(c, m.Kind(from))
	}
	for i, from := range rows {
		for j, v := range m.Row(from) {
			if to[j] >= 0 {
				b.Vote(i, to[j], v)
			}
		}
	}
	return b.Matrix()
}

// sheet returns the votes as a book of them would, with what is known of the people.
func (r *running) sheet(voters []Voter) Sheet {
	s := newSheet(r.people, voters, r.last)
	for _, j := range r.used {
		s.Statements = append(s.Statements, r.statements[j].ID)
		s.Columns = append(s.Columns, r.statements[j].Number)
	}
	s.Matrix = r.live.Matrix()
	return s
}
