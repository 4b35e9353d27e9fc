package opinion_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"penc/opinion"
)

func TestSuppress(t *testing.T) {
	for _, c := range []struct {
		name   string
		cells  []int
		hidden []bool
		all    bool
	}{
		{"none", nil, []bool{}, false},
		{"nobody", []int{0, 0}, []bool{false, false}, false},
		{"all large", []int{5, 9, 0}, []bool{false, false, false}, false},
		{"one small takes the next", []int{30, 4, 12, 20}, []bool{false, true, true, false}, false},
		{"not the empty one", []int{30, 4, 0, 20}, []bool{false, true, false, true}, false},
		{"two small are enough", []int{30, 4, 3, 20}, []bool{false, true, true, false}, false},
		{"two small of three people are not", []int{30, 1, 2, 20}, []bool{false, true, true, true}, false},
		{"two that are as large as can be are not", []int{30, 4, 4, 20}, []bool{false, true, true, true}, false},
		{"two that are the same and could be others are", []int{30, 3, 3, 20}, []bool{false, true, true, false}, false},
		{"one each: the total would tell", []int{1, 1, 1, 1, 1, 9}, []bool{true, true, true, true, true, true}, false},
		{"the next are all that have it", []int{7, 4, 7, 8}, []bool{true, true, true, false}, false},
		{"the empty ones last", []int{4, 0, 4, 0}, []bool{true, true, true, true}, false},
		{"one alone", []int{4}, []bool{true}, true},
		{"one with empty ones", []int{0, 3, 0}, []bool{true, true, true}, true},
		{"all of them small", []int{1, 2, 1}, []bool{true, true, true}, true},
		{"all of them as small as can be", []int{1, 1, 1, 1, 1}, []bool{true, true, true, true, true}, true},
		{"all of them as large as can be", []int{4, 4}, []bool{true, true}, true},
		{"all of them the same", []int{3, 3, 3, 3}, []bool{true, true, true, true}, false},
		{"all of them small, five together", []int{2, 3, 0}, []bool{true, true, false}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			hidden, all := opinion.Suppress(c.cells)
			if !slices.Equal(hidden, c.hidden) || all != c.all {
				t.Errorf("%v: hidden %v, all %v, want %v, %v", c.cells, hidden, all, c.hidden, c.all)
			}
		})
	}
}

// rows calls yield for every row of so many cells of 0 to most people.
func rows(cells, most int, yield func(row []int)) {
	row := make([]int, cells)
	for {
		yield(row)
		k := 0
		for k < cells && row[k] == most {
			row[k] = 0
			k++
		}
		if k == cells {
			return
		}
		row[k]++
	}
}

// TestTheRuleOfARowDoesNotTell is the attacker who sees what is shown of a row and
// its total, tries the rule on every row there is, and keeps those of which the
// same would be shown: each withheld cell has two numbers among them.
func TestTheRuleOfARowDoesNotTell(t *testing.T) {
	for _, size := range []struct{ cells, most int }{{1, 30}, {2, 20}, {3, 14}, {4, 9}, {5, 6}, {6, 5}} {
		type world struct{ numbers []map[int]bool }
		seen := map[string]*world{}
		var key []byte
		look := func(row []int) (string, []bool) {
			hidden, all := opinion.Suppress(row)
			total := 0
			key = key[:0]
			for k, n := range row {
				total += n
				if key = append(key, byte(n)); hidden[k] {
					key[k] = '?'
				}
			}
			if all {
				total = 255
			}
			key = append(key, byte(total))
			return string(key), hidden
		}
		rows(size.cells, size.most, func(row []int) {
			at, _ := look(row)
			if seen[at] == nil {
				seen[at] = &world{make([]map[int]bool, size.cells)}
				for k := range row {
					seen[at].numbers[k] = map[int]bool{}
				}
			}
			for k, n := range row {
				seen[at].numbers[k][n] = true
			}
		})
		rows(size.cells, size.most, func(row []int) {
			at, hidden := look(row)
			least, most := size.most, 0
			for k, n := range row {
				if hidden[k] {
					least, most = min(least, n), max(most, n)
				} else if n > 0 && n < opinion.SmallGroup {
					t.Fatalf("%v shows %d", row, n)
				}
			}
			_, all := opinion.Suppress(row)
			for k := range row {
				numbers := seen[at].numbers[k]
				switch {
				case !hidden[k]:
				case len(numbers) < 2, !numbers[least], !numbers[most]:
					t.Fatalf("cell %d of %v can only be one of %v", k, row, numbers)
				case all && !(numbers[1] && numbers[2] && numbers[3] && numbers[4]):
					t.Fatalf("cell %d of %v, of which nothing is shown, can only be one of %v", k, row, numbers)
				}
			}
		})
	}
}

// TestSuppressHolds hides every small cell, and never so few people that the total
// tells who they are; whose the numbers are makes no difference.
func TestSuppressHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.SliceOf(rapid.IntRange(0, 12)).Draw(t, "cells")
		hidden, all := opinion.Suppress(cells)
		count, people := 0, 0
		for k, n := range cells {
			if n > 0 && n < opinion.SmallGroup && !hidden[k] || all && !hidden[k] {
				t.Fatalf("cell %d of %v is shown", k, cells)
			}
			if hidden[k] {
				count++
				people += n
			}
		}
		if count > 0 && !all && (count < 2 || people < opinion.SmallGroup) {
			t.Fatalf("%v of %v can be read off the total", hidden, cells)
		}
		places := make([]int, len(cells))
		for k := range places {
			places[k] = k
		}
		places = rapid.Permutation(places).Draw(t, "places")
		other := make([]int, len(cells))
		for k, from := range places {
			other[k] = cells[from]
		}
		otherHidden, otherAll := opinion.Suppress(other)
		for k, from := range places {
			if otherHidden[k] != hidden[from] || otherAll != all {
				t.Fatalf("%v hides %v, %v hides %v", cells, hidden, other, otherHidden)
			}
		}
	})
}

