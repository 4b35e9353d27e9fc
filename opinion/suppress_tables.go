package opinion

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
)

// A Crowd is people as several tables count them: by the sets they are in (who
// registered, who was present, who spoke; here and elsewhere) and by what they
// are (their group, their language). For each set and each attribute there is one
// row of cells; the total of the set is known beside it.
type Crowd struct {
	Sets       int     // how many sets there are
	In         [][]int // In[i] are the sets that person i is in
	Attributes []Attribute
	Unions     []Union
}

// An Attribute is one thing that each person is.
type Attribute struct {
	Values int   // how many values there are
	Of     []int // Of[i] is the value of person i, from 0
	// Sets are those that have a row for it; all if nil.
	Sets []int
	// Elsewhere are sets whose row another page shows too, with its total and without
	// its empty cells, as [Suppress] lets it. No more of it can be withheld here.
	Elsewhere []int
}

func (a Attribute) counts(set int) bool { return a.Sets == nil || slices.Contains(a.Sets, set) }

// suppress is [Suppress] for the row of a set.
func (a Attribute) suppress(set int, row []int) (hidden []bool, all bool) {
	if !slices.Contains(a.Elsewhere, set) {
		return Suppress(row)
	}
	var some []int // values that somebody has
	var cells []int
	for v, people := range row {
		if people > 0 {
			some, cells = append(some, v), append(cells, people)
		}
	}
	h, all := Suppress(cells)
	hidden = make([]bool, len(row))
	for i, v := range some {
		hidden[v] = h[i]
	}
	return hidden, all
}

// A Union is a set that is known to hold exactly the people of its parts.
type Union struct {
	Whole int
	Parts []int
}

// Withheld says what may not be shown of a crowd.
type Withheld struct {
	Totals []bool     // by set; then none of its cells is shown either
	Cells  [][][]bool // by set, attribute, value
}

// SuppressTables is [Suppress] for rows that belong together: the same total over
// several attributes, sets inside other sets, sets made of others. What it leaves
// to be shown may be laid side by side.
//
// Suppress is asked of each row first; where it withholds a total, all cells of the
// set go with it, and so does the total of a whole that would give that of a part
// away. Then for each cell of 1 to 4 a witness is sought: two persons who could
// change places in one attribute, or one who could have another value of it, so
// that this cell has another number and everything that is shown stays as it is.
// What stands in the way is withheld too, the fewest people first.
//
// Sets of which not even the total is shown, and that are no part of a whole whose
// total is, need no witness: nothing is shown of them.
//
// What holds afterwards, for whoever knows everything that is shown, knows for
// every person in which sets they are, and reasons perfectly: no withheld cell of
// 1 to 4 in any other set has only one possible number. In the witness the same
// cells of a row are under five as in truth, or Suppress withholds the same of it,
// except in rows that are withheld as a whole. A row that stands alone is as safe
// as Suppress makes it. Of rows that overlap it promises nothing against people who
// know more than that, such as the values of others, or who repeat this rule for
// every crowd that could be; and nothing of the difference between two cells that
// are both shown.
func SuppressTables(c Crowd) Withheld {
	n := c.counts()
	w := Withheld{Totals: make([]bool, c.Sets), Cells: make([][][]bool, c.Sets)}
	for s := range c.Sets {
		w.Cells[s] = make([][]bool, len(c.Attributes))
		silent := n.totals[s] > 0 && n.totals[s] < SmallGroup
		for a, attribute := range c.Attributes {
			if !attribute.counts(s) {
				w.Cells[s][a] = slices.Repeat([]bool{true}, attribute.Values)
				continue
			}
			hidden, all := attribute.suppress(s, n.cells[s][a])
			w.Cells[s][a] = hidden
			silent = silent || all
		}
		if silent {
			w.withhold(s)
		}
	}
	for _, u := range c.Unions {
		if n.tells(u, c, w) {
			w.withhold(u.Whole)
		}
	}
	for a := range c.Attributes {
		p := protector{attribute: a, of: c.Attributes[a], n: n, w: w, classes: c.classes(a), silent: silent(c, w), moves: map[[3]int]bool{}}
		p.run()
	}
	return w
}

func (w Withheld) withhold(set int) {
	w.Totals[set] = true
	for _, row := range w.Cells[set] {
		for v := range row {
			row[v] = true
		}
	}
}

// counted are the numbers behind totals and cells.
type counted struct {
	totals []int
	cells  [][][]int
}

func (c Crowd) counts() counted {
	n := counted{make([]int, c.Sets), make([][][]int, c.Sets)}
	for s := range c.Sets {
		n.cells[s] = make([][]int, len(c.Attributes))
		for a, attribute := range c.Attributes {
			n.cells[s][a] = make([]int, attribute.Values)
		}
	}
	for i, sets := range c.In {
		for _, s := range sets {
			if s < 0 || s >= c.Sets {
				panic(fmt.Sprintf("opinion: set %d of %d", s, c.Sets))
			}
			n.totals[s]++
			for a, attribute := range c.Attributes {
				n.cells[s][a][attribute.Of[i]]++
			}
		}
	}
	return n
}

// tells reports whether a whole says of one of its parts, whose total is withheld,
// that it holds four people or more: those whom no other part holds. Most withheld
// totals are of four at most.
func (n counted) tells(u Union, c Crowd, w Withheld) bool {
	for _, part := range u.Parts {
		if !w.Totals[part] {
			continue
		}
		if n.atLeast(u, part, func(s int) []int { return []int{n.totals[s]} }) >= SmallGroup-1 {
			return true
		}
		for a := range c.Attributes {
			if n.atLeast(u, part, func(s int) []int { return n.cells[s][a] }) >= SmallGroup-1 {
				return true
			}
		}
	}
	return false
}

