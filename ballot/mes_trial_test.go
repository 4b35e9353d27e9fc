package ballot

import (
	"math/big"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// TestLeaps: where steps are small, many at once give the same as one by one.
func TestLeaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var items []Item
		for i := range rapid.IntRange(1, 8).Draw(t, "items") {
			items = append(items, Item{ID: strconv.Itoa(i), Cost: big.NewRat(rapid.Int64Range(1, 9000).Draw(t, "cost"), 1)})
		}
		b := NewBuilder(Approval, items)
		n := rapid.IntRange(1, 9).Draw(t, "voters")
		for range n {
			var set []int
			for i := range items {
				if rapid.Bool().Draw(t, "approves") {
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
		if x.b0.Cmp(y.b0) != 0 {
			t.Fatalf("start money %v and %v", x.b0, y.b0)
		}
	})
}
