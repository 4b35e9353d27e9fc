package routing

import (
	"fmt"
	"slices"

	"penc/opinion"
)

// A Plan is penc/1 routing for one map: all that can be known of the statements
// before somebody asks. It is plain data and may be read by several goroutines.
type Plan struct {
	// Noise is the variance of a vote around what the position says.
	Noise float64 `json:"noise"`
	// Metric (xx, xy, yy) says how much an error of a position matters along
	// each direction: most along that in which the groups of the map differ.
	Metric [3]float64 `json:"metric"`
	// Centres are those of the opinion groups of the map, as positions.
	Centres [][2]float64 `json:"centres"`
	// Declared is the number of stakeholder groups.
	Declared int `json:"declared"`
	// Columns are the statements (d).
	Columns []Column `json:"columns"`
}

// A Column is what a plan knows of one statement. Positions have the prior
// variance 1 in each direction; a vote is expected to be Mean + Loading·position.
type Column struct {
	Kind opinion.Kind `json:"kind"`
	// Votes is the number of votes of everybody.
	Votes int `json:"votes"`
	// Pass is the expected share of passes, 0 to 1.
	Pass float64 `json:"pass"`
	Mean float64 `json:"mean"`
	// Loading is how far the vote goes with the position.
	Loading [2]float64 `json:"loading"`
	// Doubt (xx, xy, yy) is the covariance of what is known of Loading.
	Doubt [3]float64 `json:"doubt"`
	// Declared and Opinion are by how much one more vote of each stakeholder
	// group, and of each opinion group, is expected to lower the variance of
	// its agreement.
	Declared []float64 `json:"declared"`
	Opinion  []float64 `json:"opinion"`
}

// NewPlan makes the plan for the map r of m (n×d). labels (n) are the declared
// stakeholder groups, 0 to declared-1 or [opinion.Undeclared]; nil says that
// nobody declared one. r may be without a map, and by any method. It panics on
// labels out of range and when r is not of m.
//
// It takes O(votes) once and ten times O(votes) of up to 100,000 votes:
// of more, an even sample of the people is looked at.
func NewPlan(m *opinion.Matrix, r *opinion.Result, labels []int, declared int) *Plan {
	n, d := m.Dims()
	if len(r.People) != n || len(r.Statements) != d || labels != nil && len(labels) != n {
		panic(fmt.Sprintf("routing: map of %d people and %d statements, %d labels for %d by %d",
			len(r.People), len(r.Statements), len(labels), n, d))
	}
	kinds := make([]opinion.Kind, d)
	for j := range kinds {
		kinds[j] = m.Kind(j)
	}
	p := Start(kinds, m.Counts(), declared)
	p.learn(m, r)
	p.tally(m, r, labels)
	return p
}

// Start returns the plan for statements of which there is no map yet, by their
// counts; declared is the number of stakeholder groups. It panics when lengths
// differ or declared is negative.
func Start(kinds []opinion.Kind, counts []opinion.Counts, declared int) *Plan {
	if len(kinds) != len(counts) || declared < 0 {
		panic(fmt.Sprintf("routing: %d kinds, %d counts, %d groups", len(kinds), len(counts), declared))
	}
	p := &Plan{Noise: 1, Metric: cov{0.5, 0, 0.5}, Declared: declared, Columns: make([]Column, len(kinds))}
	total, open := 0.0, 0 // of the variance that goes with positions
	for j := range p.Columns {
		p.Columns[j] = newColumn(kinds[j], counts[j])
		p.Columns[j].Declared = slices.Repeat([]float64{mostRelief}, declared)
		if kinds[j] == opinion.Open {
			total += p.Columns[j].Doubt[0] + p.Columns[j].Doubt[2]
			open++
		}
	}
	if open > 0 {
		p.Noise = (1 - common) / common * total / float64(open)
	}
	return p
}

// tally fills in what votes of groups are worth.
func (p *Plan) tally(m *opinion.Matrix, r *opinion.Result, labels []int) {
	d := len(p.Columns)
	of, by := make([][]opinion.Counts, p.Declared), make([][]opinion.Counts, len(r.Groups))
	for g := range of {
		of[g] = make([]opinion.Counts, d)
	}
	for g := range by {
		by[g] = make([]opinion.Counts, d)
		for j, c := range r.Groups[g].Votes {
			by[g][j] = c.Counts
		}
	}
	for i, g := range labels {
		if g < opinion.Undeclared || g >= p.Declared {
			panic(fmt.Sprintf("routing: label %d of %d groups", g, p.Declared))
		}
		if g == opinion.Undeclared {
			continue
		}
		for _, c := range m.Codes(i) {
			count(&of[g][c/3], opinion.Vote(c%3-1))
		}
	}
	for j := range p.Columns {
		c := &p.Columns[j]
		c.Declared, c.Opinion = make([]float64, len(of)), make([]float64, len(by))
		for g := range of {
			c.Declared[g] = relief(of[g][j])
		}
		for g := range by {
			c.Opinion[g] = relief(by[g][j])
		}
	}
}

func count(c *opinion.Counts, v opinion.Vote) {
	switch v {
	case opinion.Agree:
		c.Agree++
	case opinion.Disagree:
		c.Disagree++
	default:
		c.Pass++
	}
}

// relief returns by how much one more vote is expected to lower the variance of
// the share that agrees, which is Beta(a, b) with a = A + 1 and b = S - A + 1:
//
//	ab / ((a+b)²(a+b+1)) - ab / ((a+b)(a+b+1)²) = ab / ((a+b)²(a+b+1)²)
func relief(c opinion.Counts) float64 {
	a, b := float64(c.Agree+1), float64(c.Disagree+c.Pass+1)
	n := a + b
	x := n * (n + 1)
	return a * b / float64(x*x)
}

// mostRelief is that of the first vote.
const mostRelief = 1.0 / 36

// Select returns the plan for other statements: those of columns, each the number
// of a statement of p, or -1 for one that p does not know. kind and counts give
// what is known of each now. A statement that the map did not know tells on
// average as much about a person as others, and nobody's group has voted on it.
// It is how a plan follows a conversation between two maps. It panics on other
// columns, and when the lengths differ.
func (p *Plan) Select(columns []int, kinds []opinion.Kind, counts []opinion.Counts) *Plan {
	if len(kinds) != len(columns) || len(counts) != len(columns) {
		panic(fmt.Sprintf("routing: %d columns, %d kinds, %d counts", len(columns), len(kinds), len(counts)))
	}
	out := *p
	out.Columns = make([]Column, len(columns))
	for k, j := range columns {
		c := newColumn(kinds[k], counts[k])
		if j >= 0 {
			old := p.Columns[j]
			c.Mean, c.Loading, c.Doubt, c.Declared, c.Opinion = old.Mean, old.Loading, old.Doubt, old.Declared, old.Opinion
		} else {
			c.Declared = slices.Repeat([]float64{mostRelief}, p.Declared)
			c.Opinion = slices.Repeat([]float64{mostRelief}, len(p.Centres))
		}
		out.Columns[k] = c
	}
	return &out
}
