package ballot

import "math/big"

// A Share is what one group of voters got. Groups are declared by the caller;
// whether figures about few people may be shown is the caller's business too.
type Share struct {
	// Voters is how many voters the group has, Weight their weight.
	Voters int
	Weight *big.Rat
	// Represented is the weight of those who support at least one of the
	// chosen items.
	Represented *big.Rat
	// Items is the number of chosen items that a voter of the group supports,
	// on average by weight, and Cost what these cost: 0 for a group without
	// voters.
	Items, Cost *big.Rat
	// Supports is the weight of the supporters of each item, by item.
	Supports []*big.Rat
	// Paid is what the group paid for each item, by item, where voters pay;
	// else nil. Over all groups it adds up exactly to what was paid.
	Paid []*big.Rat
}

// Shares says what each group got from a result. group gives the group of each
// voter, from 0 up to groups; a voter with -1 belongs to none, and only then do
// the groups together have less than all. It panics when there is not one group
// for each voter.
func Shares(e *Election, r Result, group []int, groups int) []Share {
	if len(group) != e.Voters() {
		panic("ballot: not one group for each voter")
	}
	t := newShares(e, r, groups)
	for v, g := range group {
		if g < -1 || g >= groups {
			panic("ballot: no such group")
		}
		if g >= 0 {
			t.out[g].Voters++
			t.add(g, e.BallotOf(v), e.Weight(v))
		}
	}
	for g := range t.out {
		t.finish(g)
	}
	return t.out
}

// shares is a count of shares while it goes on.
type shares struct {
	e      *Election
	r      Result
	out    []Share
	weight []map[int]*big.Rat // group → distinct ballot → weight
}

func newShares(e *Election, r Result, groups int) *shares {
	t := &shares{e: e, r: r, out: make([]Share, groups), weight: make([]map[int]*big.Rat, groups)}
	for g := range t.out {
		s := &t.out[g]
		s.Weight, s.Represented = new(big.Rat), new(big.Rat)
		s.Items, s.Cost = new(big.Rat), new(big.Rat)
		s.Supports = make([]*big.Rat, e.Items())
		for i := range s.Supports {
			s.Supports[i] = new(big.Rat)
		}
		t.weight[g] = map[int]*big.Rat{}
	}
	return t
}

func (t *shares) add(g, b int, w *big.Rat) {
	sum, ok := t.weight[g][b]
	if !ok {
		sum = new(big.Rat)
		t.weight[g][b] = sum
	}
	sum.Add(sum, w)
}

// finish adds up a group. Sums of exact numbers do not depend on their order.
func (t *shares) finish(g int) {
	s := &t.out[g]
	won := make([]bool, t.e.Items())
	for _, i := range t.r.Winners {
		won[i] = true
	}
	x := new(big.Rat)
	for b, w := range t.weight[g] {
		s.Weight.Add(s.Weight, w)
		some := false
		for j, i := range t.e.Marked(b) {
			if !supports(t.e, b, j) {
				continue
			}
			s.Supports[i].Add(s.Supports[i], w)
			if won[i] {
				some = true
				s.Items.Add(s.Items, w)
				s.Cost.Add(s.Cost, x.Mul(w, t.e.Cost(int(i))))
			}
		}
		if some {
			s.Represented.Add(s.Represented, w)
		}
	}
	if s.Weight.Sign() > 0 {
		s.Items.Quo(s.Items, s.Weight)
		s.Cost.Quo(s.Cost, s.Weight)
	}
	if t.r.Ledger == nil {
		return
	}
	s.Paid = make([]*big.Rat, t.e.Items())
	for i := range s.Paid {
		s.Paid[i] = t.r.Ledger.Sum(i, func(b int) *big.Rat { return t.weight[g][b] })
	}
}
