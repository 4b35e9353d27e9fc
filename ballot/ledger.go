package ballot

import "math/big"

// A Ledger says who paid what, of rules in which voters share money and pay for
// what is chosen. For every item the payments add up exactly to its cost; no
// voter pays more than the start money, and nobody pays for an item that the
// voter did not support.
type Ledger struct {
	// Start is what a voter of weight 1 was given; one of weight w was given
	// w times as much.
	Start *big.Rat
	// Payments are in the order in which items were bought, within an item by
	// rising ballot. Those who paid nothing are not listed.
	Payments []Payment
}

// A Payment is what those who cast one distinct ballot paid for one item.
type Payment struct {
	Item   int
	Ballot int // the distinct ballot
	// Each is what a voter of weight 1 paid. It must not be changed.
	Each *big.Rat
}

// Total is what all those who cast the ballot paid.
func (p Payment) Total(e *Election) *big.Rat {
	return new(big.Rat).Mul(p.Each, e.BallotWeight(p.Ballot))
}

// Spent returns what was paid for each item.
func (l *Ledger) Spent(e *Election) []*big.Rat {
	out := make([]*big.Rat, e.Items())
	for i := range out {
		out[i] = new(big.Rat)
	}
	for _, p := range l.Payments {
		out[p.Item].Add(out[p.Item], p.Total(e))
	}
	return out
}

// PaidBy returns what voter v paid for each item.
func (l *Ledger) PaidBy(e *Election, v int) []*big.Rat {
	out := make([]*big.Rat, e.Items())
	for i := range out {
		out[i] = new(big.Rat)
	}
	for _, p := range l.Payments {
		if p.Ballot == e.BallotOf(v) {
			out[p.Item].Mul(p.Each, e.Weight(v))
		}
	}
	return out
}
