package ballot

import (
	"math/big"
	"slices"
)

// goOn fills empty seats by the rule of Phragmén after a run of Equal Shares:
// everybody starts with what they have left instead of nothing, and earns from
// then on. All prices and times are one chain.
func (r *run) goOn(res *Result) {
	last := make([]int32, len(r.left)) // ballot → round it last bought something in, now
	for b := range last {
		last[b] = -1
	}
	for len(res.Winners) < r.s.e.seats {
		best, tied := -1, []int(nil)
		var num *big.Int
		for i := range r.round {
			if r.round[i] >= 0 || r.votes[i].Sign() == 0 {
				continue
			}
			n, c := r.timeOf(i, last), -1
			if best >= 0 {
				c = new(big.Int).Mul(n, r.votes[best]).Cmp(new(big.Int).Mul(num, r.votes[i]))
			}
			switch {
			case c < 0:
				best, num, tied = i, n, []int{i}
			case c == 0:
				tied = append(tied, i)
				if r.ties[i] < r.ties[best] {
					best, num = i, n
				}
			}
		}
		if best < 0 {
			return
		}
		if len(tied) > 1 {
			slices.Sort(tied)
			res.Ties = append(res.Ties, Tie{Round: len(res.Rounds), Items: tied, Chosen: best})
		}
		r.chain.push(num, r.votes[best])
		round := r.chain.len() - 1
		for _, b := range r.s.supporters(best) {
			last[b] = int32(round)
		}
		r.round[best] = int32(round)
		x := r.chain.number(round)
		time := r.each(x.Num(), x.Denom())
		l := res.Ledger
		l.round[best] = int32(len(l.items))
		l.items, l.number = append(l.items, best), append(l.number, time)
		res.Winners = append(res.Winners, best)
		res.Rounds = append(res.Rounds, Round{Acts: []Act{{Continue, best, time}}})
		res.Completion.ByPhragmen = append(res.Completion.ByPhragmen, best)
	}
}

// timeOf returns when an item would be bought if it were the next, over its
// votes and all denominators: its cost, less what its supporters have had left
// since the run, or more the time at which they last bought something since.
func (r *run) timeOf(i int, last []int32) *big.Int {
	start := r.chain.len()
	k := r.s.counter(start + 1)
	for _, b := range r.s.supporters(i) {
		switch {
		case last[b] >= 0:
			k.add(int(last[b]), b)
		case r.emptied[b] < 0:
			k.add(start, b)
			for _, j := range r.s.of(int(b)) {
				if t := r.round[j]; t >= 0 {
					k.add(int(t), b)
				}
			}
		}
	}
	n := new(big.Int)
	k.at(start, n)
	n.Sub(r.cost[i], n.Mul(n, r.b0))
	n.Mul(n, r.chain.all)
	return n.Add(n, r.chain.sum(k))
}
