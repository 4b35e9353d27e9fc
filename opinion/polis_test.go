package opinion_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"penc/opinion"
	"penc/opinion/opiniontest"
)

// polis maps m by the parity method.
func polis(t testing.TB, m *opinion.Matrix) opinion.Result {
	t.Helper()
	r := opinion.Compute(m, opinion.Options{Method: opinion.Polis1})
	return r
}

// TestDegenerate draws a map of whatever it is given, with numbers in it that
// are numbers.
func TestDegenerate(t *testing.T) {
	wide := func(n int) *opinion.Matrix {
		b := opinion.NewBuilder(n, 5000)
		rng := rand.New(rand.NewPCG(1, uint64(n)))
		for i := range n {
			for j := range 5000 {
				b.Vote(i, j, opinion.Vote(rng.IntN(3)-1))
			}
		}
		return b.Matrix()
	}
	all := map[int]opinion.Kind{0: opinion.Out, 1: opinion.Meta, 2: opinion.Out}
	for _, c := range []struct {
		name      string
		m         *opinion.Matrix
		placed, k int
	}{
		{"nobody", opinion.NewBuilder(0, 3).Matrix(), 0, 0},
		{"no statements", opinion.NewBuilder(3, 0).Matrix(), 0, 0},
		{"no votes", from(repeat(3, "..."), nil), 0, 0},
		{"one vote", from([]string{"...", ".+."}, nil), 1, 1},
		{"one person", from([]string{"+-0"}, nil), 1, 1},
		{"one statement", from(repeat(4, "+", "-"), nil), 8, 1},
		{"one statement with votes", from(repeat(4, ".+.", ".-."), nil), 8, 1},
		{"all pass", from(repeat(9, "0000"), nil), 9, 1},
		{"all equal", from(repeat(49, "++-0"), nil), 49, 1},
		{"all agree, some missing", from(repeat(7, "++++", "+++.", ".+++", "+..."), nil), 15, 1},
		{"all moderated out", from(repeat(5, "+-+", "-+-"), all), 10, 1},
		{"two people of two minds", from([]string{"++", "--"}, nil), 2, 2},
		{"three people, 5,000 statements", wide(3), 3, 2},
		{"one person, 5,000 statements", wide(1), 1, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := polis(t, c.m)
			finite(t, c.m, r)
			if r.Placed != c.placed || r.K != c.k {
				t.Errorf("%d placed in %d groups, want %d in %d", r.Placed, r.K, c.placed, c.k)
			}
			engine := opinion.NewPolis()
			for range 6 {
				finite(t, c.m, engine.Update(c.m, opinion.Options{}))
			}
		})
	}
}

// finite checks what holds of every result.
func finite(t interface{ Fatalf(string, ...any) }, m *opinion.Matrix, r opinion.Result) {
	if _, err := json.Marshal(r); err != nil {
		t.Fatalf("not a number: %v", err)
	}
	n, d := m.Dims()
	if len(r.People) != n || len(r.Statements) != d || len(r.Groups) != r.K || r.K > 5 || (r.K == 0) != (r.Placed == 0) {
		t.Fatalf("%d people, %d statements, %d groups, k = %d, %d placed", len(r.People), len(r.Statements), len(r.Groups), r.K, r.Placed)
	}
	placed := 0
	sizes, bases := make([]int, r.K), make([]int, len(r.Bases))
	for i, p := range r.People {
		if p.Placed != (p.Group >= 0) || p.Placed != (p.Base >= 0) {
			t.Fatalf("person %d: %+v", i, p)
		}
		if p.Placed {
			placed++
			sizes[p.Group]++
			bases[p.Base]++
		}
	}
	if placed != r.Placed {
		t.Fatalf("%d placed, want %d", r.Placed, placed)
	}
	for g, x := range r.Groups {
		if x.Size != sizes[g] || x.Size == 0 || len(x.Representative) > 5 || g > 0 && x.ID <= r.Groups[g-1].ID {
			t.Fatalf("group %d of %d: %+v", g, sizes[g], x)
		}
	}
	for b, x := range r.Bases {
		if x.Size != bases[b] || x.Size == 0 || b > 0 && x.ID <= r.Bases[b-1].ID {
			t.Fatalf("base %d of %d: %+v", b, bases[b], x)
		}
	}
	for j, s := range r.Statements {
		if !(s.Priority > 0) || !(s.PriorityNow > 0) || !(s.Consensus > 0 && s.Consensus <= 1) || s.Extremity < 0 {
			t.Fatalf("statement %d: %+v", j, s)
		}
	}
}

