package routing

import (
	"fmt"
	"math"
	"math/rand/v2"

	"penc/opinion"
)

// The shares of the questions that go to each purpose while it has statements to
// ask about. What is left goes to the map.
const (
	// Statements about the participants: one question in ten, so that they are
	// asked early and get in nobody's way.
	shareMeta = 0.10
	// The person's stakeholder group, while it has no votes: half of the others,
	// so that a statement that one group has not heard of is heard of soon, and
	// the map still gets as much. It falls as votes of the group come in.
	shareGroup = 0.50
	// The same for the opinion group. It is little: the map asks there anyway,
	// and more of it delays the map.
	shareAlike = 0.05
	// Turns, by votes alone. With it a statement is asked of somebody with at
	// least a known probability whatever the map says of it, which is what bounds
	// the wait of a new statement and the weights of a later correction. Twice
	// as much costs newcomers up to a fifth more votes.
	shareTurn = 0.05
	// On top of it, while the statement with the fewest votes has none; it falls
	// to 0 as that one stops being new.
	shareNew = 0.35
	// A statement is new while it has fewer votes than a person needs to be
	// placed.
	newVotes = 7
)

// The purposes, in the order of Parts.
const (
	forMap = iota
	forGroup
	forShare
	forMeta
	purposes
)

// odds are the weights of the statements for each purpose, and the share of the
// questions of each.
type odds struct {
	weight [purposes][]float64 // d each
	total  [purposes]float64
	share  [purposes]float64
	alike  bool // forGroup is about the opinion group
}

// Next implements [Router]. It draws two numbers: the purpose, then the
// statement. It takes about 0.1 ms for 1,000 statements.
func (p *Plan) Next(rng *rand.Rand, a Asked) (Choice, bool) {
	o := p.odds(a)
	purpose, ok := draw(rng.Float64(), o.share[:])
	mark := rng.Float64()
	if !ok {
		return Choice{}, false
	}
	j, _ := draw(mark*o.total[purpose], o.weight[purpose])
	c := Choice{Statement: j, Parts: o.parts(j), Reason: p.reason(o, purpose, j)}
	c.Chance = c.Parts.sum()
	return c, true
}

// Chances implements [Router].
func (p *Plan) Chances(a Asked) []float64 {
	o := p.odds(a)
	out := make([]float64, len(p.Columns))
	for j := range out {
		out[j] = o.parts(j).sum()
	}
	return out
}

func (p Parts) sum() float64 { return p.Map + p.Group + p.Share + p.Meta }

func (o *odds) parts(j int) Parts {
	var x [purposes]float64
	for k := range x {
		if o.share[k] > 0 {
			x[k] = o.share[k] * o.weight[k][j] / o.total[k]
		}
	}
	return Parts{x[forMap], x[forGroup], x[forShare], x[forMeta]}
}

// reason says why statement j was drawn for a purpose.
func (p *Plan) reason(o *odds, purpose, j int) Reason {
	c := &p.Columns[j]
	switch {
	case purpose == forMeta:
		return About
	case purpose == forGroup && o.alike:
		return FewAlike
	case purpose == forGroup:
		return FewOfGroup
	case purpose == forShare && c.Votes < newVotes:
		return New
	case purpose == forShare:
		return Turn
	case c.known() < c.unknown():
		return Learn
	}
	return Stand
}

// known is the square of the loading, unknown what may be missing to it.
func (c *Column) known() float64 {
	return float64(c.Loading[0]*c.Loading[0]) + float64(c.Loading[1]*c.Loading[1])
}

func (c *Column) unknown() float64 { return c.Doubt[0] + c.Doubt[2] }

// odds returns the odds for one person.
func (p *Plan) odds(a Asked) *odds {
	if a.Group < opinion.Undeclared || a.Group >= p.Declared {
		panic(fmt.Sprintf("routing: label %d of %d groups", a.Group, p.Declared))
	}
	d := len(p.Columns)
	o := &odds{}
	room := make([]float64, purposes*d)
	for k := range o.weight {
		o.weight[k] = room[k*d : (k+1)*d]
	}
	left := make([]bool, d)
	for j := range left {
		left[j] = p.Columns[j].Kind != opinion.Out
	}
	for j := range a.leftOut(d) {
		left[j] = false
	}
	at, spread := p.place(a)
	l := &lens{spread, spread.around(p.Metric)}
	group := p.weighGroup(o, a.Group, at, spread)
	need, fresh, open := 0.0, 0.0, 0
	for j, is := range left {
		if !is {
			continue
		}
		c := &p.Columns[j]
		if c.Kind == opinion.Meta {
			o.weight[forMeta][j] = 1
			continue
		}
		open++
		says := 1 - c.Pass
		o.weight[forMap][j] = p.sharp(float64(says * c.gain(l, p.Noise)))
		o.weight[forShare][j] = 1 / float64(1+c.Votes)
		fresh = max(fresh, 1-float64(c.Votes)/newVotes)
		if group != nil {
			x := group(c)
			need += x
			o.weight[forGroup][j] = float64(says * x)
		}
	}
	o.finish(need/mostRelief/float64(max(open, 1)), fresh)
	return o
}

