package ballot

import (
	"math/big"
	"slices"
)

// goOn fills empty seats by the rule of Phragmén after a run of Equal Shares:
// everybody starts with what they have left instead of nothing, and earns from
// then on. All prices and times are one chain.
func (r *run) goOn(res *Result) {
	g := r.newGoing(r.s.e.seats - len(res.Winners))
	for len(res.Winners) < r.s.e.seats {
		best, tied, num := g.next()
		if best < 0 {
			return
		}
		if len(tied) > 1 {
			res.Ties = append(res.Ties, Tie{Round: len(res.Rounds), Items: tied, Chosen: best})
		}
		g.buy(best, num)
		x := r.chain.number(r.chain.len() - 1)
		time := r.each(x.Num(), x.Denom())
		l := res.Ledger
		l.round[best] = int32(len(l.items))
		l.items, l.number = append(l.items, best), append(l.number, time)
		res.Winners = append(res.Winners, best)
		res.Rounds = append(res.Rounds, Round{Acts: []Act{{Continue, best, time}}})
		res.Completion.ByPhragmen = append(res.Completion.ByPhragmen, best)
	}
}

// A going is a run that goes on.
type going struct {
	*run
	first  int        // the first round after the run
	start  int        // where the start money is counted, behind all rounds
	last   []int32    // ballot → round it last bought something in since, or -1
	counts []*counter // item → weight of supporters by the numbers they still have to do with
}

// newGoing counts for each item that is open, over its supporters, the start
// money and the prices paid of those who have something left.
func (r *run) newGoing(seats int) *going {
	g := &going{
		run: r, first: r.chain.len(), start: r.chain.len() + seats,
		last: make([]int32, len(r.left)), counts: make([]*counter, len(r.round)),
	}
	for b := range g.last {
		g.last[b] = -1
	}
	for i := range g.counts {
		if r.round[i] >= 0 || r.votes[i].Sign() == 0 {
			continue
		}
		g.counts[i] = r.s.counter(g.start + 1)
		for _, b := range r.s.supporters(i) {
			if r.emptied[b] < 0 {
				r.count(g.counts[i], g.start, b)
			}
		}
	}
	return g
}

// next returns the item that is bought first, those it is tied with, and when:
// its cost, less what its supporters have had left since the run, or more the
// time at which they last bought something since; over its votes and all
// denominators.
func (g *going) next() (best int, tied []int, num *big.Int) {
	best = -1
	for i, k := range g.counts {
		if k == nil {
			continue
		}
		n := new(big.Int)
		k.at(g.start, n)
		n.Sub(g.cost[i], n.Mul(n, g.b0))
		n.Mul(n, g.chain.all)
		n.Add(n, g.chain.sum(k))
		c := -1
		if best >= 0 {
			c = new(big.Int).Mul(n, g.votes[best]).Cmp(new(big.Int).Mul(num, g.votes[i]))
		}
		switch {
		case c < 0:
			best, num, tied = i, n, []int{i}
		case c == 0:
			tied = append(tied, i)
			if g.ties[i] < g.ties[best] {
				best, num = i, n
			}
		}
	}
	slices.Sort(tied)
	return best, tied, num
}

// buy has the supporters of an item pay all they have at that time.
func (g *going) buy(item int, num *big.Int) {
	round := int32(g.chain.len())
	g.chain.push(num, g.votes[item])
	g.counts[item] = nil
	for _, b := range g.s.supporters(item) {
		items := g.s.of(int(b))
		for _, i := range items {
			k := g.counts[i]
			if k == nil {
				continue
			}
			switch {
			case g.last[b] >= 0:
				k.take(int(g.last[b]), b)
			case g.emptied[b] < 0:
				k.take(g.start, b)
				for _, j := range items {
					if t := g.round[j]; t >= 0 && int(t) < g.first {
						k.take(int(t), b)
					}
				}
			}
			k.add(int(round), b)
		}
		g.last[b] = round
	}
	g.round[item] = round
}
