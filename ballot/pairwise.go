package ballot

import "math/big"

// pairwise holds every two items against each other: one for each other item
// that fewer put above it than below, a half for each that as many do. The item
// that beats all others, if there is one, has the most. The tallies are these
// points; [Election.Preferences] has the votes behind them.
//
// A. H. Copeland, "A reasonable social welfare function", University of Michigan
// Seminar on Applications of Mathematics to the Social Sciences, 1951.
func pairwise(e *Election, o Options) (Result, error) {
	p := e.Preferences()
	tally := make([]*big.Rat, p.m)
	for a := range p.m {
		points := int64(0)
		for b := range p.m {
			if a != b {
				points += int64(p.Compare(a, b)) + 1
			}
		}
		tally[a] = big.NewRat(points, 2)
	}
	return byTally(e, o, tally), nil
}
