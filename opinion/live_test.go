package opinion_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"penc/opinion"
	"penc/opinion/opiniontest"
)

// asJSON is a result to its last bit.
func asJSON(t testing.TB, r opinion.Result) string {
	t.Helper()
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestLiveIsCold lets a conversation come in, changed and withdrawn votes and
// all, with maps drawn on the way, and holds the last map to the cold one.
func TestLiveIsCold(t *testing.T) {
	m, _ := opiniontest.Own(t).Read(t).Matrix()
	n, d := m.Dims()
	want := asJSON(t, opinion.Compute(m, opinion.Options{}))
	rng := rand.New(rand.NewPCG(1, 1))
	type vote struct {
		i, j int
		v    opinion.Vote
	}
	var votes []vote
	for i := range n {
		for j, v := range m.Row(i) {
			votes = append(votes, vote{i, j, v})
		}
	}
	rng.Shuffle(len(votes), func(a, b int) { votes[a], votes[b] = votes[b], votes[a] })
	b := opinion.NewBuilder(0, 0)
	live := opinion.NewLive(b.Matrix(), opinion.Options{})
	for range d / 2 {
		live.AddStatement(opinion.Open)
	}
	for range n {
		live.AddPerson()
	}
	for live.AddStatement(opinion.Meta) < d-1 {
		continue
	}
	for j := range d {
		live.SetKind(j, m.Kind(j))
	}
	for k, v := range votes {
		switch k % 7 {
		case 0: // another vote first
			live.Vote(v.i, v.j, opinion.Vote(rng.IntN(3)-1))
		case 1:
			live.Vote(v.i, v.j, v.v)
			live.Withdraw(v.i, v.j)
			live.Withdraw(v.i, v.j)
		}
		live.Vote(v.i, v.j, v.v)
		if k%4000 == 3999 {
			live.Refresh()
		}
	}
	if live.Votes() != m.Votes() {
		t.Errorf("%d votes, want %d", live.Votes(), m.Votes())
	}
	got := live.Refresh()
	if asJSON(t, got) != want {
		t.Error("the refreshed map is not the cold one")
	}
	for i, p := range got.People {
		if q := live.Person(i); q.X != p.X || q.Y != p.Y || q.Group != p.Group || q.Votes != p.Votes {
			t.Fatalf("person %d: %+v, on the map %+v", i, q, p)
		}
	}
}

// TestLiveStatement holds what one vote changes at once to what a count of all
// votes says.
func TestLiveStatement(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, _ := drawMatrix(t, 20, 6)
		n, d := m.Dims()
		if n == 0 || d == 0 {
			return
		}
		live := opinion.NewLive(m, opinion.Options{})
		r := live.Refresh()
		for range rapid.IntRange(1, 10).Draw(t, "votes") {
			live.Vote(rapid.IntRange(0, n-1).Draw(t, "i"), rapid.IntRange(0, d-1).Draw(t, "j"), opinion.Vote(rapid.IntRange(-1, 1).Draw(t, "v")))
		}
		in := opinion.Standing{Groups: r.K, Group: make([]int, n)}
		for i, p := range r.People {
			in.Group[i] = p.Group
		}
		f, err := opinion.FiguresOf(live.Matrix(), in)
		if err != nil {
			t.Fatal(err)
		}
		for j := range d {
			got, want := live.Statement(j), f.Statements[j]
			if got.Kind != want.Kind || got.All != want.All || !slices.Equal(got.Groups, want.Groups) ||
				got.Agree != want.Agree || got.Disagree != want.Disagree {
				t.Fatalf("statement %d: %+v, want %+v", j, got, want)
			}
		}
	})
}

// TestBatchesAndRestarts lets the votes of every conversation come in 1, 10 and 100
// batches, statement by statement, with maps drawn between some of them and a new
// start in the middle. Each time the last map is the cold one.
func TestBatchesAndRestarts(t *testing.T) {
	for _, f := range opiniontest.All(t) {
		c := f.Read(t)
		m, _ := c.Matrix()
		n, d := m.Dims()
		want := asJSON(t, opinion.Compute(m, opinion.Options{}))
		type vote struct {
			i, j int
			v    opinion.Vote
		}
		var votes []vote
		for j := range d {
			for i := range n {
				if v, ok := m.At(i, j); ok {
					votes = append(votes, vote{i, j, v})
				}
			}
		}
		for _, batches := range []int{1, 10, 100} {
			empty := opinion.NewBuilder(n, d)
			for j := range d {
				empty.SetKind(j, m.Kind(j))
			}
			live := opinion.NewLive(empty.Matrix(), opinion.Options{})
			for k := range batches {
				for _, v := range votes[len(votes)*k/batches : len(votes)*(k+1)/batches] {
					live.Vote(v.i, v.j, v.v)
				}
				switch {
				case k == batches/2 && k > 0:
					live = opinion.NewLive(live.Matrix(), opinion.Options{})
				case k == batches/3 && k > 0 || k == batches-2:
					live.Refresh()
				}
			}
			if asJSON(t, live.Refresh()) != want {
				t.Errorf("%s in %d batches: another map", f.Name, batches)
			}
		}
	}
}
