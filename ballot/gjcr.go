package ballot

import (
	"math/big"
	"slices"
)

// gjcr is the greedy justified candidate rule. For ℓ from the number of seats
// down to 1, as long as some item is not chosen although at least ℓ·n/k of its
// supporters have fewer than ℓ chosen items each, such an item is chosen: the
// one with most such supporters. What is chosen satisfies EJR+; it may be fewer
// items than there are seats, and whatever is added to them keeps EJR+.
func gjcr(e *Election, o Options) (Result, error) {
	v := supportOf(e).served(e.seats)
	ties := o.Ties.Rank(e)
	var res Result
	for level := e.seats; level >= 1; level-- {
		for {
			best, tied, tally := v.justified(level, res.Winners, ties)
			if best < 0 {
				break
			}
			if len(tied) > 1 {
				res.Ties = append(res.Ties, Tie{Round: len(res.Rounds), Items: tied, Chosen: best})
			}
			round := Round{Tally: tally, Level: level, Acts: []Act{{Elect, best, tally[best]}}}
			if !tallied(e.seats, e.Items(), 0) {
				round.Tally = nil
			}
			res.Rounds = append(res.Rounds, round)
			res.Winners = append(res.Winners, best)
			v.choose(best)
		}
	}
	return res, nil
}

// justified returns the item with most supporters who have fewer than level of
// the winners, if they are enough for it, and what each item has; -1 otherwise.
func (v *served) justified(level int, winners, ties []int) (best int, tied []int, tally []*big.Rat) {
	best = -1
	var most *big.Int
	var have []*big.Int
	for i := range v.e.Items() {
		have = append(have, nil)
		if slices.Contains(winners, i) {
			continue
		}
		w := v.below(i, level)
		have[i] = w
		c := 1
		if best >= 0 {
			c = w.Cmp(most)
		}
		switch {
		case c > 0:
			best, most, tied = i, w, []int{i}
		case c == 0:
			tied = append(tied, i)
			if ties[i] < ties[best] {
				best = i
			}
		}
	}
	if best < 0 || !v.enough(most, level) {
		return -1, nil, nil
	}
	tally = make([]*big.Rat, len(have))
	for i, w := range have {
		if w != nil {
			tally[i] = v.real(w)
		}
	}
	return best, tied, tally
}

// below returns the weight of the supporters of an item who have fewer than
// level of the chosen.
func (v *served) below(item, level int) *big.Int {
	sum, t := new(big.Int), new(big.Int)
	for j := range min(level, v.most+1) {
		if v.weight[item].at(j, t) {
			sum.Add(sum, t)
		}
	}
	return sum
}

// enough says that a weight is at least that share of all which level seats are
// of the seats: w·k ≥ level·n.
func (v *served) enough(w *big.Int, level int) bool {
	x := new(big.Int).Mul(w, big.NewInt(int64(v.e.seats)))
	return x.Cmp(new(big.Int).Mul(v.total, big.NewInt(int64(level)))) >= 0
}
