package ballot_test

import (
	"slices"
	"testing"

	"penc/ballot"
)

func named(ids ...string) *ballot.Election {
	items := make([]ballot.Item, len(ids))
	for i, id := range ids {
		items[i].ID = id
	}
	b := ballot.NewBuilder(ballot.Approval, items)
	b.Approve(1)
	return b.Election()
}

func TestOrderOfTies(t *testing.T) {
	for _, x := range []struct {
		ties string
		ids  []string
		want []string
	}{
		{"lowest-id", []string{"10", "9", "2.5", "-1"}, []string{"-1", "2.5", "9", "10"}},
		{"lowest-id", []string{"7", "07", "6"}, []string{"6", "07", "7"}},
		{"lowest-id", []string{"10", "9", "B2"}, []string{"10", "9", "B2"}},
		{"lowest-id", []string{"b", "a", "É"}, []string{"a", "b", "É"}},
		{"lowest-id", []string{"10", "9", "1e3"}, []string{"10", "1e3", "9"}},
		// Fixed for ever: a count must be replayable by later versions.
		{"seed:20261122", []string{"1", "2", "3", "4", "5"}, []string{"2", "1", "5", "4", "3"}},
		{"seed:1", []string{"1", "2", "3", "4", "5"}, []string{"5", "3", "1", "2", "4"}},
	} {
		ties, err := ballot.ParseTies(x.ties)
		if err != nil {
			t.Fatal(err)
		}
		e := named(x.ids...)
		if got := idsInOrder(e, ties.Order(e)); !slices.Equal(got, x.want) {
			t.Errorf("%s of %v: got %v, want %v", x.ties, x.ids, got, x.want)
		}
		if ties.String() != x.ties {
			t.Errorf("%s is written %s", x.ties, ties)
		}
		for r, i := range ties.Order(e) {
			if ties.Rank(e)[i] != r {
				t.Errorf("%s: rank and order differ", x.ties)
			}
		}
	}
}

// TestLotsDoNotDependOnOthers: leaving an item out does not reorder the rest.
func TestLotsDoNotDependOnOthers(t *testing.T) {
	ties := ballot.Seeded("a public number")
	all := named("a", "b", "c", "d", "e", "f")
	less := named("f", "d", "c", "a")
	want := idsInOrder(all, ties.Order(all))
	want = slices.DeleteFunc(want, func(id string) bool { return id == "b" || id == "e" })
	if got := idsInOrder(less, ties.Order(less)); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestParseTies(t *testing.T) {
	for _, bad := range []string{"", "seed:", "lowest", "highest-id"} {
		if _, err := ballot.ParseTies(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	panics(t, "empty seed", func() { ballot.Seeded("") })
}

// TestTieIsWrittenDown: two items that nothing tells apart.
func TestTieIsWrittenDown(t *testing.T) {
	e := approvals(3, 1, []int{0, 2}, []int{0, 2}, []int{1})
	for _, rule := range proportional {
		r, err := ballot.Count(e, rule, ballot.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if rule == ballot.GJCR { // two of three are not owed the only seat
			continue
		}
		if len(r.Ties) == 0 || !slices.Equal(r.Ties[0].Items, []int{0, 2}) || r.Ties[0].Chosen != 0 {
			t.Errorf("%s: ties %+v of %v", rule, r.Ties, r.Winners)
		}
		if r.Broken != ballot.LowestID {
			t.Errorf("%s: broken by %v", rule, r.Broken)
		}
	}
}
