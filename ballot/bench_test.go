package ballot_test

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"penc/ballot"
)

// city is an election the size of a large city.
func city(n int, budget int64) *ballot.Election { return town(n, 200, budget, 2) }

// town is an election of n voters who approve of one to fifteen of m projects
// each, some much better known than others.
func town(n, m int, budget int64, seed uint64) *ballot.Election {
	rng := rand.New(rand.NewPCG(1, seed))
	items := make([]ballot.Item, m)
	known := make([]float64, len(items))
	total := 0.0
	for i := range items {
		items[i] = ballot.Item{ID: strconv.Itoa(i + 1), Cost: big.NewRat(5_000+rng.Int64N(40)*rng.Int64N(500)*25, 1)}
		total += 1 / float64(10+i)
		known[i] = total
	}
	b := ballot.NewBuilder(ballot.Approval, items)
	for range n {
		var set []int
		seen := map[int]bool{}
		for range 1 + rng.IntN(15) {
			x, i := rng.Float64()*total, 0
			for known[i] < x {
				i++
			}
			if !seen[i] {
				seen[i] = true
				set = append(set, i)
			}
		}
		b.Approve(1, set...)
	}
	return b.Election().ForBudget(big.NewRat(budget, 1))
}

func benchmark(b *testing.B, e *ballot.Election, rules ...string) {
	for _, rule := range rules {
		b.Run(rule, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r, err := ballot.Count(e, rule, ballot.Options{})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(r.Winners)), "winners")
				if r.Completion != nil {
					b.ReportMetric(float64(r.Completion.Increments), "increments")
				}
			}
		})
	}
}

// BenchmarkWieliczka counts the election of 2023: 6,586 voters, 64 projects.
func BenchmarkWieliczka(b *testing.B) {
	benchmark(b, readPB(b, "poland_wieliczka_2023"), ballot.MESCost, ballot.MESCostAdd1, ballot.SeqPhragmen)
}

// BenchmarkCity counts 100,000 voters and 200 projects.
func BenchmarkCity(b *testing.B) {
	e := city(100_000, 5_000_000)
	benchmark(b, e, ballot.MESCost, ballot.MESCard, ballot.MESCostAdd1, ballot.SeqPhragmen, ballot.GreedyVotes)
	benchmark(b, e.ForSeats(20), ballot.SeqPAV, ballot.GJCR)
}
