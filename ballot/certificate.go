package ballot

import (
	"cmp"
	"math/big"
	"slices"
)

// EJRPlus is the axiom that [Audit] tests.
//
// A group of voters of weight w could pay for w·b/n of the budget b, or for
// w·k/n of k seats: that much it is owed. EJR+ says: for every item that was not
// chosen and every group that supports it, somebody in the group supports chosen
// items that, together with this item, cost more than what the group is owed.
// Where seats are filled and every item counts 1, this is: no ℓ·n/k supporters
// of an item that was not chosen all have fewer than ℓ chosen items; ℓ = 1 is
// justified representation. Under a budget it is EJR+ up to any project, with
// cost as the measure of what people got.
//
// M. Brill and J. Peters, "Robust and Verifiable Proportionality Axioms for
// Multiwinner Voting", EC 2023. Unlike weaker axioms it can be tested in time
// that grows like the ballots, since of every item's supporters only those
// need be looked at who got least.
const EJRPlus = "EJR+"

// A Certificate says whether a list of winners passes over a group that is large
// enough, and agrees enough, to be owed more than it got. It is found from the
// ballots and the winners alone, by code that shares nothing with the rules.
type Certificate struct {
	// Axiom is the name of what was tested.
	Axiom string
	// Holds says that no group was passed over.
	Holds bool
	// Violation is the group, when one was; else nil.
	Violation *Violation
}

// A Violation is a group that was passed over: all of it supports the item,
// nobody in it got more than Got, and Got with the cost of the item is not more
// than Owed. [Violation.Verify] checks it from scratch.
type Violation struct {
	// Item is what the group agrees on and did not get.
	Item int
	// Level is how many items the group is owed, where seats are filled: one
	// more than the most that anybody in it has. 0 under a budget.
	Level int
	// Ballots are the distinct ballots of the group, rising; all who cast one
	// belong to it.
	Ballots []int
	// Weight is the weight of the group and Owed its part of the money, or of
	// the seats.
	Weight, Owed *big.Rat
	// Got is the most that anybody in the group got: the cost of the chosen
	// items the person supports, or their number.
	Got *big.Rat
}

// Audit tests a list of winners against EJR+. Of several groups that were passed
// over it returns one that got least; of those the heaviest.
func Audit(e *Election, winners []int) Certificate {
	a := newAudit(e, winners)
	var worst *suspect
	order := LowestID.Order(e)
	for _, i := range order {
		if a.won[i] {
			continue
		}
		if s := a.group(i); s != nil && (worst == nil || s.worse(worst)) {
			worst = s
		}
	}
	c := Certificate{Axiom: EJRPlus, Holds: worst == nil}
	if worst != nil {
		c.Violation = a.violation(worst)
	}
	return c
}

// An audit holds what every ballot got.
type audit struct {
	e    *Election
	won  []bool
	by   [][]int32  // item → ballots that support it
	got  []int32    // ballot → place of what it got among levels
	each []*big.Int // what can be got, rising, in whole parts

	cost   []*big.Int // of items, in the same parts
	weight amounts    // of ballots, in whole parts
	all    *big.Int   // weight of all
	money  *big.Int   // the budget or the seats
	scale  *big.Int   // parts of cost to the unit
	unit   *big.Int   // parts of weight to the unit
}

// amounts are whole numbers, in machine words if the sum of all fits one.
type amounts struct {
	small []int64
	large []*big.Int
}

func amountsOf(all []*big.Int) amounts {
	sum := new(big.Int)
	for _, x := range all {
		sum.Add(sum, x)
	}
	if sum.BitLen() > 62 {
		return amounts{large: all}
	}
	a := amounts{small: make([]int64, len(all))}
	for i, x := range all {
		a.small[i] = x.Int64()
	}
	return a
}

// total adds up some of the amounts.
func (a amounts) total(of []int32) *big.Int {
	if a.large == nil {
		sum := int64(0)
		for _, i := range of {
			sum += a.small[i]
		}
		return big.NewInt(sum)
	}
	sum := new(big.Int)
	for _, i := range of {
		sum.Add(sum, a.large[i])
	}
	return sum
}

// A suspect is a group that was passed over.
type suspect struct {
	item   int
	got    int32
	weight *big.Int
}

func (s *suspect) worse(than *suspect) bool {
	if s.got != than.got {
		return s.got < than.got
	}
	return s.weight.Cmp(than.weight) > 0
}

func newAudit(e *Election, winners []int) *audit {
	a := &audit{e: e, won: make([]bool, e.Items()), by: make([][]int32, e.Items())}
	for _, w := range winners {
		a.won[w] = true
	}
	a.parts()
	cost := amountsOf(a.cost)
	got := make([]*big.Int, e.Ballots())
	var have []int32
	for b := range got {
		have = have[:0]
		for j, i := range e.Marked(b) {
			if !supports(e, b, j) {
				continue
			}
			a.by[i] = append(a.by[i], int32(b))
			if a.won[i] {
				have = append(have, i)
			}
		}
		got[b] = cost.total(have)
	}
	a.rank(got)
	return a
}

