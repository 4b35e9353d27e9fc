package opinion

import "math"

const (
	// metaPriority is the priority of a statement about the people. From
	// Polis, where 7 is squared like the others.
	metaPriority = 49
	// newness is by how much a statement nobody has seen is preferred, and
	// newnessHalved the votes that halve it. From Polis.
	newness       = 8
	newnessHalved = 5
	// unknownPriority is the priority of a statement without one. From Polis.
	unknownPriority = 1
)

// priority returns the weight with which a statement is asked about, > 0:
//
//	[ (1 - p)·(1 + e)·a · (1 + 8·2^(-S/5)) ]²
//
// with a and p the smoothed shares of the votes that agree and that pass, S
// the number of votes, all of placed people, and e the extremity. Statements
// that divide, that people can say something about, that find agreement, and
// that are new come first.
func priority(k Kind, c Counts, extremity float64) float64 {
	if k == Meta {
		return metaPriority
	}
	total := c.Total()
	p := (1 - smoothed(c.Pass, total)) * (1 + extremity) * smoothed(c.Agree, total)
	p *= 1 + float64(newness*halved(total))
	return p * p
}

// fifths are 2^(-r/5) for r = 0..4, written out so that no platform's own
// power function enters.
var fifths = [newnessHalved]float64{
	1, 0.8705505632961241, 0.757858283255199, 0.6597539553864471, 0.5743491774985174,
}

// halved returns 2^(-votes/5).
func halved(votes int) float64 {
	return math.Ldexp(fifths[votes%newnessHalved], -(votes / newnessHalved))
}
