package insight

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/opinion"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// hallOf returns a process with one meeting: people by group, of whom the first
// so many spoke.
func hallOf(people, spoke map[ref.ID]int) *Crowd {
	c := &Crowd{Process: "water", Groups: []ref.ID{"users", "academia", "state", "industry"}, Meetings: []ref.ID{"m1"}}
	for g, n := range people {
		for i := range n {
			p := c.Of(ref.ID(fmt.Sprintf("%s-%d", g, i)))
			p.Group, p.Lang = g, lang.Interface[i%2]
			p.Modes["m1"] = []string{"room", "room", "remote"}[i%3]
			p.Took(Joined, "")
			p.Took(Present, "m1")
			if i < spoke[g] {
				p.Took(Spoke, "m1")
			}
		}
	}
	return c
}

func TestOneParticipantCountsOnceForEachStep(t *testing.T) {
	c := hallOf(map[ref.ID]int{"users": 6}, nil)
	p := c.Of("users-0")
	for _, m := range []ref.ID{"m1", "m1", ""} {
		p.Took(Spoke, m)
	}
	c.Meetings = append(c.Meetings, "m2")
	p.Took(Present, "m2")
	b := c.Exact("", noon)
	if b.Total(Spoke).People != 1 || b.Total(Present).People != 6 || b.Group("users", Spoke).People != 1 {
		t.Errorf("%+v", b.Totals)
	}
	if m := c.Exact("m2", noon); m.Total(Present).People != 1 || m.Total(Spoke).People != 0 {
		t.Errorf("%+v", m.Totals)
	}
	if c.Of("nobody").In(Present, "") {
		t.Error("somebody took a step before they were there")
	}
}

func TestOrganizationsAreShownWhereThePublicLearnsThem(t *testing.T) {
	c := hallOf(map[ref.ID]int{"users": 12}, nil)
	for i := range 6 {
		c.Of(ref.ID(fmt.Sprintf("users-%d", i))).Organization = "big"
	}
	c.Of("users-6").Organization = "small"
	if got := c.Publish(noon)[""].Of(ByOrganization); len(got.Rows) != 0 {
		t.Errorf("organizations are shown: %+v", got)
	}
	if got := c.Exact("", noon).Of(ByOrganization); len(got.Rows) != 3 || got.Rows[0].Value != "big" || got.Rows[1].Value != Others {
		t.Errorf("the conveners see %+v", got)
	}
	c.Named = true
	if got := c.Publish(noon)[""].Of(ByOrganization); len(got.Rows) != 3 || got.Rows[0].Value != "big" {
		t.Errorf("named organizations: %+v", got)
	}
}

// TestNothingUnderFiveIsPublished on halls of every make, in the process and its
// meetings, and what lower rooms show stays the same here.
func TestNothingUnderFiveIsPublished(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	shown := 0
	for range 60 {
		c := hallOf(map[ref.ID]int{"users": r.IntN(30), "academia": r.IntN(12), "state": r.IntN(6), "": r.IntN(8)},
			map[ref.ID]int{"users": r.IntN(20), "academia": r.IntN(5), "state": r.IntN(3)})
		exact := map[ref.ID]Balance{"": c.Exact("", noon), "m1": c.Exact("m1", noon)}
		for meeting, b := range c.Publish(noon) {
			if b.Exact {
				t.Fatal("what is published says that it is exact")
			}
			for i, s := range b.Steps {
				if n := b.Totals[i]; n.People > 0 && n.People < opinion.SmallGroup {
					t.Fatalf("%s: %d people %s", meeting, n.People, s)
				} else if !n.Withheld && n != exact[meeting].Totals[i] {
					t.Fatalf("%s %s: %+v, in truth %+v", meeting, s, n, exact[meeting].Totals[i])
				}
			}
			for _, table := range b.Tables {
				for _, row := range table.Rows {
					for i, n := range row.Cells {
						if n.People > 0 && n.People < opinion.SmallGroup || n.Withheld && n.People != 0 {
							t.Fatalf("%s: %s %q %s: %+v", meeting, table.Dimension, row.Value, b.Steps[i], n)
						}
						if n.People > 0 {
							shown++
						}
					}
				}
			}
		}
	}
	if shown < 500 {
		t.Errorf("only %d figures were shown", shown)
	}
}

