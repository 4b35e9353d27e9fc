package opinion_test

import (
	"math"
	"slices"
	"testing"

	"penc/opinion"
)

func repeat(n int, rows ...string) (out []string) {
	for range n {
		out = append(out, rows...)
	}
	return out
}

// TestThin refuses to draw a map from too little, and says what is missing.
func TestThin(t *testing.T) {
	for _, c := range []struct {
		name  string
		rows  []string
		kinds map[int]opinion.Kind
		want  *opinion.NoMap
	}{
		{"one statement", repeat(10, "+", "-"), nil, &opinion.NoMap{Reason: opinion.TooFewStatements, Have: 1, Need: 2}},
		{"one with votes", repeat(10, "+.", "-."), nil, &opinion.NoMap{Reason: opinion.TooFewStatements, Have: 1, Need: 2}},
		{
			"one not moderated out", repeat(10, "++-", "-+-"),
			map[int]opinion.Kind{0: opinion.Out, 2: opinion.Meta},
			&opinion.NoMap{Reason: opinion.TooFewStatements, Have: 1, Need: 2},
		},
		{"no votes", repeat(10, "...."), nil, &opinion.NoMap{Reason: opinion.TooFewStatements, Have: 0, Need: 2}},
		{"few votes", repeat(6, "+-", ".."), nil, &opinion.NoMap{Reason: opinion.TooFewVotes, Have: 12, Need: 14}},
		{"few people", repeat(3, "+-+-+", "-+-+0"), nil, &opinion.NoMap{Reason: opinion.TooFewPeople, Have: 6, Need: 7}},
		{"enough", append(repeat(6, "+-+-+", "-+-+0"), "0.0.0"), nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := opinion.Compute(from(c.rows, c.kinds), opinion.Options{}).NoMap
			if c.want == nil && got != nil || c.want != nil && (got == nil || *got != *c.want) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

// TestPlaced places those with seven votes, or the most eager fifteen.
func TestPlaced(t *testing.T) {
	placed := func(rows []string, kinds map[int]opinion.Kind, keep ...int) (out []int) {
		t.Helper()
		r := opinion.Compute(from(rows, kinds), opinion.Options{Method: opinion.Polis1, Keep: keep})
		for i, p := range r.People {
			if p.Placed != (p.Group >= 0) || p.Placed != (p.Base >= 0) {
				t.Errorf("person %d: %+v", i, p)
			}
			if p.Placed {
				out = append(out, i)
			}
		}
		return out
	}
	upTo := func(n int) (out []int) {
		for i := range n {
			out = append(out, i)
		}
		return out
	}
	full := repeat(8, "+-+-+-++", "-+-+-0-+") // 16 people, 8 votes each
	if got := placed(append(full, "++++++..", "+......."), nil); !slices.Equal(got, upTo(16)) {
		t.Errorf("seven votes: %v", got)
	}
	if got := placed(append(full, "++++++..", "+......."), nil, 17); !slices.Equal(got, append(upTo(16), 17)) {
		t.Errorf("kept: %v", got)
	}
	if got := placed(append(full, "......++"), map[int]opinion.Kind{0: opinion.Out}); len(got) != 16 {
		t.Errorf("votes on statements that are out count as votes: %v", got)
	}
	few := append([]string{"+.......", "++......", "........", "-......."}, full[:13]...)
	if got, want := placed(few, nil), append([]int{0, 1}, upTo(17)[4:]...); !slices.Equal(got, want) {
		t.Errorf("filled up: %v, want %v", got, want)
	}
	if got := placed(append(repeat(4, "+-", "-+", "++"), "+.", ".."), nil); !slices.Equal(got, upTo(13)) {
		t.Errorf("two statements, nobody without a vote: %v", got)
	}
}

// TestUnanimous draws a map of people who do not differ: one point, one group.
func TestUnanimous(t *testing.T) {
	r := opinion.Compute(from(repeat(9, "++-0"), nil), opinion.Options{Method: opinion.Polis1})
	if r.K != 1 || r.Groups[0].Size != 9 || r.Axes[0].Explained != 0 || r.People[4].X != 0 {
		t.Errorf("%d groups, %+v", r.K, r.Axes)
	}
	if len(r.Agreed) != 2 || len(r.Disagreed) != 1 {
		t.Errorf("agreed %v, disagreed %v", r.Agreed, r.Disagreed)
	}
}

// TestBlind finds nothing, as Polis does, where the vector of ones to start from
// is at right angles to all votes: every person agrees with as many statements
// as they disagree with.
func TestBlind(t *testing.T) {
	r := opinion.Compute(from(repeat(5, "+-", "-+"), nil), opinion.Options{Method: opinion.Polis1})
	if r.Axes[0].Explained != 0 || r.K != 1 || r.Groups[0].Size != 10 || len(r.Bases) != 1 {
		t.Errorf("%d groups, explained %v", r.K, r.Axes[0].Explained)
	}
	for i, p := range r.People {
		if p.X != 0 || p.Y != 0 {
			t.Errorf("person %d: %+v", i, p)
		}
	}
}

// TestLine finds the one direction in which people differ, and no second one.
func TestLine(t *testing.T) {
	r := opinion.Compute(from(repeat(5, "++", "--"), nil), opinion.Options{Method: opinion.Polis1})
	if math.Abs(r.Axes[0].Explained-1) > 1e-12 || r.Axes[1].Explained != 0 {
		t.Errorf("explained: %v, %v", r.Axes[0].Explained, r.Axes[1].Explained)
	}
	if r.K != 2 || r.Groups[0].Size != 5 || r.Groups[1].Size != 5 {
		t.Errorf("groups: %+v", r.Groups)
	}
	for i, p := range r.People {
		if p.Group != i%2 || math.Abs(math.Abs(p.X)-math.Sqrt2) > 1e-12 || p.Y != 0 {
			t.Errorf("person %d: %+v", i, p)
		}
	}
}

// TestSecondBlind finds the second direction though what the first leaves is
// two statements that say the opposite: rounding is enough to start from.
func TestSecondBlind(t *testing.T) {
	rows := append(repeat(4, "+++-", "---+"), repeat(4, "++-+", "--+-")...)
	rows = append(rows, repeat(8, "++00", "--00")...)
	r := opinion.Compute(from(rows, nil), opinion.Options{Method: opinion.Polis1})
	if got := r.Axes[0].Explained + r.Axes[1].Explained; math.Abs(got-1) > 1e-9 || r.Axes[1].Explained < 0.1 {
		t.Errorf("explained: %v and %v", r.Axes[0].Explained, r.Axes[1].Explained)
	}
}

// TestModerated leaves statements that are out, or about the people, off the
// map, and asks about the latter first.
func TestModerated(t *testing.T) {
	rows := repeat(5, "++-+", "--+-", "+0-+")
	r := opinion.Compute(from(rows, map[int]opinion.Kind{1: opinion.Out, 3: opinion.Meta}), opinion.Options{Method: opinion.Polis1})
	for _, j := range []int{1, 3} {
		s := r.Statements[j]
		if r.Axes[0].Weights[j] != 0 || s.Mean != 0 || s.Extremity != 0 {
			t.Errorf("statement %d is on the map: %+v", j, s)
		}
		if s.Counts.Total() != 15 {
			t.Errorf("statement %d: %+v", j, s.Counts)
		}
		for g, group := range r.Groups {
			for _, x := range group.Representative {
				if x.Statement == j {
					t.Errorf("statement %d represents group %d", j, g)
				}
			}
		}
	}
	if p := r.Priorities(); p[3] != 49 || p[1] == 49 {
		t.Errorf("priorities: %v", p)
	}
	if r.Groups[0].Votes[1].Total() == 0 {
		t.Error("votes by group leave out what is moderated out")
	}
}
