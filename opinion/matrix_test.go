package opinion_test

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"penc/opinion"
)

var drawVote = rapid.SampledFrom([]opinion.Vote{opinion.Agree, opinion.Disagree, opinion.Pass})

// drawMatrix draws up to n people and d statements with votes and kinds, some
// pairs more than once, beside a plain map of what should be in the matrix.
func drawMatrix(t *rapid.T, n, d int) (*opinion.Matrix, map[[2]int]opinion.Vote) {
	rows, columns := rapid.IntRange(0, n).Draw(t, "people"), rapid.IntRange(0, d).Draw(t, "statements")
	b, want := opinion.NewBuilder(rows, columns), map[[2]int]opinion.Vote{}
	vote := func(i, j int) {
		v := drawVote.Draw(t, "vote")
		b.Vote(i, j, v)
		want[[2]int{i, j}] = v
	}
	for range rapid.IntRange(1, 2).Draw(t, "rounds") {
		asked := rapid.SliceOfN(rapid.Bool(), rows*columns, rows*columns).Draw(t, "asked")
		for k, yes := range asked {
			if yes {
				vote(k/columns, k%columns)
			}
		}
	}
	for j := range columns {
		if rapid.IntRange(0, 5).Draw(t, "moderated") == 0 {
			b.SetKind(j, rapid.SampledFrom([]opinion.Kind{opinion.Out, opinion.Meta}).Draw(t, "kind"))
		}
	}
	return b.Matrix(), want
}

// TestMatrix holds the last vote of each pair and nothing else.
func TestMatrix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, want := drawMatrix(t, 8, 6)
		n, d := m.Dims()
		if m.Votes() != len(want) {
			t.Fatalf("%d votes, want %d", m.Votes(), len(want))
		}
		counts := make([]opinion.Counts, d)
		for i := range n {
			row := map[int]opinion.Vote{}
			last := -1
			for j, v := range m.Row(i) {
				if j <= last {
					t.Fatalf("row %d: statement %d after %d", i, j, last)
				}
				last = j
				row[j] = v
			}
			if len(row) != m.RowVotes(i) {
				t.Fatalf("row %d: %d votes, want %d", i, m.RowVotes(i), len(row))
			}
			for j := range d {
				v, ok := m.At(i, j)
				x, there := want[[2]int{i, j}]
				if y, in := row[j]; v != x || ok != there || y != x || in != there {
					t.Fatalf("vote (%d, %d): %v, %v, want %v, %v", i, j, v, ok, x, there)
				}
				if there {
					counts[j] = counts[j].Plus(map[opinion.Vote]opinion.Counts{
						opinion.Agree: {Agree: 1}, opinion.Disagree: {Disagree: 1}, opinion.Pass: {Pass: 1},
					}[x])
				}
			}
		}
		if got := m.Counts(); !slices.Equal(got, counts) {
			t.Fatalf("counts %v, want %v", got, counts)
		}
	})
}

// TestBuilderGoesOn checks that a matrix does not follow its builder.
func TestBuilderGoesOn(t *testing.T) {
	b := opinion.NewBuilder(1, 2)
	b.Vote(0, 1, opinion.Agree)
	before := b.Matrix()
	b.Vote(0, 1, opinion.Disagree)
	b.SetKind(1, opinion.Out)
	after := b.Matrix()
	if v, _ := before.At(0, 1); v != opinion.Agree || before.Kind(1) != opinion.Open {
		t.Errorf("before: %v, kind %v", v, before.Kind(1))
	}
	if v, _ := after.At(0, 1); v != opinion.Disagree || after.Kind(1) != opinion.Out {
		t.Errorf("after: %v, kind %v", v, after.Kind(1))
	}
}

// TestWrongShapes panics on what only a bug can ask for.
func TestWrongShapes(t *testing.T) {
	m := opinion.NewBuilder(2, 3).Matrix()
	for name, f := range map[string]func(){
		"negative people":  func() { opinion.NewBuilder(-1, 2) },
		"row too high":     func() { opinion.NewBuilder(2, 3).Vote(2, 0, opinion.Agree) },
		"column too high":  func() { opinion.NewBuilder(2, 3).Vote(0, 3, opinion.Agree) },
		"no such vote":     func() { opinion.NewBuilder(2, 3).Vote(0, 0, 2) },
		"no such kind":     func() { opinion.NewBuilder(2, 3).SetKind(0, 3) },
		"kind of nothing":  func() { opinion.NewBuilder(2, 3).SetKind(3, opinion.Out) },
		"vote of nobody":   func() { m.At(2, 0) },
		"vote on nothing":  func() { m.At(0, 3) },
		"kept nobody":      func() { opinion.Compute(m, opinion.Options{Method: opinion.Polis1, Keep: []int{2}}) },
		"unknown method":   func() { opinion.Compute(m, opinion.Options{Method: "polis/0"}) },
		"too few labels":   func() { opinion.TallyByGroup(m, []int{0}, 1) },
		"no such label":    func() { opinion.TallyByGroup(m, []int{0, 1}, 1) },
		"negative cell":    func() { opinion.Suppress([]int{-1}) },
		"fewer than none":  func() { opinion.Next(nil, -1, nil, nil) },
		"label below none": func() { opinion.TallyByGroup(m, []int{0, -2}, 1) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("did not panic")
				}
			}()
			f()
		})
	}
}

// from returns a matrix of rows like "+-0." with . for no vote.
func from(rows []string, kinds map[int]opinion.Kind) *opinion.Matrix {
	b := opinion.NewBuilder(len(rows), len(rows[0]))
	votes := map[byte]opinion.Vote{'+': opinion.Agree, '-': opinion.Disagree, '0': opinion.Pass}
	for i, row := range rows {
		for j := range len(row) {
			if v, ok := votes[row[j]]; ok {
				b.Vote(i, j, v)
			}
		}
	}
	for _, j := range slices.Sorted(maps.Keys(kinds)) {
		b.SetKind(j, kinds[j])
	}
	return b.Matrix()
}
