package opinion_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"penc/opinion"
)

// oneRow returns people who are all in the sets given, one attribute with so many
// of each value.
func oneRow(cells ...int) opinion.Crowd {
	c := opinion.Crowd{Sets: 1, Attributes: []opinion.Attribute{{Values: len(cells)}}}
	for v, n := range cells {
		for range n {
			c.In = append(c.In, []int{0})
			c.Attributes[0].Of = append(c.Attributes[0].Of, v)
		}
	}
	return c
}

func TestSuppressTablesOfOneRow(t *testing.T) {
	for _, c := range []struct {
		name   string
		cells  []int
		hidden []bool
		total  bool
	}{
		{"nobody", []int{0, 0}, []bool{false, false}, false},
		{"all large", []int{5, 9, 0}, []bool{false, false, false}, false},
		{"one small takes the smallest that can give", []int{30, 4, 12, 20}, []bool{false, true, true, false}, false},
		{"not the empty one", []int{30, 4, 0, 20}, []bool{false, true, false, true}, false},
		{"five can take one", []int{30, 3, 5}, []bool{false, true, true}, false},
		{"five can give one and be small", []int{30, 1, 5}, []bool{false, true, true}, false},
		{"two small are enough", []int{30, 4, 3, 20}, []bool{false, true, true, false}, false},
		{"one each: the total would tell", []int{1, 1, 1, 1, 1, 0}, []bool{true, true, true, true, true, true}, false},
		{"few", []int{1, 3, 0}, []bool{true, true, true}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := opinion.SuppressTables(oneRow(c.cells...))
			if !slices.Equal(w.Cells[0][0], c.hidden) || w.Totals[0] != c.total {
				t.Errorf("%v: withheld %v, total %v; want %v, %v", c.cells, w.Cells[0][0], w.Totals[0], c.hidden, c.total)
			}
		})
	}
}

// TestARowAloneIsSuppressed: of a single row no more is withheld than by Suppress,
// but where one cannot be moved without moving another, the whole row; and whoever
// tries the rule on every row there is does not learn a number either.
func TestARowAloneIsSuppressed(t *testing.T) {
	for cells, most := range map[int]int{1: 12, 2: 12, 3: 9, 4: 7} {
		numbers := map[string][]map[int]bool{}
		more, all := 0, 0
		try := func(row []int, yield func(at string, w opinion.Withheld)) {
			c := oneRow(row...)
			w := opinion.SuppressTables(c)
			yield(shown(c, w, 0), w)
		}
		rows(cells, most, func(row []int) {
			try(row, func(at string, w opinion.Withheld) {
				if numbers[at] == nil {
					for range row {
						numbers[at] = append(numbers[at], map[int]bool{})
					}
				}
				for v, n := range row {
					numbers[at][v][n] = true
				}
				hidden, total := opinion.Suppress(row)
				all++
				if !slices.Equal(w.Cells[0][0], hidden) {
					more++
				}
				if w.Totals[0] != total || !slices.Equal(w.Cells[0][0], hidden) && slices.Contains(w.Cells[0][0], false) {
					t.Errorf("%v: withheld %v, total %v; alone %v, %v", row, w.Cells[0][0], w.Totals[0], hidden, total)
				}
			})
		})
		rows(cells, most, func(row []int) {
			try(row, func(at string, w opinion.Withheld) {
				for v := range row {
					if w.Cells[0][0][v] && len(numbers[at][v]) < 2 {
						t.Errorf("cell %d of %v can only be one of %v", v, row, numbers[at][v])
					}
				}
			})
		})
		t.Logf("%d cells: more is withheld of %d of %d rows", cells, more, all)
	}
}

