package opinion

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// A Rank is the place of a statement among others, 1 for the first, with the
// places between which it lies with 90 % probability.
type Rank struct {
	// Place is the place by value; statements with the same value share the
	// first of their places. 0 for a statement that is not ranked.
	Place int `json:"place"`
	// Low and High are the 90 % interval, Low ≤ High: the true place is before
	// Low with 5 %, and after High with 5 %. Places are whole, so Low and High
	// themselves count half towards these 5 %: then such intervals hold 90 % on
	// average, and more only where the place is all but certain. The interval is
	// widened to hold Place, where values are tied or all but.
	Low  int `json:"low"`
	High int `json:"high"`
	// Hidden is set when a Public method took the figures out.
	Hidden bool `json:"hidden,omitempty"`
}

// RankAcross ranks statements by how far all groups take a side, the highest
// [Across.Product] first. votes (K×d) are the votes of each group; only the
// statements in among (columns) are ranked, the others have a zero Rank. The
// result has length d.
//
// The interval is the distribution of the place when every statement's
// consensus is drawn from its own posterior, worked out and not simulated: given
// its own value x, the place is one more than the number of others above x, a
// sum of independent yes-or-no events, taken as normal; this is averaged over
// the quantiles of x. No chance is used, so no seed can change it. It takes
// about 5 µs a statement.
func RankAcross(votes [][]Counts, side Vote, among []int) []Rank {
	d := 0
	if len(votes) > 0 {
		d = len(votes[0])
	}
	out := make([]Rank, d)
	values, spreads := make([]float64, len(among)), make([]spread, len(among))
	for k, j := range among {
		values[k] = 1
		for _, group := range votes {
			a, b := weigh(group[j]).shape(side)
			values[k] = float64(values[k] * (a / (a + b)))
			spreads[k] = spreads[k].plus(logShare(a, b))
		}
	}
	for k, r := range ranks(values, spreads) {
		out[among[k]] = r
	}
	return out
}

// rankAtoms is the number of quantiles that stand for one posterior.
const rankAtoms = 32

// ranks returns the place of each of d quantities by value, and its interval
// when each is drawn from its own spread, independently.
func ranks(values []float64, spreads []spread) []Rank {
	d := len(values)
	out := make([]Rank, d)
	if d == 0 {
		return out
	}
	places(values, out)
	seen := countsAbove(posteriorAtoms(spreads), d)
	phi := newNormalTable()
	for k := range out {
		out[k].Low = phi.place(seen[k], lowTail, 1, d)
		out[k].High = max(out[k].Low, phi.place(seen[k], highTail, out[k].Low, d+1)-1)
		// Values that are the same or nearly, or very many, can leave the place by
		// value outside of the places that are probable.
		out[k].Low, out[k].High = min(out[k].Low, out[k].Place), max(out[k].High, out[k].Place)
	}
	return out
}

// places fills in the place of each value.
func places(values []float64, out []Rank) {
	order := make([]int, len(values))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[b], values[a]) })
	for at, k := range order {
		out[k].Place = at + 1
		if at > 0 && values[order[at-1]] == values[k] {
			out[k].Place = out[order[at-1]].Place
		}
	}
}

// countAbove is how many others lie above: mean and standard deviation.
type countAbove struct{ mean, sd float64 }

// countsAbove returns, for each of d quantities and each of its atoms, highest
// first, how many of the others lie above. atoms are as [posteriorAtoms] gives
// them.
func countsAbove(atoms []uint64, d int) [][]countAbove {
	slices.Sort(atoms)
	above := make([]float64, d) // share of each quantity's atoms met so far
	seen := make([][]countAbove, d)
	room := make([]countAbove, len(atoms))
	for k := range seen {
		seen[k] = room[k*rankAtoms : k*rankAtoms : (k+1)*rankAtoms]
	}
	mask := uint64(1)<<bits.Len(uint(d)) - 1
	var mean, variance float64
	for _, a := range atoms {
		k := a & mask
		f := above[k]
		own := float64(f * (1 - f))
		seen[k] = append(seen[k], countAbove{mean - f, math.Sqrt(max(0, variance-own))})
		next := f + 1.0/rankAtoms
		above[k] = next
		mean += 1.0 / rankAtoms
		variance += float64(next*(1-next)) - own
	}
	return seen
}

// posteriorAtoms returns the quantiles (r+½)/32 of each spread's shifted gamma
// distribution, interpolated between distributions of 17 skewnesses from 0 to
// 2, the most that logarithms of beta variables have with parameters from 1 on.
// Each is a number that falls as the quantile rises, whose last bits are the
// index of the quantity: they cost less than the ninth digit of the quantile.
func posteriorAtoms(spreads []spread) []uint64 {
	const steps, most = 16, 2.0
	var grid [steps + 1][rankAtoms]float64
	for r := range rankAtoms {
		p := (float64(r) + 0.5) / rankAtoms
		z := normalQuantile(p)
		for g := range grid {
			grid[g][r] = pearsonQuantile(p, z, most/steps*float64(g))
		}
	}
	out := make([]uint64, 0, rankAtoms*len(spreads))
	last := bits.Len(uint(len(spreads)))
	for k, s := range spreads {
		sd, skew := math.Sqrt(max(0, s.variance)), s.skew()
		at := float64(min(math.Abs(skew), most) * (steps / most))
		g := min(int(at), steps-1)
		t := at - float64(g)
		for r := range rankAtoms {
			q := r
			if skew < 0 {
				q = rankAtoms - 1 - r
			}
			w := grid[g][q] + float64(t*(grid[g+1][q]-grid[g][q]))
			if skew < 0 {
				w = -w
			}
			out = append(out, falling(s.mean+float64(sd*w))>>last<<last|uint64(k))
		}
	}
	return out
}

// falling returns bits that sort as whole numbers, the largest x first.
func falling(x float64) uint64 {
	b := math.Float64bits(x)
	if b>>63 == 0 {
		return ^b &^ (1 << 63)
	}
	return b
}

// normalTable holds Φ from -4 to 4 in steps of 1/64.
type normalTable [513]float64

func newNormalTable() *normalTable {
	var t normalTable
	for k := range t {
		t[k] = normalCDF(float64(k-256) / 64)
	}
	return &t
}

func (t *normalTable) at(x float64) float64 {
	switch {
	case x <= -4:
		return 0
	case x >= 4:
		return 1
	}
	f := float64((x + 4) * 64)
	k := int(f)
	if k >= len(t)-1 {
		return 1
	}
	return t[k] + float64((f-float64(k))*(t[k+1]-t[k]))
}

// place returns the first place, from low to d, that is not passed with
// probability p.
func (t *normalTable) place(seen []countAbove, p float64, low, d int) int {
	high := d
	for low < high {
		mid := (low + high) / 2
		if t.before(seen, mid) >= p {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// before returns the probability that the place is before k, and half of the
// probability that it is k: that fewer than k-1 others lie above, or k-1.
func (t *normalTable) before(seen []countAbove, k int) float64 {
	sum := 0.0
	for _, c := range seen {
		x := float64(k-1) - c.mean
		switch {
		case c.sd > 1:
			sum += t.at(x / c.sd)
		case c.sd > 1e-6:
			// So few are in doubt that whole numbers matter.
			sum += float64((t.at((x-0.5)/c.sd) + t.at((x+0.5)/c.sd)) / 2)
		case x > 0.5:
			sum++
		case x > -0.5:
			sum += 0.5
		}
	}
	return sum / float64(len(seen))
}
