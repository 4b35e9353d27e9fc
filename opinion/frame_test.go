package opinion_test

import (
	"encoding/json"
	"maps"
	"math"
	"math/rand/v2"
	"testing"

	"penc/opinion"
)

func TestFramePlacesPeopleAsTheMapDoes(t *testing.T) {
	m := crowd(rand.New(rand.NewPCG(4, 2)), 400, 40, 0.4)
	r := opinion.Compute(m, opinion.Options{})
	if r.Frame == nil || r.K == 0 {
		t.Fatalf("no map: %+v", r.NoMap)
	}
	text, err := json.Marshal(r.Frame)
	if err != nil {
		t.Fatal(err)
	}
	var stored opinion.Frame
	if err := json.Unmarshal(text, &stored); err != nil {
		t.Fatal(err)
	}
	moved := 0
	for i, want := range r.People {
		alone := stored.Place(m.Row(i))
		if alone.X != want.X || alone.Y != want.Y || alone.Spread != want.Spread || alone.Votes != want.Votes {
			t.Fatalf("person %d stands at %+v, stored frame: %+v", i, want, alone)
		}
		got := r.Place(m.Row(i))
		if got.Group != want.Group {
			moved++ // k-means may stop while somebody stands on the line between two groups
		}
		got.Group = want.Group
		if got != want {
			t.Fatalf("person %d: %+v, want %+v", i, got, want)
		}
	}
	if moved > len(r.People)/100 {
		t.Errorf("%d of %d people are placed in another group", moved, len(r.People))
	}
	if r.Public().Frame != nil {
		t.Error("the public result tells the mean of statements that it hides")
	}
}

func TestFrameOnDegenerateVotes(t *testing.T) {
	m := crowd(rand.New(rand.NewPCG(4, 2)), 400, 40, 0.4)
	r := opinion.Compute(m, opinion.Options{})
	nobody := r.Place(maps.All(map[int]opinion.Vote{}))
	if nobody.X != 0 || nobody.Y != 0 || nobody.Placed || nobody.Group != -1 || nobody.Votes != 0 {
		t.Errorf("without votes: %+v", nobody)
	}
	if nobody.Spread < 0.5 || nobody.Spread > 1 {
		t.Errorf("without votes the position is spread by %v of the root mean square", nobody.Spread)
	}
	unknown := r.Place(maps.All(map[int]opinion.Vote{-1: opinion.Agree, 1000: opinion.Agree}))
	if unknown.X != 0 || unknown.Votes != 2 {
		t.Errorf("votes on unknown statements: %+v", unknown)
	}
	// All of one mind: there are positions, all the same, along no axis.
	b := opinion.NewBuilder(30, 10)
	for i := range 30 {
		for j := range 10 {
			b.Vote(i, j, opinion.Agree)
		}
	}
	same := opinion.Compute(b.Matrix(), opinion.Options{})
	if same.Frame == nil || same.Frame.Prior != [2]float64{} {
		t.Fatalf("frame %+v", same.Frame)
	}
	if _, err := json.Marshal(same); err != nil {
		t.Error(err)
	}
	if p := same.Place(b.Matrix().Row(0)); p.X != 0 || p.Y != 0 || math.IsNaN(p.Spread) {
		t.Errorf("all of one mind: %+v", p)
	}
	polis := opinion.Compute(m, opinion.Options{Method: opinion.Polis1})
	if p := polis.Place(m.Row(0)); polis.Frame != nil || p.Votes != m.RowVotes(0) || p.Placed {
		t.Errorf("polis/1: %+v", p)
	}
}
