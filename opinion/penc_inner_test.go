package opinion

import (
	"math"
	"math/rand/v2"
	"slices"
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
	for i := range 300 {
		with.placed = append(with.placed, i)
	}
	parts := with.deal(0, tenths)
	gone := absence{rows: slices.Concat(parts[2], parts[7])}
	byTables := absence{tenths: []int{0, 1}} // of the same people, as if they were dealt by number
	tables := &survey{m: m, a: a, axes: with.axes, folds: &folds{all: f.all, part: []*pairs{newPairs(m.cols), newPairs(m.cols)}}}
	var b1 ballot
	for t, part := range [][]int{parts[2], parts[7]} {
		for _, i := range part {
			b1.read(m, i)
			tables.folds.part[t].add(&b1, 1)
		}
	}
	counts := make([]Counts, m.cols)
	for i := range 300 {
		if !slices.Contains(gone.rows, i) {
			for _, c := range m.row(i) {
				counts[c/3].add(Vote(c%3 - 1))
			}
		}
	}
	some := centreOf(m, counts)
	v, w := with.worker(), without.worker()
	w.mark(gone, true)
	want := w.axesWithout(some, gone)
	same("without two tenths", v.axesWithout(some, gone), want)
	same("once more", v.axesWithout(some, gone), want)
	same("by tables", tables.worker().axesWithout(some, byTables), want)
}

// TestDealing deals people to parts of the same size, by their votes and not by their
// numbers, and equal sheets apart.
func TestDealing(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	var sheet [20][12]Vote
	for i := range sheet {
		for j := range sheet[i] {
			sheet[i][j] = Vote(rng.IntN(3) - 1)
		}
	}
	sheets := func(order []int) *survey {
		b := NewBuilder(len(order), 12)
		s := &survey{}
		for row, i := range order {
			for j := range 12 {
				if i >= 20 { // the last 20 are copies
					b.Vote(row, j, Agree)
				} else if (i+j)%5 != 0 {
					b.Vote(row, j, sheet[i][j])
				}
			}
			s.placed = append(s.placed, row)
		}
		s.m = b.Matrix()
		return s
	}
	order := make([]int, 40)
	for i := range order {
		order[i] = i
	}
	partOf := func(order []int, dealing int) (part [20]int, copies [tenths]int) {
		for p, rows := range sheets(order).deal(dealing, tenths) {
			if len(rows) != 4 {
				t.Errorf("part %d has %d people, want 4", p, len(rows))
			}
			for _, row := range rows {
				if i := order[row]; i < 20 {
					part[i] = p
				} else {
					copies[p]++
				}
			}
		}
		return part, copies
	}
	first, copies := partOf(order, 0)
	for p, n := range copies {
		if n != 2 {
			t.Errorf("part %d has %d of 20 equal sheets, want 2", p, n)
		}
	}
	for range 5 {
		rng.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		if again, _ := partOf(order, 0); again != first {
			t.Error("other numbers, other parts")
		}
	}
	if again, _ := partOf(order, 1); again == first {
		t.Error("another dealing, the same parts")
	}
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
