package breakout

import (
	"cmp"
	"slices"

	"penc/internal/gather/meeting"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
)

// What makes a room lonely or lopsided.
const (
	Few       = 3   // fewer people than this are lonely
	Dominance = 0.6 // a greater share of one group is lopsided
)

// MaxRapporteurs is how many people may report for one room.
const MaxRapporteurs = 3

// A Room is a breakout while its meeting is held.
type Room struct {
	Breakout    meeting.Breakout
	State       State          // of the choosing of its meeting
	People      int            // in it
	ByGroup     map[ref.ID]int // by the group for which they speak; "" for those who have not said
	Rapporteur  ref.ID         // who reports, the first of them
	Rapporteurs []ref.ID       // all of them
	Points      int            // collected and not withdrawn
	Lonely      bool
	Lopsided    bool
	Tilt        Tilt        // why it is lopsided
	Report      *ReportBack // nil if nothing was written
}

// Full reports whether nobody else can go in.
func (r Room) Full() bool { return r.Breakout.Capacity > 0 && r.People >= r.Breakout.Capacity }

// Filed reports whether the room has reported back.
func (r Room) Filed() bool { return r.Report != nil && r.Report.Filed() }

// A Tilt says how a room is lopsided.
type Tilt struct {
	Dominant ref.ID   // the group that more than Dominance of the people speak for; "" if none
	Share    float64  // of that group
	Absent   []ref.ID // groups that are in the meeting and have nobody in the room
}

// Weighed returns the room with what its figures say of it. Present are the people
// in the meeting by group. A room of few is lonely, and nothing more is said of
// it; one of nobody is neither, until somebody chose another room.
func (r Room) Weighed(present map[ref.ID]int, chosen int) Room {
	r.Lonely, r.Lopsided, r.Tilt = r.People < Few && chosen > 0, false, Tilt{}
	if r.People < Few {
		return r
	}
	for group, n := range r.ByGroup {
		if share := float64(n) / float64(r.People); group != "" && share > Dominance {
			r.Tilt.Dominant, r.Tilt.Share = group, share
		}
	}
	for group, n := range present {
		if group != "" && n > 0 && r.ByGroup[group] == 0 {
			r.Tilt.Absent = append(r.Tilt.Absent, group)
		}
	}
	slices.Sort(r.Tilt.Absent)
	r.Lopsided = r.Tilt.Dominant != "" || len(r.Tilt.Absent) > 0
	return r
}

// A Share is what those present are shown of a group in a room.
type Share struct {
	Group  ref.ID
	People int
	Others bool // not one group but all that are not told apart
}

// shares returns what is shown of a room's people, the largest group first; none
// if nothing can be told apart.
func (r Room) shares(hidden map[ref.ID]bool) []Share {
	var out []Share
	others := 0
	for group, n := range r.ByGroup {
		switch {
		case n == 0:
		case group == "" || hidden[group]:
			others += n
		default:
			out = append(out, Share{Group: group, People: n})
		}
	}
	if len(out) == 0 {
		return nil
	}
	slices.SortFunc(out, func(a, b Share) int { return cmp.Or(b.People-a.People, cmp.Compare(a.Group, b.Group)) })
	if others > 0 {
		out = append(out, Share{People: others, Others: true})
	}
	return out
}

// Exact returns everybody by group, for those who run the breakouts.
func Exact(rooms []Room) [][]Share {
	out := make([][]Share, len(rooms))
	for i, r := range rooms {
		out[i] = r.shares(nil)
	}
	return out
}

// without returns the people who are present and in no room, by group.
func without(present map[ref.ID]int, rooms []Room) map[ref.ID]int {
	out := map[ref.ID]int{}
	for group, n := range present {
		for _, r := range rooms {
			n -= r.ByGroup[group]
		}
		out[group] = max(n, 0)
	}
	return out
}

// forStrangers returns the room as the public sees it.
func (r Room) forStrangers() Room {
	out := Room{Breakout: r.Breakout, State: r.State}
	if r.Filed() {
		out.Report = r.Report
	}
	return out
}

// MayName decides whether who may have somebody report for the room: people
// themselves, those who run the breakouts anybody, as long as they are in it.
func (r Room) MayName(at meeting.Meeting, who access.Actor, c Choice) error {
	switch {
	case c.Participant == "" || c.Participant != who.In(at.Process) && MayRun(who, at) != nil:
		return fault.New(fault.Forbidden, "", "breakout.rapporteur.yourself")
	case c.Breakout != r.Breakout.ID:
		return fault.New(fault.Forbidden, "", "breakout.rapporteur.not-inside")
	case len(r.Rapporteurs) >= MaxRapporteurs && !slices.Contains(r.Rapporteurs, c.Participant):
		return fault.New(fault.Closed, "", "breakout.rapporteur.enough", "limit", MaxRapporteurs)
	}
	return nil
}