func TestWhatLowerRoomsShowIsNotWithheld(t *testing.T) {
	c := hallOf(map[ref.ID]int{"users": 20, "academia": 3, "state": 9, "industry": 9}, nil)
	b := c.Publish(noon)["m1"]
	cells := []int{0, 3, 9, 9, 20} // "", academia, industry, state, users: by name
	hidden, _ := opinion.Suppress(cells)
	for i, g := range []ref.ID{"", "academia", "industry", "state", "users"} {
		if b.Group(g, Present).Withheld != hidden[i] {
			t.Errorf("%s: withheld %v, elsewhere %v", g, b.Group(g, Present).Withheld, hidden[i])
		}
	}
}

func TestPublicShapes(t *testing.T) {
	c := hallOf(map[ref.ID]int{"users": 20, "academia": 3, "state": 9}, map[ref.ID]int{"users": 2})
	name := func(d Dimension, v string) string { return string(d) + "/" + v }
	b := c.Publish(noon)["m1"]
	p := b.Public([]Target{{Group: "users", Step: Present, People: 10}}, name)
	if p.Steps[1].People == nil || *p.Steps[1].People != 32 || p.Steps[2].People != nil || !p.Steps[2].Withheld || len(p.Targets) != 1 {
		t.Errorf("%+v", p.Steps)
	}
	lines := b.Lines(name)
	want := [][]string{{"group", "users", "group/users", "present", "20", ""}, {"group", "academia", "group/academia", "present", "", "yes"}, {"group", "industry", "group/industry", "present", "0", ""}}
	for _, line := range want {
		if !slices.ContainsFunc(lines, func(l []string) bool { return slices.Equal(l, line) }) {
			t.Errorf("%v is not among %v", line, lines)
		}
	}
}

func TestTwoSnapshotsDoNotTellOfOnePerson(t *testing.T) {
	groups := []SnapRow{{Group: "users"}, {Group: "academia"}, {Group: "state"}}
	r := rand.New(rand.NewPCG(9, 10))
	var before *Snapshot
	people := map[ref.ID]int{"users": 12, "academia": 7, "state": 3, "": 4}
	for range 400 {
		for g := range people {
			people[g] = max(0, people[g]+r.IntN(3)-1)
		}
		var present []ref.ID
		for _, g := range []ref.ID{"users", "academia", "state", ""} {
			for range people[g] {
				present = append(present, g)
			}
		}
		s := Take(Snapshot{}, slices.Clone(groups), present, present[:len(present)/2], before)
		for i, row := range s.Rows {
			low, high := row.ShownPresent.bounds()
			if row.Present < low || row.Present > high {
				t.Fatalf("%d is shown as %+v", row.Present, row.ShownPresent)
			}
			if row.Present > 0 && row.Present < opinion.SmallGroup && row.ShownPresent.About != 0 {
				t.Fatalf("%d is shown as %+v", row.Present, row.ShownPresent)
			}
			if before == nil {
				continue
			}
			a, b := before.Rows[i].ShownPresent, row.ShownPresent
			if a.About > 0 && b.About > 0 && a != b && abs(a.About-b.About) < opinion.SmallGroup {
				t.Fatalf("from %+v to %+v", a, b)
			}
		}
		before = &s
	}
}

// TestTheSumOfASnapshotPinsNobody works out every number that a group of few could
// be, with the others and the sum as they are shown.
func TestTheSumOfASnapshotPinsNobody(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range 3000 {
		var groups []SnapRow
		var present []ref.ID
		for i := range 2 + r.IntN(9) {
			g := ref.ID(fmt.Sprint("g", i))
			groups = append(groups, SnapRow{Group: g})
			for range []int{0, 1, 1, 1, 2, 3, 4, 6}[r.IntN(8)] {
				present = append(present, g)
			}
		}
		was := Take(Snapshot{}, slices.Clone(groups), present[:r.IntN(len(present)+1)], nil, nil)
		s := Take(Snapshot{}, groups, present, nil, &was)
		least, most := s.Rows[0].ShownPresent.bounds()
		low, high := 0, 0
		for _, row := range s.Rows[1:] {
			l, h := row.ShownPresent.bounds()
			low, high = low+l, high+h
		}
		for _, row := range s.Rows[1:] {
			l, h := row.ShownPresent.bounds()
			could := 0
			for n := l; n <= h; n++ {
				if low-l+n <= most && high-h+n >= least {
					could++
				}
			}
			if row.ShownPresent.Few && could < 2 {
				t.Fatalf("%d can be worked out from %+v", row.Present, s.Rows)
			}
		}
	}
}
