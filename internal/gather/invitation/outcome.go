package invitation

import (
	"time"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// A Reached is a recipient with what became of the letter.
type Reached struct {
	Recipient
	To     Known
	State  State
	Reason string // why they declined, if they said
}

// An Outcome is what became of a campaign.
type Outcome struct {
	Campaign Campaign
	All      []Reached
}

// Count returns how many letters are in each state.
func (o Outcome) Count() map[State]int {
	out := map[State]int{}
	for _, x := range o.All {
		out[x.State]++
	}
	return out
}

// ByGroup returns the counts by the stakeholder group spoken for.
func (o Outcome) ByGroup() map[ref.ID]map[State]int {
	out := map[ref.ID]map[State]int{}
	for _, x := range o.All {
		if out[x.To.Group] == nil {
			out[x.To.Group] = map[State]int{}
		}
		out[x.To.Group][x.State]++
	}
	return out
}

// Late returns who can be reminded now.
func (o Outcome) Late(now time.Time) []Reached {
	var out []Reached
	for _, x := range o.All {
		if x.MayRemind(now, x.State) {
			out = append(out, x)
		}
	}
	return out
}

// ByLang counts recipients by their language.
func ByLang(all []Reached) map[lang.Tag]int {
	out := map[lang.Tag]int{}
	for _, x := range all {
		out[x.Lang]++
	}
	return out
}