// atLeast returns how many people a part must hold for a row of the whole to add
// up.
func (n counted) atLeast(u Union, part int, row func(set int) []int) int {
	sum := 0
	for v, people := range row(u.Whole) {
		for _, other := range u.Parts {
			if other != part {
				people -= row(other)[v]
			}
		}
		sum += max(0, people)
	}
	return sum
}

// A class is people in the same sets with the same value of one attribute.
type class struct {
	sets  []int
	in    []bool // by set
	value int
}

// classes returns the classes of an attribute, and for each value one of people
// who are in no set: somebody of whom nothing is counted.
func (c Crowd) classes(a int) []class {
	var out []class
	seen := map[string]bool{}
	var mine []int // sets of one person that count, ascending, each once
	var key []byte
	add := func(sets []int, value int) {
		mine = mine[:0]
		for _, s := range sets {
			if c.Attributes[a].counts(s) {
				mine = append(mine, s)
			}
		}
		slices.Sort(mine)
		mine = slices.Compact(mine)
		key = strconv.AppendInt(key[:0], int64(value), 10)
		for _, s := range mine {
			key = strconv.AppendInt(append(key, ' '), int64(s), 10)
		}
		if seen[string(key)] {
			return
		}
		seen[string(key)] = true
		k := class{slices.Clone(mine), make([]bool, c.Sets), value}
		for _, s := range mine {
			k.in[s] = true
		}
		out = append(out, k)
	}
	for i, sets := range c.In {
		add(sets, c.Attributes[a].Of[i])
	}
	for v := range c.Attributes[a].Values {
		add(nil, v)
	}
	slices.SortFunc(out, func(a, b class) int { return cmp.Or(cmp.Compare(a.value, b.value), slices.Compare(a.sets, b.sets)) })
	return out
}

// A protector finds the witnesses of one attribute.
type protector struct {
	attribute int
	of        Attribute
	n         counted
	w         Withheld
	classes   []class
	silent    []bool          // by set: nothing is shown of it
	moves     map[[3]int]bool // by set and two values: whether the row stays
}

// silent returns the sets of which nothing is shown, not by way of a whole either.
func silent(c Crowd, w Withheld) []bool {
	out := slices.Clone(w.Totals)
	for _, u := range c.Unions {
		for _, part := range u.Parts {
			out[part] = out[part] && w.Totals[u.Whole]
		}
	}
	return out
}

func (p protector) run() {
	for s := range p.n.cells {
		if !p.of.counts(s) || p.silent[s] {
			continue
		}
		for v, people := range p.n.cells[s][p.attribute] {
			if people > 0 && people < SmallGroup {
				p.protect(s, v)
			}
		}
	}
}

// protect withholds what it takes so that the cell of a set and a value has a
// witness: the cheapest pair of one class in the set and one outside it, of which
// one has the value and the other has not.
func (p protector) protect(s, v int) {
	best, x, y := -1, class{}, class{}
	for _, in := range p.classes {
		if !in.in[s] {
			continue
		}
		for _, out := range p.classes {
			if out.in[s] || in.value == out.value || (in.value == v) == (out.value == v) {
				continue
			}
			if cost := p.cost(in, out, best); best < 0 || cost < best {
				best, x, y = cost, in, out
			}
			if best == 0 {
				return
			}
		}
	}
	if best > 0 && best < tooMuch {
		p.hide(x, y)
	}
}

// tooMuch is the cost of withholding what is shown elsewhere.
const tooMuch = 1 << 40

// cost is how many people and cells have to be withheld so that one of x and one
// of y can change places. It stops counting at limit, if that is not negative.
func (p protector) cost(x, y class, limit int) int {
	sum := 0
	p.touched(x, y, func(s, less, more int) bool {
		row, hidden := p.n.cells[s][p.attribute], p.w.Cells[s][p.attribute]
		stays := p.stays(s, less, more)
		for v, h := range hidden {
			switch {
			case h || stays && v != less && v != more:
			case slices.Contains(p.of.Elsewhere, s):
				sum += tooMuch
			default:
				sum += row[v] + 1
			}
		}
		return limit < 0 || sum < limit
	})
	return sum
}

func (p protector) hide(x, y class) {
	p.touched(x, y, func(s, less, more int) bool {
		hidden := p.w.Cells[s][p.attribute]
		if p.stays(s, less, more) {
			hidden[less], hidden[more] = true, true
		} else {
			for v := range hidden {
				hidden[v] = true
			}
		}
		return true
	})
}

// touched calls yield for each set whose row changes when one of x and one of y
// change places, with the value that loses somebody and the one that gains.
func (p protector) touched(x, y class, yield func(s, less, more int) bool) {
	for _, s := range x.sets {
		if !y.in[s] && !yield(s, x.value, y.value) {
			return
		}
	}
	for _, s := range y.sets {
		if !x.in[s] && !yield(s, y.value, x.value) {
			return
		}
	}
}

// stays reports whether a row can lose one in a cell and gain one in another so
// that the same cells are small afterwards, or else the same are withheld.
func (p protector) stays(s, less, more int) bool {
	row := p.n.cells[s][p.attribute]
	if row[less] != 1 && row[less] != SmallGroup && row[more] != 0 && row[more] != SmallGroup-1 {
		return true
	}
	move := [3]int{s, less, more}
	same, known := p.moves[move]
	if !known {
		before, all := p.of.suppress(s, row)
		other := slices.Clone(row)
		other[less]--
		other[more]++
		after, allAfter := p.of.suppress(s, other)
		same = all == allAfter && slices.Equal(before, after)
		p.moves[move] = same
	}
	return same
}
