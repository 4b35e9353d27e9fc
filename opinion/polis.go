package opinion

import (
	"fmt"
	"slices"
)

// What the Polis engine takes in; later votes are dropped.
const (
	polisPeople     = 100_000
	polisStatements = 10_000
)

// A Polis is the method [Polis1] as a running engine: each [Polis.Update] goes
// on from what the last one found, as the production engine does, so that the
// map depends on when it was drawn. It remembers who is placed, the two axes,
// base clusters, groups for each number of groups, which number was the best and
// is shown, and the votes of the groups. It may not be used by several
// goroutines at once.
type Polis struct {
	n, d   int
	placed []int
	from   [2][]float64 // d: the axes; nil where there was none
	live   []bool       // d: columns with votes
	bases  *partition
	groups map[int]*partition // by number of groups
	shown  smoother
	votes  []Counts // d: of all groups together
}

// NewPolis returns an engine that has seen nothing: its first update is what
// [Compute] returns.
func NewPolis() *Polis { return new(Polis) }

// Update draws the map of m, which holds all votes so far, and keeps what the
// next update needs. People and statements may be added behind those of the last
// update and votes and kinds may change; m with fewer of them is another
// conversation, and panics. It takes O(votes) time and memory for each product
// of the power iteration, as [Compute] does.
//
// Any votes have a map, be they none: there are no groups then, and all figures
// are finite.
//
// Where the number of groups that would be shown can no longer be made, since
// base clusters have become fewer, the production engine fails; the best number
// is shown then.
func (p *Polis) Update(m *Matrix, opts Options) Result {
	n, d := m.Dims()
	if n < p.n || d < p.d {
		panic(fmt.Sprintf("opinion: update from %d by %d to %d by %d", p.n, p.d, n, d))
	}
	p.n, p.d = n, d
	m = polisCustoms(m)
	a := centre(m)
	placed := placedRows(m, a.live, slices.Concat(p.placed, opts.Keep), polisTie(a, opts.Numbers))
	axes := principal(a, p.starts(a))
	people := projectPeople(a, axes)
	crowd := cloud{names: placed, points: make([]point, len(placed))}
	for k, i := range placed {
		crowd.points[k] = people[i]
	}
	base := kmeans(crowd, p.bases, maxBases, baseSteps)
	tried := tryGroups(base, p.groups)
	p.shown.next(tried.tried[tried.best].K)
	groups := tried.shown(p.shown.shown)
	votes := groupVotes(m, placed, base, groups)

	r := Result{
		Method:      Polis1,
		Votes:       m.Votes(),
		Placed:      len(placed),
		K:           len(groups.ids),
		Silhouettes: tried.tried,
		Best:        p.shown.last,
		BestFor:     p.shown.times,
		Axes:        axes.public(),
	}
	r.People = resultPeople(m, people, placed, base, groups)
	r.Bases = resultBases(base, groups)
	r.Groups = resultGroups(a, groups, votes)
	r.Statements = p.statements(a, axes, votes)
	r.Agreed, r.Disagreed = consensus(m, a.counts)
	p.remember(a, axes, placed)
	p.bases, p.groups = remember(crowd, base), tried.remember()
	p.votes = sumGroups(votes, d)
	return r
}

// polisCustoms returns m without the votes of people and on statements beyond
// those that Polis has room for, in the order of m.
func polisCustoms(m *Matrix) *Matrix {
	counts := m.Counts()
	room, people := make([]bool, m.cols), 0
	statements := 0
	for j, c := range counts {
		if c.Total() > 0 {
			statements++
			room[j] = statements <= polisStatements
		}
	}
	n := len(m.start) - 1
	for i := range n {
		if m.RowVotes(i) > 0 {
			people++
		}
	}
	if people <= polisPeople && statements <= polisStatements {
		return m
	}
	out := &Matrix{cols: m.cols, start: make([]int, 1, n+1), kinds: m.kinds}
	people = 0
	for i := range n {
		if m.RowVotes(i) > 0 {
			people++
		}
		for _, c := range m.row(i) {
			if people <= polisPeople && room[c/3] {
				out.code = append(out.code, c)
			}
		}
		out.start = append(out.start, len(out.code))
	}
	return out
}

