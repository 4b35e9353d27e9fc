package polisdata

import (
	"cmp"
	"slices"

	"penc/opinion"
)

// Events returns every vote in the order in which it was cast: by timestamp,
// and in file order where those are equal. Without votes.csv they are the
// votes of participants-votes.csv, row by row.
func (c *Conversation) Events() []Vote {
	if c.VoteColumns != nil || len(c.Votes) > 0 {
		out := slices.Clone(c.Votes)
		slices.SortStableFunc(out, func(a, b Vote) int { return cmp.Compare(a.Timestamp, b.Timestamp) })
		return out
	}
	var out []Vote
	for _, p := range c.Participants {
		for _, v := range p.Votes {
			out = append(out, Vote{Comment: v.Comment, Voter: p.ID, Vote: v.Vote})
		}
	}
	return out
}

// An Index says which Polis number stands behind a row and a column.
type Index struct {
	People   []int // n: voters
	Comments []int // d
}

// Matrix returns the votes as a matrix (n×d) with its index. Rows are in the
// order in which people first voted, columns in the order in which comments
// were first voted on, as in Polis. People and comments without a vote are
// left out. Comments that were moderated out or are meta keep their kind.
func (c *Conversation) Matrix() (*opinion.Matrix, Index) {
	events := c.Events()
	var index Index
	rows, columns := make(map[int]int), make(map[int]int)
	for _, e := range events {
		if _, ok := rows[e.Voter]; !ok {
			rows[e.Voter] = len(index.People)
			index.People = append(index.People, e.Voter)
		}
		if _, ok := columns[e.Comment]; !ok {
			columns[e.Comment] = len(index.Comments)
			index.Comments = append(index.Comments, e.Comment)
		}
	}
	b := opinion.NewBuilder(len(index.People), len(index.Comments))
	for _, e := range events {
		b.Vote(rows[e.Voter], columns[e.Comment], e.Vote)
	}
	for _, x := range c.Comments {
		if j, ok := columns[x.ID]; ok {
			b.SetKind(j, x.Kind())
		}
	}
	return b.Matrix(), index
}
