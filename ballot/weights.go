package ballot

import (
	"math/big"
	"math/bits"
)

// units are the weights of the distinct ballots as whole numbers of one small
// part, so that sums of them are exact and fast. Where they are too large for
// sums in 64 bits they are cut into limbs of fewer bits, and each sum is made
// limb by limb and put together again.
type units struct {
	limbs [][]int64 // limb, lowest first → distinct ballot
	bits  uint      // of a limb
	part  *big.Rat  // what 1 stands for
}

// units returns the weights for sums in which each distinct ballot counts at
// most factor times for one item.
func (e *Election) units(factor int) units {
	whole, part := e.wholeWeights()
	sum := new(big.Int)
	for _, w := range whole {
		sum.Add(sum, w)
	}
	if sum.Mul(sum, big.NewInt(int64(factor))).BitLen() < 63 {
		limb := make([]int64, len(whole))
		for b, w := range whole {
			limb[b] = w.Int64()
		}
		return units{[][]int64{limb}, 0, part}
	}
	// All limbs at their largest, each counted factor times, stay below 2^62.
	size := uint(max(62-bits.Len(uint(len(whole)))-bits.Len(uint(factor)), 1))
	u := units{bits: size, part: part}
	mask := big.NewInt(1<<size - 1)
	for more := true; more; {
		more = false
		limb := make([]int64, len(whole))
		for b, w := range whole {
			limb[b] = new(big.Int).And(w, mask).Int64()
			more = w.Rsh(w, size).Sign() > 0 || more
		}
		u.limbs = append(u.limbs, limb)
	}
	return u
}

// wholeWeights returns the weight of each distinct ballot as a whole number of
// the largest part that divides them all evenly enough.
func (e *Election) wholeWeights() (whole []*big.Int, part *big.Rat) {
	common := big.NewInt(1)
	for _, w := range e.total {
		common = leastMultiple(common, w.Denom())
	}
	whole = make([]*big.Int, len(e.total))
	for b, w := range e.total {
		x := new(big.Int).Quo(common, w.Denom())
		whole[b] = x.Mul(x, w.Num())
	}
	return whole, new(big.Rat).SetFrac(big.NewInt(1), common)
}

func leastMultiple(x, y *big.Int) *big.Int {
	if x.Cmp(y) == 0 {
		return x
	}
	gcd := new(big.Int).GCD(nil, nil, x, y)
	return gcd.Mul(gcd.Quo(x, gcd), y)
}

// sums returns n sums. add is given the weights of the distinct ballots and adds
// them up in out, once for each limb.
func (u units) sums(n int, add func(w, out []int64)) []*big.Int {
	out := make([]*big.Int, n)
	for i := range out {
		out[i] = new(big.Int)
	}
	limb := make([]int64, n)
	for k := len(u.limbs) - 1; k >= 0; k-- {
		clear(limb)
		add(u.limbs[k], limb)
		for i, x := range limb {
			out[i].Lsh(out[i], u.bits)
			out[i].Add(out[i], big.NewInt(x))
		}
	}
	return out
}

// votes returns n sums as votes, divided by a whole number.
func (u units) votes(n, divisor int, add func(w, out []int64)) []*big.Rat {
	part := new(big.Rat).Quo(u.part, big.NewRat(int64(divisor), 1))
	out := make([]*big.Rat, n)
	for i, x := range u.sums(n, add) {
		out[i] = new(big.Rat).SetInt(x)
		out[i].Mul(out[i], part)
	}
	return out
}