// polisTie returns which of two people with equally many votes is filled up
// first: the order in which Polis lists their numbers (n), by default their
// rows.
func polisTie(a *centred, numbers []int) func(i, j int) int {
	n, _ := a.m.Dims()
	if numbers != nil && len(numbers) != n {
		panic(fmt.Sprintf("opinion: %d numbers of %d people", len(numbers), n))
	}
	if a.people <= listed {
		return nil
	}
	return func(i, j int) int {
		if numbers != nil {
			i, j = numbers[i], numbers[j]
		}
		return compareHashes(i, j)
	}
}

// starts returns the vectors from which the axes are sought: the last ones,
// with 1 for statements that had no votes then; nil for all ones.
func (p *Polis) starts(a *centred) [2][]float64 {
	var out [2][]float64
	for c, w := range p.from {
		if w == nil {
			continue
		}
		out[c] = make([]float64, a.m.cols)
		for j := range out[c] {
			out[c][j] = 1
			if j < len(w) && p.live[j] {
				out[c][j] = w[j]
			}
		}
	}
	return out
}

// remember keeps what the next update starts from.
func (p *Polis) remember(a *centred, x axes, placed []int) {
	p.placed = placed
	p.live = make([]bool, len(a.counts))
	for j, c := range a.counts {
		p.live[j] = c.Total() > 0
	}
	for c, w := range x.w {
		p.from[c] = nil
		if norm(w) > 0 {
			p.from[c] = w
		}
	}
}

func resultPeople(m *Matrix, at []point, placed []int, base, groups clusters) []Person {
	out := make([]Person, len(at))
	for i, p := range at {
		out[i] = Person{X: p.x, Y: p.y, Votes: m.RowVotes(i), Base: -1, Group: -1}
	}
	for k, i := range placed {
		b := base.of[k]
		out[i].Placed, out[i].Base, out[i].Group = true, b, groups.of[b]
	}
	return out
}

func resultBases(base, groups clusters) []Base {
	out := make([]Base, len(base.centres))
	for b, p := range base.centres {
		out[b] = Base{ID: base.ids[b], X: p.x, Y: p.y, Size: int(base.weights[b]), Group: groups.of[b]}
	}
	return out
}

func resultGroups(a *centred, groups clusters, votes [][]Counts) []Group {
	out := make([]Group, len(groups.centres))
	for g, p := range groups.centres {
		out[g] = Group{ID: groups.ids[g], Size: int(groups.weights[g]), X: p.x, Y: p.y, Votes: make([]Cell, a.m.cols)}
		for j, c := range votes[g] {
			out[g].Votes[j].Counts = c
		}
		out[g].Representative = representative(a.m, votes, g, a.counts)
	}
	return out
}

func (p *Polis) statements(a *centred, axes axes, votes [][]Counts) []Statement {
	out := make([]Statement, a.m.cols)
	for j := range out {
		q := projectStatement(a, axes, j)
		s := Statement{
			Kind: a.m.kinds[j], Counts: a.counts[j], Mean: a.mean[j],
			X: q.x, Y: q.y, Extremity: q.length(), Consensus: groupConsensus(votes, j),
		}
		var before Counts
		if j < len(p.votes) {
			before = p.votes[j]
		}
		s.Priority = priority(s.Kind, across(votes, j), s.Extremity)
		s.PriorityNow = priority(s.Kind, before, s.Extremity)
		out[j] = s
	}
	return out
}

// sumGroups returns the votes of all groups together (d).
func sumGroups(votes [][]Counts, d int) []Counts {
	out := make([]Counts, d)
	for j := range out {
		out[j] = across(votes, j)
	}
	return out
}
