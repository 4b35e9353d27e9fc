package polisdata

import (
	"cmp"
	"fmt"
	"iter"
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
// left out. Comments that were moderated out or are meta keep their kind; one
// that is not in comments.csv is open.
func (c *Conversation) Matrix() (*opinion.Matrix, Index) { return c.MatrixIn(c.State()) }

// MatrixIn is [Conversation.Matrix] with the moderation of s in place of that
// of comments.csv.
func (c *Conversation) MatrixIn(s State) (*opinion.Matrix, Index) {
	g := newGrowing(c.Events(), s)
	return g.upTo(len(g.events))
}

// Batches yields what there is to map after each of so many equal batches of
// the events, in the order in which they were cast: the matrix of all votes so
// far with the moderation of s, and its index. Rows and columns only append
// from one to the next. Of N events each batch takes N/batches, rounded up, and
// the last what is left; so there can be fewer batches. It panics when batches
// is not positive.
func (c *Conversation) Batches(batches int, s State) iter.Seq2[*opinion.Matrix, Index] {
	if batches <= 0 {
		panic(fmt.Sprintf("polisdata: %d batches", batches))
	}
	return func(yield func(*opinion.Matrix, Index) bool) {
		g := newGrowing(c.Events(), s)
		size := BatchSize(len(g.events), batches)
		for at := 0; at < len(g.events); {
			at = min(at+size, len(g.events))
			if !yield(g.upTo(at)) {
				return
			}
		}
	}
}

// BatchSize returns how many of so many events each batch takes: events/batches,
// rounded up, and at least 1.
func BatchSize(events, batches int) int { return max(0, events-1)/batches + 1 }

// growing is a matrix to which events are added in their order.
type growing struct {
	events  []Vote
	kinds   map[int]opinion.Kind
	at      int // events taken in
	index   Index
	rows    map[int]int
	columns map[int]int
}

func newGrowing(events []Vote, s State) *growing {
	return &growing{events: events, kinds: s.kinds(), rows: map[int]int{}, columns: map[int]int{}}
}

// upTo returns the matrix of the first events, no fewer than the last time.
func (g *growing) upTo(events int) (*opinion.Matrix, Index) {
	for ; g.at < events; g.at++ {
		e := g.events[g.at]
		if _, ok := g.rows[e.Voter]; !ok {
			g.rows[e.Voter] = len(g.index.People)
			g.index.People = append(g.index.People, e.Voter)
		}
		if _, ok := g.columns[e.Comment]; !ok {
			g.columns[e.Comment] = len(g.index.Comments)
			g.index.Comments = append(g.index.Comments, e.Comment)
		}
	}
	b := opinion.NewBuilder(len(g.index.People), len(g.index.Comments))
	for _, e := range g.events[:events] {
		b.Vote(g.rows[e.Voter], g.columns[e.Comment], e.Vote)
	}
	for j, id := range g.index.Comments {
		b.SetKind(j, g.kinds[id])
	}
	return b.Matrix(), Index{slices.Clone(g.index.People), slices.Clone(g.index.Comments)}
}
