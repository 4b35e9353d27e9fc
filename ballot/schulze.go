package ballot

import (
	"cmp"
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
	w := &Paths{m: p.m, width: make([]int32, p.m*p.m), link: []int32{noOne}}
	if p.small != nil && by != Ratio {
		w.measure(p, by)
	} else {
		w.compare(p, by)
	}
	w.widen()
	return w
}

// measure gives links their widths by numbers.
func (w *Paths) measure(p *Preferences, by Links) {
	strength := func(a, b int) int64 { // 0 where there is no link
		x, y := p.small[a*p.m+b], p.small[b*p.m+a]
		switch {
		case x <= y:
			return 0
		case by == Margins:
			return x - y
		}
		return x
	}
	all := []int64{0}
	for a := range p.m {
		for b := range p.m {
			if x := strength(a, b); x > 0 {
				all = append(all, x)
			}
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	w.link = make([]int32, len(all))
	for a := range p.m {
		for b := range p.m {
			k, _ := slices.BinarySearch(all, strength(a, b))
			w.width[a*p.m+b] = int32(k)
			w.link[k] = int32(a*p.m + b)
		}
	}
}

// compare gives links their widths by comparing them in pairs.
func (w *Paths) compare(p *Preferences, by Links) {
	var all []int32
	for a := range p.m {
		for b := range p.m {
			if a != b && p.Compare(a, b) > 0 {
				all = append(all, int32(a*p.m+b))
			}
		}
	}
	compare := func(x, y int32) int {
		f, fx := p.whole(int(x)/p.m, int(x)%p.m), p.whole(int(x)%p.m, int(x)/p.m)
		g, gx := p.whole(int(y)/p.m, int(y)%p.m), p.whole(int(y)%p.m, int(y)/p.m)
		switch {
		case by == WinningVotes || by == Ratio && fx.Sign() == 0 && gx.Sign() == 0:
			return f.Cmp(g)
		case by == Margins:
			return new(big.Int).Sub(f, fx).Cmp(new(big.Int).Sub(g, gx))
		}
		return new(big.Int).Mul(f, gx).Cmp(new(big.Int).Mul(g, fx))
	}
	slices.SortFunc(all, compare)
	for k, l := range all {
		if k == 0 || compare(all[k-1], l) != 0 {
			w.link = append(w.link, l)
		}
		w.width[l] = int32(len(w.link) - 1)
	}
}

// widen finds the widest paths from the links. It takes the links from the
// strongest on and keeps who reaches whom by those taken so far: the link that
// first lets a reach b is the narrowest of the widest path from a to b. Who
// reaches whom is kept in sets of bits and only ever grows, by at least one pair
// whenever anything is done, so it all takes at most m³/64 steps where the usual
// algorithm of R. W. Floyd and S. Warshall takes m³.
//
// G. F. Italiano, "Amortized efficiency of a path retrieval data structure",
// Theoretical Computer Science 48, 1986.
func (w *Paths) widen() {
	m := w.m
	links := w.strongestFirst()
	width := make([]int32, m*m)
	to, from := newSets(m), newSets(m) // item → whom it reaches, who reaches it
	for _, l := range links {
		x, y := int(l)/m, int(l)%m
		if to.has(x, y) {
			continue
		}
		for k := range to.words {
			sources := from.row(x)[k] &^ from.row(y)[k]
			if x>>6 == k {
				sources |= 1 << (x & 63)
			}
			if y>>6 == k {
				sources &^= 1 << (y & 63)
			}
			for ; sources != 0; sources &= sources - 1 {
				a := k<<6 + bits.TrailingZeros64(sources)
				joins(to, from, a, y, func(b int) { width[a*m+b] = w.width[l] })
			}
		}
	}
	w.width = width
}

// joins lets a reach y and whomever y reaches, and calls each for those whom it
// did not reach before.
func joins(to, from sets, a, y int, each func(b int)) {
	mine, theirs := to.row(a), to.row(y)
	for k := range mine {
		news := theirs[k] &^ mine[k]
		if y>>6 == k {
			news |= 1 << (y & 63)
		}
		if a>>6 == k {
			news &^= 1 << (a & 63)
		}
		mine[k] |= news
		for ; news != 0; news &= news - 1 {
			b := k<<6 + bits.TrailingZeros64(news)
			from.add(b, a)
			each(b)
		}
	}
}

// strongestFirst returns the links by falling width.
func (w *Paths) strongestFirst() []int32 {
	end := make([]int, len(w.link)) // width → where its links end
	for _, x := range w.width {
		end[x]++
	}
	for x := len(end) - 2; x > 0; x-- {
		end[x] += end[x+1]
	}
	end[0] = 0
	out := make([]int32, end[min(1, len(end)-1)])
	for l, x := range w.width {
		if x > 0 {
			end[x]--
			out[end[x]] = int32(l)
		}
	}
	return out
}

// sets are m sets of items, as bits.
type sets struct {
	words int
	bits  []uint64
}

func newSets(m int) sets {
	words := (m + 63) / 64
	return sets{words, make([]uint64, m*words)}
}

func (s sets) row(a int) []uint64 { return s.bits[a*s.words : (a+1)*s.words] }
func (s sets) has(a, b int) bool  { return s.row(a)[b>>6]>>(b&63)&1 == 1 }
func (s sets) add(a, b int)       { s.row(a)[b>>6] |= 1 << (b & 63) }

func (w *Paths) beats(a, b int) bool { return w.width[a*w.m+b] > w.width[b*w.m+a] }

// Compare returns 1 if a beats b, -1 if b beats a, and 0 if neither does.
func (w *Paths) Compare(a, b int) int {
	return cmp.Compare(w.width[a*w.m+b], w.width[b*w.m+a])
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
