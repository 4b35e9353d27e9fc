package opinion

import "math/rand/v2"

// Next chooses the statement one person is asked about next: one of d
// statements, at random, with probability proportional to its priority.
//
// priority is by statement, as [Result.Priorities] gives it. It may be shorter
// than d or nil: a statement without a priority has 1, so that new statements
// get their turn before the next map is drawn, and so do all of them before the
// first. A priority that is not a positive number counts as 1 too. skip reports
// the statements that are not asked about: those the person has voted on and
// those that are moderated out; nil skips none.
//
// ok is false when nothing is left. Next draws one number from rng, so that a
// choice can be replayed. It panics when d is negative.
func Next(rng *rand.Rand, d int, priority []float64, skip func(j int) bool) (j int, ok bool) {
	if d < 0 {
		panic("opinion: negative number of statements")
	}
	left := make([]int, 0, d)
	upTo := make([]float64, 0, d)
	total := 0.0
	for j := range d {
		if skip != nil && skip(j) {
			continue
		}
		total += weight(priority, j)
		left = append(left, j)
		upTo = append(upTo, total)
	}
	if len(left) == 0 {
		return 0, false
	}
	mark := rng.Float64() * total
	for k, t := range upTo {
		if mark < t {
			return left[k], true
		}
	}
	return left[len(left)-1], true
}

// mostWeight bounds a priority, so that a sum of them stays finite.
const mostWeight = 1e100

func weight(priority []float64, j int) float64 {
	if j < len(priority) && priority[j] > 0 { // false for NaN
		return min(priority[j], mostWeight)
	}
	return unknownPriority
}
