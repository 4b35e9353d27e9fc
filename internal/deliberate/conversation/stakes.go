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
// tell of that vote. So they are rounded ([Sheet.rough]) and drawn seldom
// ([Stakes.due]). docs/security.md says what that keeps and what it does not.
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
// vote moves a share by more than a tenth.
const LeastTold = 10

// standIns is how many people outside must each be able to take the place of
// everybody inside: with the person they are opinion.SmallGroup, the least number
// that figures are given of anywhere.
const standIns = opinion.SmallGroup - 1

// Bounds of the search for figures that can be shown.
const (
	toldStatements = 200  // those with most votes
	standInsAsked  = 3000 // people who are tried for each
	stride         = 7919 // a prime, between one and the next: people come in bunches
	manyStandIns   = 16   // who are held back before what holds them back gives way
	fewInside      = 50   // people for whom no other column gives way: it would seldom help
)

// toldSteps are the grids in hundredths, the finest first.
var toldSteps = []int{5, 10, 20}

// A table is due when there are half as many votes again as at the last; when the
// conversation is over, a quarter. Both are told in public, so that the moment says
// nothing of a group. In between an hour passes, unless nothing was told yet: a hall
// does not wait.
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
	grown, wait := dueOpen, dueTime
	if over {
		grown = dueOver
	}
	if over || len(k.Groups) == 0 && len(k.Guests.People) == 0 {
		wait = 0
	}
	return float64(votes) >= grown*float64(k.Votes) && votes > k.Votes && now.Sub(k.Drawn) >= wait
}

// A Rough is figures about groups of people, one a column, rounded.
type Rough struct {
	// People are about how many voted: multiples of 5.
	People []int `json:"people,omitempty"`
	// Within tells about how many of each column are in each opinion group, and last
	// in none.
	Within [][]Headcount `json:"within,omitempty"`
	// Steps are the grids of the shares in hundredths, by column.
	Steps      []int    `json:"steps,omitempty"`
	Statements []ref.ID `json:"statements,omitempty"`
	// Agree are the shares of each statement by column.
	Agree [][]About `json:"agree,omitempty"`
}

// An About is a share on a grid.
type About struct {
	Percent int  `json:"percent"`
	Hidden  bool `json:"hidden,omitempty"`
}

// Of returns the line of a statement; nil if nothing is told of it.
func (r Rough) Of(statement ref.ID) []About {
	if x := slices.Index(r.Statements, statement); x >= 0 {
		return r.Agree[x]
	}
	return nil
}

