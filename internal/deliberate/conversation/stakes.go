package conversation

import (
	"cmp"
	"math"
	"slices"
	"time"

	"penc/internal/ground/ref"
	"penc/opinion"
)

// Stakes are figures about what the export does not tell of people: the stakeholder
// group that they declared, and whether they take part as guests. Everybody can read
// every row of votes, so exact figures would tell whose rows they are made of: few
// tables of small groups have more than one solution, and two tables around one vote
// tell of that vote. So they are rounded until everybody in them could be somebody
// else ([Sheet.rough]), and drawn seldom ([Stakes.due]). docs/security.md says what
// that keeps and what it does not.
type Stakes struct {
	Drawn time.Time `json:"drawn"`
	Votes int       `json:"votes"` // that stood then
	// Groups are the declared groups that are told of, the columns of Declared.
	Groups   []ref.ID `json:"groups"`
	Declared Rough    `json:"declared"`
	// Guests has the columns accounts and guests; none unless both are enough.
	Guests Rough `json:"guests"`
}

// LeastTold is the number of voters from which a stakeholder group is told of, and
// the number of votes from which its share on a statement is. In a smaller group one
// vote moves a share by more than a tenth, and no rounding that still says something
// hides it.
const LeastTold = 10

// standIns is how many people outside must each be able to take the place of
// everybody inside: with the person they are opinion.SmallGroup, the least number
// that figures are given of anywhere.
const standIns = opinion.SmallGroup - 1

// Bounds of the search for figures that can be shown.
const (
	toldStatements = 200  // those with most votes
	standInsAsked  = 3000 // people who are tried for each
)

// toldSteps are the grids in hundredths, the finest first.
var toldSteps = []int{5, 10, 20}

// A table is due when there are half as many votes again as at the last; when the
// conversation is over, a quarter. Both are told in public, so that the moment says
// nothing of a group. And never twice within an hour.
const (
	dueOpen = 1.5
	dueOver = 1.25
	dueTime = time.Hour
)

// due reports whether figures are to be drawn anew. k is nil if there are none.
func (k *Stakes) due(votes int, over bool, now time.Time) bool {
	if k == nil {
		return true
	}
	grown := dueOpen
	if over {
		grown = dueOver
	}
	return float64(votes) >= grown*float64(k.Votes) && votes > k.Votes && now.Sub(k.Drawn) >= dueTime
}

// A Rough is figures about groups of people, one a column, rounded.
type Rough struct {
	// People are about how many voted: multiples of 5.
	People []int `json:"people,omitempty"`
	// Within tells about how many of each column are in each opinion group, and last
	// in none; nil if that cannot be told.
	Within [][]Headcount `json:"within,omitempty"`
	// Step is the grid of the shares in hundredths.
	Step       int      `json:"step,omitempty"`
	Statements []ref.ID `json:"statements,omitempty"`
	// Agree are the shares of each statement by column.
	Agree [][]About `json:"agree,omitempty"`
}

// An About is a share on a grid.
type About struct {
	Percent int  `json:"percent"`
	Hidden  bool `json:"hidden,omitempty"` // fewer than LeastTold votes
}

// Of returns the line of a statement; nil if nothing is told of it.
func (r Rough) Of(statement ref.ID) []About {
	if x := slices.Index(r.Statements, statement); x >= 0 {
		return r.Agree[x]
	}
	return nil
}

// Balance returns the balanced consensus of a line in hundredths, made of what is
// shown and nothing else: the geometric mean of the shares, each smoothed as in
// package opinion. least is the column with the smallest share, -1 if several have
// it. It is false where a share is not shown.
func (r Rough) Balance(line []About) (percent, least int, ok bool) {
	if len(line) == 0 {
		return 0, -1, false
	}
	sum := 0.0
	for v, a := range line {
		if a.Hidden {
			return 0, -1, false
		}
		n := float64(r.People[v])
		sum += math.Log((float64(a.Percent)/100*n + 1) / (n + 2))
		if a.Percent < line[least].Percent {
			least = v
		}
	}
	for v, a := range line {
		if v != least && a.Percent == line[least].Percent {
			least = -1
			break
		}
	}
	return int(math.Round(100 * math.Exp(sum/float64(len(line))))), least, true
}

