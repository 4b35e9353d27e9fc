package hall

import (
	"cmp"
	"slices"
	"time"

	"penc/internal/gather/attendance"
	"penc/internal/ground/ref"
)

// An Order is the rule by which the queue is sorted.
type Order string

// The orders.
const (
	FirstCome  Order = "first-come"
	LeastHeard Order = "least-heard"
)

// Orders are all orders.
var Orders = []Order{FirstCome, LeastHeard}

// A Heard is how much was heard so far in a meeting.
type Heard struct {
	Group  map[ref.ID]int // seconds, by stakeholder group
	Person map[ref.ID]int // seconds, by participant
	People map[ref.ID]int // who are there now, by stakeholder group
}

// HeardSoFar counts turns that are over, and the people who are there.
func HeardSoFar(turns []Turn, present []attendance.Presence) Heard {
	h := Heard{map[ref.ID]int{}, map[ref.ID]int{}, map[ref.ID]int{}}
	for _, t := range turns {
		h.Group[t.Group] += t.Seconds()
		h.Person[t.Participant] += t.Seconds()
	}
	for _, p := range present {
		if p.Here() {
			h.People[p.Group]++
		}
	}
	return h
}

// compareGroups compares the seconds heard a head of two groups, exactly.
func (h Heard) compareGroups(a, b ref.ID) int {
	return cmp.Compare(h.Group[a]*max(1, h.People[b]), h.Group[b]*max(1, h.People[a]))
}

// Queue returns the requests that wait, in the order of the rule:
//
//   - FirstCome: the time of asking.
//   - LeastHeard: the seconds for which the asker's stakeholder group has spoken in
//     this meeting, for each of its people who are there; then the asker's own
//     seconds; then the time of asking.
//
// Equal times are told apart by the identifier. Who has left waits outside the
// queue until they come back.
func Queue(by Order, all []Request, heard Heard, here map[ref.ID]bool) []Request {
	var out []Request
	for _, r := range all {
		if r.Standing == Waiting && here[r.Participant] {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b Request) int {
		first := cmp.Or(a.Asked.Compare(b.Asked), cmp.Compare(a.ID, b.ID))
		if by != LeastHeard {
			return first
		}
		return cmp.Or(heard.compareGroups(a.Group, b.Group), cmp.Compare(heard.Person[a.Participant], heard.Person[b.Participant]), first)
	})
	return out
}

// A Reason says why somebody is first.
type Reason string

// The reasons, as word keys after "hall.why.".
const (
	OnlyOne   Reason = "only-one"   // nobody else waits
	CameFirst Reason = "came-first" // the rule, or all else is equal
	GroupLess Reason = "group-less" // their group was heard less, for its size
	SelfLess  Reason = "self-less"  // the groups are equal; they spoke less themselves
)

// Why returns the reason for which the first of a queue stands before the second.
func Why(by Order, queue []Request, heard Heard) Reason {
	if len(queue) < 2 {
		return OnlyOne
	}
	if by != LeastHeard {
		return CameFirst
	}
	last := queue[len(queue)-1]
	for _, r := range queue[1:] { // the first one who differs tells most
		if heard.compareGroups(queue[0].Group, r.Group) != 0 {
			return GroupLess
		}
	}
	if heard.Person[queue[0].Participant] != heard.Person[last.Participant] {
		return SelfLess
	}
	return CameFirst
}

// sortTurns puts turns into the order in which they began, the one that lasts last.
func sortTurns(all []Turn) {
	slices.SortFunc(all, func(a, b Turn) int {
		if c := a.Began.Compare(b.Began); c != 0 {
			return c
		}
		if a.Ended.IsZero() != b.Ended.IsZero() {
			if a.Ended.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(a.Ended.Compare(b.Ended), cmp.Compare(a.ID, b.ID))
	})
}

// A Share is how long the people of a stakeholder group spoke in a meeting.
type Share struct {
	Group    ref.ID // empty for those who have not said
	Seconds  int
	Turns    int
	Speakers int // different people who spoke
	People   int // of the group who were in the meeting
	Hidden   bool
}

// Shares returns the speaking time of every group that was in a meeting, the
// longest first. A turn that lasts counts until now.
func Shares(turns []Turn, were []attendance.Presence, now time.Time) []Share {
	at := map[ref.ID]*Share{}
	of := func(g ref.ID) *Share {
		if at[g] == nil {
			at[g] = &Share{Group: g}
		}
		return at[g]
	}
	for _, p := range were {
		of(p.Group).People++
	}
	spoke := map[ref.ID]bool{}
	for _, t := range turns {
		s := of(t.Group)
		if t.Ended.IsZero() {
			t.Ended = now
		}
		s.Seconds += t.Seconds()
		s.Turns++
		if !spoke[t.Participant] {
			spoke[t.Participant] = true
			s.Speakers++
		}
	}
	var out []Share
	for _, s := range at {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Share) int {
		return cmp.Or(cmp.Compare(b.Seconds, a.Seconds), cmp.Compare(b.People, a.People), cmp.Compare(a.Group, b.Group))
	})
	return out
}