// TestGrowing updates an engine with votes as they come, whatever they are.
func TestGrowing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, _ := drawMatrix(t, 40, 9)
		n, d := m.Dims()
		engine := opinion.NewPolis()
		was := make([]bool, n)
		for _, part := range []int{1, 3, 4, 9, 10} {
			rows, columns := (n*part+9)/10, (d*part+9)/10
			b := opinion.NewBuilder(rows, columns)
			for i := range rows {
				for j, v := range m.Row(i) {
					if j < columns {
						b.Vote(i, j, v)
					}
				}
			}
			for j := range columns {
				b.SetKind(j, m.Kind((j+part)%d))
			}
			now := b.Matrix()
			r := engine.Update(now, opinion.Options{})
			finite(t, now, r)
			for i, p := range r.People {
				if was[i] && !p.Placed {
					t.Fatalf("person %d is no longer placed", i)
				}
				was[i] = p.Placed
			}
		}
	})
}

// TestFirstUpdate is what Compute returns.
func TestFirstUpdate(t *testing.T) {
	m, index := opiniontest.Own(t).Read(t).Matrix()
	opts := index.Options(opiniontest.Own(t).Read(t).State())
	opts.Method = opinion.Polis1
	want := opinion.Compute(m, opts)
	engine := opinion.NewPolis()
	if got := engine.Update(m, opts); !reflect.DeepEqual(got, want) {
		t.Error("another map")
	}
	again := engine.Update(m, opts)
	if !reflect.DeepEqual(again.PrioritiesNow(), want.Priorities()) && !near(again.PrioritiesNow(), want.Priorities()) {
		t.Error("the priorities of the next update are not what was said")
	}
	if again.BestFor != 2 || again.Best != want.Best {
		t.Errorf("best %d for %d updates", again.Best, again.BestFor)
	}
}

// near reports whether numbers differ by no more than what the axes move when
// the power iteration goes on from them.
func near(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) <= 1e-6*max(1, math.Abs(y)) })
}

func TestShrinking(t *testing.T) {
	engine := opinion.NewPolis()
	engine.Update(from(repeat(3, "+-"), nil), opinion.Options{})
	for _, rows := range [][]string{repeat(2, "+-"), repeat(9, "+")} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%d rows of %d are taken for the same conversation", len(rows), len(rows[0]))
				}
			}()
			engine.Update(from(rows, nil), opinion.Options{})
		}()
	}
}

// TestRoom drops the votes of people and on statements for whom Polis has no
// room.
func TestRoom(t *testing.T) {
	const people, statements = 100_002, 10_001
	b := opinion.NewBuilder(people, statements)
	for i := range people - 1 {
		b.Vote(i+1, i%5, opinion.Vote(i%3-1)) // row 0 has no vote and takes no room
	}
	for j := range statements {
		b.Vote(1, j, opinion.Agree)
	}
	r := polis(t, b.Matrix())
	if got := []int{r.People[1].Votes, r.People[people-2].Votes, r.People[people-1].Votes}; !slices.Equal(got, []int{10_000, 1, 0}) {
		t.Errorf("votes %v", got)
	}
	if r.Statements[statements-1].Counts.Total() != 0 || r.Statements[statements-2].Counts.Total() != 1 {
		t.Errorf("last statements: %+v", r.Statements[statements-2:])
	}
}
