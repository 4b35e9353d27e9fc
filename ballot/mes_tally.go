package ballot

import "math/big"

// tallied says whether the exact tallies of so many rounds and items are kept:
// up to about a quarter of a gigabyte. Each takes some 200 bytes, and in rules
// whose numbers grow with each of so many purchases four bytes more for each.
func tallied(rounds, items, purchases int) bool {
	return float64(rounds)*float64(items)*float64(200+4*purchases) <= 1<<28
}

// tallies returns, for each round of a finished run, what the supporters of
// every item that was not yet bought then had left together; nil for an item
// that nobody supports. Items that cost nothing are bought before the first
// round and have no tally.
//
// It goes through the run once more and keeps, for each item, how much weight
// still has money, and how much of that weight paid for each item so far.
func (r *run) tallies() [][]*big.Rat {
	rounds := len(r.bought)
	held := make([]*counter, len(r.round)) // item → by round paid for; the start money behind
	for i := range held {
		if r.votes[i].Sign() == 0 || r.cost[i].Sign() == 0 {
			continue
		}
		held[i] = r.s.counter(rounds + 1)
		for _, b := range r.s.supporters(i) {
			held[i].add(rounds, b)
		}
	}
	out := make([][]*big.Rat, rounds)
	past := newChain()
	for t, item := range r.bought {
		out[t] = make([]*big.Rat, len(held))
		for i, k := range held {
			if k != nil {
				out[t][i] = r.heldBy(k, rounds, &past)
			}
		}
		held[item] = nil
		past.push(r.chain.num[t], r.chain.den[t])
		for _, b := range r.s.supporters(item) {
			r.move(held, b, t, rounds)
		}
	}
	return out
}

// heldBy returns the money that a counter stands for after the past rounds.
func (r *run) heldBy(k *counter, rounds int, past *chain) *big.Rat {
	n := new(big.Int)
	k.at(rounds, n)
	n.Mul(n, r.b0)
	n.Mul(n, past.all)
	n.Sub(n, past.sum(k))
	return new(big.Rat).SetFrac(n, new(big.Int).Mul(past.all, r.scale))
}

// move counts that a supporter of what was bought in a round paid for it: the
// price, or all that was left.
func (r *run) move(held []*counter, b int32, round, rounds int) {
	emptied := r.emptied[b]
	if emptied >= 0 && int(emptied) < round {
		return
	}
	items := r.s.of(int(b))
	for _, i := range items {
		switch k := held[i]; {
		case k == nil:
		case int(emptied) != round:
			k.add(round, b)
		default:
			k.take(rounds, b)
			for _, j := range items {
				if s := r.round[j]; s >= 0 && int(s) < round {
					k.take(int(s), b)
				}
			}
		}
	}
}
