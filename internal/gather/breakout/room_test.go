package breakout

import (
	"reflect"
	"slices"
	"testing"

	"penc/internal/gather/meeting"
	"penc/internal/ground/ref"
)

type groups = map[ref.ID]int

func TestWeighed(t *testing.T) {
	present := groups{"gov": 10, "civil": 8, "tech": 2, "": 3}
	for name, c := range map[string]struct {
		in       groups
		chosen   int
		lonely   bool
		dominant ref.ID
		absent   []ref.ID
	}{
		"nobody chose anything yet":      {groups{}, 0, false, "", nil},
		"nobody is in this one":          {groups{}, 9, true, "", nil},
		"two are few":                    {groups{"gov": 1, "civil": 1}, 2, true, "", nil},
		"three are not":                  {groups{"gov": 1, "civil": 1, "tech": 1}, 3, false, "", nil},
		"sixty per cent are no majority": {groups{"gov": 3, "civil": 1, "tech": 1}, 5, false, "", nil},
		"more than sixty are":            {groups{"gov": 4, "civil": 1, "tech": 1}, 6, false, "gov", nil},
		"a group is missing":             {groups{"gov": 2, "civil": 2}, 4, false, "", []ref.ID{"tech"}},
		"two are, and one dominates":     {groups{"gov": 5}, 5, false, "gov", []ref.ID{"civil", "tech"}},
		"who has not said is no group":   {groups{"": 5, "gov": 1, "civil": 1, "tech": 1}, 8, false, "", nil},
	} {
		r := Room{ByGroup: c.in}
		for _, n := range c.in {
			r.People += n
		}
		r = r.Weighed(present, c.chosen)
		if r.Lonely != c.lonely || r.Tilt.Dominant != c.dominant || !reflect.DeepEqual(r.Tilt.Absent, c.absent) ||
			r.Lopsided != (c.dominant != "" || len(c.absent) > 0) {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestBalanceShowsWhatCannotBeTracedToFew(t *testing.T) {
	room := func(g groups) Room {
		r := Room{ByGroup: g}
		for _, n := range g {
			r.People += n
		}
		return r
	}
	for name, c := range map[string]struct {
		rooms   []Room
		without groups
		want    [][]Share
	}{
		"nothing": {nil, nil, [][]Share{}},
		"large groups are told": {
			[]Room{room(groups{"gov": 9, "civil": 6}), room(groups{"gov": 5, "civil": 8})},
			nil,
			[][]Share{
				{{Group: "gov", People: 9}, {Group: "civil", People: 6}},
				{{Group: "civil", People: 8}, {Group: "gov", People: 5}},
			},
		},
		"few in all rooms: no groups are told": {
			[]Room{room(groups{"gov": 2, "civil": 1}), room(groups{"gov": 3})},
			groups{"civil": 2},
			[][]Share{nil, nil},
		},
		// Two of civil would follow from the head count of the room, so gov is not
		// told either; and then gov of the second room would follow from the total.
		"what would follow is hidden too": {
			[]Room{room(groups{"gov": 9, "civil": 2, "tech": 7}), room(groups{"gov": 8, "civil": 6, "tech": 9})},
			nil,
			[][]Share{
				{{Group: "gov", People: 9}, {People: 9, Others: true}},
				{{Group: "gov", People: 8}, {People: 15, Others: true}},
			},
		},
	} {
		if got := Balance(c.rooms, c.without); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// numbers returns what each cell of a table could be for somebody who knows the
// margins and the cells that are shown: all numbers with which the rest adds up.
func numbers(cells [][]int, shown func(i, j int) bool) map[place]map[int]bool {
	rows, columns := make([]int, len(cells)), make([]int, len(cells[0]))
	could := map[place]map[int]bool{}
	var open []place
	for i, row := range cells {
		for j, n := range row {
			if !shown(i, j) {
				rows[i] += n
				columns[j] += n
				open = append(open, place{i, j})
				could[place{i, j}] = map[int]bool{}
			}
		}
	}
	world := make([]int, len(open))
	var try func(k int)
	try = func(k int) {
		if k == len(open) {
			if slices.Max(rows) == 0 && slices.Max(columns) == 0 {
				for k, at := range open {
					could[at][world[k]] = true
				}
			}
			return
		}
		at := open[k]
		least := 0
		if k == len(open)-1 || open[k+1].row != at.row {
			least = rows[at.row] // the last one of its row
		}
		for n := least; n <= min(rows[at.row], columns[at.column]); n++ {
			world[k] = n
			rows[at.row] -= n
			columns[at.column] -= n
			try(k + 1)
			rows[at.row] += n
			columns[at.column] += n
		}
	}
	try(0)
	return could
}

// TestNoHiddenCellFollows tries, for many small tables, every table with the same
// margins of which the same is shown: no small cell has one possible number only,
// unless that follows from the margins.
func TestNoHiddenCellFollows(t *testing.T) {
	seed := uint32(1)
	next := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % n
	}
	small, large := 0, 0
	for range 1500 {
		cells := make([][]int, 2+next(3))
		width, most := 2+next(2), 4+next(8)
		for i := range cells {
			for range width {
				cells[i] = append(cells[i], max(0, next(most+3)-3))
			}
		}
		hidden := hide(cells)
		shown := func(i, j int) bool { return cells[i][j] > 0 && !hidden[i][j] }
		var could, margins map[place]map[int]bool
		for i, row := range cells {
			for j, n := range row {
				at := place{i, j}
				switch {
				case shown(i, j) && (n < 5 || i == len(cells)-1):
					t.Fatalf("%d in %v is shown", n, cells)
				case shown(i, j):
					large++
				case n > 0 && n < 5:
					small++
					if could == nil {
						could = numbers(cells, shown)
					}
					if len(could[at]) > 1 {
						continue
					}
					if margins == nil {
						margins = numbers(cells, func(int, int) bool { return false })
					}
					if len(margins[at]) > 1 {
						t.Fatalf("cell %v of %v can only be %v: %v", at, cells, could[at], hidden)
					}
				}
			}
		}
	}
	if small < 1000 || large < 500 {
		t.Errorf("%d small cells, %d shown: the tables test too little", small, large)
	}
}

func TestStrangersSeeNobody(t *testing.T) {
	draft, filed := Version{Number: 1, Standing: Stands}, Version{Number: 1, Standing: Stands, Filed: true}
	r := Room{Breakout: meeting.Breakout{ID: "wells"}, People: 9, ByGroup: groups{"gov": 9}, Rapporteur: "p", Rapporteurs: []ref.ID{"p"}, Points: 4}
	r.Report = &ReportBack{Versions: []Version{draft}}
	if got := r.forStrangers(); !reflect.DeepEqual(got, Room{Breakout: r.Breakout}) {
		t.Errorf("%+v", got)
	}
	r.Report = &ReportBack{Versions: []Version{filed}}
	if got := r.forStrangers(); !got.Filed() || got.People != 0 {
		t.Errorf("%+v", got)
	}
}