// sharp is by how much a statement of more value is preferred: x⁴ on a map with
// groups, x² before. Without groups it isn't known yet which direction matters,
// and a conversation that asks everybody about the same few statements finds the
// axes of these. With groups x² needs up to a third more votes of newcomers, x⁸
// hardly fewer, and the chances of other statements shrink.
func (p *Plan) sharp(x float64) float64 {
	x *= x
	if len(p.Centres) > 0 {
		x *= x
	}
	return x
}

// finish gives each purpose its share. need is how much of what the first votes
// of a group say is still to be said, on average over the statements that are
// left, 0 to 1; fresh is how new the newest of these is, 0 to 1.
func (o *odds) finish(need, fresh float64) {
	for k, weight := range o.weight {
		for _, w := range weight {
			o.total[k] += w
		}
	}
	o.share[forMeta], o.share[forShare] = shareMeta, shareTurn+float64(shareNew*fresh)
	rest := 1 - o.share[forMeta] - o.share[forShare]
	o.share[forGroup] = rest * shareGroup * math.Sqrt(need)
	if o.alike {
		o.share[forGroup] = rest * shareAlike * math.Sqrt(need)
	}
	o.share[forMap] = rest - o.share[forGroup]
	sum := 0.0
	for k := range o.share {
		if !(o.total[k] > 0) {
			o.share[k] = 0
		}
		sum += o.share[k]
	}
	for k := range o.share {
		if sum > 0 {
			o.share[k] /= sum
		}
	}
}

// place returns where the person stands, with covariance.
func (p *Plan) place(a Asked) (at [2]float64, spread cov) {
	q, sum := cov{1, 0, 1}, [2]float64{}
	if a.Votes != nil {
		for j, v := range a.Votes {
			if j < 0 || j >= len(p.Columns) {
				continue
			}
			c := &p.Columns[j]
			q.add(1/p.Noise, c.Loading)
			x := (float64(v) - c.Mean) / p.Noise
			sum[0] += float64(x * c.Loading[0])
			sum[1] += float64(x * c.Loading[1])
		}
	}
	spread = q.inverse()
	return spread.times(sum), spread
}

// weighGroup returns what a vote says of the group of the person, by statement:
// of the stakeholder group with a half of what it says of the opinion group, or
// of the opinion group alone. nil if the person is in no group.
func (p *Plan) weighGroup(o *odds, declared int, at [2]float64, spread cov) func(*Column) float64 {
	nearest := p.nearest(at, spread)
	switch {
	case declared >= 0 && nearest >= 0:
		return func(c *Column) float64 { return (float64(2*c.Declared[declared]) + c.Opinion[nearest]) / 3 }
	case declared >= 0:
		return func(c *Column) float64 { return c.Declared[declared] }
	case nearest >= 0:
		o.alike = true
		return func(c *Column) float64 { return c.Opinion[nearest] }
	}
	return nil
}

// nearest returns the opinion group of a position, -1 while too little is known:
// while more than half of what could be known is missing.
func (p *Plan) nearest(at [2]float64, spread cov) int {
	if spread[0]+spread[2] > 1 {
		return -1
	}
	best, least := -1, math.Inf(1)
	for g, c := range p.Centres {
		x, y := at[0]-c[0], at[1]-c[1]
		if d := float64(x*x) + float64(y*y); d < least {
			best, least = g, d
		}
	}
	return best
}

// lens is what gain needs of a person.
type lens struct{ spread, matter cov }

// gain returns by how much a vote on the statement is expected to lower the
// variance of the position, as the metric weighs it: with the covariance V of
// the position, the metric M, and E[bbᵀ] = Loading·Loadingᵀ + Doubt,
//
//	tr(V M V E[bbᵀ]) / (Noise + tr(V E[bbᵀ])).
//
// What is not known of a loading counts as if it were there: that is what makes
// the map learn about statements with few votes.
func (c *Column) gain(l *lens, noise float64) float64 {
	e := cov(c.Doubt)
	e.add(1, c.Loading)
	return l.matter.trace(e) / (noise + l.spread.trace(e))
}
