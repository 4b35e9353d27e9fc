package ballot

import "math/big"

// A chain is a row of exact numbers x_0, x_1, … each of which is a fraction
// whose denominator is that of the one before times a whole number:
// x_s = num[s] / (den[0]·…·den[s]). Prices and loads come about like that, and
// so a sum of whole multiples of them needs no common denominator to be looked
// for: it is added up by Horner's rule over the last one.
type chain struct {
	num  []*big.Int
	den  []*big.Int
	all  *big.Int  // product of den
	near []float64 // the numbers, rounded; relative error below 2^-51
}

func newChain() chain { return chain{all: big.NewInt(1)} }

func (c *chain) len() int { return len(c.num) }

// reset empties the chain.
func (c *chain) reset() {
	c.num, c.den, c.near = c.num[:0], c.den[:0], c.near[:0]
	c.all = big.NewInt(1)
}

// push appends (num / all so far) / den.
func (c *chain) push(num, den *big.Int) {
	c.num, c.den = append(c.num, num), append(c.den, den)
	c.all = new(big.Int).Mul(c.all, den)
	c.near = append(c.near, quotient(num, c.all))
}

// number returns x_s.
func (c *chain) number(s int) *big.Rat {
	d := big.NewInt(1)
	for _, f := range c.den[:s+1] {
		d.Mul(d, f)
	}
	return new(big.Rat).SetFrac(c.num[s], d)
}

// sum returns Σ k_s·x_s over the product of all denominators.
func (c *chain) sum(k *counter) *big.Int {
	acc, t := new(big.Int), new(big.Int)
	some := false
	for s, num := range c.num {
		if some {
			acc.Mul(acc, c.den[s])
		}
		if k.at(s, t) {
			acc.Add(acc, t.Mul(t, num))
			some = true
		}
	}
	return acc
}

// quotient returns x/y with a relative error below 2^-51. y is positive.
func quotient(x, y *big.Int) float64 {
	a := new(big.Float).SetPrec(64).SetInt(x)
	b := new(big.Float).SetPrec(64).SetInt(y)
	f, _ := a.Quo(a, b).Float64()
	return f
}

// A counter adds up weights of ballots by round: in machine words where they
// are known to fit, else in big numbers.
type counter struct {
	s      *support
	narrow []int64
	wide   []big.Int
}

// counter returns a counter for so many rounds.
func (s *support) counter(rounds int) *counter {
	k := &counter{s: s}
	k.reset(rounds)
	return k
}

func (k *counter) reset(rounds int) {
	if k.s.narrow != nil {
		if cap(k.narrow) < rounds {
			k.narrow = make([]int64, rounds, 2*rounds)
		}
		k.narrow = k.narrow[:rounds]
		clear(k.narrow)
		return
	}
	k.wide = make([]big.Int, rounds)
}

func (k *counter) add(round int, b int32) {
	if k.narrow != nil {
		k.narrow[round] += k.s.narrow[b]
		return
	}
	k.wide[round].Add(&k.wide[round], k.s.weight[b])
}

func (k *counter) take(round int, b int32) {
	if k.narrow != nil {
		k.narrow[round] -= k.s.narrow[b]
		return
	}
	k.wide[round].Sub(&k.wide[round], k.s.weight[b])
}

// at writes the sum of a round to t and reports whether it is not 0.
func (k *counter) at(round int, t *big.Int) bool {
	if k.narrow != nil {
		if k.narrow[round] == 0 {
			return false
		}
		t.SetInt64(k.narrow[round])
		return true
	}
	t.Set(&k.wide[round])
	return t.Sign() != 0
}

// over returns x_s over the product of all denominators.
func (c *chain) over(s int) *big.Int {
	x := new(big.Int).Set(c.num[s])
	for _, d := range c.den[s+1:] {
		x.Mul(x, d)
	}
	return x
}

// near returns the sum of a round, rounded.
func (k *counter) near(round int) float64 {
	if k.narrow != nil {
		return float64(k.narrow[round])
	}
	f, _ := new(big.Float).SetInt(&k.wide[round]).Float64()
	return f
}
