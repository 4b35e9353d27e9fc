package main

import (
	"testing"

	"penc/opinion"
)

// TestRegroupKeepsWhoWasKept: who is on the map by state.json is on the one of other
// votes too, unless they have none there.
func TestRegroupKeepsWhoWasKept(t *testing.T) {
	build := func(silent bool) *opinion.Matrix {
		b := opinion.NewBuilder(42, 8)
		for i := range 40 {
			for j := range 8 {
				v := opinion.Agree
				if (i%2 == 0) == (j%2 == 0) {
					v = opinion.Disagree
				}
				b.Vote(i, j, v)
			}
		}
		b.Vote(40, 0, opinion.Agree)
		if !silent {
			b.Vote(41, 0, opinion.Agree)
		}
		return b.Matrix()
	}
	drawn := opinion.Options{Keep: []int{40, 41}}
	for _, silent := range []bool{false, true} {
		group, groups := regroup(drawn)(build(silent))
		if groups != 2 || group[40] < 0 || (group[41] < 0) != silent {
			t.Errorf("silent %v: %d groups, those kept in %v", silent, groups, group[40:])
		}
	}
}
