package ballot

import (
	"cmp"
	"math/big"
)

// Preferences says, for every two of m items, how many voters put the one above
// the other: an m×m matrix. An item on a ballot is above those that are not.
type Preferences struct {
	m     int
	small []int64    // row after row, where every number fits
	large []*big.Int // otherwise
	part  *big.Rat   // what 1 stands for
}

// Preferences counts the ballots. Approval ballots put what is marked above what
// is not; points put the item with more above the one with fewer.
func (e *Election) Preferences() *Preferences {
	m := e.Items()
	u, orders := e.units(1), e.orders()
	count := func(w, out []int64) { countPreferences(m, orders, w, out) }
	p := &Preferences{m: m, part: u.part}
	if len(u.limbs) == 1 {
		p.small = make([]int64, m*m)
		count(u.limbs[0], p.small)
		return p
	}
	p.large = u.sums(m*m, count)
	return p
}

// countPreferences adds the weight of each ballot that puts a above b to
// out[a·m+b]. A ballot that names r of the items costs r² steps, not r·m: each of
// the r is first put above everything, and what stands above it or beside it is
// taken back. (On a ballot that names all, an item in the lower half is put above
// those below it instead.) Rows of the matrix are filled some at a time, so that
// they stay in the processor's memory.
func countPreferences(m int, orders *orders, w, out []int64) {
	const some = 64
	above := make([]int64, m)
	for begin := 0; begin < m; begin += some {
		for b, weight := range w {
			items, places := orders.at(b)
			for j, end := 0, 0; j < len(items); j++ {
				a := int(items[j])
				if a < begin || a >= begin+some {
					continue
				}
				for end = max(end, j+1); end < len(items) && places[end] == places[j]; {
					end++
				}
				row := out[a*m : (a+1)*m]
				if len(items) == m && end > m/2 {
					for _, other := range items[end:] {
						row[other] += weight
					}
					continue
				}
				above[a] += weight
				for _, other := range items[:end] {
					row[other] -= weight
				}
			}
		}
	}
	for a := range m {
		row := out[a*m : (a+1)*m]
		for b := range row {
			row[b] += above[a]
		}
		row[a] = 0
	}
}

// Items is the number of items, m.
func (p *Preferences) Items() int { return p.m }

// Votes returns how many voters put item a above item b.
func (p *Preferences) Votes(a, b int) *big.Rat {
	x := new(big.Rat).SetInt(p.whole(a, b))
	return x.Mul(x, p.part)
}

// Compare returns 1 if more voters put a above b than b above a, -1 if fewer,
// and 0 if as many.
func (p *Preferences) Compare(a, b int) int {
	i, j := a*p.m+b, b*p.m+a
	if p.large != nil {
		return p.large[i].Cmp(p.large[j])
	}
	return cmp.Compare(p.small[i], p.small[j])
}

// Condorcet returns the item that a majority puts above each other one, and
// reports whether there is one.
//
// M. de Condorcet, "Essai sur l'application de l'analyse à la probabilité des
// décisions rendues à la pluralité des voix", 1785.
func (p *Preferences) Condorcet() (item int, ok bool) {
	for a := range p.m {
		beats := true
		for b := 0; beats && b < p.m; b++ {
			beats = a == b || p.Compare(a, b) > 0
		}
		if beats {
			return a, true
		}
	}
	return 0, false
}

func (p *Preferences) whole(a, b int) *big.Int {
	if p.large != nil {
		return p.large[a*p.m+b]
	}
	return big.NewInt(p.small[a*p.m+b])
}
