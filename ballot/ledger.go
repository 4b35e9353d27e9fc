package ballot

import (
	"math/big"
	"slices"
)

// A Ledger says who paid what, of rules in which voters pay for what is chosen.
// For every item the payments add up exactly to its cost, and nobody pays for
// an item that the voter did not support.
//
// Payments follow from few numbers, so they are not written out one by one. In
// Equal Shares everybody who supports an item pays its price, or, having less
// than that left, all of it. In the rule of Phragmén everybody earns one unit of
// money in a unit of time and pays all they have whenever an item is bought that
// they support; where it fills seats that Equal Shares left empty they begin
// with what they have left.
type Ledger struct {
	s *support

	items  []int      // what was paid for, in order
	round  []int32    // item → its place among items, or -1
	number []*big.Rat // by round: the price, or the time

	// From round second on people pay by the rule of Phragmén, before it as in
	// Equal Shares.
	second  int
	start   *big.Rat // Equal Shares: the start money; else nil
	emptied []int32  // Equal Shares: ballot → round in which it paid the rest, or -1
}

// Items are the items that were paid for, in order.
func (l *Ledger) Items() []int { return l.items }

// Start is what a voter of weight 1 was given, of rules that give it at once;
// else nil. A voter of weight w was given w times as much.
func (l *Ledger) Start() *big.Rat { return l.start }

// Price is the most that a voter of weight 1 paid for an item in Equal Shares,
// or the time at which it was bought in the rule of Phragmén; nil for an item
// that was not paid for.
func (l *Ledger) Price(item int) *big.Rat {
	if l.round[item] < 0 {
		return nil
	}
	return l.number[l.round[item]]
}

// Paid is what a voter of weight 1 who cast the distinct ballot paid for an
// item.
func (l *Ledger) Paid(ballot, item int) *big.Rat {
	sum := new(big.Rat)
	l.terms(ballot, item, func(round int, sign int64) {
		t := big.NewRat(sign, 1)
		sum.Add(sum, t.Mul(t, l.at(round)))
	})
	return sum
}

// PaidBy is what voter v paid for an item.
func (l *Ledger) PaidBy(v, item int) *big.Rat {
	return new(big.Rat).Mul(l.Paid(l.s.e.BallotOf(v), item), l.s.e.Weight(v))
}

// Sum is what the voters paid together for an item, if of those who cast
// distinct ballot b only the weight that of(b) returns is counted.
func (l *Ledger) Sum(item int, of func(b int) *big.Rat) *big.Rat {
	if l.round[item] < 0 {
		return new(big.Rat)
	}
	weight := make([]big.Rat, len(l.items)+1) // the last for the start money
	t := new(big.Rat)
	for _, b := range l.s.supporters(item) {
		w := of(int(b))
		if w == nil || w.Sign() == 0 {
			continue
		}
		l.terms(int(b), item, func(round int, sign int64) {
			if sign < 0 {
				weight[round].Sub(&weight[round], w)
			} else {
				weight[round].Add(&weight[round], w)
			}
		})
	}
	sum := new(big.Rat)
	for round := range weight {
		if weight[round].Sign() != 0 {
			sum.Add(sum, t.Mul(&weight[round], l.at(round)))
		}
	}
	return sum
}

// Spent is what was paid for an item by everybody.
func (l *Ledger) Spent(item int) *big.Rat { return l.Sum(item, l.s.e.BallotWeight) }

// at returns the number of a round; behind the last stands the start money.
func (l *Ledger) at(round int) *big.Rat {
	if round == len(l.number) {
		return l.start
	}
	return l.number[round]
}

// terms calls add for each number that makes up what a ballot paid for an item.
func (l *Ledger) terms(ballot, item int, add func(round int, sign int64)) {
	r := l.round[item]
	items := l.s.of(ballot)
	if r < 0 || !slices.Contains(items, int32(item)) {
		return
	}
	if int(r) < l.second {
		switch emptied := l.emptied[ballot]; {
		case emptied < 0 || r < emptied:
			add(int(r), 1)
		case r == emptied:
			l.rest(items, r, add)
		}
		return
	}
	add(int(r), 1)
	last := int32(-1)
	for _, i := range items {
		if t := l.round[i]; int(t) >= l.second && t < r {
			last = max(last, t)
		}
	}
	switch {
	case last >= 0:
		add(int(last), -1)
	case l.start != nil && l.emptied[ballot] < 0:
		l.rest(items, int32(l.second), add)
	}
}

// rest calls add for each number that makes up what those have left at a round
// who paid the price of all the items before it that they support.
func (l *Ledger) rest(items []int32, round int32, add func(round int, sign int64)) {
	add(len(l.number), 1)
	for _, i := range items {
		if t := l.round[i]; t >= 0 && t < round {
			add(int(t), -1)
		}
	}
}
