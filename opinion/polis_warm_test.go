package opinion

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestMapOrder lists numbers as Clojure prints a set of them.
func TestMapOrder(t *testing.T) {
	if got := hashNumber(1); got != 1392991556 {
		t.Errorf("hash of 1: %d", got)
	}
	ten := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
	inMapOrder(ten)
	if want := []int{0, 7, 1, 4, 6, 3, 2, 9, 5, 8}; !slices.Equal(ten, want) {
		t.Errorf("%v, want %v", ten, want)
	}
	eight := []int{9, 3, 4, 1, 7, 8, 2, 5}
	inMapOrder(eight)
	if want := []int{9, 3, 4, 1, 7, 8, 2, 5}; !slices.Equal(eight, want) {
		t.Errorf("few numbers: %v, want %v", eight, want)
	}
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOfNDistinct(rapid.Int(), 9, 40, rapid.ID).Draw(t, "numbers")
		first, second := slices.Clone(numbers), rapid.Permutation(numbers).Draw(t, "order")
		inMapOrder(first)
		inMapOrder(second)
		if !slices.Equal(first, second) {
			t.Fatalf("%v and %v", first, second)
		}
	})
}

// TestFilledUp places those who voted most, and of those with equally many
// votes those whom a hash map of their numbers lists first.
func TestFilledUp(t *testing.T) {
	b := NewBuilder(30, 9)
	for i := range 30 {
		for j := range 4 {
			b.Vote(i, j, Agree)
		}
	}
	for j := range 9 {
		b.Vote(29, j, Agree)
	}
	b.Vote(28, 4, Agree)
	m := b.Matrix()
	numbers := make([]int, 30)
	for i := range numbers {
		numbers[i] = 100 + i
	}
	for _, c := range []struct {
		name    string
		numbers []int
	}{{"rows", nil}, {"numbers", numbers}} {
		rest := make([]int, 28)
		for i := range rest {
			rest[i] = i
			if c.numbers != nil {
				rest[i] += 100
			}
		}
		inMapOrder(rest)
		want := []int{28, 29}
		for _, number := range rest[:13] {
			want = append(want, number%100)
		}
		slices.Sort(want)
		var got []int
		for i, p := range NewPolis().Update(m, Options{Numbers: c.numbers}).People {
			if p.Placed {
				got = append(got, i)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: placed %v, want %v", c.name, got, want)
		}
	}
}

func TestSmoother(t *testing.T) {
	var s smoother
	for i, c := range []struct {
		best int
		want smoother
	}{
		{3, smoother{3, 1, 3}},
		{4, smoother{4, 1, 3}},
		{4, smoother{4, 2, 3}},
		{4, smoother{4, 3, 3}},
		{2, smoother{2, 1, 3}},
		{4, smoother{4, 1, 3}},
		{4, smoother{4, 2, 3}},
		{4, smoother{4, 3, 3}},
		{4, smoother{4, 4, 4}},
		{4, smoother{4, 5, 4}},
		{5, smoother{5, 1, 4}},
	} {
		if s.next(c.best); s != c.want {
			t.Errorf("update %d: %+v, want %+v", i, s, c.want)
		}
	}
	if g := (grouping{parts: []clusters{{of: []int{2}}, {of: []int{3}}}, best: 1}); g.shown(2).of[0] != 2 || g.shown(5).of[0] != 3 {
		t.Error("a number of groups that was not tried is not replaced by the best")
	}
}

// TestWarmStart goes on from earlier clusters.
func TestWarmStart(t *testing.T) {
	names := []int{10, 11, 12, 13, 14, 15}
	at := func(xs ...float64) (out []point) {
		for _, x := range xs {
			out = append(out, point{x, 0})
		}
		return out
	}
	for _, c := range []struct {
		name    string
		points  []point
		weights []float64
		before  partition
		k       int
		want    heads
	}{
		{
			"where members stand now", at(0, 2, 4, 6, 8, 10), nil,
			partition{[]int{3, 7}, [][]int{{10, 11}, {12, 14}}},
			2,
			heads{[]int{3, 7}, at(1, 6)},
		},
		{
			"weighted", at(0, 4, 4, 6, 8, 10),
			[]float64{3, 1, 1, 1, 1, 1},
			partition{[]int{0, 1}, [][]int{{10, 11}, {14}}},
			2,
			heads{[]int{0, 1}, at(1, 8)},
		},
		{
			"without members left out, and the farthest split off", at(0, 0, 4, 6, 8, 10), nil,
			partition{[]int{0, 1, 2}, [][]int{{10, 11}, {98, 99}, {12, 99}}},
			3,
			heads{[]int{0, 2, 3}, at(0, 4, 10)},
		},
		{
			"on the same spot: the id of the larger", at(5, 5, 5, 0, 0, 9), nil,
			partition{[]int{0, 1, 2}, [][]int{{10, 11}, {12}, {13, 14}}},
			2,
			heads{[]int{0, 2}, at(5, 0)},
		},
		{
			"on the same spot: the later id on a tie, names that are gone count", at(5, 5, 5, 0, 0, 9), nil,
			partition{[]int{0, 1, 2}, [][]int{{10, 11}, {12, 99}, {13, 14}}},
			3,
			heads{[]int{1, 2, 3}, at(5, 0, 9)},
		},
		{
			"split off from its cluster, twice, the later one on a tie", at(-4, 0, 4, 0, 0, 0), nil,
			partition{[]int{6}, [][]int{{10, 11, 12, 13, 14, 15}}},
			3,
			heads{[]int{6, 7, 8}, at(0, 4, -4)},
		},
		{
			"no more than distinct points", at(1, 1, 1, 3, 3, 3), nil,
			partition{[]int{0}, [][]int{{10, 11, 12}}},
			5,
			heads{[]int{0, 1}, at(1, 3)},
		},
		{
			"more than wanted are kept", at(0, 1, 2, 3, 4, 5), nil,
			partition{[]int{0, 1, 2}, [][]int{{10}, {11}, {12}}},
			2,
			heads{[]int{0, 1, 2}, at(0, 1, 2)},
		},
		{
			"nobody left: one cluster of all", at(0, 0, 0, 6, 0, 0), nil,
			partition{[]int{0, 4}, [][]int{{1}, {2}}},
			2,
			heads{[]int{5, 6}, at(0, 6)},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := warmStart(cloud{names, c.points, c.weights}, c.before, c.k)
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

// TestFarthest finds what looking at every centre again finds.
func TestFarthest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := drawPoints(t, 1, 30, "points")
		names := make([]int, len(points))
		all := make([]int, len(points))
		for i := range points {
			names[i], all[i] = i, rapid.IntRange(0, 2).Draw(t, "cluster")
		}
		before := partition{[]int{0, 1, 2}, make([][]int, 3)}
		for i, g := range all {
			before.members[g] = append(before.members[g], i)
		}
		k := rapid.IntRange(1, 9).Draw(t, "k")
		c := cloud{names: names, points: points}
		got := warmStart(c, before, k)
		list := mergeEqual(recentre(c, before))
		for len(list) < countDistinct(points, k) {
			i, most := -1, 0.0
			for p := range points {
				least := points[p].distance(list[0].centre)
				for _, h := range list {
					least = min(least, points[p].distance(h.centre))
				}
				if least >= most {
					i, most = p, least
				}
			}
			if most == 0 {
				break
			}
			id := 0
			for g := range list {
				id = max(id, list[g].id+1)
				if at := slices.Index(list[g].members, i); at >= 0 {
					list[g].members = slices.Delete(slices.Clone(list[g].members), at, at+1)
					list[g].centre = c.mean(list[g].members)
				}
			}
			list = append(list, held{id: id, members: []int{i}, centre: points[i]})
		}
		var want heads
		for _, h := range list {
			want.ids, want.centres = append(want.ids, h.id), append(want.centres, h.centre)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}
