package ballot

import (
	"fmt"
	"math/big"
	"slices"
)

// A Kind is what a ballot says about items.
type Kind uint8

const (
	// Approval ballots are sets of items.
	Approval Kind = iota + 1
	// Scores give items numbers: points, dots, marks.
	Scores
	// Ranking ballots put items in places, best first; items may share one.
	Ranking
)

// String returns the English word.
func (k Kind) String() string {
	switch k {
	case Approval:
		return "approval"
	case Scores:
		return "scores"
	case Ranking:
		return "ranking"
	}
	return fmt.Sprintf("Kind(%d)", uint8(k))
}

// An Item is what can be chosen.
type Item struct {
	// ID is used to break ties and nothing else. No two items share one.
	ID string
	// Cost is what the item takes of the budget; nil is 1. Never negative.
	// It does not count where seats are filled.
	Cost *big.Rat
}

// An Election is what is counted: n voters, m items, ballots of one kind, and
// either seats to fill or a budget to spend. It does not change once built, and
// may be read by several goroutines at once.
//
// Equal ballots are kept once. Rules work on these distinct ballots, numbered
// from 0 in the order in which they were first cast, and on the weight cast for
// each; who cast which is only needed afterwards.
type Election struct {
	kind  Kind
	items []Item

	seats  int
	budget *big.Rat

	// Distinct ballot b is item[start[b]:start[b+1]] with mark beside it.
	// Approval: items rise, mark is nil. Scores: items rise, mark is an index
	// into numbers. Ranking: mark is the place from 0 and rises, items rise
	// within a place.
	start []int
	item  []int32
	mark  []int32

	of      []int32 // voter → distinct ballot
	weight  []int32 // voter → index into numbers; nil when every weight is 1
	numbers []*big.Rat
	total   []*big.Rat // distinct ballot → weight cast for it
	all     *big.Rat   // weight cast
}

// Kind is what the ballots say.
func (e *Election) Kind() Kind { return e.kind }

// Items is how many items there are, m.
func (e *Election) Items() int { return len(e.items) }

// Item returns item i. The cost is never nil and must not be changed.
func (e *Election) Item(i int) Item { return e.items[i] }

// Cost is what item i takes: its cost under a budget, 1 where seats are filled.
func (e *Election) Cost(i int) *big.Rat {
	if e.budget == nil {
		return one
	}
	return e.items[i].Cost
}

// Seats is how many items are chosen, 0 when a budget decides.
func (e *Election) Seats() int { return e.seats }

// Budget is what may be spent, or nil when seats are filled. It must not be
// changed.
func (e *Election) Budget() *big.Rat { return e.budget }

// Money is what the proportional rules hand out: the budget, or one for each
// seat. The caller may change it.
func (e *Election) Money() *big.Rat {
	if e.budget != nil {
		return new(big.Rat).Set(e.budget)
	}
	return big.NewRat(int64(e.seats), 1)
}

// Voters is how many people voted, n.
func (e *Election) Voters() int { return len(e.of) }

// Weight is the weight of voter i, 1 unless said. It must not be changed.
func (e *Election) Weight(i int) *big.Rat {
	if e.weight == nil {
		return one
	}
	return e.numbers[e.weight[i]]
}

// Weights is the weight of all voters together. It must not be changed.
func (e *Election) Weights() *big.Rat { return e.all }

// Ballots is how many distinct ballots there are.
func (e *Election) Ballots() int { return len(e.start) - 1 }

// BallotOf is the distinct ballot that voter i cast.
func (e *Election) BallotOf(i int) int { return int(e.of[i]) }

// BallotWeight is the weight of those who cast distinct ballot b. It must not be
// changed.
func (e *Election) BallotWeight(b int) *big.Rat { return e.total[b] }

// Marked returns the items that distinct ballot b names: in rising order, or,
// on a ranking, from the best place on, rising within a place. It must not be
// changed.
func (e *Election) Marked(b int) []int32 { return e.item[e.start[b]:e.start[b+1]:e.start[b+1]] }

// Places returns, beside the items of [Election.Marked], the place of each from
// 0. Items that share a place have the same. It panics unless ballots rank.
func (e *Election) Places(b int) []int32 {
	e.must(Ranking)
	return e.mark[e.start[b]:e.start[b+1]:e.start[b+1]]
}

// Points returns the number that distinct ballot b gives to the j-th of the
// items of [Election.Marked]. It must not be changed. It panics unless ballots
// give numbers.
func (e *Election) Points(b, j int) *big.Rat {
	e.must(Scores)
	return e.numbers[e.mark[e.start[b]+j]]
}

func (e *Election) must(k Kind) {
	if e.kind != k {
		panic(fmt.Sprintf("ballot: %v asked of ballots of kind %v", k, e.kind))
	}
}

// ForSeats returns the election with k seats to fill and no budget. It panics
// when k is not positive.
func (e *Election) ForSeats(k int) *Election {
	if k < 1 {
		panic("ballot: seats must be positive")
	}
	c := *e
	c.seats, c.budget = k, nil
	return &c
}

// ForBudget returns the election with a budget to spend and no seats. It panics
// when the budget is negative.
func (e *Election) ForBudget(budget *big.Rat) *Election {
	if budget.Sign() < 0 {
		panic("ballot: negative budget")
	}
	c := *e
	c.seats, c.budget = 0, new(big.Rat).Set(budget)
	return &c
}

// Without returns the election as it would be had the given items never been
// on the ballot, and the number that each item of the new election has in this
// one. Voters who marked nothing else stay, with an empty ballot: they still
// count among the n.
func (e *Election) Without(items ...int) (*Election, []int) {
	var left []int
	now := make([]int32, len(e.items))
	var kept []Item
	for i, it := range e.items {
		now[i] = -1
		if !slices.Contains(items, i) {
			now[i] = int32(len(left))
			left = append(left, i)
			kept = append(kept, it)
		}
	}
	b := NewBuilder(e.kind, kept)
	for v := range e.of {
		b.cast(e.marksAmong(int(e.of[v]), now), e.Weight(v))
	}
	c := b.Election()
	c.seats, c.budget = e.seats, e.budget
	return c, left
}

// marksAmong returns what distinct ballot b says about the items that now have a
// number.
func (e *Election) marksAmong(b int, now []int32) []marked {
	var out []marked
	for j := e.start[b]; j < e.start[b+1]; j++ {
		i := now[e.item[j]]
		if i < 0 {
			continue
		}
		m := marked{item: i}
		switch e.kind {
		case Scores:
			m.number = e.numbers[e.mark[j]]
		case Ranking:
			m.place = e.mark[j]
		}
		out = append(out, m)
	}
	return out
}

// one is the number 1; nobody may change it.
var one = big.NewRat(1, 1)
