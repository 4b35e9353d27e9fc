package conversation

import (
	"cmp"
	"slices"

	"penc/internal/ground/ref"
	"penc/opinion"
)

// A Book is the votes of a conversation on their way from the history into the
// mathematics: rows and columns have numbers, and no identity goes further. Votes
// are entered in the order in which they were cast, each where it counts: on the
// statement to which a merger carries it, for the account that claimed the guest.
// An export tells the same votes under the same numbers.
//
// It takes eight bytes a vote.
type Book struct {
	statements []Statement // by number
	column     map[ref.ID]int32
	claimed    map[ref.ID]ref.ID
	whither    Whither
	people     []ref.ID // in the order of their first votes
	first      []firstCast
	row        map[ref.ID]int32
	who        []int32
	what       []int32 // 3·statement + vote + 1, with the place of the statement in statements
	last       int64
}

// NewBook returns an empty book of a conversation's statements. claimed gives the
// account that claimed a guest, whither where votes on merged statements count.
func NewBook(statements []Statement, claimed map[ref.ID]ref.ID, whither Whither) *Book {
	b := &Book{
		statements: slices.Clone(statements), column: make(map[ref.ID]int32, len(statements)),
		claimed: claimed, whither: whither, row: map[ref.ID]int32{},
	}
	slices.SortStableFunc(b.statements, byNumber)
	for j, st := range b.statements {
		b.column[st.ID] = int32(j)
	}
	return b
}

func byNumber(a, b Statement) int { return cmp.Compare(a.Number, b.Number) }

// Enter enters a vote from the history; one on a statement that is not there is left
// out.
func (b *Book) Enter(v Answer) {
	who, statement := v.Participant, v.Statement
	if by, is := b.claimed[who]; is {
		who = by
	}
	if len(b.whither) > 0 {
		statement = b.whither.Of(who, statement)
	}
	column, ok := b.column[statement]
	if !ok {
		return
	}
	row, known := b.row[who]
	if !known {
		row = int32(len(b.people))
		b.row[who] = row
		b.people, b.first = append(b.people, who), append(b.first, firstCast{v.Ord, v.Participant})
	}
	b.who = append(b.who, row)
	b.what = append(b.what, 3*column+int32(v.Vote)+1)
	b.last = max(b.last, v.Ord)
}

// A Voter is what is known of somebody who voted, beside their votes.
type Voter struct {
	ID     ref.ID
	Group  ref.ID // declared stakeholder group, empty if none
	Guest  bool   // takes part without an account
	Number int    // in the export that the conversation came from; -1 if it did not
}

// A Sheet is the votes of a conversation ready for the mathematics. Rows and
// columns are in the order of the numbers that people and statements have in the
// export, so that whoever draws the map of the export draws the same one.
type Sheet struct {
	People     []ref.ID // rows
	Numbers    []int    // of people in the export, ascending
	Statements []ref.ID // columns: the statements with votes
	Columns    []int    // their numbers, ascending
	Labels     []int    // declared group of each row, as an index in Groups
	Groups     []ref.ID
	Guests     []bool // of each row
	Matrix     *opinion.Matrix
	Last       int64   // place of the last vote in the history
	Before     *Stakes // the figures that stand; nil if there are none
	Over       bool    // the conversation is closed
}

// Sheet returns the votes entered so far.
func (b *Book) Sheet(voters []Voter) Sheet {
	s := newSheet(b.people, voters, b.last)
	at := make([]int32, len(b.people)) // row of each person
	for i, p := range s.People {
		at[b.row[p]] = int32(i)
	}
	used := make([]bool, len(b.statements))
	for _, w := range b.what {
		used[w/3] = true
	}
	column, kinds := s.columns(b.statements, used)
	m := opinion.NewBuilder(len(s.People), len(s.Columns))
	for j, k := range kinds {
		m.SetKind(j, k)
	}
	for n, row := range b.who {
		m.Vote(int(at[row]), column[b.what[n]/3], opinion.Vote(b.what[n]%3-1))
	}
	s.Matrix = m.Matrix()
	return s
}

// newSheet returns a sheet of people, without votes. They are numbered in their order,
// unless they have numbers from elsewhere: then they are put into the order of these.
// Groups are in the order of their ids.
func newSheet(people []ref.ID, voters []Voter, last int64) Sheet {
	s := Sheet{People: slices.Clone(people), Numbers: make([]int, len(people)), Last: last}
	known, numbered := make(map[ref.ID]Voter, len(voters)), 0
	for _, v := range voters {
		known[v.ID] = v
	}
	for _, p := range people {
		v, ok := known[p]
		if ok && v.Number >= 0 {
			numbered++
		}
		if v.Group != "" && !slices.Contains(s.Groups, v.Group) {
			s.Groups = append(s.Groups, v.Group)
		}
	}
	slices.Sort(s.Groups)
	foreign := numbered > 0 && numbered == len(people)
	if foreign {
		slices.SortFunc(s.People, func(a, b ref.ID) int { return cmp.Compare(known[a].Number, known[b].Number) })
	}
	s.Labels, s.Guests = make([]int, len(people)), make([]bool, len(people))
	for i, p := range s.People {
		v := known[p]
		s.Numbers[i], s.Guests[i], s.Labels[i] = i, v.Guest, opinion.Undeclared
		if foreign {
			s.Numbers[i] = v.Number
		}
		if v.Group != "" {
			s.Labels[i] = slices.Index(s.Groups, v.Group)
		}
	}
	return s
}

// columns gives the statements that have votes their columns, and returns the
// column of each statement and the kind of each column.
func (s *Sheet) columns(statements []Statement, used []bool) (column []int, kinds []opinion.Kind) {
	column = make([]int, len(statements))
	for j, st := range statements {
		if used[j] {
			column[j] = len(s.Columns)
			s.Statements = append(s.Statements, st.ID)
			s.Columns = append(s.Columns, st.Number)
			kinds = append(kinds, kindOf(st))
		}
	}
	return column, kinds
}

// kindOf says how a statement takes part in a map, as in an export: those that were
// not let in, or were taken back or merged, count as moderated out; those about
// the people themselves as meta.
func kindOf(st Statement) opinion.Kind {
	switch {
	case st.Meta:
		return opinion.Meta
	case st.Standing != Accepted:
		return opinion.Out
	}
	return opinion.Open
}

// NewSheet makes a sheet of votes that stand, with people in the order of the
// voters.
func NewSheet(voters []Voter, statements []Statement, votes []Answer) Sheet {
	b := NewBook(statements, nil, nil)
	by := map[ref.ID][]Answer{}
	for _, v := range votes {
		by[v.Participant] = append(by[v.Participant], v)
	}
	for _, p := range voters {
		for _, v := range by[p.ID] {
			b.Enter(v)
		}
	}
	return b.Sheet(voters)
}
