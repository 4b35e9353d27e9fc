package priority

import (
	"cmp"
	"slices"

	"penc/internal/ground/fault"
)

// A Paper says what a voter writes beside an item.
type Paper string

// The kinds of ballot paper.
const (
	Tick  Paper = "tick"  // a tick, on up to so many items
	Dots  Paper = "dots"  // so many dots, spread over the items as one likes
	Scale Paper = "scale" // a mark from 0 to 5
	Order Paper = "order" // a place: first, second, third…
)

// Papers are the kinds, the simplest first.
var Papers = []Paper{Tick, Dots, Scale, Order}

// Top is the best mark of a Scale paper.
const Top = 5

// Bounded reports whether a paper says how many marks it holds at most.
func (p Paper) Bounded() bool { return p != Scale }

// A Mark is what a voter wrote beside one item of a ballot: its place in the
// ballot's list from 0, and the dots, the mark or the place given; 1 for a tick.
type Mark struct {
	Item int `json:"item"`
	N    int `json:"n"`
}

// Marks are one voter's paper, by item. An item that is not named was not
// marked: the voter may never have looked at it, so that says nothing against it.
type Marks []Mark

// Of returns what the marks say about an item; false if they say nothing.
func (m Marks) Of(item int) (int, bool) {
	for _, x := range m {
		if x.Item == item {
			return x.N, true
		}
	}
	return 0, false
}

// Read decides whether a paper is filled in as the ballot asks, and returns it in
// order, with the places of an Order paper counted without gaps.
func (b Ballot) Read(in Marks) (Marks, error) {
	out := slices.Clone(in)
	slices.SortFunc(out, func(x, y Mark) int { return cmp.Compare(x.Item, y.Item) })
	sum := 0
	for i, m := range out {
		if m.Item < 0 || m.Item >= len(b.Items) || i > 0 && out[i-1].Item == m.Item {
			return nil, fault.New(fault.Invalid, "", "priority.paper.unknown-item")
		}
		low, high := 1, b.Most
		switch b.Paper {
		case Tick:
			high = 1
		case Scale:
			low, high = 0, Top
		}
		if m.N < low || m.N > high {
			return nil, fault.Field(markField(m.Item), "priority.paper.range."+string(b.Paper), "number", b.Items[m.Item].Number, "low", low, "high", high)
		}
		sum += m.N
	}
	switch {
	case len(out) == 0:
		return nil, fault.Field(markField(0), "priority.paper.empty")
	case b.Paper == Tick && len(out) > b.Most:
		return nil, fault.Field(markField(out[0].Item), "priority.paper.too-many.tick", "n", len(out), "limit", b.Most)
	case b.Paper == Dots && sum > b.Most:
		return nil, fault.Field(markField(out[0].Item), "priority.paper.too-many.dots", "n", sum, "limit", b.Most)
	case b.Paper == Order:
		return b.placed(out)
	}
	return out, nil
}

// placed returns an Order paper with places counted from 1 without gaps.
func (b Ballot) placed(in Marks) (Marks, error) {
	byPlace := slices.Clone(in)
	slices.SortFunc(byPlace, func(x, y Mark) int { return cmp.Compare(x.N, y.N) })
	out := slices.Clone(in)
	for i, m := range byPlace {
		if i > 0 && byPlace[i-1].N == m.N {
			return nil, fault.Field(markField(m.Item), "priority.paper.shared-place",
				"place", m.N, "one", b.Items[byPlace[i-1].Item].Number, "two", b.Items[m.Item].Number)
		}
		at := slices.IndexFunc(out, func(o Mark) bool { return o.Item == m.Item })
		out[at].N = i + 1
	}
	return out, nil
}
