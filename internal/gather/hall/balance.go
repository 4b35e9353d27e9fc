package hall

import (
	"cmp"
	"slices"

	"penc/opinion"
)

// A Balance is the speaking time of a meeting as somebody may see it.
type Balance struct {
	Shares  []Share // the longest first; hidden ones without figures
	Seconds int     // of all turns
	Turns   int
	Others  int  // seconds of the hidden groups together
	Hidden  bool // nothing can be told apart
}

// Whole returns the balance as those see it who run the meeting.
func Whole(shares []Share) Balance {
	b := Balance{Shares: shares}
	for _, s := range shares {
		b.Seconds += s.Seconds
		b.Turns += s.Turns
	}
	return b
}

// InPublic returns the balance as anybody may see it: groups with fewer than five
// people in the meeting are told together with others.
func InPublic(shares []Share) Balance {
	cells := make([]int, len(shares))
	for i, s := range shares {
		cells[i] = s.People
	}
	hidden, all := opinion.Suppress(cells)
	b := Whole(append([]Share(nil), shares...))
	b.Hidden = all
	for i := range b.Shares {
		if hidden[i] || all {
			b.Others += b.Shares[i].Seconds
			b.Shares[i] = Share{Group: b.Shares[i].Group, Hidden: true}
		}
	}
	// Their place in the order would tell what is hidden.
	slices.SortStableFunc(b.Shares, func(a, b Share) int {
		switch {
		case a.Hidden && b.Hidden:
			return cmp.Compare(a.Group, b.Group)
		case a.Hidden:
			return 1
		case b.Hidden:
			return -1
		}
		return 0
	})
	return b
}

// Part returns the share of the speaking time that some seconds are.
func (b Balance) Part(seconds int) float64 {
	if b.Seconds == 0 {
		return 0
	}
	return float64(seconds) / float64(b.Seconds)
}
