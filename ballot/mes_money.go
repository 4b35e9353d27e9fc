package ballot

import "math/big"

// money is an election's money in whole numbers: everything is multiplied by
// scale, so that costs, the start money of a unit of weight, and the step by
// which it is raised are integers.
type money struct {
	s      *support
	ties   []int // item → place in the order of ties
	byCost bool  // use of an item is its cost, else 1

	cost   []*big.Int
	start  *big.Int // of a unit of weight
	step   *big.Int
	scale  *big.Int
	budget *big.Int // all the money there is

	costNear []float64
	votes    []*big.Int // weight of the supporters, in units
	size     []float64  // the same, rounded
}

// moneyOf scales the money of the election. Costs and budget become whole when
// multiplied by their common denominator, and shares of it when multiplied by
// the weight of all. The step is 1 for a voter of weight 1 under a budget, else
// one n-th, with n the weight of all.
func moneyOf(s *support, o Options, byCost bool) *money {
	e := s.e
	m := &money{s: s, ties: o.Ties.Rank(e), byCost: byCost, votes: s.votes()}
	c := big.NewInt(1)
	for i := range e.Items() {
		c = leastMultiple(c, e.Cost(i).Denom())
	}
	all := e.Money()
	c = leastMultiple(c, all.Denom())
	m.scale = new(big.Int).Mul(c, s.total)
	step := new(big.Rat).SetFrac(m.scale, s.unit) // 1 a voter
	if e.budget == nil {
		step.SetInt(c) // 1/total a unit
	}
	f := new(big.Int).Set(step.Denom())
	m.scale.Mul(m.scale, f)
	m.step = scaled(step, f)
	m.budget = scaled(all, m.scale)
	m.start = new(big.Int).Quo(m.budget, s.total)
	m.size = make([]float64, e.Items())
	for i := range e.Items() {
		x := scaled(e.Cost(i), m.scale)
		m.cost = append(m.cost, x)
		m.costNear = append(m.costNear, quotient(x, big.NewInt(1)))
		m.size[i] = quotient(m.votes[i], big.NewInt(1))
	}
	return m
}

// each returns scaled money of a unit of weight as money of a voter of weight 1.
func (m *money) each(num, den *big.Int) *big.Rat {
	x := new(big.Rat).SetFrac(new(big.Int).Mul(num, m.s.unit), new(big.Int).Mul(den, m.scale))
	return x
}
