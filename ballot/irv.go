package ballot

import (
	"math/big"
	"slices"
)

// irv excludes the item with the fewest first places again and again, and passes
// its ballots on to the next item on them, until one has more than half of the
// votes that are left; with more seats, until as many items are left as seats. Of
// items tied for exclusion the first in the order of ties goes, as in the single
// transferable votes.
//
// W. R. Ware's use of Hare's method for one seat, 1871; N. Tideman, "Collective
// Decisions and Voting", 2006, chapter 13.
func irv(e *Election, o Options) (Result, error) {
	c := &runoff{e: e, papers: newPapers(e), left: o.Ties.Order(e), votes: make([]*big.Int, e.Items())}
	c.weight, c.part = e.wholeWeights()
	for i := range c.votes {
		c.votes[i] = new(big.Int)
	}
	if len(c.papers.valid) == 0 {
		return Result{}, &Refusal{Reason: NoBallots, Rule: IRV, Need: 1}
	}
	for _, b := range c.papers.valid {
		c.valid.Add(&c.valid, c.weight[b])
		at := c.votes[c.papers.at[b]]
		at.Add(at, c.weight[b])
	}
	for {
		c.round()
		if len(c.left) <= e.seats || e.seats == 1 && c.majority() {
			return c.finish(), nil
		}
		c.exclude()
	}
}

// runoff is a count by exclusion while it goes on.
type runoff struct {
	e      *Election
	papers *papers
	weight []*big.Int // of distinct ballots, in parts
	part   *big.Rat
	valid  big.Int

	left     []int // in the order of ties
	excluded []int
	votes    []*big.Int
	result   Result
}

func (c *runoff) amount(x *big.Int) *big.Rat {
	r := new(big.Rat).SetInt(x)
	return r.Mul(r, c.part)
}

func (c *runoff) round() {
	r := Round{Tally: make([]*big.Rat, c.e.Items())}
	rest := new(big.Int).Set(&c.valid)
	for _, i := range c.left {
		r.Tally[i] = c.amount(c.votes[i])
		rest.Sub(rest, c.votes[i])
	}
	r.Exhausted = c.amount(rest)
	c.result.Rounds = append(c.result.Rounds, r)
}

func (c *runoff) act(do string, item int) {
	r := &c.result.Rounds[len(c.result.Rounds)-1]
	r.Acts = append(r.Acts, Act{do, item, c.amount(c.votes[item])})
}

// majority reports whether one item has more than half of the votes left.
func (c *runoff) majority() bool {
	all, most := new(big.Int), new(big.Int)
	for _, i := range c.left {
		all.Add(all, c.votes[i])
		if c.votes[i].Cmp(most) > 0 {
			most = c.votes[i]
		}
	}
	return new(big.Int).Lsh(most, 1).Cmp(all) > 0
}

func (c *runoff) exclude() {
	tied := c.left[:0:0]
	for _, i := range c.left {
		switch d := compareTo(c.votes, i, tied); {
		case d < 0:
			tied = append(tied[:0], i)
		case d == 0:
			tied = append(tied, i)
		}
	}
	low := tied[0]
	if len(tied) > 1 {
		c.result.Ties = append(c.result.Ties, Tie{
			Round: len(c.result.Rounds) - 1, Items: slices.Sorted(slices.Values(tied)), Chosen: low, Out: true,
		})
	}
	c.act(Exclude, low)
	c.left = slices.DeleteFunc(c.left, func(i int) bool { return i == low })
	c.excluded = append(c.excluded, low)
	c.papers.out[low] = true
	for _, b := range c.papers.of(low) {
		if c.papers.move(b); c.papers.at[b] != noOne {
			to := c.votes[c.papers.at[b]]
			to.Add(to, c.weight[b])
		}
	}
	c.act(Transfer, low)
}

// compareTo compares the votes of an item with those of the list, who all have
// as many.
func compareTo(votes []*big.Int, item int, list []int) int {
	if len(list) == 0 {
		return 0
	}
	return votes[item].Cmp(votes[list[0]])
}

// finish chooses from those who are left by their votes, and puts the excluded
// behind them, the last one first.
func (c *runoff) finish() Result {
	slices.SortStableFunc(c.left, func(i, j int) int { return c.votes[j].Cmp(c.votes[i]) })
	c.result.Winners = slices.Clone(c.left[:min(c.e.seats, len(c.left))])
	for _, i := range c.result.Winners {
		c.act(Elect, i)
	}
	slices.Reverse(c.excluded)
	r := c.result
	r.Order = slices.Concat(c.left, c.excluded)
	return r
}
