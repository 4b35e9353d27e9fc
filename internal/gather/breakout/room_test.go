package breakout

import (
	"reflect"
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

// TestNoHiddenCellFollows counts, for many small tables, that no line with known
// sum has a single hidden cell, or hidden cells of few people, unless all of it is
// hidden.
func TestNoHiddenCellFollows(t *testing.T) {
	seed := uint32(1)
	next := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % n
	}
	hidden := 0
	for range 2000 {
		cells := make([][]int, 2+next(3))
		width := 2 + next(4)
		for i := range cells {
			for range width {
				cells[i] = append(cells[i], next(12))
			}
		}
		got := hide(cells)
		check := func(at []place) {
			count, people, shown := 0, 0, 0
			for _, p := range at {
				switch n := cells[p.row][p.column]; {
				case got[p.row][p.column]:
					count++
					people += n
				case n > 0:
					shown++
				}
			}
			hidden += count
			if count > 0 && shown > 0 && (count < 2 || people < 5) {
				t.Errorf("%d hidden cells of %d people in %v: %v", count, people, cells, got)
			}
		}
		for i := range cells {
			var row []place
			for j := range width {
				row = append(row, place{i, j})
			}
			check(row)
		}
		for j := range width {
			var column []place
			for i := range cells {
				column = append(column, place{i, j})
			}
			check(column)
		}
	}
	if hidden == 0 {
		t.Error("nothing was ever hidden")
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
