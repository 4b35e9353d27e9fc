package ballot_test

import (
	"math/big"
	"slices"

	"penc/ballot"
)

// This file counts a second time, voter by voter, in fractions, as the rules are
// written down and with no thought for speed. It shares no code with the
// package.

// voter is a voter as the proportional rules see one.
type voter struct {
	weight   *big.Rat
	supports []int
}

func votersOf(e *ballot.Election) []voter {
	var out []voter
	for v := range e.Voters() {
		x := voter{weight: e.Weight(v)}
		for j, i := range e.Marked(e.BallotOf(v)) {
			if e.Kind() != ballot.Scores || e.Points(e.BallotOf(v), j).Sign() > 0 {
				x.supports = append(x.supports, int(i))
			}
		}
		out = append(out, x)
	}
	return out
}

func rat(a, b int64) *big.Rat { return big.NewRat(a, b) }

func add(x, y *big.Rat) *big.Rat { return new(big.Rat).Add(x, y) }
func sub(x, y *big.Rat) *big.Rat { return new(big.Rat).Sub(x, y) }
func mul(x, y *big.Rat) *big.Rat { return new(big.Rat).Mul(x, y) }
func quo(x, y *big.Rat) *big.Rat { return new(big.Rat).Quo(x, y) }

func less(x, y *big.Rat) bool { return x.Cmp(y) < 0 }

func least(x, y *big.Rat) *big.Rat {
	if less(y, x) {
		return y
	}
	return x
}

// naive is a count with every voter's money.
type naive struct {
	e       *ballot.Election
	voters  []voter
	order   []int // of ties
	left    []*big.Rat
	paid    []map[int]*big.Rat
	winners []int
}

func newNaive(e *ballot.Election, ties ballot.Ties) *naive {
	n := &naive{e: e, voters: votersOf(e), order: ties.Order(e)}
	n.left = make([]*big.Rat, len(n.voters))
	n.paid = make([]map[int]*big.Rat, len(n.voters))
	return n
}

// rho returns what the item costs for a unit of use, or nil.
func (n *naive) rho(item int, use *big.Rat) *big.Rat {
	type payer struct{ weight, left *big.Rat }
	var by []payer
	have := new(big.Rat)
	for v, x := range n.voters {
		if slices.Contains(x.supports, item) {
			by = append(by, payer{x.weight, n.left[v]})
			have = add(have, n.left[v])
		}
	}
	cost := n.e.Cost(item)
	if len(by) == 0 || less(have, cost) {
		return nil
	}
	slices.SortFunc(by, func(x, y payer) int { return quo(x.left, x.weight).Cmp(quo(y.left, y.weight)) })
	missing, weight := cost, new(big.Rat)
	for _, x := range by {
		weight = add(weight, x.weight)
	}
	for _, x := range by {
		each := quo(missing, weight)
		if !less(quo(x.left, x.weight), each) {
			return quo(each, use)
		}
		missing, weight = sub(missing, x.left), sub(weight, x.weight)
	}
	panic("nobody can pay")
}

// equalShares buys with the given start money of a voter of weight 1.
func (n *naive) equalShares(start *big.Rat, byCost bool, most int) {
	n.winners = nil
	for v := range n.voters {
		n.left[v], n.paid[v] = mul(start, n.voters[v].weight), map[int]*big.Rat{}
	}
	for most == 0 || len(n.winners) < most {
		best, low := -1, (*big.Rat)(nil)
		var use *big.Rat
		for _, i := range n.order {
			if slices.Contains(n.winners, i) {
				continue
			}
			u := rat(1, 1)
			if byCost {
				u = n.e.Cost(i)
			}
			if n.e.Cost(i).Sign() == 0 {
				u = rat(1, 1)
			}
			if r := n.rho(i, u); r != nil && (low == nil || less(r, low)) {
				best, low, use = i, r, u
			}
		}
		if best < 0 {
			return
		}
		for v, x := range n.voters {
			if slices.Contains(x.supports, best) {
				pays := least(n.left[v], mul(mul(low, use), x.weight))
				n.left[v] = sub(n.left[v], pays)
				n.paid[v][best] = pays
			}
		}
		n.winners = append(n.winners, best)
	}
}

