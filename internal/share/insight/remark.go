package insight

import (
	"slices"

	"penc/internal/ground/ref"
	"penc/opinion"
)

// A RemarkKind says what a remark is about.
type RemarkKind string

// The kinds of remarks.
const (
	Absent     RemarkKind = "absent"      // nobody of a group took a step that others took
	Silent     RemarkKind = "silent"      // people of a group are present, and none of them took a step
	Dominant   RemarkKind = "dominant"    // one group is more than half
	ShortOf    RemarkKind = "short"       // fewer people than the target
	ShortShare RemarkKind = "short-share" // a smaller share than the target
	Met        RemarkKind = "met"         // the target is met
)

// A Remark is one thing that the figures say, to be put into a sentence.
type Remark struct {
	Kind  RemarkKind
	Group ref.ID
	Step  Step
	N     int // people of the group
	Of    int // all people, or the target's people
	Share int // of the group, in percent
	Aim   int // the target's share, in percent
	Few   bool
}

// Remarks returns what the figures say, the gravest first, in the order of the
// groups. Few says that numbers under five must not be named.
func (b Balance) Remarks(targets []Target, few bool) []Remark {
	var out []Remark
	add := func(r Remark) {
		r.Few = few && r.N > 0 && r.N < opinion.SmallGroup
		if r.Few {
			r.N = 0
		}
		out = append(out, r)
	}
	groups := b.Groups()
	for _, g := range groups {
		if r, ok := b.absence(g); ok {
			add(r)
			continue
		}
		for _, s := range []Step{Spoke, Proposed, Voted} {
			here, did, all := b.Group(g, Present), b.Group(g, s), b.Total(s)
			if b.Meeting != "" && here.People > 0 && !did.Withheld && did.People == 0 && known(all) {
				add(Remark{Kind: Silent, Group: g, Step: s, N: here.People})
				break
			}
		}
	}
	for _, s := range []Step{Present, Spoke, Proposed, Voted, Joined} {
		for _, g := range groups {
			if n, all := b.Group(g, s), b.Total(s); n.People >= opinion.SmallGroup && 2*n.People > all.People && known(all) {
				add(Remark{Kind: Dominant, Group: g, Step: s, N: n.People, Of: all.People, Share: percent(n.People, all.People)})
			}
		}
	}
	for _, t := range targets {
		if r, ok := b.target(t); ok {
			add(r)
		}
	}
	slices.SortStableFunc(out, func(a, b Remark) int { return slices.Index(gravity, a.Kind) - slices.Index(gravity, b.Kind) })
	return out
}

var gravity = []RemarkKind{Absent, Silent, Dominant, ShortOf, ShortShare, Met}

func known(c Cell) bool { return !c.Withheld && c.People > 0 }

// absence returns the first step from which a group is absent while others took
// it: once nobody is registered or present, their silence needs no saying.
func (b Balance) absence(g ref.ID) (Remark, bool) {
	for _, s := range []Step{Joined, Present, Registered} {
		if n, all := b.Group(g, s), b.Total(s); slices.Contains(b.Steps, s) && known(all) && !n.Withheld && n.People == 0 {
			if s == Registered && b.Group(g, Present) != (Cell{}) {
				continue // they came without registering
			}
			return Remark{Kind: Absent, Group: g, Step: s, Of: all.People}, true
		}
	}
	return Remark{}, false
}

// target says how a group stands to a target. A withheld number says nothing.
func (b Balance) target(t Target) (Remark, bool) {
	n, all := b.Group(t.Group, t.Step), b.Total(t.Step)
	if !slices.Contains(b.Steps, t.Step) || n.Withheld || !known(all) {
		return Remark{}, false
	}
	r := Remark{Kind: Met, Group: t.Group, Step: t.Step, N: n.People, Of: t.People, Share: percent(n.People, all.People), Aim: t.Share}
	switch {
	case t.People > 0 && n.People < t.People:
		r.Kind = ShortOf
	case t.Share > 0 && n.People*100 < t.Share*all.People:
		r.Kind = ShortShare
	}
	return r, true
}

// percent returns a share in percent, rounded down so that it never seems to reach
// a target that it misses.
func percent(n, of int) int {
	if of == 0 {
		return 0
	}
	return n * 100 / of
}