// supports says whether ballot b supports the j-th item that it marks: a number
// it gives must be more than 0.
func supports(e *Election, b, j int) bool { return e.kind != Scores || e.Points(b, j).Sign() > 0 }

// parts writes costs and weights as whole numbers.
func (a *audit) parts() {
	a.scale, a.unit = new(big.Int).Set(a.e.Money().Denom()), big.NewInt(1)
	for i := range a.e.Items() {
		a.scale = leastMultiple(a.scale, a.e.Cost(i).Denom())
	}
	for b := range a.e.Ballots() {
		a.unit = leastMultiple(a.unit, a.e.BallotWeight(b).Denom())
	}
	whole := func(x *big.Rat, parts *big.Int) *big.Int {
		n := new(big.Int).Quo(parts, x.Denom())
		return n.Mul(n, x.Num())
	}
	for i := range a.e.Items() {
		a.cost = append(a.cost, whole(a.e.Cost(i), a.scale))
	}
	weight := make([]*big.Int, a.e.Ballots())
	for b := range weight {
		weight[b] = whole(a.e.BallotWeight(b), a.unit)
	}
	a.weight = amountsOf(weight)
	a.all = whole(a.e.Weights(), a.unit)
	a.money = whole(a.e.Money(), a.scale)
}

// rank replaces what ballots got by its place among what can be got.
func (a *audit) rank(got []*big.Int) {
	order := make([]int32, len(got))
	for b := range order {
		order[b] = int32(b)
	}
	slices.SortFunc(order, func(x, y int32) int { return got[x].Cmp(got[y]) })
	a.got = make([]int32, len(got))
	for _, b := range order {
		if n := len(a.each); n == 0 || a.each[n-1].Cmp(got[b]) != 0 {
			a.each = append(a.each, got[b])
		}
		a.got[b] = int32(len(a.each) - 1)
	}
}

// group returns the supporters of an item up to the least level at which they
// were passed over, or nil. It takes them in, those who got least first.
func (a *audit) group(item int) *suspect {
	if all := a.weight.total(a.by[item]); !a.owed(all, a.cost[item]) {
		return nil // even together they are not owed the item alone
	}
	by := slices.Clone(a.by[item])
	slices.SortFunc(by, func(x, y int32) int { return cmp.Compare(a.got[x], a.got[y]) })
	weight, need := new(big.Int), new(big.Int)
	for j := 0; j < len(by); {
		level, from := a.got[by[j]], j
		for j < len(by) && a.got[by[j]] == level {
			j++
		}
		weight.Add(weight, a.weight.total(by[from:j]))
		if a.owed(weight, need.Add(a.each[level], a.cost[item])) {
			return &suspect{item, level, weight}
		}
	}
	return nil
}

// owed says whether a group of that weight is owed so much.
func (a *audit) owed(weight, need *big.Int) bool {
	return new(big.Int).Mul(weight, a.money).Cmp(new(big.Int).Mul(need, a.all)) >= 0
}

// violation writes out a group.
func (a *audit) violation(s *suspect) *Violation {
	v := &Violation{Item: s.item, Weight: new(big.Rat).SetFrac(s.weight, a.unit)}
	for _, b := range a.by[s.item] {
		if a.got[b] <= s.got {
			v.Ballots = append(v.Ballots, int(b))
		}
	}
	v.Got = new(big.Rat).SetFrac(a.each[s.got], a.scale)
	v.Owed = new(big.Rat).SetFrac(s.weight, a.all)
	v.Owed.Mul(v.Owed, a.e.Money())
	if a.e.budget == nil {
		v.Level = int(v.Got.Num().Int64()) + 1
	}
	return v
}

// Verify checks the violation against the ballots and the winners, as anybody
// could by hand, and says whether it stands.
func (v *Violation) Verify(e *Election, winners []int) bool {
	if slices.Contains(winners, v.Item) || len(v.Ballots) == 0 {
		return false
	}
	weight := new(big.Rat)
	for k, b := range v.Ballots {
		if k > 0 && b <= v.Ballots[k-1] {
			return false
		}
		agrees, got := false, new(big.Rat)
		for j, i := range e.Marked(b) {
			switch {
			case e.kind == Scores && e.Points(b, j).Sign() <= 0:
			case int(i) == v.Item:
				agrees = true
			case slices.Contains(winners, int(i)):
				got.Add(got, e.Cost(int(i)))
			}
		}
		if !agrees || got.Cmp(v.Got) > 0 {
			return false
		}
		weight.Add(weight, e.BallotWeight(b))
	}
	owed := new(big.Rat).Quo(weight, e.Weights())
	owed.Mul(owed, e.Money())
	need := new(big.Rat).Add(v.Got, e.Cost(v.Item))
	return weight.Cmp(v.Weight) == 0 && owed.Cmp(v.Owed) == 0 && owed.Cmp(need) >= 0
}