// TestNestedSetsDoNotTell: ten of those who have not said their group are present
// and all speak. That four others speak could be read off, because the ten cannot
// be more, if one row did not look at the other.
func TestNestedSetsDoNotTell(t *testing.T) {
	c := opinion.Crowd{Sets: 2, Attributes: []opinion.Attribute{{Values: 3}}}
	add := func(n, value int, sets ...int) {
		for range n {
			c.In, c.Attributes[0].Of = append(c.In, sets), append(c.Attributes[0].Of, value)
		}
	}
	add(10, 0, 0, 1)
	add(4, 1, 0, 1)
	add(3, 1, 0)
	add(1, 2, 0)
	w := opinion.SuppressTables(c)
	if !w.Cells[0][0][2] || !w.Cells[1][0][1] {
		t.Fatalf("small cells are shown: %+v", w)
	}
	if at := pinned(c, w, 0); at != "" {
		t.Error(at)
	}
}

// TestWhatIsShownElsewhereStaysShown: another page shows this row, as Suppress
// lets it, and of empty cells nothing.
func TestWhatIsShownElsewhereStaysShown(t *testing.T) {
	for _, row := range []struct {
		cells, seen []int // seen are those that are not empty
		total       bool
	}{
		{[]int{9, 3, 9, 9}, []int{9, 3, 9, 9}, false},
		{[]int{9, 0, 3, 12}, []int{9, 3, 12}, false},
		{[]int{1, 0, 5, 5, 7}, []int{1, 5, 5, 7}, false},
		{[]int{4, 0, 4}, []int{4, 4}, true},
	} {
		c := oneRow(row.cells...)
		c.Attributes[0].Elsewhere = []int{0}
		w := opinion.SuppressTables(c)
		hidden, all := opinion.Suppress(row.seen)
		for v, n := range row.cells {
			if n == 0 {
				hidden = slices.Insert(hidden, v, all)
			}
		}
		if !slices.Equal(w.Cells[0][0], hidden) || w.Totals[0] != row.total || all != row.total {
			t.Errorf("%v: withheld %v, total %v; elsewhere %v, %v", row.cells, w.Cells[0][0], w.Totals[0], hidden, all)
		}
	}
}

func TestRowsOfSomeSetsOnly(t *testing.T) {
	c := oneRow(9, 9)
	c.Sets, c.Attributes[0].Sets = 2, []int{0}
	for i := range c.In[:3] {
		c.In[i] = []int{0, 1}
	}
	w := opinion.SuppressTables(c)
	if slices.Contains(w.Cells[1][0], false) || !w.Totals[1] || slices.Contains(w.Cells[0][0], true) {
		t.Errorf("%+v", w)
	}
}

func TestAWholeDoesNotTellItsParts(t *testing.T) {
	c := opinion.Crowd{Sets: 3, Unions: []opinion.Union{{Whole: 2, Parts: []int{0, 1}}}}
	for range 4 {
		c.In = append(c.In, []int{0, 2}, []int{1, 2})
	}
	if w := opinion.SuppressTables(c); !slices.Equal(w.Totals, []bool{true, true, true}) {
		t.Errorf("four and four make eight: %v", w.Totals)
	}
	c.In = append(c.In, []int{1, 2}, []int{1, 2}, []int{1, 2})
	c.In = c.In[2:] // three and six
	if w := opinion.SuppressTables(c); !slices.Equal(w.Totals, []bool{true, false, false}) {
		t.Errorf("three of nine: %v", w.Totals)
	}
}

// small draws a crowd that can be tried out in full: sets inside each other, a set
// made of others, two attributes.
func small(r *rand.Rand, people int) opinion.Crowd {
	c := opinion.Crowd{Sets: 5, Unions: []opinion.Union{{Whole: 4, Parts: []int{2, 3}}}}
	// 0 invited; 1 registered; 2 and 3 two meetings; 4 either of them
	values := []int{2 + r.IntN(2), 2}
	c.Attributes = []opinion.Attribute{{Values: values[0]}, {Values: values[1]}}
	lean := []float64{r.Float64(), r.Float64(), r.Float64(), r.Float64()}
	skew := r.Float64()
	for range people {
		var in []int
		for s := range 4 {
			if r.Float64() < lean[s] {
				in = append(in, s)
			}
		}
		if slices.Contains(in, 2) || slices.Contains(in, 3) {
			in = append(in, 4)
		}
		c.In = append(c.In, in)
		for a := range c.Attributes {
			v := r.IntN(values[a])
			if r.Float64() < skew {
				v = 0
			}
			c.Attributes[a].Of = append(c.Attributes[a].Of, v)
		}
	}
	return c
}

