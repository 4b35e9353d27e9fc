package breakout

import (
	"slices"
	"time"
	"unicode/utf8"

	"penc/internal/gather/attendance"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// Limits of points.
const (
	MaxPoint  = 500 // characters
	MaxPoints = 500 // in a room
)

// A Way is how a point or a report-back came to be written.
type Way string

// The ways.
const (
	Phone      Way = "phone"      // by who thought of it, on a device of their own
	Rapporteur Way = "rapporteur" // by who reports, for somebody in the room
	Paper      Way = "paper"      // on a sheet, typed in later
)

// A Point is an idea that somebody had in a room.
type Point struct {
	ID        ref.ID
	Meeting   ref.ID
	Process   ref.ID
	Breakout  ref.ID
	Text      string // one line; empty once its author took their words back
	Lang      lang.Tag
	By        ref.ID // whose idea it is; empty if it was written for somebody
	Writer    ref.ID // who wrote it down
	Group     ref.ID // for which its author speaks, if known
	Way       Way
	Happened  time.Time
	At        time.Time // when it was recorded
	Withdrawn time.Time // zero if it stands
	act       string
}

// Ref returns the point's name for the rest of the house.
func (p Point) Ref() ref.Ref { return ref.To("breakout.point", p.ID) }

// Stands reports whether the point was not withdrawn.
func (p Point) Stands() bool { return p.Withdrawn.IsZero() }

// A Hand is whoever writes in a room, with what the rules ask about them.
type Hand struct {
	Who         access.Actor
	Participant ref.ID              // empty for a facilitator who takes no part
	Presence    attendance.Presence // zero for a facilitator who is not present
	Choice      Choice
	Reports     bool // is a rapporteur of the room
	Runs        bool // may run the breakouts of the meeting
}

// inside reports whether the hand is in a room.
func (h Hand) inside(breakout ref.ID) bool { return h.Choice.Breakout == breakout && breakout != "" }

// writes reports whether the hand writes for the whole room.
func (h Hand) writes() bool { return h.Reports || h.Runs }

// Collect decides whether a hand may write in as a point of a room, in which count
// points stand, and returns it. People write in their own room; rapporteurs and
// facilitators also write for others.
func (h Hand) Collect(in Point, count int, now time.Time) (Point, error) {
	forOther := in.Way == Rapporteur || in.Way == Paper
	switch {
	case forOther && !h.writes():
		return in, fault.New(fault.Forbidden, "", "breakout.point.for-others")
	case !forOther && !h.inside(in.Breakout):
		return in, fault.New(fault.Forbidden, "", "breakout.point.not-inside")
	case count >= MaxPoints:
		return in, fault.New(fault.Closed, "", "breakout.point.many", "limit", MaxPoints)
	}
	if !forOther {
		in.Way, in.By, in.Group = Phone, h.Participant, h.Presence.Group
	} else {
		in.By = ""
	}
	in.Writer = h.Participant
	if in.Group != "" && !in.Group.Valid() {
		return in, fault.Field("group", "breakout.point.group")
	}
	if err := checkPoint(in.Text); err != nil {
		return in, err
	}
	in.Happened, in.At = Bounded(in.Happened, h.since(), now), now
	return in, nil
}

// since is the earliest moment at which the hand can have done anything.
func (h Hand) since() time.Time { return h.Presence.In }

func checkPoint(text string) error {
	if text == "" {
		return fault.Field("text", "breakout.point.empty")
	}
	if n := utf8.RuneCountInString(text); n > MaxPoint {
		return fault.Field("text", "breakout.point.long", "limit", MaxPoint, "length", n)
	}
	return nil
}

// Correct decides whether a hand may give their own point other words: those of
// the same act, changed before it had certainly arrived.
func (h Hand) Correct(p Point, text string) (Point, error) {
	if p.Writer != h.Participant || !p.Stands() {
		return p, fault.New(fault.Forbidden, "", "breakout.point.not-yours")
	}
	if err := checkPoint(text); err != nil {
		return p, err
	}
	p.Text = text
	return p, nil
}

// Withdraw decides whether a hand may take a point back, and returns it taken
// back: people their own, rapporteurs and facilitators what was written for
// others.
func (h Hand) Withdraw(p Point, now time.Time) (Point, error) {
	own := p.By != "" && p.By == h.Participant
	if !own && (p.By != "" || !h.writes()) {
		return p, fault.New(fault.Forbidden, "", "breakout.point.not-yours")
	}
	if !p.Stands() {
		return p, fault.New(fault.Conflict, "", "breakout.point.gone")
	}
	p.Withdrawn = now
	return p, nil
}

// Bounded returns when something happened: what a device said, but not after now
// and not before from; now if it said nothing.
func Bounded(said, from, now time.Time) time.Time {
	if said.IsZero() || said.After(now) {
		return now
	}
	if said.Before(from) {
		return from
	}
	return said
}

// standing returns the points that were not withdrawn.
func standing(all []Point) []Point {
	return slices.DeleteFunc(slices.Clone(all), func(p Point) bool { return !p.Stands() })
}
