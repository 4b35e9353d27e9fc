package opinion_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"penc/opinion"
	"penc/opinion/opiniontest"
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
		want  *opinion.TooThin
	}{
		{"one statement", repeat(10, "+", "-"), nil, &opinion.TooThin{Reason: opinion.TooFewStatements, Have: 1, Need: 2}},
		{"one with votes", repeat(10, "+.", "-."), nil, &opinion.TooThin{Reason: opinion.TooFewStatements, Have: 1, Need: 2}},
		{"one not moderated out", repeat(10, "++-", "-+-"), map[int]opinion.Kind{0: opinion.Out, 2: opinion.Meta},
			&opinion.TooThin{Reason: opinion.TooFewStatements, Have: 1, Need: 2}},
		{"no votes", repeat(10, "...."), nil, &opinion.TooThin{Reason: opinion.TooFewStatements, Have: 0, Need: 2}},
		{"few votes", repeat(6, "+-", ".."), nil, &opinion.TooThin{Reason: opinion.TooFewVotes, Have: 12, Need: 14}},
		{"few people", repeat(3, "+-+-+", "-+-+0"), nil, &opinion.TooThin{Reason: opinion.TooFewPeople, Have: 6, Need: 7}},
		{"enough", append(repeat(3, "+-+-+", "-+-+0"), "0.0.0"), nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := opinion.Compute(from(c.rows, c.kinds), opinion.Options{})
			var thin *opinion.TooThin
			switch errors.As(err, &thin); {
			case c.want == nil && (err != nil || r.Method != opinion.Polis1):
				t.Errorf("refused: %v", err)
			case c.want != nil && (thin == nil || *thin != *c.want):
				t.Errorf("got %+v, want %+v", err, c.want)
			}
		})
	}
	err := &opinion.TooThin{Reason: opinion.TooFewPeople, Have: 6, Need: 7}
	if want := "opinion: too few to draw a map: 6 people who voted enough, at least 7 are needed"; err.Error() != want {
		t.Errorf("%q, want %q", err.Error(), want)
	}
}

