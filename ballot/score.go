package ballot

import "math/big"

// score chooses the items with the most points: each voter gives each item a
// number, those of all voters are added up. An item that a voter does not name
// gets 0 from them. On approval ballots a mark is worth 1.
//
// W. D. Smith, "Range voting", 2000.
func score(e *Election, o Options) (Result, error) {
	return byTally(e, o, e.points()), nil
}

// dots chooses the items with the most dots, which voters stick on items from a
// sheet that holds a few of them. It is score without negative numbers; how many
// dots a voter has is for whoever takes the ballots in to say. On approval
// ballots a mark is one dot.
//
// S. J. Brams and P. C. Fishburn, "Voting procedures", Handbook of Social Choice
// and Welfare 1, 2002, section 9 (cumulative voting).
func dots(e *Election, o Options) (Result, error) {
	if e.kind == Scores {
		for b := range e.Ballots() {
			for j := range e.Marked(b) {
				if e.Points(b, j).Sign() < 0 {
					return Result{}, &Refusal{Reason: BadNumbers, Rule: Dots}
				}
			}
		}
	}
	return byTally(e, o, e.points()), nil
}

// points returns the sum of what voters gave to each item.
func (e *Election) points() []*big.Rat {
	if e.kind == Approval {
		return e.units(1).votes(e.Items(), 1, func(w, out []int64) {
			for b := range w {
				for _, i := range e.Marked(b) {
					out[i] += w[b]
				}
			}
		})
	}
	number, most, part, ok := e.wholeNumbers()
	if !ok {
		return e.pointsOneByOne()
	}
	sums := e.units(most).votes(e.Items(), 1, func(w, out []int64) {
		for b := range w {
			for k := e.start[b]; k < e.start[b+1]; k++ {
				out[e.item[k]] += w[b] * number[e.mark[k]]
			}
		}
	})
	for _, x := range sums {
		x.Mul(x, part)
	}
	return sums
}

// wholeNumbers returns the numbers on the ballots as whole numbers of one part,
// and the largest, if they are small enough to be added up in 64 bits.
func (e *Election) wholeNumbers() (number []int64, most int, part *big.Rat, ok bool) {
	common := big.NewInt(1)
	for _, x := range e.numbers {
		if common = leastMultiple(common, x.Denom()); common.BitLen() > 30 {
			return nil, 0, nil, false
		}
	}
	number, most = make([]int64, len(e.numbers)), 1
	for k, x := range e.numbers {
		n := new(big.Int).Quo(common, x.Denom())
		if n.Mul(n, x.Num()).BitLen() > 30 {
			return nil, 0, nil, false
		}
		number[k] = n.Int64()
		most = max(most, int(max(number[k], -number[k])))
	}
	return number, most, new(big.Rat).SetFrac(big.NewInt(1), common), true
}

// pointsOneByOne is points for numbers of any size.
func (e *Election) pointsOneByOne() []*big.Rat {
	out := make([]*big.Rat, e.Items())
	for i := range out {
		out[i] = new(big.Rat)
	}
	x := new(big.Rat)
	for b := range e.Ballots() {
		for j, i := range e.Marked(b) {
			out[i].Add(out[i], x.Mul(e.BallotWeight(b), e.Points(b, j)))
		}
	}
	return out
}
