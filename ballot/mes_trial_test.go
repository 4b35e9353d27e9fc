package ballot

import (
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestLeaps: where steps are small, many at once give the same as one by one.
func TestLeaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var items []Item
		for i := range rapid.IntRange(1, 8).Draw(t, "items") {
			items = append(items, Item{ID: strconv.Itoa(i), Cost: big.NewRat(rapid.Int64Range(1, 9000).Draw(t, "cost"), 1)})
		}
		twins := len(items) > 1 && rapid.Bool().Draw(t, "twins") // the first two, tied whatever happens
		if twins {
			items[1].Cost = items[0].Cost
		}
		b := NewBuilder(Approval, items)
		n := rapid.IntRange(1, 9).Draw(t, "voters")
		for range n {
			var set []int
			for i := range items {
				both := twins && i == 1
				if both && slices.Contains(set, 0) || !both && rapid.Bool().Draw(t, "approves") {
					set = append(set, i)
				}
			}
			b.Approve(1, set...)
		}
		e := b.Election().ForBudget(big.NewRat(int64(n)*rapid.Int64Range(1000, 3000).Draw(t, "share"), 1))
		m := moneyOf(supportOf(e), Options{}, true)
		leaps, apart := newTrial(m), newTrial(m)
		apart.apart = true
		x, y := leaps.raise(m), apart.raise(m)
		if !slices.Equal(x.bought, y.bought) || leaps.steps != apart.steps || leaps.kept != apart.kept {
			t.Fatalf("leaps %v after %d (%d), steps %v after %d (%d)",
				x.bought, leaps.steps, leaps.kept, y.bought, apart.steps, apart.kept)
		}
		if !reflect.DeepEqual(leaps.ties, apart.ties) {
			t.Fatalf("ties %v and %v", leaps.ties, apart.ties)
		}
		if x.b0.Cmp(y.b0) != 0 {
			t.Fatalf("start money %v and %v", x.b0, y.b0)
		}
	})
}

// TestTwinsAreNoDoubt: items that nothing tells apart are tied at every start
// money, and do not make each of many steps a run of its own.
func TestTwinsAreNoDoubt(t *testing.T) {
	million := func(n int64) *big.Rat { return big.NewRat(n*1e6, 1) }
	b := NewBuilder(Approval, []Item{{ID: "1", Cost: million(2)}, {ID: "2", Cost: million(2)}, {ID: "3", Cost: million(1)}, {ID: "4", Cost: million(6)}})
	for _, set := range [][]int{{}, {0, 1, 2}, {2, 3}, {3}, {2}, {2, 3}, {2}, {0, 1, 2, 3}, {}, {0, 1, 2, 3}, {0, 1, 2}, {2, 3}} {
		b.Approve(1, set...)
	}
	begin := time.Now()
	r, err := Count(b.Election().ForBudget(million(15)), MESCostAdd1, Options{})
	if err != nil || !slices.Equal(r.Winners, []int{2, 3, 0, 1}) {
		t.Fatal(r.Winners, err)
	}
	if n := r.Completion.Increments; n != 361112 {
		t.Errorf("%d increments", n)
	}
	if d := time.Since(begin); d > time.Second {
		t.Errorf("took %v", d)
	}
}

// TestOfferFromAnyGuess: the exact price does not depend on where the search for
// it begins.
func TestOfferFromAnyGuess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var items []Item
		for i := range 5 {
			items = append(items, Item{ID: strconv.Itoa(i), Cost: big.NewRat(rapid.Int64Range(1, 60).Draw(t, "cost"), 1)})
		}
		b := NewBuilder(Approval, items)
		for range rapid.IntRange(1, 12).Draw(t, "voters") {
			var set []int
			for i := range items {
				if rapid.IntRange(0, 2).Draw(t, "approves") > 0 {
					set = append(set, i)
				}
			}
			b.Approve(1, set...)
		}
		m := moneyOf(supportOf(b.Election().ForBudget(big.NewRat(100, 1))), Options{}, true)
		r := m.newRun()
		r.begin(m.start)
		for {
			for _, i := range r.open {
				if !r.affordable(i) {
					continue
				}
				want := r.offer(i)
				for _, f := range []float64{1e-9, 0.5, 0.999, 1.001, 2, 1e9} {
					r.guess[i] = want.near * f
					got := r.offer(i)
					if x, y := new(big.Int).Mul(got.num, want.den), new(big.Int).Mul(want.num, got.den); x.Cmp(y) != 0 {
						t.Fatalf("item %d from %v: %v, want %v", i, f, got.near, want.near)
					}
				}
				r.guess[i] = want.near
			}
			best := r.cheapest(-1)
			if best == nil {
				return
			}
			r.buy(best)
		}
	})
}