// shown is everything that a reader sees of one attribute: totals and cells.
func shown(c opinion.Crowd, w opinion.Withheld, a int) string {
	n := count(c, a)
	var out []byte
	for s := range c.Sets {
		total := 0
		for _, k := range n[s] {
			total += k
		}
		out = fmt.Appendf(out, "|%v:", mask(total, w.Totals[s]))
		for v, k := range n[s] {
			out = fmt.Appendf(out, " %v", mask(k, w.Cells[s][a][v]))
		}
	}
	return string(out)
}

func mask(n int, hidden bool) any {
	if hidden {
		return "?"
	}
	return n
}

func count(c opinion.Crowd, a int) [][]int {
	n := make([][]int, c.Sets)
	for s := range n {
		n[s] = make([]int, c.Attributes[a].Values)
	}
	for i, sets := range c.In {
		for _, s := range sets {
			n[s][c.Attributes[a].Of[i]]++
		}
	}
	return n
}

// worlds calls yield for every way in which the people could have their values of
// an attribute. They are worked in place. People in the same sets are alike: only
// how many of them have a value is tried.
func worlds(c opinion.Crowd, a int, yield func()) {
	of := c.Attributes[a].Of
	was := slices.Clone(of)
	defer copy(of, was)
	alike := make([]int, len(of)) // the last person before who is in the same sets
	for i := range of {
		alike[i] = -1
		for j := range i {
			if slices.Equal(c.In[i], c.In[j]) {
				alike[i] = j
			}
		}
	}
	var try func(i int)
	try = func(i int) {
		if i == len(of) {
			yield()
			return
		}
		first := 0
		if alike[i] >= 0 {
			first = of[alike[i]]
		}
		for v := first; v < c.Attributes[a].Values; v++ {
			of[i] = v
			try(i + 1)
		}
	}
	try(0)
}

// pinned is an attacker who knows in which sets every single person is, sees what
// is shown, tries all worlds in which the same would be shown, and says which
// withheld cell of 1 to 4 has only one number in all of them; empty if there is
// none.
func pinned(c opinion.Crowd, w opinion.Withheld, a int) string {
	truth, see := count(c, a), shown(c, w, a)
	other := map[[2]int]bool{}
	worlds(c, a, func() {
		if shown(c, w, a) != see {
			return
		}
		for s, row := range count(c, a) {
			for v, k := range row {
				if k != truth[s][v] {
					other[[2]int{s, v}] = true
				}
			}
		}
	})
	for s, row := range truth {
		if w.Totals[s] && !slices.ContainsFunc(c.Unions, func(u opinion.Union) bool { return slices.Contains(u.Parts, s) && !w.Totals[u.Whole] }) {
			continue // nothing is shown of it
		}
		for v, k := range row {
			if small := k > 0 && k < opinion.SmallGroup; small && !w.Cells[s][a][v] {
				return fmt.Sprintf("cell %d of set %d is shown: %d", v, s, k)
			} else if small && !other[[2]int{s, v}] {
				return fmt.Sprintf("cell %d of set %d can only be %d:\n%s\n%v", v, s, k, see, c.In)
			}
		}
	}
	return ""
}

// TestNoWithheldCellIsPinned tries the attacker on small crowds of every make.
func TestNoWithheldCellIsPinned(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	hidden, open := 0, 0
	for range 16 {
		c := small(r, 10+r.IntN(4))
		w := opinion.SuppressTables(c)
		for a := range c.Attributes {
			if at := pinned(c, w, a); at != "" {
				t.Fatal(at)
			}
			for s := range c.Sets {
				for v, k := range count(c, a)[s] {
					switch {
					case k > 0 && w.Cells[s][a][v]:
						hidden++
					case k > 0:
						open++
					}
				}
			}
		}
	}
	if hidden < 80 || open < 8 {
		t.Errorf("%d cells withheld and %d shown: the crowds test too little", hidden, open)
	}
}