// TestPlaced places those with seven votes, or the most eager fifteen.
func TestPlaced(t *testing.T) {
	placed := func(rows []string, kinds map[int]opinion.Kind, keep ...int) (out []int) {
		t.Helper()
		r, err := opinion.Compute(from(rows, kinds), opinion.Options{Keep: keep})
		if err != nil {
			t.Fatal(err)
		}
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
	r, err := opinion.Compute(from(repeat(9, "++-0"), nil), opinion.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.K != 1 || r.Groups[0].Size != 9 || r.Axes[0].Explained != 0 || r.People[4].X != 0 {
		t.Errorf("%d groups, %+v", r.K, r.Axes)
	}
	if len(r.Agreed) != 2 || len(r.Disagreed) != 1 {
		t.Errorf("agreed %v, disagreed %v", r.Agreed, r.Disagreed)
	}
}

// TestOpposites finds the one direction in which people differ, though the
// vector of ones is blind to it, and no second one.
func TestOpposites(t *testing.T) {
	r, err := opinion.Compute(from(repeat(5, "+-", "-+"), nil), opinion.Options{})
	if err != nil {
		t.Fatal(err)
	}
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

// TestSecondRestart finds the second direction when what the first leaves is
// two statements that say the opposite.
func TestSecondRestart(t *testing.T) {
	rows := append(repeat(4, "+++-", "---+"), repeat(4, "++-+", "--+-")...)
	rows = append(rows, repeat(8, "++00", "--00")...)
	r, err := opinion.Compute(from(rows, nil), opinion.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Axes[0].Explained + r.Axes[1].Explained; math.Abs(got-1) > 1e-9 || r.Axes[1].Explained < 0.1 {
		t.Errorf("explained: %v and %v", r.Axes[0].Explained, r.Axes[1].Explained)
	}
}

// TestModerated leaves statements that are out, or about the people, off the
// map, and asks about the latter first.
func TestModerated(t *testing.T) {
	rows := repeat(5, "++-+", "--+-", "+0-+")
	r, err := opinion.Compute(from(rows, map[int]opinion.Kind{1: opinion.Out, 3: opinion.Meta}), opinion.Options{})
	if err != nil {
		t.Fatal(err)
	}
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

// TestSmall draws a map or refuses, whatever the shape, and what it draws holds
// together.
func TestSmall(t *testing.T) {
	drawn := 0
	rapid.Check(t, func(t *rapid.T) {
		m, _ := drawMatrix(t, 20, 6)
		r, err := opinion.Compute(m, opinion.Options{})
		var thin *opinion.TooThin
		if errors.As(err, &thin) {
			if thin.Have >= thin.Need {
				t.Fatalf("refused with enough: %v", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		drawn++
		sound(t, m, r)
	})
	if drawn == 0 {
		t.Error("no map was drawn")
	}
}

func sound(t *rapid.T, m *opinion.Matrix, r opinion.Result) {
	if _, err := json.Marshal(r); err != nil {
		t.Fatalf("not a number: %v", err)
	}
	n, d := m.Dims()
	if len(r.People) != n || len(r.Statements) != d || len(r.Groups) != r.K || r.K < 1 || r.K > 5 {
		t.Fatalf("%d people, %d statements, %d groups, k = %d", len(r.People), len(r.Statements), len(r.Groups), r.K)
	}
	sizes, bases := make([]int, r.K), make([]int, len(r.Bases))
	votes := make([][]opinion.Counts, r.K)
	for g := range votes {
		votes[g] = make([]opinion.Counts, d)
	}
	for i, p := range r.People {
		if !p.Placed {
			continue
		}
		sizes[p.Group]++
		bases[p.Base]++
		if r.Bases[p.Base].Group != p.Group {
			t.Fatalf("person %d is in group %d, and base %d in group %d", i, p.Group, p.Base, r.Bases[p.Base].Group)
		}
		for j, v := range m.Row(i) {
			c := &votes[p.Group][j]
			switch v {
			case opinion.Agree:
				c.Agree++
			case opinion.Disagree:
				c.Disagree++
			default:
				c.Pass++
			}
		}
	}
	for g, group := range r.Groups {
		if group.Size != sizes[g] || group.Size == 0 {
			t.Fatalf("group %d: size %d, want %d", g, group.Size, sizes[g])
		}
		for j, c := range group.Votes {
			if c.Counts != votes[g][j] {
				t.Fatalf("group %d, statement %d: %v, want %v", g, j, c, votes[g][j])
			}
		}
		if len(group.Representative) > 5 {
			t.Fatalf("group %d: %d representative statements", g, len(group.Representative))
		}
	}
	for b, base := range r.Bases {
		if base.Size != bases[b] {
			t.Fatalf("base %d: size %d, want %d", b, base.Size, bases[b])
		}
	}
	dot := 0.0
	for c, a := range r.Axes {
		length := 0.0
		for j, w := range a.Weights {
			length += w * w
			dot += w * r.Axes[1-c].Weights[j] / 2
		}
		if math.Abs(length-1) > 1e-12 && length != 0 || a.Explained < 0 || a.Explained > 1+1e-9 {
			t.Fatalf("axis %d: length %v, explained %v", c, length, a.Explained)
		}
	}
	if math.Abs(dot) > 1e-3 {
		t.Fatalf("axes are not at right angles: %v", dot)
	}
	for j, s := range r.Statements {
		if !(s.Priority > 0) || !(s.Consensus > 0 && s.Consensus <= 1) || s.Extremity < 0 {
			t.Fatalf("statement %d: %+v", j, s)
		}
	}
}

// TestMirror turns every vote round and gets the mirror image, bit for bit.
func TestMirror(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, want := drawMatrix(t, 20, 6)
		n, d := m.Dims()
		b := opinion.NewBuilder(n, d)
		for at, v := range want {
			b.Vote(at[0], at[1], -v)
		}
		for j := range d {
			b.SetKind(j, m.Kind(j))
		}
		first, err := opinion.Compute(m, opinion.Options{})
		second, again := opinion.Compute(b.Matrix(), opinion.Options{})
		if (err == nil) != (again == nil) {
			t.Fatalf("%v, turned round %v", err, again)
		}
		if !reflect.DeepEqual(first.Axes, second.Axes) {
			t.Fatalf("axes %v, turned round %v", first.Axes, second.Axes)
		}
		for i, p := range first.People {
			if q := second.People[i]; p.X != -q.X || p.Y != -q.Y || p.Placed != q.Placed {
				t.Fatalf("person %d: %+v, turned round %+v", i, p, q)
			}
		}
	})
}

// TestOrderOfPeople finds the same two axes in whatever order people come, as
// far as stopping on a repeated length leaves them exact.
func TestOrderOfPeople(t *testing.T) {
	m := crowd(rand.New(rand.NewPCG(3, 4)), 300, 40, 0.4)
	n, d := m.Dims()
	first, err := opinion.Compute(m, opinion.Options{})
	if err != nil {
		t.Fatal(err)
	}
	order := rand.New(rand.NewPCG(5, 6)).Perm(n)
	b := opinion.NewBuilder(n, d)
	for i, to := range order {
		for j, v := range m.Row(i) {
			b.Vote(to, j, v)
		}
	}
	second, err := opinion.Compute(b.Matrix(), opinion.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, to := range order {
		p, q := first.People[i], second.People[to]
		if math.Abs(p.X-q.X) > 1e-6 || math.Abs(p.Y-q.Y) > 1e-6 {
			t.Fatalf("person %d: %+v, in another order %+v", i, p, q)
		}
	}
	if !reflect.DeepEqual(first.Agreed, second.Agreed) || first.K != 3 || second.K != 3 {
		t.Errorf("agreed %v and %v, groups %d and %d", first.Agreed, second.Agreed, first.K, second.K)
	}
}

// TestSameBits holds the map of a conversation to its last bit, so that it can
// be checked on another machine, and so that polis/1 stays what it was.
func TestSameBits(t *testing.T) {
	const want = "b1eb4939eb828afcfe52911183668e883819abc1f1ac972b2d1e6539e7e8141c"
	m, _ := opiniontest.Own(t).Read(t).Matrix()
	r, err := opinion.Compute(m, opinion.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	for _, p := range r.People {
		fmt.Fprintf(sum, "%x %x %d %d\n", p.X, p.Y, p.Base, p.Group)
	}
	for j, s := range r.Statements {
		fmt.Fprintf(sum, "%x %x %x %x %x\n", s.Extremity, s.Consensus, s.Priority, r.Axes[0].Weights[j], r.Axes[1].Weights[j])
	}
	for _, g := range r.Groups {
		for _, x := range g.Representative {
			fmt.Fprintf(sum, "%d %d %x %x\n", x.Statement, x.Side, x.Ratio, x.RatioZ)
		}
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
}

// TestJSON comes back from JSON as it was.
func TestJSON(t *testing.T) {
	m, _ := opiniontest.Own(t).Read(t).Matrix()
	r, err := opinion.Compute(m, opinion.Options{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back opinion.Result
	if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(r, back) {
		t.Errorf("JSON does not come back the same: %v", err)
	}
}
