package ballot

import (
	"fmt"
	"math/big"
	"math/bits"
	"slices"
)

// Links is what makes a link of Schulze's paths strong: a link goes from a to b
// where more voters put a above b than b above a.
type Links uint8

const (
	// WinningVotes measures a link by how many put a above b.
	WinningVotes Links = iota
	// Margins measures it by how many more did than did not.
	Margins
	// Ratio measures it by how many times as many. A link that nobody opposes
	// is stronger than any that somebody does; of two such, the one with more
	// votes.
	Ratio
)

var linkNames = []string{"winning", "margin", "ratio"}

// String returns "winning", "margin" or "ratio".
func (l Links) String() string { return linkNames[l] }

// ParseLinks reads what String writes.
func ParseLinks(s string) (Links, error) {
	if k := slices.Index(linkNames, s); k >= 0 {
		return Links(k), nil
	}
	return 0, fmt.Errorf("ballot: %q is not a strength of links: winning, margin or ratio", s)
}

// schulze chooses by widest paths. A path from a to b is as strong as its weakest
// link; a beats b if its strongest path to b is stronger than that of b to a. The
// items that nobody beats come first, then those that none of the rest beats, and
// so on. The tally is how many others an item beats.
//
// M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and
// condorcet-consistent single-winner election method", Social Choice and Welfare
// 36, 2011; the order of ties takes the place of his lot.
func schulze(e *Election, o Options) (Result, error) {
	w := e.Preferences().Paths(o.Links)
	m := e.Items()
	beaten, beats := make([]int, m), make([]int, m)
	for a := range m {
		for b := range m {
			if w.beats(a, b) {
				beats[a]++
				beaten[b]++
			}
		}
	}
	r := byGroups(e.seats, w.levels(beaten), o.Ties.Rank(e))
	tally := make([]*big.Rat, m)
	for i := range tally {
		tally[i] = big.NewRat(int64(beats[i]), 1)
	}
	r.Rounds = []Round{{Tally: tally}}
	for _, i := range r.Winners {
		r.Rounds[0].Acts = append(r.Rounds[0].Acts, Act{Elect, i, tally[i]})
	}
	return r, nil
}

// Paths are the widest paths between every two of m items.
type Paths struct {
	m     int
	width []int32 // row after row; links by rising strength from 1, 0 for no path
	link  []int32 // width → a link of that strength, a·m+b
}

// Paths finds the widest paths.
func (p *Preferences) Paths(by Links) *Paths {
	w := &Paths{m: p.m, width: make([]int32, p.m*p.m), link: []int32{-1}}
	var all []int32
	for a := range p.m {
		for b := range p.m {
			if a != b && p.Compare(a, b) > 0 {
				all = append(all, int32(a*p.m+b))
			}
		}
	}
	compare := p.strength(by)
	slices.SortFunc(all, compare)
	for k, l := range all {
		if k == 0 || compare(all[k-1], l) != 0 {
			w.link = append(w.link, l)
		}
		w.width[l] = int32(len(w.link) - 1)
	}
	w.widen()
	return w
}

// strength returns how two links compare.
func (p *Preferences) strength(by Links) func(x, y int32) int {
	if p.small != nil {
		against := func(l int32) int64 { return p.small[int(l)%p.m*p.m+int(l)/p.m] }
		return func(x, y int32) int {
			f, g, fx, gx := p.small[x], p.small[y], against(x), against(y)
			switch {
			case by == WinningVotes || by == Ratio && fx == 0 && gx == 0:
				return compareInts(f, g)
			case by == Margins:
				return compareInts(f-fx, g-gx)
			}
			hi1, lo1 := bits.Mul64(uint64(f), uint64(gx))
			hi2, lo2 := bits.Mul64(uint64(g), uint64(fx))
			if hi1 != hi2 {
				return compareInts(hi1, hi2)
			}
			return compareInts(lo1, lo2)
		}
	}
	return func(x, y int32) int {
		f, g := p.large[x], p.large[y]
		fx, gx := p.large[int(x)%p.m*p.m+int(x)/p.m], p.large[int(y)%p.m*p.m+int(y)/p.m]
		switch {
		case by == WinningVotes || by == Ratio && fx.Sign() == 0 && gx.Sign() == 0:
			return f.Cmp(g)
		case by == Margins:
			return new(big.Int).Sub(f, fx).Cmp(new(big.Int).Sub(g, gx))
		}
		return new(big.Int).Mul(f, gx).Cmp(new(big.Int).Mul(g, fx))
	}
}

func compareInts[T int64 | uint64](x, y T) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// widen finds the widest paths from the links, by the algorithm of R. W. Floyd
// and S. Warshall, 1962, with the narrowest link in place of the sum: m³ steps,
// each the larger of two numbers.
func (w *Paths) widen() {
	m := w.m
	for c := range m {
		through := w.width[c*m : (c+1)*m]
		for a := range m {
			first := w.width[a*m+c]
			if first == 0 || a == c {
				continue
			}
			row := w.width[a*m : (a+1)*m][:len(through)]
			for b, second := range through {
				row[b] = max(row[b], min(first, second))
			}
		}
	}
	for a := range m {
		w.width[a*m+a] = 0
	}
}

func (w *Paths) beats(a, b int) bool { return w.width[a*w.m+b] > w.width[b*w.m+a] }

// Compare returns 1 if a beats b, -1 if b beats a, and 0 if neither does.
func (w *Paths) Compare(a, b int) int {
	return compareInts(int64(w.width[a*w.m+b]), int64(w.width[b*w.m+a]))
}

// Narrowest returns a link that is as strong as the widest path from a to b: from
// x to y. It reports false where there is no path.
func (w *Paths) Narrowest(a, b int) (x, y int, ok bool) {
	width := w.width[a*w.m+b]
	if width == 0 {
		return 0, 0, false
	}
	l := int(w.link[width])
	return l / w.m, l % w.m, true
}

// levels returns the items that nobody beats, then those that none of the rest
// beats, and so on. It uses up beaten, by how many each item is beaten. To beat
// is transitive, so there is always one that none of the rest beats.
func (w *Paths) levels(beaten []int) [][]int {
	var out [][]int
	for left := w.m; left > 0; {
		var level []int
		for i, by := range beaten {
			if by == 0 {
				level = append(level, i)
			}
		}
		for _, a := range level {
			beaten[a] = -1
			for b := range w.m {
				if w.beats(a, b) {
					beaten[b]--
				}
			}
		}
		left -= len(level)
		out = append(out, level)
	}
	return out
}
