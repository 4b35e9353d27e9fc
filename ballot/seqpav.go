package ballot

import (
	"math/big"
	"slices"
)

// seqPAV fills the seats one by one, each with the item that adds most to the
// score of PAV: a voter who already has t items adds the (t+1)-th part of a
// vote.
//
// T. N. Thiele, "Om Flerfoldsvalg", Oversigt over det Kongelige Danske
// Videnskabernes Selskabs Forhandlinger, 1895.
func seqPAV(e *Election, o Options) (Result, error) {
	v := supportOf(e).served(e.seats)
	h := newHarmonic(v.most)
	unit := new(big.Int).Mul(h.common, v.unit)
	ties := o.Ties.Rank(e)
	var res Result
	for len(res.Winners) < e.seats {
		tally := make([]*big.Rat, e.Items())
		best, tied := -1, []int(nil)
		var most *big.Int
		for i := range e.Items() {
			if slices.Contains(res.Winners, i) {
				continue
			}
			g := v.gain(i, h)
			tally[i] = new(big.Rat).SetFrac(g, unit)
			c := 1
			if best >= 0 {
				c = g.Cmp(most)
			}
			switch {
			case c > 0:
				best, most, tied = i, g, []int{i}
			case c == 0:
				tied = append(tied, i)
				if ties[i] < ties[best] {
					best = i
				}
			}
		}
		if len(tied) > 1 {
			res.Ties = append(res.Ties, Tie{Round: len(res.Rounds), Items: tied, Chosen: best})
		}
		round := Round{Tally: tally, Acts: []Act{{Elect, best, tally[best]}}}
		if !tallied(e.seats, e.Items(), 0) {
			round.Tally = nil
		}
		res.Rounds = append(res.Rounds, round)
		res.Winners = append(res.Winners, best)
		v.choose(best)
	}
	return res, nil
}
