package ballot

import (
	"cmp"
	"slices"
)

// gregory counts by the weighted inclusive Gregory method: when a candidate has
// more votes than the quota, all their papers are passed on, each at its value
// times surplus by votes; when nobody has, the candidate with the fewest is
// excluded, and their papers are passed on at the value they have.
type gregory struct {
	*seating
	papers  *papers
	count   []int64 // distinct ballot → voters
	value   []int64 // distinct ballot → what one paper is worth now
	pending []int   // elected, surplus not yet passed on
}

func newGregory(e *Election, o Options, rule string, parts int64) (*gregory, error) {
	g := &gregory{seating: newSeating(e, o, parts), papers: newPapers(e), value: make([]int64, e.Ballots())}
	var err error
	if g.count, g.valid, err = g.papers.whole(rule, parts); err != nil {
		return nil, err
	}
	g.valid *= parts
	for _, b := range g.papers.valid {
		g.value[b] = parts
		g.votes[g.papers.at[b]] += g.count[b] * parts
	}
	return g, nil
}

// electReached elects those with a quota: the one with the most votes first; of
// those with as many, the last in the order of ties, since in these rules being
// first in it is no honour. Nothing but the order in which they are told hangs on
// it.
func (g *gregory) electReached() {
	reached := g.reached()
	slices.Reverse(reached)
	slices.SortStableFunc(reached, func(i, j int) int { return cmp.Compare(g.votes[j], g.votes[i]) })
	for _, i := range reached {
		g.elect(Elect, i)
		g.papers.out[i] = true
		g.pending = append(g.pending, i)
	}
}

// passSurplus passes the surplus of an elected candidate on. value gives the new
// value of a paper from the old one, the surplus and the votes.
func (g *gregory) passSurplus(item int, value func(old, surplus, votes int64) int64) {
	g.pending = slices.DeleteFunc(g.pending, func(i int) bool { return i == item })
	votes := g.votes[item]
	surplus := votes - g.quota
	for _, b := range g.papers.of(item) {
		g.value[b] = value(g.value[b], surplus, votes)
		g.pass(b)
	}
	g.votes[item] = g.quota
	g.act(Transfer, item, surplus)
}

// passExcluded excludes a candidate and passes all their votes on.
func (g *gregory) passExcluded(item int) {
	g.exclude(item)
	g.papers.out[item] = true
	for _, b := range g.papers.of(item) {
		g.pass(b)
	}
	g.act(Transfer, item, g.votes[item])
	g.votes[item] = 0
}

func (g *gregory) pass(b int32) {
	if g.papers.move(b); g.papers.at[b] != noOne {
		g.votes[g.papers.at[b]] += g.count[b] * g.value[b]
	}
}

// stvScottish is the rule of Scottish local elections: five decimals, the rest
// cut off. The quota is the next whole number above the valid papers divided by
// one more than the seats. A tie goes to who had more (for the surplus) or fewer
// (for exclusion) at the end of the last earlier round at which they differed,
// and if they never did, by the order of ties where the rule says by lot.
//
// The Scottish Local Government Elections Order 2007, SSI 2007/42, schedule 1,
// rules 45 to 52.
func stvScottish(e *Election, o Options) (Result, error) {
	g, err := newGregory(e, o, STVScottish, 100_000)
	if err != nil {
		return Result{}, err
	}
	g.quota = (g.valid/g.parts/int64(e.seats+1) + 1) * g.parts
	g.result.Quota = decimal(g.quota, g.parts)
	done := func() bool { return len(g.hopeful) <= g.seatsLeft() || g.seatsLeft() <= 0 }
	for {
		g.round()
		g.electReached()
		if done() {
			break
		}
		if len(g.pending) > 0 {
			item := g.earlier(extreme(g.pending, g.votes, true), true)
			g.passSurplus(item, func(old, surplus, votes int64) int64 { return mulDiv(old, surplus, votes, false) })
			continue
		}
		g.passExcluded(g.earlier(extreme(g.hopeful, g.votes, false), false))
		if done() {
			g.round()
			break
		}
	}
	g.fill()
	return g.finish(), nil
}

// earlier breaks a tie by the last earlier round at which the tied differed.
func (g *gregory) earlier(tied []int, most bool) int {
	left := tied
	for k := len(g.history) - 2; k >= 0 && len(left) > 1; k-- {
		left = extreme(left, g.history[k], most)
	}
	if len(tied) > 1 && len(left) == 1 {
		g.tie(tied, left[0], !most, true)
	}
	return g.first(left, !most)
}

// stvWIGM is the reference rule of the Proportional Representation Foundation:
// four decimals, the rest cut off after every step. The quota is the valid papers
// divided by one more than the seats, and a ten thousandth more. Ties are broken
// by the order of ties alone.
//
// PR Foundation, "Reference WIGM rule", prfound.org, 2010; one exclusion at a
// time.
func stvWIGM(e *Election, o Options) (Result, error) {
	g, err := newGregory(e, o, STVWIGM, 10_000)
	if err != nil {
		return Result{}, err
	}
	g.quota = g.valid/int64(e.seats+1) + 1
	g.result.Quota = decimal(g.quota, g.parts)
	for len(g.hopeful) > g.seatsLeft() && g.seatsLeft() > 0 {
		g.round()
		g.electReached()
		switch {
		case len(g.pending) > 0:
			item := g.first(extreme(g.pending, g.votes, true), false)
			g.passSurplus(item, func(old, surplus, votes int64) int64 {
				return mulDiv(mulDiv(old, surplus, g.parts, false), g.parts, votes, false)
			})
		case len(g.hopeful) > 0:
			g.passExcluded(g.first(extreme(g.hopeful, g.votes, false), true))
		}
	}
	g.round()
	g.fill()
	return g.finish(), nil
}
