package main

import (
	"math/big"

	"penc/ballot"
)

// countJSON is a count as other programs read it. Identifiers are strings, and so
// are numbers: see exact.
type countJSON struct {
	Rule        string         `json:"rule"`
	Winners     []string       `json:"winners"`
	Order       []string       `json:"order"`
	Rounds      []roundJSON    `json:"rounds"`
	Ties        []tieJSON      `json:"ties"`
	Certificate map[string]any `json:"certificate"`
	Instead     string         `json:"instead,omitempty"`
}

type roundJSON struct {
	Tally     map[string]string `json:"tally"`
	Quota     string            `json:"quota,omitempty"`
	Exhausted string            `json:"exhausted,omitempty"`
	Level     int               `json:"level,omitempty"`
	Score     string            `json:"score,omitempty"`
	Acts      []actJSON         `json:"acts"`
}

type actJSON struct {
	Do     string `json:"do"`
	Item   string `json:"item"`
	Amount string `json:"amount,omitempty"`
}

type tieJSON struct {
	Round  int      `json:"round"`
	Items  []string `json:"items"`
	Chosen string   `json:"chosen"`
	Out    bool     `json:"out"`
	By     string   `json:"by"`
}

func (n *electionCount) json() countJSON {
	r := n.result
	out := countJSON{
		Rule: r.Rule, Winners: n.ids(r.Winners), Order: n.ids(n.order()), Rounds: []roundJSON{}, Ties: []tieJSON{},
		Certificate: n.certificateJSON(), Instead: r.InPlace,
	}
	for _, round := range r.Rounds {
		x := roundJSON{
			Tally: map[string]string{}, Quota: exact(n.quota(round)), Exhausted: exact(round.Exhausted),
			Level: round.Level, Score: exact(round.Score), Acts: []actJSON{},
		}
		for i, votes := range round.Tally {
			if votes != nil {
				x.Tally[n.id(i)] = exact(votes)
			}
		}
		for _, act := range round.Acts {
			x.Acts = append(x.Acts, actJSON{act.Do, n.id(act.Item), exact(act.Amount)})
		}
		out.Rounds = append(out.Rounds, x)
	}
	for _, tie := range r.Ties {
		out.Ties = append(out.Ties, tieJSON{tie.Round, n.ids(tie.Items), n.id(tie.Chosen), tie.Out, n.brokenBy(tie)})
	}
	return out
}

// certificateJSON is empty where the rule gives none.
func (n *electionCount) certificateJSON() map[string]any {
	out := map[string]any{}
	c := n.result.Certificate
	if c == nil {
		return out
	}
	out["axiom"], out["holds"] = c.Axiom, c.Holds
	if v := c.Violation; v != nil {
		out["violation"] = map[string]any{
			"item": n.id(v.Item), "voters": n.voters(v), "weight": exact(v.Weight), "owed": exact(v.Owed), "got": exact(v.Got),
		}
	}
	return out
}

// voters is how many people are in a group that was passed over: those who
// support the item and got no more than the violation says.
func (n *electionCount) voters(v *ballot.Violation) int {
	in := make([]bool, n.election.Ballots())
	for _, b := range v.Ballots {
		in[b] = true
	}
	count := 0
	for voter := range n.election.Voters() {
		if in[n.election.BallotOf(voter)] {
			count++
		}
	}
	return count
}

// order is every item from first to last or, of rules that do not order all, the
// winners as they were chosen.
func (n *electionCount) order() []int {
	if n.result.Order != nil {
		return n.result.Order
	}
	return n.result.Winners
}

func (n *electionCount) quota(round ballot.Round) *big.Rat {
	if round.Quota != nil {
		return round.Quota
	}
	return n.result.Quota
}

// brokenBy says what broke a tie.
func (n *electionCount) brokenBy(tie ballot.Tie) string {
	if tie.Earlier {
		return "earlier-round"
	}
	return n.result.Broken.String()
}

// longest is the bits of a denominator up to which numbers are written exactly.
// Prices in Equal Shares can have thousands of digits.
const longest = 128

// exact writes a number as a decimal if that ends, and else as a fraction, or to
// twelve decimals where the fraction would be very long. It is empty for none.
func exact(x *big.Rat) string {
	if x == nil {
		return ""
	}
	if x.Denom().BitLen() > longest {
		return x.FloatString(12)
	}
	if digits, ends := x.FloatPrec(); ends {
		return x.FloatString(digits)
	}
	return x.RatString()
}
