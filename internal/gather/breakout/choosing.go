package breakout

import (
	"time"

	"penc/internal/gather/meeting"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
)

// A State says whether the rooms of a meeting can be chosen.
type State string

// The states of choosing. After it is closed, work in the rooms goes on.
const (
	NotOpened State = ""
	Open      State = "open"
	Closed    State = "closed"
)

// A Choosing is the time in which the rooms of a meeting can be chosen.
type Choosing struct {
	Meeting ref.ID
	Process ref.ID
	State   State
	Opened  time.Time // first
	Closed  time.Time // last
}

// runners are the roles that run breakouts.
var runners = []string{access.Convener, access.Facilitator}

// MayRun decides whether who may open and close the choosing of a meeting, move
// people and write for any room: its conveners and facilitators.
func MayRun(who access.Actor, m meeting.Meeting) error {
	if who.HoldsAny(runners, m.Ref(), ref.To("process", m.Process)) {
		return nil
	}
	return fault.New(fault.Forbidden, "", "breakout.run.forbidden")
}

// Open decides whether who may open the choosing, and returns it open. It can be
// opened again after it was closed.
func (c Choosing) Open(who access.Actor, m meeting.Meeting, now time.Time) (Choosing, error) {
	if err := MayRun(who, m); err != nil {
		return c, err
	}
	switch {
	case m.State == meeting.Cancelled:
		return c, fault.New(fault.Closed, "", "breakout.open.cancelled")
	case len(m.Breakouts) == 0:
		return c, fault.New(fault.Invalid, "", "breakout.open.none")
	case c.State == Open:
		return c, fault.New(fault.Conflict, "", "breakout.open.already")
	}
	c.Meeting, c.Process, c.State = m.ID, m.Process, Open
	if c.Opened.IsZero() {
		c.Opened = now
	}
	return c, nil
}

// Close decides whether who may close the choosing, and returns it closed.
func (c Choosing) Close(who access.Actor, m meeting.Meeting, now time.Time) (Choosing, error) {
	if err := MayRun(who, m); err != nil {
		return c, err
	}
	if c.State != Open {
		return c, fault.New(fault.Conflict, "", "breakout.close.not-open")
	}
	c.State, c.Closed = Closed, now
	return c, nil
}
