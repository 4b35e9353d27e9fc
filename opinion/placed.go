package opinion

import (
	"cmp"
	"fmt"
	"slices"
)

const (
	// EnoughVotes is the number of votes that places a person, or all
	// statements when there are fewer. From Polis.
	EnoughVotes = 7
	// enoughPeople is the number up to which people are placed who voted
	// less, so that a young conversation has a map. From Polis.
	enoughPeople = 15
)

// placedRows returns who is put in a group, ascending: all with min(7, live)
// votes of any kind, all in keep, and, while these are fewer than 15, those
// who voted most, but nobody without a vote. Of those with equally many votes,
// tie says who comes first; nil means the earlier row. live is the number of
// statements with votes.
func placedRows(m *Matrix, live int, keep []int, tie func(i, j int) int) []int {
	n := len(m.start) - 1
	in := make([]bool, n)
	for _, i := range keep {
		if i < 0 || i >= n {
			panic(fmt.Sprintf("opinion: kept person %d of %d", i, n))
		}
		in[i] = true
	}
	need := max(1, min(EnoughVotes, live))
	var placed, rest []int
	for i := range n {
		switch votes := m.RowVotes(i); {
		case in[i] || votes >= need:
			placed = append(placed, i)
		case votes > 0:
			rest = append(rest, i)
		}
	}
	if short := enoughPeople - len(placed); short > 0 {
		slices.SortStableFunc(rest, func(i, j int) int {
			c := cmp.Compare(m.RowVotes(j), m.RowVotes(i))
			if c == 0 && tie != nil {
				c = tie(i, j)
			}
			return c
		})
		placed = append(placed, rest[:min(short, len(rest))]...)
		slices.Sort(placed)
	}
	return placed
}