// TestTally counts by declared group, and what it shows of small ones.
func TestTally(t *testing.T) {
	var rows []string
	var labels []int
	add := func(label, n int, row string) {
		for range n {
			rows, labels = append(rows, row), append(labels, label)
		}
	}
	add(0, 6, "+-")
	add(0, 2, "0.")
	add(1, 3, "-+")
	add(1, 2, "..") // declared, but did not vote
	add(2, 7, ".+")
	add(opinion.Undeclared, 5, "++")
	exact := opinion.TallyByGroup(from(rows, nil), labels, 3)

	if got := []int{exact.People, exact.Groups[0].People, exact.Groups[1].People, exact.Groups[2].People, exact.Groups[3].People}; !slices.Equal(got, []int{23, 8, 3, 7, 5}) {
		t.Errorf("people %v", got)
	}
	for _, c := range []struct {
		got  opinion.Cell
		want opinion.Counts
	}{
		{exact.Groups[0].Statements[0], opinion.Counts{Agree: 6, Pass: 2}},
		{exact.Groups[0].Statements[1], opinion.Counts{Disagree: 6}},
		{exact.Groups[1].Statements[0], opinion.Counts{Disagree: 3}},
		{exact.Groups[3].Statements[1], opinion.Counts{Agree: 5}},
		{exact.All[0], opinion.Counts{Agree: 11, Disagree: 3, Pass: 2}},
		{exact.All[1], opinion.Counts{Agree: 15, Disagree: 6}},
	} {
		if c.got.Counts != c.want || c.got.Hidden {
			t.Errorf("%+v, want %+v", c.got, c.want)
		}
	}

	public := exact.Public()
	hidden := func(j int) (out []bool) {
		for _, g := range public.Groups {
			if g.Statements[j].Hidden != (g.Statements[j].Total() == 0 && exact.Groups[len(out)].Statements[j].Total() > 0) {
				t.Errorf("statement %d, group %d: %+v", j, len(out), g.Statements[j])
			}
			out = append(out, g.Statements[j].Hidden)
		}
		return out
	}
	if got := hidden(0); !slices.Equal(got, []bool{false, true, false, true}) {
		t.Errorf("first statement: hidden %v", got)
	}
	if got := hidden(1); !slices.Equal(got, []bool{false, true, false, true}) {
		t.Errorf("second statement: hidden %v", got)
	}
	if public.All[0] != exact.All[0] || public.People != 23 || public.PeopleHidden {
		t.Errorf("totals: %+v, %d people", public.All[0], public.People)
	}
	if g := public.Groups[1]; !g.PeopleHidden || g.People != 0 {
		t.Errorf("small group: %+v", g)
	}
	if exact.Groups[1].People != 3 || exact.Groups[1].Statements[0].Hidden {
		t.Error("the exact tally was changed")
	}
}

// TestTallyOfFew shows nothing, not even the total.
func TestTallyOfFew(t *testing.T) {
	p := opinion.TallyByGroup(from([]string{"+-", "+.", "-."}, nil), []int{0, 0, 1}, 2).Public()
	if !p.PeopleHidden || p.People != 0 || !p.All[0].Hidden || p.All[0].Total() != 0 || !p.All[1].Hidden {
		t.Errorf("%+v", p)
	}
}

// TestPublicResult leaves out people, and votes of groups of few.
func TestPublicResult(t *testing.T) {
	rows := append([]string{"++++++++--"}, repeat(3, "--------++")...)
	rows = append(rows, repeat(9, "++++++++--", "+++++++0--")...)
	exact := opinion.Compute(from(rows, nil), opinion.Options{Method: opinion.Polis1})
	small := slices.IndexFunc(exact.Groups, func(g opinion.Group) bool { return g.Size == 3 })
	if small < 0 || len(exact.Groups[small].Representative) == 0 {
		t.Fatalf("no small group to hide: %+v", exact.Groups)
	}
	p := exact.Public()
	if p.People != nil || len(exact.People) != 22 {
		t.Errorf("%d people are shown of %d", len(p.People), len(exact.People))
	}
	if g := p.Groups[small]; !g.Votes[0].Hidden || g.Votes[0].Total() != 0 || len(g.Representative) != 0 || g.Size != 3 {
		t.Errorf("small group: %+v", g)
	}
	shown := 0
	for g := range p.Groups {
		if !p.Groups[g].Votes[0].Hidden {
			shown++
		}
	}
	if shown != len(p.Groups)-2 || p.Statements[0].Counts != exact.Statements[0].Counts {
		t.Errorf("%d of %d groups shown, %+v in all", shown, len(p.Groups), p.Statements[0])
	}
	if s := p.Statements[0]; s.Consensus != 0 || s.Priority != 0 || exact.Statements[0].Consensus == 0 {
		t.Errorf("votes of the small group can be worked out from %+v", s)
	}
	if exact.Groups[small].Votes[0].Hidden {
		t.Error("the exact map was changed")
	}
}
