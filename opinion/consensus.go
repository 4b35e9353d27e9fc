package opinion

import (
	"cmp"
	"slices"
)

// mostShared is how many statements of each side are listed. From Polis.
const mostShared = 5

// consensus returns the open statements that significantly more than half of
// those who voted agree with, and those they disagree with, the strongest five
// each by rate·z. counts are the votes of all people (d).
func consensus(m *Matrix, counts []Counts) (agreed, disagreed []Shared) {
	for j, c := range counts {
		if m.kinds[j] != Open {
			continue
		}
		agreed = appendShared(agreed, j, c.Agree, c.Total())
		disagreed = appendShared(disagreed, j, c.Disagree, c.Total())
	}
	return strongest(agreed), strongest(disagreed)
}

func appendShared(list []Shared, j, s, n int) []Shared {
	e := Shared{Statement: j, Count: s, Total: n, Rate: smoothed(s, n), RateZ: rateZ(s, n)}
	if e.Rate > 0.5 && e.RateZ > significant {
		list = append(list, e)
	}
	return list
}

func strongest(list []Shared) []Shared {
	slices.SortStableFunc(list, func(a, b Shared) int {
		return cmp.Compare(b.Rate*b.RateZ, a.Rate*a.RateZ)
	})
	return list[:min(mostShared, len(list))]
}

// groupConsensus returns the group-aware consensus on statement j, 0 to 1: the
// product over groups of the smoothed share of their votes that agree.
func groupConsensus(votes [][]Counts, j int) float64 {
	product := 1.0
	for _, g := range votes {
		product *= smoothed(g[j].Agree, g[j].Total())
	}
	return product
}
