package opinion

import (
	"cmp"
	"math"
	"slices"
)

const (
	// significant is the z value of a one-sided test at 90 %. From Polis.
	significant = 1.2816
	// mostRepresentative is how many statements represent a group. From Polis.
	mostRepresentative = 5
)

// smoothed returns (s+1)/(n+2), the share s of n drawn towards one half by one
// imagined vote on either side: the mean of a Beta(s+1, n-s+1).
func smoothed(s, n int) float64 { return float64(s+1) / float64(n+2) }

// rateZ tests the share s of n against one half, with one imagined success, as
// Polis does: 2·sqrt(n+1)·((s+1)/(n+1) - 1/2).
func rateZ(s, n int) float64 {
	return 2 * math.Sqrt(float64(n+1)) * (float64(s+1)/float64(n+1) - 0.5)
}

// ratioZ tests the share s of n against the share t of o, pooled, with one
// imagined success each; 0 when everybody is a success. Polis takes each step
// in fractions up to the root, so products are taken before they are divided:
// what is equal as a fraction is equal here.
func ratioZ(s, n, t, o int) float64 {
	s, n, t, o = s+1, n+1, t+1, o+1
	if s+t == n+o {
		return 0
	}
	apart := fraction(s*o-t*n, n, o)
	pooled := fraction((s+t)*(n+o-s-t), n+o, n, o)
	return apart / math.Sqrt(pooled)
}

// fraction returns a over the product of b, exactly rounded while both are
// below 2^53.
func fraction(a int, b ...int) float64 {
	under := 1.0
	for _, x := range b {
		under *= float64(x)
	}
	return float64(a) / under
}

// figures are what one side of a statement says of a group.
type figures struct {
	count, total               int
	rate, rateZ, ratio, ratioZ float64
}

// side compares s of n in the group with t of o in the other groups.
func side(s, n, t, o int) figures {
	ratio := fraction((s+1)*(o+2), n+2, t+1)
	return figures{s, n, smoothed(s, n), rateZ(s, n), ratio, ratioZ(s, n, t, o)}
}

// strength is how well an agreement represents a group.
func (f figures) strength() float64 { return f.ratio * f.ratioZ * f.rate * f.rateZ }

// single is a test as Polis keeps it once it is written down: in single
// precision.
func single(z float64) float64 { return float64(float32(z)) }

func (f figures) significant() bool { return f.ratioZ > significant && f.rateZ > significant }

// candidate is a statement that may represent a group.
type candidate struct {
	statement       int
	votes           Counts
	agree, disagree figures
}

// taken returns the side on which the group differs more.
func (c candidate) taken() (Vote, figures) {
	if c.agree.ratioZ > c.disagree.ratioZ {
		return Agree, c.agree
	}
	return Disagree, c.disagree
}

func (c candidate) public(best bool) Representative {
	v, f := c.taken()
	return Representative{
		Statement: c.statement, Side: v, Count: f.count, Total: f.total,
		Rate: f.rate, RateZ: f.rateZ, Ratio: f.ratio, RatioZ: f.ratioZ, Best: best,
	}
}

// representative chooses the statements typical of group g, given the votes of
// all groups (K×d): up to five open statements whose share and whose distance
// from the other groups are both significant, strongest first, led by the one
// the group agrees with best; then agreements before disagreements. A group
// with nothing significant gets the one statement that comes nearest.
// Statements without a vote in seen (d) are passed over: with the votes of all
// people there, as Polis has it, a group can be given a statement that nobody
// in it voted on.
func representative(m *Matrix, votes [][]Counts, g int, seen []Counts) []Representative {
	var sufficient []candidate
	var best, agreed *candidate
	for j := range m.cols {
		if m.kinds[j] != Open || seen[j].Total() == 0 {
			continue
		}
		in := votes[g][j]
		c := compare(j, in, across(votes, j).minus(in))
		if c.agree.significant() || c.disagree.significant() {
			sufficient = append(sufficient, c)
		}
		if c.agreesBetter(agreed) {
			agreed = &c
		}
		if best == nil || c.distance() > single(best.distance()) {
			best = &c
		}
	}
	if len(sufficient) == 0 {
		switch {
		case agreed != nil:
			return []Representative{agreed.public(true)}
		case best != nil:
			return []Representative{best.public(false)}
		}
		return nil
	}
	return ranked(sufficient, agreed)
}

func compare(j int, in, out Counts) candidate {
	n, o := in.Total(), out.Total()
	return candidate{j, in, side(in.Agree, n, out.Agree, o), side(in.Disagree, n, out.Disagree, o)}
}

// distance is how far the group lies from the others on its stronger side.
func (c candidate) distance() float64 { return max(c.agree.ratioZ, c.disagree.ratioZ) }

// agreesBetter reports whether c takes the place of best (nil at first) as the
// statement the group agrees with best. The comparison changes with what is
// there already, as in Polis.
func (c candidate) agreesBetter(best *candidate) bool {
	a := c.agree
	switch {
	case c.votes.Agree == 0 && c.votes.Disagree == 0:
		return false
	case best != nil && best.agree.ratio > 1:
		return a.strength() > best.agree.strength()
	case best != nil:
		return a.rate*a.rateZ > best.agree.rate*best.agree.rateZ
	}
	return a.rateZ > significant || a.ratio > 1 && a.rate > 0.5
}

// ranked orders the sufficient candidates, agreed (which may be nil) first.
func ranked(sufficient []candidate, agreed *candidate) []Representative {
	metric := func(c candidate) float64 {
		_, f := c.taken()
		return f.ratio * single(f.ratioZ) * f.rate * f.rateZ
	}
	slices.SortStableFunc(sufficient, func(a, b candidate) int { return cmp.Compare(metric(b), metric(a)) })
	var out []Representative
	if agreed != nil {
		out = append(out, agreed.public(true))
	}
	for _, c := range sufficient {
		if agreed == nil || c.statement != agreed.statement {
			out = append(out, c.public(false))
		}
	}
	out = out[:min(mostRepresentative, len(out))]
	slices.SortStableFunc(out, func(a, b Representative) int { return cmp.Compare(b.Side, a.Side) })
	return out
}
