package opinion

import (
	"fmt"
	"math"
)

// A Balance is the agreement with one statement among declared stakeholder
// groups, in which the size of a group does not count: each group counts the
// same, or by a given weight.
type Balance struct {
	// Geometric is the consensus: the weighted geometric mean Π pᵍ^wᵍ of the
	// groups' agreement. It falls to nothing when one group does not agree at
	// all, so no group can be drowned by the others; where all groups agree
	// alike it is their agreement. Value is made of the groups' values, so
	// anybody can work it out from the table beside it.
	Geometric Estimate `json:"geometric"`
	// Arithmetic is the weighted arithmetic mean Σ wᵍ·pᵍ, the agreement in a
	// population in which the groups have the shares wᵍ. It is the
	// geometric mean at least; the distance of the two is what the groups do
	// not have in common.
	Arithmetic Estimate `json:"arithmetic"`
	// Groups are the declared groups, in the order of their labels.
	Groups []BalanceGroup `json:"groups"`
	// Counted is the number of groups that both means rest on: those with a
	// weight and at least one vote. With none, both means are zero.
	Counted int `json:"counted"`
	// Least is the least favourable of the counted groups, -1 if none: that
	// with the lowest upper end of its interval, of which it can be said most
	// surely that few agree. A group with few votes is not named for want of
	// votes.
	Least int `json:"least"`
	// Apart is set when the interval of Least lies below those of all other
	// counted groups.
	Apart bool `json:"apart"`
	// Undeclared is the agreement of people who declared no group. They are
	// counted in nothing else here.
	Undeclared Shares `json:"undeclared"`
}

// A BalanceGroup is one stakeholder group in a [Balance].
type BalanceGroup struct {
	Shares
	// Weight is the group's share of both means; the weights of the counted
	// groups add up to 1. It is 0 for a silent group.
	Weight float64 `json:"weight"`
	// Silent is set when nobody of the group voted on the statement. A silent
	// group is left out, and named: what rests on the others does not speak
	// for it.
	Silent bool `json:"silent,omitempty"`
}

// BadWeights refuses weights of stakeholder groups.
type BadWeights struct {
	// Group is the group whose weight cannot be used, -1 when all are zero.
	Group int
	// Weight is that weight.
	Weight float64
}

// Error tells the refusal in English.
func (e *BadWeights) Error() string {
	if e.Group < 0 {
		return "opinion: no stakeholder group has a weight above zero"
	}
	return fmt.Sprintf("opinion: weight %v of stakeholder group %d: a weight is a number from 0 on", e.Weight, e.Group)
}

// Weights returns the weights of groups stakeholder groups, normalised to sum
// 1; nil given means that each counts the same. It refuses weights that are
// negative or not finite, and weights that are all zero, with [*BadWeights]. It
// panics when their number is not groups.
func Weights(given []float64, groups int) ([]float64, error) {
	if given != nil && len(given) != groups {
		panic(fmt.Sprintf("opinion: %d weights of %d groups", len(given), groups))
	}
	out := make([]float64, groups)
	most := 0.0
	for g := range out {
		out[g] = 1
		if given != nil {
			out[g] = given[g]
		}
		if !(out[g] >= 0) || math.IsInf(out[g], 1) {
			return nil, &BadWeights{g, out[g]}
		}
		most = max(most, out[g])
	}
	if most == 0 && groups > 0 {
		return nil, &BadWeights{Group: -1}
	}
	for g := range out {
		out[g] /= most // so that their sum is finite
	}
	normalise(out)
	return out, nil
}

// normalise makes weights sum to 1, unless all are 0.
func normalise(w []float64) {
	sum := 0.0
	for _, x := range w {
		sum += x
	}
	for g := range w {
		if sum > 0 {
			w[g] /= sum
		}
	}
}

// BalanceOf returns the balanced agreement with one statement from the votes of
// each stakeholder group on it, the weights of the groups as [Weights] gives
// them, and the votes of people who declared no group. It panics when votes and
// weights differ in length. It takes about 3 µs a group.
//
// Intervals: log Geometric = Σ wᵍ·log pᵍ and Arithmetic = Σ wᵍ·pᵍ are sums of
// independent terms with known cumulants, fitted as in [AcrossGroups].
func BalanceOf(votes []Counts, weights []float64, undeclared Counts) Balance {
	b, _ := balanceOf(votes, weights, undeclared)
	return b
}

