package insight

import (
	"slices"
	"testing"

	"penc/internal/gather/process"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
)

func TestRemarks(t *testing.T) {
	users := func(aims ...Target) []Target { return aims }
	for _, c := range []struct {
		name          string
		people, spoke map[ref.ID]int
		targets       []Target
		few           bool
		want          []Remark
	}{
		{name: "nobody at all"},
		{
			name: "absent, and nobody asked about their silence", people: map[ref.ID]int{"users": 5, "academia": 5, "state": 5}, spoke: map[ref.ID]int{"users": 1, "academia": 1, "state": 1},
			want: []Remark{{Kind: Absent, Group: "industry", Step: Present, Of: 15}},
		},
		{
			name: "silent", people: map[ref.ID]int{"users": 6, "academia": 6, "state": 6, "industry": 3}, spoke: map[ref.ID]int{"users": 1, "academia": 1, "industry": 1},
			want: []Remark{{Kind: Silent, Group: "state", Step: Spoke, N: 6}},
		},
		{
			name: "silent, of few", people: map[ref.ID]int{"users": 6, "academia": 6, "state": 6, "industry": 3}, spoke: map[ref.ID]int{"users": 1, "academia": 1, "state": 1}, few: true,
			want: []Remark{{Kind: Silent, Group: "industry", Step: Spoke, Few: true}},
		},
		{
			name: "more than half", people: map[ref.ID]int{"users": 10, "academia": 3, "state": 3, "industry": 3}, spoke: nil,
			want: []Remark{{Kind: Dominant, Group: "users", Step: Present, N: 10, Of: 19, Share: 52}},
		},
		{
			name: "half is not more", people: map[ref.ID]int{"users": 9, "academia": 3, "state": 3, "industry": 3},
		},
		{
			name: "targets", people: map[ref.ID]int{"users": 5, "academia": 5, "state": 5, "industry": 5},
			targets: users(Target{Group: "users", Step: Present, People: 10}, Target{Group: "academia", Step: Present, Share: 30}, Target{Group: "state", Step: Present, Share: 25}, Target{Group: "state", Step: Joined, People: 5}),
			want: []Remark{
				{Kind: ShortOf, Group: "users", Step: Present, N: 5, Of: 10, Share: 25},
				{Kind: ShortShare, Group: "academia", Step: Present, N: 5, Share: 25, Aim: 30},
				{Kind: Met, Group: "state", Step: Present, N: 5, Share: 25, Aim: 25},
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := hallOf(c.people, c.spoke).Exact("m1", noon).Remarks(c.targets, c.few)
			if !slices.Equal(got, c.want) {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestRemarksOnWithheldFiguresSayNothing(t *testing.T) {
	c := hallOf(map[ref.ID]int{"users": 12, "academia": 3, "state": 9, "industry": 9}, map[ref.ID]int{"users": 6})
	for _, r := range c.Publish(noon)["m1"].Remarks([]Target{{Group: "academia", Step: Present, People: 4}}, false) {
		if r.Group == "academia" && r.N > 0 {
			t.Errorf("%+v", r)
		}
	}
}

func TestTargetsAreSetByConveners(t *testing.T) {
	w := process.Whole{Process: process.Process{ID: "water"}, Groups: []process.Group{{Part: process.Part{ID: "users"}}, {Part: process.Part{ID: "state"}}}}
	convener := processtest.Convener("water")
	for _, c := range []struct {
		name    string
		who     access.Actor
		list    []Target
		version int
		kind    fault.Kind
		field   string
		n       int
	}{
		{name: "none", who: convener},
		{name: "some", who: convener, list: []Target{{Group: "users", Step: Present, People: 10}, {Group: "state", Step: Joined, Share: 30}, {Group: "state", Step: Present}}, n: 2},
		{name: "a facilitator", who: processtest.Holding(access.Facilitator, "water"), kind: fault.Forbidden},
		{name: "meanwhile", who: convener, version: 3, kind: fault.Conflict},
		{name: "no group", who: convener, list: []Target{{Group: "sea", Step: Present, People: 1}}, kind: fault.Invalid, field: "aim.sea"},
		{name: "no step", who: convener, list: []Target{{Group: "users", Step: Invited, People: 1}}, kind: fault.Invalid, field: "aim.users"},
		{name: "both", who: convener, list: []Target{{Group: "users", Step: Present, People: 1, Share: 1}}, kind: fault.Invalid, field: "aim.users"},
		{name: "too many", who: convener, list: []Target{{Group: "users", Step: Present, People: MaxPeople + 1}}, kind: fault.Invalid, field: "aim.users"},
		{name: "more than all", who: convener, list: []Target{{Group: "users", Step: Present, Share: 60}, {Group: "state", Step: Present, Share: 50}}, kind: fault.Invalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Targets{Process: "water"}.Set(c.who, w, c.list, c.version, noon)
			if fault.KindOf(err) != c.kind {
				t.Fatal(err)
			}
			if err != nil && fault.All(err)[0].Field != c.field {
				t.Errorf("field %q", fault.All(err)[0].Field)
			}
			if err == nil && (len(got.List) != c.n || got.Version != 1) {
				t.Errorf("%+v", got)
			}
		})
	}
}