// TestTotalsAreNotPinned tries every number of people that withheld totals could
// stand for: parts of a whole are at most as many as it, and together at least.
func TestTotalsAreNotPinned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := opinion.Crowd{Sets: 4, Unions: []opinion.Union{{Whole: 3, Parts: []int{0, 1, 2}}}}
		for range rapid.IntRange(0, 16).Draw(t, "people") {
			in := slices.DeleteFunc([]int{0, 1, 2}, func(int) bool { return rapid.IntRange(0, 2).Draw(t, "in") > 0 })
			if len(in) > 0 {
				c.In = append(c.In, append(in, 3))
			}
		}
		w := opinion.SuppressTables(c)
		totals := make([]int, 4)
		for _, sets := range c.In {
			for _, s := range sets {
				totals[s]++
			}
		}
		could := make([]map[int]bool, 4)
		for s := range could {
			could[s] = map[int]bool{}
		}
		var try func(s int, n [4]int)
		try = func(s int, n [4]int) {
			if s == 4 {
				if most := max(n[0], n[1], n[2]); most <= n[3] && n[3] <= n[0]+n[1]+n[2] {
					for s, k := range n {
						could[s][k] = true
					}
				}
				return
			}
			if !w.Totals[s] {
				n[s] = totals[s]
				try(s+1, n)
				return
			}
			limit := 4
			if s == 3 {
				limit = 20 // a whole may be withheld for its parts' sake
			}
			for k := 1; k <= limit; k++ {
				n[s] = k
				try(s+1, n)
			}
		}
		try(0, [4]int{})
		for s, n := range totals {
			if n > 0 && n < opinion.SmallGroup && (!w.Totals[s] || len(could[s]) < 2) {
				t.Fatalf("total %d of %v is one of %v (withheld %v)", s, totals, could[s], w.Totals)
			}
		}
	})
}

// TestTheRuleItselfTellsLittle is an attacker who also knows the rule: of all
// worlds in which the rule would show the same, most withheld cells of 1 to 4 have
// more than one number. It is a measure on crowds of eight, where it is worst, not
// a promise: one in five was found, and the bound stands a little above. Of rows
// that stand alone it is none; see TestARowAloneIsSuppressed.
func TestTheRuleItselfTellsLittle(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	cells, told := 0, 0
	for range 40 {
		c := small(r, 8)
		type seen struct {
			numbers map[[2]int]map[int]bool
			worlds  int
		}
		all := map[string]*seen{}
		worlds(c, 0, func() {
			w := opinion.SuppressTables(c)
			at := shown(c, w, 0)
			if all[at] == nil {
				all[at] = &seen{numbers: map[[2]int]map[int]bool{}}
			}
			all[at].worlds++
			for s, row := range count(c, 0) {
				for v, k := range row {
					if k > 0 && k < opinion.SmallGroup || len(all[at].numbers[[2]int{s, v}]) > 0 {
						if all[at].numbers[[2]int{s, v}] == nil {
							all[at].numbers[[2]int{s, v}] = map[int]bool{}
						}
						all[at].numbers[[2]int{s, v}][k] = true
					}
				}
			}
		})
		for _, one := range all {
			for _, numbers := range one.numbers {
				cells++
				if len(numbers) == 1 {
					told++
				}
			}
		}
	}
	t.Logf("%d of %d", told, cells)
	if told*4 > cells {
		t.Errorf("%d of %d withheld cells are told by the rule itself", told, cells)
	}
}

func BenchmarkSuppressTables(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	c := opinion.Crowd{Sets: 60, Attributes: []opinion.Attribute{{Values: 9}, {Values: 20}, {Values: 3}, {Values: 3}, {Values: 5}, {Values: 15}}}
	for range 3000 {
		var in []int
		for s := range c.Sets {
			if r.Float64() < 0.08 {
				in = append(in, s)
			}
		}
		c.In = append(c.In, in)
		for a := range c.Attributes {
			c.Attributes[a].Of = append(c.Attributes[a].Of, min(r.IntN(c.Attributes[a].Values), r.IntN(c.Attributes[a].Values)))
		}
	}
	for b.Loop() {
		opinion.SuppressTables(c)
	}
}
