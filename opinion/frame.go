package opinion

import (
	"iter"
	"math"
)

// A Frame is what turns votes into a position on one map of penc/1: it is found
// once for a map, and then anybody's position follows from their own votes. It
// is plain data, to be stored beside the map.
//
// The votes of a person are seen as a = W·θ + noise, with a = vote - Mean for the
// statements they voted on, the rows W of the two axes for these, the position θ
// and noise of variance Noise. Before any vote θ is spread along the axes with
// the variances Noise/Prior. Positions are shown divided by Unit.
type Frame struct {
	// Mean (d) is the mean vote on each statement, 0 if not open.
	Mean []float64 `json:"mean"`
	// Weights (2×d) are the axes, unit vectors; 0 for statements that are not open.
	Weights [2][]float64 `json:"weights"`
	// Prior is the variance of the noise over that of positions along each
	// axis, > 0; 0 says that positions are not spread along the axis, and
	// everybody stands at 0.
	Prior [2]float64 `json:"prior"`
	// Noise is the variance of a vote around what the position says, ≥ 0.
	Noise float64 `json:"noise"`
	// Unit is the root mean square distance of placed people from the middle
	// of the map, before it was divided by it; > 0.
	Unit float64 `json:"unit"`
}

// Place places a person from their votes, given as statement and vote, each
// statement once; votes on statements that the map did not know say nothing.
// The person has no group and is not marked as placed: see [Result.Place].
// Votes by ascending statement give the very bits of [Result.People]. It takes
// O(votes).
func (f *Frame) Place(votes iter.Seq2[int, Vote]) Person {
	p := Person{Base: -1, Group: -1}
	var e evidence
	for j, v := range votes {
		p.Votes++
		if j < 0 || j >= len(f.Mean) {
			continue
		}
		a, x, y := float64(v)-f.Mean[j], f.Weights[0][j], f.Weights[1][j]
		e.s[0] += float64(a * x)
		e.s[1] += float64(a * y)
		e.g11 += float64(x * x)
		e.g12 += float64(x * y)
		e.g22 += float64(y * y)
	}
	inner := frame{prior: f.Prior, noise: f.Noise, unit: f.Unit}
	for c, prior := range inner.prior {
		if prior == 0 {
			inner.prior[c] = math.Inf(1)
		}
	}
	q, cov := inner.place(e)
	p.X, p.Y, p.Spread = q.x, q.y, spreadOf(cov)
	return p
}

// Place places a person from their votes as the map places its own people: with
// the group whose centre is nearest, and marked as placed when they voted
// enough. The map stays as it is. It says nothing but the number of votes where
// there is no Frame.
func (r *Result) Place(votes iter.Seq2[int, Vote]) Person {
	p := Person{Base: -1, Group: -1}
	if r.Frame == nil {
		for range votes {
			p.Votes++
		}
		return p
	}
	p = r.Frame.Place(votes)
	live := 0
	for _, s := range r.Statements {
		if s.Counts.Total() > 0 {
			live++
		}
	}
	if p.Placed = p.Votes >= max(1, min(EnoughVotes, live)); !p.Placed {
		return p
	}
	nearest := math.Inf(1)
	for g, c := range r.Groups {
		if d := (point{c.X, c.Y}).square(point{p.X, p.Y}); d < nearest {
			p.Group, nearest = g, d
		}
	}
	return p
}

// public returns the frame as plain data. mean is that of open statements.
func (f *frame) public(axes [2][]float64, mean []float64) *Frame {
	out := &Frame{Mean: mean, Weights: axes, Prior: f.prior, Noise: f.noise, Unit: f.unit}
	for c, prior := range out.Prior {
		if math.IsInf(prior, 1) {
			out.Prior[c] = 0
		}
	}
	return out
}

// spreadOf returns the standard deviation of a position with covariance
// (xx, xy, yy), the mean of both directions.
func spreadOf(cov [3]float64) float64 { return math.Sqrt(max(0, cov[0]+cov[2]) / 2) }