func (n *naive) spent() *big.Rat {
	sum := new(big.Rat)
	for _, i := range n.winners {
		sum = add(sum, n.e.Cost(i))
	}
	return sum
}

// add1 returns how often the start money was raised.
func (n *naive) add1() int {
	money, most := n.e.Money(), 0
	step := rat(1, 1)
	if n.e.Budget() == nil {
		step, most = quo(rat(1, 1), n.e.Weights()), n.e.Seats()
	}
	start := quo(money, n.e.Weights())
	n.equalShares(start, true, most)
	for t := 0; ; t++ {
		full := true
		for _, i := range n.order {
			wanted := slices.ContainsFunc(n.voters, func(x voter) bool { return slices.Contains(x.supports, i) })
			if wanted && !slices.Contains(n.winners, i) && !less(sub(money, n.spent()), n.e.Cost(i)) {
				full = false
			}
		}
		if full {
			return t
		}
		was, left, paid := n.winners, slices.Clone(n.left), slices.Clone(n.paid)
		start = add(start, step)
		n.equalShares(start, true, most)
		if less(money, n.spent()) {
			n.winners, n.left, n.paid = was, left, paid
			return t + 1
		}
	}
}

// phragmen goes on from what everybody has; the time begins at 0. What costs
// more than all there is takes no part.
func (n *naive) phragmen() {
	now := new(big.Rat)
	for {
		best, low := -1, (*big.Rat)(nil)
		for _, i := range n.order {
			if slices.Contains(n.winners, i) || less(n.e.Money(), n.e.Cost(i)) {
				continue
			}
			have, weight := new(big.Rat), new(big.Rat)
			for v, x := range n.voters {
				if slices.Contains(x.supports, i) {
					have, weight = add(have, n.left[v]), add(weight, x.weight)
				}
			}
			if weight.Sign() == 0 {
				continue
			}
			if t := quo(sub(n.e.Cost(i), have), weight); low == nil || less(t, low) {
				best, low = i, t
			}
		}
		if best < 0 || (n.e.Budget() == nil && len(n.winners) == n.e.Seats()) {
			return
		}
		if less(n.e.Money(), add(n.spent(), n.e.Cost(best))) {
			return
		}
		now = add(now, low)
		for v, x := range n.voters {
			n.left[v] = add(n.left[v], mul(low, x.weight))
			if slices.Contains(x.supports, best) {
				n.paid[v][best] = n.left[v]
				n.left[v] = new(big.Rat)
			}
		}
		n.winners = append(n.winners, best)
	}
}

// fill takes items nobody supports for empty seats.
func (n *naive) fill() {
	for _, i := range n.order {
		if n.e.Budget() == nil && len(n.winners) < n.e.Seats() && !slices.Contains(n.winners, i) {
			n.winners = append(n.winners, i)
		}
	}
}

// count counts by a rule and returns how often the start money was raised.
func (n *naive) count(rule string) (increments int) {
	for v := range n.voters {
		n.left[v], n.paid[v] = new(big.Rat), map[int]*big.Rat{}
	}
	switch rule {
	case ballot.MESCost, ballot.MESCard:
		n.equalShares(quo(n.e.Money(), n.e.Weights()), rule == ballot.MESCost, 0)
		if n.e.Budget() == nil {
			n.phragmen()
		}
	case ballot.MESCostAdd1:
		increments = n.add1()
	case ballot.SeqPhragmen:
		n.phragmen()
	}
	n.fill()
	return increments
}

// scorePAV returns the score of a list.
func scorePAV(voters []voter, list []int) *big.Rat {
	sum := new(big.Rat)
	for _, x := range voters {
		t := int64(0)
		for _, i := range list {
			if slices.Contains(x.supports, i) {
				t++
				sum = add(sum, mul(x.weight, rat(1, t)))
			}
		}
	}
	return sum
}

// lists calls f with every list of k of the items, each in the order given;
// lists that come first item by item come first.
func lists(items []int, k int, f func([]int)) {
	var rec func(from int, list []int)
	rec = func(from int, list []int) {
		if len(list) == k {
			f(slices.Clone(list))
			return
		}
		for j := from; j < len(items); j++ {
			rec(j+1, append(list, items[j]))
		}
	}
	rec(0, nil)
}
