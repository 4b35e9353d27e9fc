package opinion

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestPairsOrVotes finds the same axes from pairs and from votes, of all people
// and without two tenths.
func TestPairsOrVotes(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	b := NewBuilder(300, 40)
	for i := range 300 {
		for j := range 40 {
			if rng.Float64() < 0.4 {
				b.Vote(i, j, Vote(rng.IntN(2)*2-1)*Vote(1-2*((i%3)*j%2)))
			}
		}
	}
	b.SetKind(3, Out)
	m := b.Matrix()
	a := centre(m)
	f := countPairs(m)
	with := &survey{m: m, a: a, folds: f}
	without := &survey{m: m, a: a}
	g := make([]float64, m.cols*m.cols)
	f.gram(a.mean, g)
	with.axes, _ = leading(dense{m.cols, g}, m.cols, a.start(), krylovExact)
	without.axes, _ = leading(sparse{m: m, value: a.value}, m.cols, a.start(), krylovExact)
	same := func(what string, x, y [2][]float64) {
		t.Helper()
		for e := range x {
			if cos := math.Abs(dot(x[e], y[e])); cos < 1-1e-9 {
				t.Errorf("%s, axis %d: cosine %v", what, e, cos)
			}
		}
	}
	same("all", with.axes, without.axes)
	left := [2]int{2, 7}
	counts := make([]Counts, m.cols)
	v, w := with.worker(), without.worker()
	for i := range v.out {
		tenth := foldOf(i)
		v.out[i] = tenth == left[0] || tenth == left[1]
		w.out[i] = v.out[i]
		if !v.out[i] {
			for _, c := range m.row(i) {
				counts[c/3].add(Vote(c%3 - 1))
			}
		}
	}
	some := centreOf(m, counts)
	same("without two tenths", v.axesWithout(some, left), w.axesWithout(some, left))
}

// TestTenths deals people evenly and leaves everybody out once in each round.
func TestTenths(t *testing.T) {
	var size [tenths]int
	for i := range 10_000 {
		size[foldOf(i)]++
	}
	for f, n := range size {
		if n < 900 || n > 1100 {
			t.Errorf("tenth %d has %d of 10,000 people", f, n)
		}
	}
	for votes, want := range map[int]int{1: 45, someVotes + 1: 15, manyVotes + 1: 5} {
		left := replicates(votes)
		if len(left) != want {
			t.Errorf("%d votes: %d replicates, want %d", votes, len(left), want)
		}
		seen := map[[2]int]bool{}
		for r := 0; r < len(left); r += tenths / 2 {
			out := map[int]bool{}
			for _, two := range left[r : r+tenths/2] {
				out[two[0]], out[two[1]] = true, true
				seen[[2]int{min(two[0], two[1]), max(two[0], two[1])}] = true
			}
			if len(out) != tenths {
				t.Errorf("round %d leaves out %v", r, left[r:r+tenths/2])
			}
		}
		if len(seen) != want {
			t.Errorf("%d votes: only %d different replicates", votes, len(seen))
		}
	}
}
