package breakout

import (
	"time"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
)

// A Choice is the room in which somebody is. Breakout is empty for nobody's
// choice yet.
type Choice struct {
	Meeting     ref.ID
	Participant ref.ID
	Breakout    ref.ID
	Group       ref.ID // for which they speak in this meeting
	Put         bool   // by a facilitator, not by themselves
	At          time.Time
}

// A Place is a room that somebody wants to go into.
type Place struct {
	meeting.Breakout
	Known  bool // the meeting has such a room
	People int  // in it already
}

// Choose decides whether somebody who is present may go into a room, and returns
// their choice. Was is their choice until now.
func (c Choosing) Choose(was Choice, p attendance.Presence, to Place, now time.Time) (Choice, error) {
	switch c.State {
	case NotOpened:
		return was, fault.New(fault.Closed, "", "breakout.choose.not-open")
	case Closed:
		return was, fault.New(fault.Closed, "", "breakout.choose.closed")
	}
	return to.enter(was, p, now)
}

// Put decides whether who may put somebody who is present into a room, and returns
// their choice. Facilitators may, before and after the choosing too: for people
// without a phone, and to even out the rooms. They cannot overfill one.
func (c Choosing) Put(who access.Actor, m meeting.Meeting, was Choice, p attendance.Presence, to Place, now time.Time) (Choice, error) {
	if err := MayRun(who, m); err != nil {
		return was, err
	}
	next, err := to.enter(was, p, now)
	next.Put = err == nil && (next.Put || next.Breakout != was.Breakout)
	return next, err
}

func (to Place) enter(was Choice, p attendance.Presence, now time.Time) (Choice, error) {
	switch {
	case !to.Known:
		return was, fault.New(fault.NotFound, "", "breakout.unknown")
	case was.Breakout == to.ID:
		return was, nil
	case to.Capacity > 0 && to.People >= to.Capacity:
		return was, fault.New(fault.Closed, "", "breakout.choose.full", "capacity", to.Capacity)
	}
	return Choice{Meeting: p.Meeting, Participant: p.Participant, Breakout: to.ID, Group: p.Group, At: now}, nil
}

// Leave decides whether somebody may go out of their room without choosing
// another one: until the choosing is closed.
func (c Choosing) Leave(was Choice) error {
	switch {
	case was.Breakout == "":
		return fault.New(fault.Conflict, "", "breakout.leave.nowhere")
	case c.State != Open:
		return fault.New(fault.Closed, "", "breakout.choose.closed")
	}
	return nil
}
