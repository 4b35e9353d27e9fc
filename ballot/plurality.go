package ballot

import (
	"math/big"
	"slices"
)

// byTally is the result of rules that give every item a number and choose those
// with the highest. Items with the same number stand in the order of ties. Such
// a group is told once, with the one that comes first; where seats end within
// it, once for each seat that went to it.
func byTally(e *Election, o Options, tally []*big.Rat) Result {
	rank := o.Ties.Rank(e)
	order := o.Ties.Order(e)
	slices.SortStableFunc(order, func(i, j int) int { return tally[j].Cmp(tally[i]) })
	var groups [][]int
	for k := 0; k < len(order); {
		end := k + 1
		for end < len(order) && tally[order[end]].Cmp(tally[order[k]]) == 0 {
			end++
		}
		groups = append(groups, order[k:end])
		k = end
	}
	r := byGroups(e.seats, groups, rank)
	r.Rounds = []Round{{Tally: tally}}
	for _, i := range r.Winners {
		r.Rounds[0].Acts = append(r.Rounds[0].Acts, Act{Elect, i, tally[i]})
	}
	return r
}

// byGroups is the result of rules that put items in an order in which some may
// share a place: winners, order and ties.
func byGroups(seats int, groups [][]int, rank []int) Result {
	var r Result
	for _, group := range groups {
		left := slices.Clone(group)
		slices.SortFunc(left, func(i, j int) int { return rank[i] - rank[j] })
		open := seats - len(r.Order)
		told := 1 // how often the group is told
		if open > 0 && open < len(left) {
			told = open
		}
		for k := 0; k < told && len(left)-k > 1; k++ {
			tied := slices.Sorted(slices.Values(left[k:]))
			r.Ties = append(r.Ties, Tie{Items: tied, Chosen: left[k]})
		}
		r.Order = append(r.Order, left...)
	}
	r.Winners = slices.Clone(r.Order[:min(seats, len(r.Order))])
	return r
}