// Balanced returns the lines by their balanced consensus, the highest first; those
// without one come last.
func (r Rough) Balanced() []int {
	order := make([]int, len(r.Statements))
	for x := range order {
		order[x] = x
	}
	worth := func(x int) int {
		if percent, _, ok := r.Balance(r.Agree[x]); ok {
			return percent
		}
		return -1
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(worth(b), worth(a)) })
	return order
}

// stakes draws the figures of a sheet.
func (s Sheet) stakes(r opinion.Result, now time.Time) *Stakes {
	k := &Stakes{Drawn: now, Votes: r.Votes}
	voters := make([]int, len(s.Groups))
	for _, g := range s.Labels {
		if g >= 0 {
			voters[g]++
		}
	}
	column := slices.Repeat([]int{-1}, len(s.Groups))
	for g, n := range voters {
		if n >= LeastTold {
			column[g] = len(k.Groups)
			k.Groups = append(k.Groups, s.Groups[g])
		}
	}
	labels := make([]int, len(s.Labels))
	for i, g := range s.Labels {
		labels[i] = -1
		if g >= 0 {
			labels[i] = column[g]
		}
	}
	k.Declared = s.rough(r, labels, len(k.Groups))
	guests := 0
	for i, guest := range s.Guests {
		labels[i] = 0
		if guest {
			labels[i] = 1
			guests++
		}
	}
	if guests >= LeastTold && len(s.Guests)-guests >= LeastTold {
		k.Guests = s.rough(r, labels, 2)
	}
	return k
}

// rough returns figures of people by their labels, -1 for those who are told of
// nowhere. What holds of it, for whoever knows every row of votes and everything that
// is shown: for everybody in a column there are standIns people outside it of whom
// each could change places with them, and nothing that is shown would be different.
// It takes the finest grid with which that holds of all, or else only the statements
// with most votes.
func (s Sheet) rough(r opinion.Result, labels []int, columns int) Rough {
	if columns == 0 {
		return Rough{}
	}
	d := s.draft(r, labels, columns)
	for _, step := range toldSteps {
		if d.step = step; d.sound() {
			return d.rough(s)
		}
	}
	for len(d.statements) > 0 {
		d.statements = d.statements[:len(d.statements)/2]
		if d.sound() {
			return d.rough(s)
		}
	}
	d.apart = false
	return d.rough(s)
}

// A draft is figures of which it is not known yet whether they can be shown.
type draft struct {
	labels     []int // by person
	place      []int // opinion group by person, the last for none
	votes      [][]int8
	statements []int // columns of the sheet, those with most votes first
	step       int
	apart      bool // Within is told
	people     []int
	within     [][]int // by column and place
	agree      [][]int // by column and line
	total      [][]int
}

// unvoted stands where there is no vote.
const unvoted int8 = 2

