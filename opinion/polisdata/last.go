package polisdata

import (
	"cmp"
	"io/fs"
	"slices"

	"penc/opinion"
)

// ReadLast reads what a matrix of last votes needs of the export in the root of
// folder, in less memory than [Read]: about 16 bytes an event of votes.csv and 8
// a vote. Rows and columns are in the order of the numbers of people and comments,
// so that the order in which votes were cast shows nowhere; else it is the matrix
// of [Conversation.Matrix]. The conversation is without votes, and without
// participants where votes.csv is there, whose file is not looked at then.
//
// Faults are those of Read in the files that were read.
func ReadLast(folder fs.FS, limits Limits) (*Conversation, *opinion.Matrix, Index, error) {
	r := reader{folder, limits.withDefaults(), new(Faults)}
	c := new(Conversation)
	e := events{people: numbering{of: map[int]int32{}}, comments: numbering{of: map[int]int32{}}}
	r.open(SummaryFile, func(in *rows) { c.Summary = readSummary(in) })
	r.open(CommentsFile, func(in *rows) { c.Comments, c.CommentColumns = readTable(in, commentSchema) })
	votes := false
	r.open(VotesFile, func(in *rows) {
		votes = true
		c.VoteColumns = eachRow(in, voteSchema, func(v *Vote) { e.add(v.Timestamp, v.Voter, v.Comment, v.Vote) })
	})
	if !votes {
		r.open(ParticipantsFile, func(in *rows) {
			c.ParticipantColumns = eachRow(in, participantSchema(), func(p *Participant) {
				for _, v := range p.Votes {
					e.add(0, p.ID, v.Comment, v.Vote)
				}
			})
		})
	}
	if len(r.faults.List) > 0 {
		return nil, nil, Index{}, r.faults
	}
	m, index := e.matrix(c.State())
	return c, m, index, nil
}

// events are vote events without what a matrix does not need.
type events struct {
	people, comments numbering
	parts            [][]event
	shuffled         bool // not in the order of time
}

// An event is at a time, with person and comment as numbered here, the latter
// times 3 plus the vote plus 1.
type event struct {
	at   int64
	who  int32
	what int32
}

// partSize is how many events are kept together: a list that grows whole would
// take up to three times the memory.
const partSize = 1 << 16

// A numbering gives numbers from 0 on to numbers of Polis.
type numbering struct {
	of  map[int]int32
	all []int
}

func (n *numbering) number(id int) int32 {
	k, ok := n.of[id]
	if !ok {
		k = int32(len(n.all))
		n.of[id] = k
		n.all = append(n.all, id)
	}
	return k
}

// sorted returns the numbers of Polis in order, and the place there of each.
func (n *numbering) sorted() (ids []int, place []int) {
	ids = slices.Sorted(slices.Values(n.all))
	place = make([]int, len(ids))
	for k, id := range ids {
		place[n.of[id]] = k
	}
	return ids, place
}

func (e *events) add(at int64, voter, comment int, v opinion.Vote) {
	x := event{at, e.people.number(voter), 3*e.comments.number(comment) + int32(v) + 1}
	last := len(e.parts) - 1
	if last >= 0 && e.parts[last][len(e.parts[last])-1].at > at {
		e.shuffled = true
	}
	if last < 0 || len(e.parts[last]) == partSize {
		e.parts = append(e.parts, make([]event, 0, partSize))
		last++
	}
	e.parts[last] = append(e.parts[last], x)
}

func (e *events) matrix(s State) (*opinion.Matrix, Index) {
	if e.shuffled {
		all := slices.Concat(e.parts...)
		slices.SortStableFunc(all, func(a, b event) int { return cmp.Compare(a.at, b.at) })
		e.parts = [][]event{all}
	}
	var index Index
	var row, column []int
	index.People, row = e.people.sorted()
	index.Comments, column = e.comments.sorted()
	b := opinion.NewBuilder(len(row), len(column))
	for k, part := range e.parts {
		for _, x := range part {
			b.Vote(row[x.who], column[x.what/3], opinion.Vote(x.what%3-1))
		}
		e.parts[k] = nil
	}
	kinds := s.kinds()
	for j, id := range index.Comments {
		b.SetKind(j, kinds[id])
	}
	return b.Matrix(), index
}
