package ballot

import (
	"encoding/binary"
	"math/big"
)

// An offer is the exact price of an item: num over den and all denominators of
// the prices so far, for each unit of weight of those who can pay it; emptied
// are the ballots that have no more than that left and pay all of it.
type offer struct {
	item     int
	num, den *big.Int
	near     float64
	emptied  []int32
}

// offer computes the price of an affordable item.
//
// The supporters are divided by rounded numbers into those who surely have less
// than the price, those who surely have more, and those too near to tell, who
// are compared exactly. Every division gives a number that is not above the
// price, and the division by the price itself gives the price; so if the number
// found does not fit the division, the next is made by it.
func (r *run) offer(i int) *offer {
	p := r.guess[i]
	for {
		d := r.divide(i, p)
		if d.den.Sign() == 0 { // everybody would pay all: p is too high
			p = d.most
			continue
		}
		if d.near < p-d.margin/2 || d.near > p+d.margin/2 {
			p = d.near
			continue
		}
		return &d.offer
	}
}

// A division is an offer with how it was found.
type division struct {
	offer
	margin float64 // of the price by which it was divided
	most   float64 // the most that anybody has left, rounded
}

// divide computes the price of an item if those who have less than p pay all.
func (r *run) divide(i int, p float64) division {
	d := division{offer: offer{item: i}, margin: 4*r.offLeft() + p*0x1p-40}
	k := r.k
	k.reset(r.chain.len() + 1)
	start := r.chain.len() // what comes from the start money is counted behind the rounds
	rest := r.s.counter(1)
	var near []int32
	for _, b := range r.s.supporters(i) {
		if r.emptied[b] >= 0 {
			continue
		}
		v := r.left[b]
		d.most = max(d.most, v)
		switch {
		case v < p-d.margin:
			r.count(k, start, b)
			d.emptied = append(d.emptied, b)
		default:
			rest.add(0, b)
			if v <= p+d.margin {
				near = append(near, b)
			}
		}
	}
	r.solve(&d.offer, k, rest)
	for len(near) > 0 && d.den.Sign() > 0 {
		moved := false
		keep := near[:0]
		for _, b := range near {
			switch c := r.leftOver(b, &d.offer); {
			case c < 0:
				r.count(k, start, b)
				rest.take(0, b)
				d.emptied = append(d.emptied, b)
				moved = true
			default:
				keep = append(keep, b)
			}
		}
		near = keep
		if !moved {
			break
		}
		r.solve(&d.offer, k, rest)
	}
	if d.den.Sign() > 0 {
		for _, b := range near {
			if r.leftOver(b, &d.offer) == 0 {
				d.emptied = append(d.emptied, b)
			}
		}
	}
	return d
}

// count counts what a ballot has left: the start money, less the prices of what
// it paid for.
func (r *run) count(k *counter, start int, b int32) {
	k.add(start, b)
	for _, i := range r.s.of(int(b)) {
		if t := r.round[i]; t >= 0 {
			k.add(int(t), b)
		}
	}
}

// solve sets the price: what the cost is above what was counted, for each unit
// of the rest.
func (r *run) solve(o *offer, k, rest *counter) {
	o.num, o.den = new(big.Int), new(big.Int)
	start := new(big.Int)
	k.at(r.chain.len(), start)
	o.num.Sub(r.cost[o.item], start.Mul(start, r.b0))
	o.num.Mul(o.num, r.chain.all)
	o.num.Add(o.num, r.chain.sum(k))
	if rest.at(0, o.den) {
		o.near = quotient(o.num, new(big.Int).Mul(r.chain.all, o.den))
	}
}

// leftOver compares exactly what a ballot has left with the price.
func (r *run) leftOver(b int32, o *offer) int {
	left := r.leftExactly(b)
	return new(big.Int).Mul(left, o.den).Cmp(o.num)
}

// leftExactly returns what a ballot that is not emptied has left, over all
// denominators. Ballots that paid for the same have the same.
func (r *run) leftExactly(b int32) *big.Int {
	key := r.key0[:0]
	for _, i := range r.s.of(int(b)) {
		if t := r.round[i]; t >= 0 {
			key = binary.AppendUvarint(key, uint64(i))
		}
	}
	r.key0 = key
	if x, ok := r.exact[string(key)]; ok {
		return x
	}
	x := new(big.Int).Mul(r.b0, r.chain.all)
	for _, i := range r.s.of(int(b)) {
		if t := r.round[i]; t >= 0 {
			x.Sub(x, r.chain.over(int(t)))
		}
	}
	if r.exact == nil {
		r.exact = map[string]*big.Int{}
	}
	r.exact[string(key)] = x
	return x
}

// compare compares the keys of two offers exactly.
func (r *run) compare(a, b *offer) int {
	x, y := new(big.Int).Mul(a.num, b.den), new(big.Int).Mul(b.num, a.den)
	if r.byCost {
		x.Mul(x, r.cost[b.item])
		y.Mul(y, r.cost[a.item])
	}
	return x.Cmp(y)
}

// affordable says exactly whether the supporters of an item hold its cost.
func (r *run) affordable(i int) bool {
	k := r.k
	k.reset(r.chain.len() + 1)
	for _, b := range r.s.supporters(i) {
		if r.emptied[b] < 0 {
			r.count(k, r.chain.len(), b)
		}
	}
	have := new(big.Int)
	k.at(r.chain.len(), have)
	have.Mul(have, r.b0)
	have.Sub(have, r.cost[i])
	have.Mul(have, r.chain.all)
	return have.Cmp(r.chain.sum(k)) >= 0
}