func (s Sheet) draft(r opinion.Result, labels []int, columns int) draft {
	d := draft{labels: labels, apart: true, people: make([]int, columns), place: make([]int, len(labels))}
	counts := s.Matrix.Counts()
	for j := range s.Statements {
		if s.Matrix.Kind(j) == opinion.Open {
			d.statements = append(d.statements, j)
		}
	}
	slices.SortStableFunc(d.statements, func(a, b int) int { return cmp.Compare(counts[b].Total(), counts[a].Total()) })
	d.statements = d.statements[:min(len(d.statements), toldStatements)]
	line := slices.Repeat([]int{-1}, len(s.Statements))
	for x, j := range d.statements {
		line[j] = x
	}
	table := func(n int) [][]int {
		out := make([][]int, columns)
		for v := range out {
			out[v] = make([]int, n)
		}
		return out
	}
	d.within, d.agree, d.total = table(len(r.Groups)+1), table(len(d.statements)), table(len(d.statements))
	d.votes = make([][]int8, len(labels))
	for i, v := range labels {
		if d.place[i] = r.People[i].Group; d.place[i] < 0 {
			d.place[i] = len(r.Groups)
		}
		d.votes[i] = slices.Repeat([]int8{unvoted}, len(d.statements))
		for j, vote := range s.Matrix.Row(i) {
			if x := line[j]; x >= 0 {
				d.votes[i][x] = int8(vote)
				if v >= 0 {
					d.total[v][x]++
					d.agree[v][x] += yes(int8(vote))
				}
			}
		}
		if v >= 0 {
			d.people[v]++
			d.within[v][d.place[i]]++
		}
	}
	return d
}

// sound reports whether everybody has their stand-ins.
func (d *draft) sound() bool {
	for i, v := range d.labels {
		if v < 0 {
			continue
		}
		found := 0
		for n := 1; n < len(d.labels) && n <= standInsAsked && found < standIns; n++ {
			if o := (i + n) % len(d.labels); d.labels[o] != v && d.same(i, o) {
				found++
			}
		}
		if found < standIns {
			return false
		}
	}
	return true
}

// same reports whether nothing that is shown changes if i and o change places.
func (d *draft) same(i, o int) bool { return d.stays(d.labels[i], i, o) && d.stays(d.labels[o], o, i) }

// stays reports whether a column shows the same without i and with o.
func (d *draft) stays(v, i, o int) bool {
	if v < 0 {
		return true
	}
	if a, b := d.place[i], d.place[o]; d.apart && a != b &&
		(about(d.within[v][a]) != about(d.within[v][a]-1) || about(d.within[v][b]) != about(d.within[v][b]+1)) {
		return false
	}
	for x := range d.statements {
		less, more := d.votes[i][x], d.votes[o][x]
		if less == more {
			continue
		}
		agree, total := d.agree[v][x], d.total[v][x]
		after := d.share(agree-yes(less)+yes(more), total-given(less)+given(more))
		if after != d.share(agree, total) {
			return false
		}
	}
	return true
}

// yes and given count one vote.
func yes(vote int8) int {
	if vote == int8(opinion.Agree) {
		return 1
	}
	return 0
}

func given(vote int8) int {
	if vote == unvoted {
		return 0
	}
	return 1
}

// share returns a share as it is shown.
func (d *draft) share(agree, total int) About {
	if total < LeastTold {
		return About{Hidden: true}
	}
	// In whole numbers, halves up: the same on every machine.
	return About{Percent: (2*100*agree + d.step*total) / (2 * d.step * total) * d.step}
}

// about returns a number of people as it is shown; fewer than five, and nobody, are
// not told apart.
func about(people int) Headcount {
	if people < opinion.SmallGroup {
		return Headcount{Hidden: true}
	}
	return Headcount{People: opinion.SmallGroup * ((2*people + opinion.SmallGroup) / (2 * opinion.SmallGroup))}
}

// rough returns what is shown of the draft.
func (d *draft) rough(s Sheet) Rough {
	var r Rough
	for v, n := range d.people {
		r.People = append(r.People, about(n).People)
		if d.apart {
			row := make([]Headcount, len(d.within[v]))
			for g, n := range d.within[v] {
				row[g] = about(n)
			}
			r.Within = append(r.Within, row)
		}
	}
	if len(d.statements) > 0 {
		r.Step = d.step
	}
	for x, j := range d.statements {
		line := make([]About, len(d.people))
		for v := range line {
			line[v] = d.share(d.agree[v][x], d.total[v][x])
		}
		r.Statements, r.Agree = append(r.Statements, s.Statements[j]), append(r.Agree, line)
	}
	return r
}