// Balance returns the balanced consensus of a line in hundredths, made of what is
// shown and nothing else: the geometric mean of the shares of the columns that are
// told of, each smoothed as in package opinion. least is the column with the smallest
// share, -1 if several have it. It is false unless two columns at least are told of.
func (r Rough) Balance(line []About) (percent, least int, ok bool) {
	sum, n := 0.0, 0
	least = -1
	for v, a := range line {
		if a.Hidden {
			continue
		}
		people := float64(r.People[v])
		sum += math.Log((float64(a.Percent)/100*people + 1) / (people + 2))
		if n++; least < 0 || a.Percent < line[least].Percent {
			least = v
		}
	}
	if n < 2 {
		return 0, -1, false
	}
	for v, a := range line {
		if v != least && !a.Hidden && a.Percent == line[least].Percent {
			least = -1
			break
		}
	}
	return int(math.Round(100 * math.Exp(sum/float64(n)))), least, true
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
// nowhere. Every column begins with the finest grid and is made coarser until this
// holds, for whoever knows every row of votes and everything that is shown: for
// everybody in a column there are standIns people outside it of whom each could change
// places with them, and nothing that is shown would be different. Where those who
// could stand in are held back by the grids of their own columns, these are made
// coarser. A coarser column only makes it easier for the others. In small groups it
// may hold with no grid; they have the coarsest.
func (s Sheet) rough(r opinion.Result, labels []int, columns int) Rough {
	if columns == 0 {
		return Rough{}
	}
	d := s.draft(r, labels, columns)
	for v := range columns {
		for {
			sound, held := d.sound(v)
			if sound || d.people[v] < fewInside && !d.coarser(v) || d.people[v] >= fewInside && !d.give(v, held) {
				break
			}
		}
	}
	return d.rough(s)
}

// give lets the columns tell less that are in the way of column v: those that hold
// its stand-ins back, or else itself, or else any. It is false if all have the
// coarsest grid.
func (d *draft) give(v int, held []bool) (less bool) {
	for w, h := range held {
		less = h && d.coarser(w) || less
	}
	if less || d.coarser(v) {
		return true
	}
	for w := range d.people {
		less = d.coarser(w) || less
	}
	return less
}

// A draft is figures of which it is not known yet whether they can be shown.
type draft struct {
	labels     []int // by person
	place      []int // opinion group by person, the last for none
	votes      [][]int8
	statements []int // columns of the sheet, those with most votes first
	step       []int // by column, a place in toldSteps
	people     []int
	within     [][]int // by column and place
	agree      [][]int // by column and line
	total      [][]int
}

// unvoted stands where there is no vote.
const unvoted int8 = 2

func (s Sheet) draft(r opinion.Result, labels []int, columns int) draft {
	d := draft{
		labels: labels, people: make([]int, columns), place: make([]int, len(labels)),
		step: make([]int, columns),
	}
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

// sound reports whether everybody in a column has their stand-ins. Of the first who
// has not it says which other columns hold back people who could stand in as far as
// this column shows; none if they are few.
func (d *draft) sound(column int) (sound bool, held []bool) {
	var outside []int
	for o, v := range d.labels {
		if v != column {
			outside = append(outside, o)
		}
	}
	step := stride
	if len(outside)%stride == 0 { // else everybody is tried once
		step = 1
	}
	for i, v := range d.labels {
		if v != column {
			continue
		}
		found, could := 0, 0
		held = make([]bool, len(d.people))
		for n := 0; n < min(len(outside), standInsAsked) && found < standIns; n++ {
			o := outside[(i+n*step)%len(outside)]
			switch {
			case !d.stays(v, i, o):
			case d.stays(d.labels[o], o, i):
				found++
			default:
				held[d.labels[o]] = true
				could++
			}
		}
		if found < standIns {
			if could < manyStandIns {
				held = nil
			}
			return false, held
		}
	}
	return true, nil
}

// coarser gives a column a wider grid. It is false if it has the widest.
func (d *draft) coarser(v int) bool {
	if d.step[v] == len(toldSteps)-1 {
		return false
	}
	d.step[v]++
	return true
}

// stays reports whether a column shows the same without i and with o.
func (d *draft) stays(v, i, o int) bool {
	if v < 0 {
		return true
	}
	if a, b := d.place[i], d.place[o]; a != b &&
		(about(d.within[v][a]) != about(d.within[v][a]-1) || about(d.within[v][b]) != about(d.within[v][b]+1)) {
		return false
	}
	for x := range d.statements {
		less, more := d.votes[i][x], d.votes[o][x]
		if less == more {
			continue
		}
		agree, total := d.agree[v][x], d.total[v][x]
		after := d.share(v, agree-yes(less)+yes(more), total-given(less)+given(more))
		if after != d.share(v, agree, total) {
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

// share returns a share of a column as it is shown.
func (d *draft) share(v, agree, total int) About {
	if total < LeastTold {
		return About{Hidden: true}
	}
	step := toldSteps[d.step[v]]
	// In whole numbers, halves up: the same on every machine.
	return About{Percent: (2*100*agree + step*total) / (2 * step * total) * step}
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
		r.Steps = append(r.Steps, toldSteps[d.step[v]])
		var row []Headcount
		for _, n := range d.within[v] {
			row = append(row, about(n))
		}
		r.Within = append(r.Within, row)
	}
	for x, j := range d.statements {
		line := make([]About, len(d.people))
		for v := range line {
			line[v] = d.share(v, d.agree[v][x], d.total[v][x])
		}
		r.Statements, r.Agree = append(r.Statements, s.Statements[j]), append(r.Agree, line)
	}
	return r
}
