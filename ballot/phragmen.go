package ballot

import (
	"math/big"
	"slices"
)

// seqPhragmen is Phragmén's sequential rule. Everybody earns money, a voter of
// weight 1 one unit in a unit of time, from nothing; as soon as the supporters
// of an item hold its cost together they buy it and have nothing again. Under a
// budget the count stops at the first item that no longer fits. An item that
// costs more than the whole budget never did, and takes no part.
//
// The time at which an item would be bought, if it were the next, is
// (cost + Σ w·t) / Σ w over its supporters, with t the time at which each last
// bought something. The times of purchases are a chain, so this is a sum of
// whole multiples of them; in floating point all its terms are positive, and
// only what lies within the error of rounding is compared exactly.
func seqPhragmen(e *Election, o Options) (Result, error) {
	p := newLoads(supportOf(e), o)
	for e.budget != nil || len(p.bought) < e.seats {
		best := p.next()
		switch {
		case best < 0:
			res := p.result()
			res.fill(p.support, p.ties)
			return res, nil
		case p.spent.Cmp(p.limit) > 0: // with it
			p.res.Rounds = append(p.res.Rounds, Round{Tally: p.tally(), Acts: []Act{{Stop, best, p.e.Cost(best)}}})
			return p.result(), nil
		}
		p.res.Rounds = append(p.res.Rounds, Round{Tally: p.tally(), Acts: []Act{{Elect, best, p.time(best)}}})
		p.buy(best)
	}
	return p.result(), nil
}

// loads is the state of Phragmén's rule.
type loads struct {
	*support
	e    *Election
	ties []int
	cost []*big.Int // costs times scale
	near []float64

	scale *big.Int
	limit *big.Int // all there is to spend
	spent *big.Int

	chain  chain
	last   []int32    // ballot → round it last bought something in, or -1
	weight []*counter // item → weight of supporters by the round they last bought in
	votes  []*big.Int
	size   []float64
	open   []int
	bought []int
	res    Result
}

func newLoads(s *support, o Options) *loads {
	p := &loads{
		support: s, e: s.e, ties: o.Ties.Rank(s.e), chain: newChain(), votes: s.votes(),
		last: make([]int32, s.ballots()), spent: new(big.Int),
	}
	for b := range p.last {
		p.last[b] = -1
	}
	p.scale = big.NewInt(1)
	for i := range p.e.Items() {
		p.scale = leastMultiple(p.scale, p.e.Cost(i).Denom())
	}
	all := p.e.Money()
	p.scale = leastMultiple(p.scale, all.Denom())
	p.limit = scaled(all, p.scale)
	for i, v := range p.votes {
		c := scaled(p.e.Cost(i), p.scale)
		p.cost = append(p.cost, c)
		p.near = append(p.near, quotient(c, one.Num()))
		p.size = append(p.size, quotient(v, one.Num()))
		p.weight = append(p.weight, s.counter(p.e.Items()))
		if v.Sign() > 0 && c.Cmp(p.limit) <= 0 {
			p.open = append(p.open, i)
		}
	}
	return p
}

// next returns the item that is bought first and adds its cost to what is
// spent; -1 when there is none.
func (p *loads) next() int {
	if len(p.open) == 0 {
		return -1
	}
	near := make([]float64, len(p.near))
	low := -1.0
	for _, i := range p.open {
		near[i] = p.nearTime(i)
		if low < 0 || near[i] < low {
			low = near[i]
		}
	}
	best := -1
	var tied []int
	var num *big.Int
	for _, i := range p.open {
		if near[i] > low*(1+0x1p-30) {
			continue
		}
		n, c := p.exactTime(i), -1
		if best >= 0 {
			x, y := new(big.Int).Mul(n, p.votes[best]), new(big.Int).Mul(num, p.votes[i])
			c = x.Cmp(y)
		}
		switch {
		case c < 0:
			best, num, tied = i, n, []int{i}
		case c == 0:
			tied = append(tied, i)
			if p.ties[i] < p.ties[best] {
				best, num = i, n
			}
		}
	}
	if len(tied) > 1 {
		slices.Sort(tied)
		p.res.Ties = append(p.res.Ties, Tie{Round: len(p.res.Rounds), Items: tied, Chosen: best})
	}
	p.spent.Add(p.spent, p.cost[best])
	return best
}

// nearTime returns when an item would be bought, with a relative error well
// below 2^-31 for any number of rounds that can be counted.
func (p *loads) nearTime(i int) float64 {
	sum := p.near[i]
	for s, t := range p.chain.near {
		sum += p.weight[i].near(s) * t
	}
	return sum / p.size[i]
}

// exactTime returns when an item would be bought, over its votes and all
// denominators.
func (p *loads) exactTime(i int) *big.Int {
	n := new(big.Int).Mul(p.cost[i], p.chain.all)
	return n.Add(n, p.chain.sum(p.weight[i]))
}

// time returns when an item would be bought.
func (p *loads) time(i int) *big.Rat {
	d := new(big.Int).Mul(p.votes[i], p.chain.all)
	return p.load(new(big.Rat).SetFrac(p.exactTime(i), d))
}

// load returns a scaled time of a unit of weight as the load of a voter of
// weight 1.
func (p *loads) load(t *big.Rat) *big.Rat {
	return t.Mul(t, new(big.Rat).SetFrac(p.unit, p.scale))
}

// tally returns when each open item would be bought.
func (p *loads) tally() []*big.Rat {
	if n := len(p.bought) + 1; !tallied(n, len(p.cost), n) {
		return nil
	}
	out := make([]*big.Rat, len(p.cost))
	for _, i := range p.open {
		out[i] = p.time(i)
	}
	return out
}

// buy has the supporters of an item pay for it.
func (p *loads) buy(item int) {
	round := int32(len(p.bought))
	p.chain.push(p.exactTime(item), p.votes[item])
	for _, b := range p.supporters(item) {
		for _, i := range p.of(int(b)) {
			if p.last[b] >= 0 {
				p.weight[i].take(int(p.last[b]), b)
			}
			p.weight[i].add(int(round), b)
		}
		p.last[b] = round
	}
	p.bought = append(p.bought, item)
	p.open = slices.DeleteFunc(p.open, func(i int) bool { return i == item })
}

// result writes out what was bought and who paid.
func (p *loads) result() Result {
	p.res.Winners = p.bought
	l := &Ledger{s: p.support, items: p.bought, round: make([]int32, p.e.Items())}
	for i := range l.round {
		l.round[i] = -1
	}
	for t, i := range p.bought {
		l.round[i] = int32(t)
		l.number = append(l.number, p.load(p.chain.number(t)))
	}
	p.res.Ledger = l
	return p.res
}
