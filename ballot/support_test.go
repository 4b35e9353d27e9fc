package ballot_test

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"penc/ballot"
)

// TestSupport: points above 0, and any place on a ranking, support an item.
func TestSupport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drafts(t)
		scores, ranks := ballot.NewBuilder(ballot.Scores, d.items), ballot.NewBuilder(ballot.Ranking, d.items)
		for v, set := range d.voters {
			points, places := make([]*big.Rat, len(d.items)), [][]int{}
			for i := range points {
				points[i] = rat(-rapid.Int64Range(0, 2).Draw(t, "points"), 3)
			}
			for _, i := range set {
				points[i] = rat(rapid.Int64Range(1, 5).Draw(t, "points"), 3)
				places = append(places, []int{i})
			}
			scores.ScoreWeighted(1, d.weights[v], numbersTo(len(d.items)), points)
			ranks.RankWeighted(1, d.weights[v], places...)
		}
		for _, b := range []*ballot.Builder{scores, ranks} {
			e := b.Election().ForSeats(max(1, d.seats))
			if d.budget != nil {
				e = e.ForBudget(d.budget)
			}
			for _, rule := range proportional {
				x, ok := counted(t, d.build(), rule, ballot.Options{})
				if !ok {
					continue
				}
				y, _ := counted(t, e, rule, ballot.Options{})
				if !slices.Equal(x.Winners, y.Winners) {
					t.Fatalf("%s: %v, of %v %v", rule, x.Winners, e.Kind(), y.Winners)
				}
				if y.Certificate == nil || x.Certificate.Holds != y.Certificate.Holds {
					t.Fatalf("%s: %v: another certificate", rule, e.Kind())
				}
			}
		}
	})
}