// balanceOf is [BalanceOf], with the shares of the groups.
func balanceOf(votes []Counts, weights []float64, undeclared Counts) (Balance, []Shares) {
	if len(votes) != len(weights) {
		panic(fmt.Sprintf("opinion: %d weights of %d groups", len(weights), len(votes)))
	}
	shares := make([]Shares, len(votes))
	b := Balance{Groups: make([]BalanceGroup, len(votes)), Least: -1, Undeclared: SharesOf(undeclared)}
	counted := make([]float64, len(votes))
	for g, c := range votes {
		shares[g] = SharesOf(c)
		b.Groups[g] = BalanceGroup{Shares: shares[g], Silent: c.Total() == 0}
		if c.Total() > 0 && weights[g] > 0 {
			counted[g] = weights[g]
			b.Counted++
		}
	}
	if b.Counted == 0 {
		return b, shares
	}
	normalise(counted)
	for g, w := range counted {
		b.Groups[g].Weight = w
	}
	b.means(votes)
	b.findLeast()
	return b, shares
}

// means fills in both means from the groups' weights.
func (b *Balance) means(votes []Counts) {
	g, a, people := balanceSpreads(votes, b.Groups)
	logs, mean := 0.0, 0.0
	var only Estimate
	for _, x := range b.Groups {
		if x.Weight > 0 {
			logs += float64(x.Weight * log(x.Agree.Value))
			mean += float64(x.Weight * x.Agree.Value)
			only = x.Agree
		}
	}
	if b.Counted == 1 {
		b.Geometric, b.Arithmetic = only, only
		return
	}
	low, high := g.interval()
	b.Geometric = Estimate{Value: exp(logs), Low: exp(low), High: min(1, exp(high)), People: people}
	low, high = a.interval()
	b.Arithmetic = Estimate{Value: mean, Low: max(0, low), High: min(1, high), People: people}
}

// balanceSpreads returns the spreads of the logarithm of the geometric mean and
// of the arithmetic mean, and the number of people behind both.
func balanceSpreads(votes []Counts, groups []BalanceGroup) (geometric, arithmetic spread, people int) {
	for g, c := range votes {
		if w := groups[g].Weight; w > 0 {
			x, y := weigh(c).shape(Agree)
			geometric = geometric.plus(logShare(x, y).times(w))
			arithmetic = arithmetic.plus(plainShare(x, y).times(w))
			people += c.Total()
		}
	}
	return geometric, arithmetic, people
}

func (b *Balance) findLeast() {
	for g, x := range b.Groups {
		if x.Weight > 0 && (b.Least < 0 || x.Agree.High < b.Groups[b.Least].Agree.High) {
			b.Least = g
		}
	}
	b.Apart = b.Counted > 1
	for g, x := range b.Groups {
		if g != b.Least && x.Weight > 0 && x.Agree.Low <= b.Groups[b.Least].Agree.High {
			b.Apart = false
		}
	}
}

// RankBalanced ranks statements by [Balance.Geometric], highest first, as
// [RankAcross] does. balances has length d; the statements in among whose
// balance rests on no group have a zero Rank. votes (S×d) are the votes of each
// stakeholder group.
func RankBalanced(balances []Balance, votes [][]Counts, among []int) []Rank {
	out := make([]Rank, len(balances))
	var ranked []int
	var values []float64
	var spreads []spread
	column := make([]Counts, len(votes))
	for _, j := range among {
		if balances[j].Counted == 0 {
			continue
		}
		for g := range votes {
			column[g] = votes[g][j]
		}
		s, _, _ := balanceSpreads(column, balances[j].Groups)
		ranked = append(ranked, j)
		values = append(values, balances[j].Geometric.Value)
		spreads = append(spreads, s)
	}
	for k, r := range ranks(values, spreads) {
		out[ranked[k]] = r
	}
	return out
}
