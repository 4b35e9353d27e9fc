package hall

import (
	"time"

	"penc/internal/gather/attendance"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
)

// A Standing says where a request for the floor stands.
type Standing string

// The standings. Unheard are those who still waited when the hall ended.
const (
	Waiting   Standing = "waiting"
	Speaking  Standing = "speaking"
	Spoken    Standing = "spoken"
	Skipped   Standing = "skipped" // called, and not there
	Withdrawn Standing = "withdrawn"
	Unheard   Standing = "unheard"
)

// A Request is somebody's wish to speak, and what became of it.
type Request struct {
	ID          ref.ID
	Meeting     ref.ID
	Participant ref.ID
	Group       ref.ID // for which they are in the meeting
	Mode        attendance.Mode
	Item        ref.ID // talked about when they asked; when they spoke, once they did
	Standing    Standing
	EnteredBy   ref.ID // the participant who asked in their name; empty if they did
	Asked       time.Time
	Began       time.Time // to speak
	Ended       time.Time
}

// Stands reports whether the request is in the queue or has the floor.
func (r Request) Stands() bool { return r.Standing == Waiting || r.Standing == Speaking }

// same reports whether two states of a request are one.
func (r Request) same(o Request) bool {
	return r.ID == o.ID && r.Standing == o.Standing && r.Item == o.Item && r.Began.Equal(o.Began) && r.Ended.Equal(o.Ended)
}

// ask decides whether somebody present may ask for the floor, and returns their
// request.
func (h Hall) ask(p attendance.Presence, by ref.ID, now time.Time) (Request, error) {
	if err := h.open(); err != nil {
		return Request{}, err
	}
	if !p.Here() {
		return Request{}, fault.New(fault.Closed, "", "hall.ask.left")
	}
	r := Request{
		Meeting: h.Meeting, Participant: p.Participant, Group: p.Group, Mode: p.Mode, Item: h.Item, Standing: Waiting, Asked: now,
	}
	if by != p.Participant {
		r.EnteredBy = by
	}
	return r, nil
}

// begin gives the floor to a request.
func (r Request) begin(item ref.ID, now time.Time) (Request, error) {
	if r.Standing != Waiting {
		return r, fault.New(fault.Closed, "", "hall.floor.gone")
	}
	r.Standing, r.Item, r.Began = Speaking, item, now
	return r, nil
}

// end ends the turn of a request that has the floor. Nodes that wait for each other
// may know the time a little less well than each other: a turn does not end before
// it began.
func (r Request) end(now time.Time) (Request, error) {
	if r.Standing != Speaking {
		return r, fault.New(fault.Closed, "", "hall.floor.over")
	}
	if now.Before(r.Began) {
		now = r.Began
	}
	r.Standing, r.Ended = Spoken, now
	return r, nil
}

// leave takes a request out of the queue.
func (r Request) leave(as Standing) (Request, error) {
	if r.Standing != Waiting {
		return r, fault.New(fault.Closed, "", "hall.floor.gone")
	}
	r.Standing = as
	return r, nil
}

// A Turn is a request that got the floor.
type Turn struct {
	ID          ref.ID
	Participant ref.ID
	Group       ref.ID
	Mode        attendance.Mode
	Item        ref.ID
	Began       time.Time
	Ended       time.Time // zero while it lasts
}

// Seconds returns how long the turn lasted, 0 while it lasts.
func (t Turn) Seconds() int {
	if t.Ended.IsZero() {
		return 0
	}
	return int(t.Ended.Sub(t.Began) / time.Second)
}

func (r Request) turn() Turn {
	return Turn{r.ID, r.Participant, r.Group, r.Mode, r.Item, r.Began, r.Ended}
}

// turnsOf returns the turns among requests, in the order in which they began.
func turnsOf(all []Request) []Turn {
	var out []Turn
	for _, r := range all {
		if !r.Began.IsZero() {
			out = append(out, r.turn())
		}
	}
	sortTurns(out)
	return out
}

// A Move is something that was done to the queue, with the requests as they were
// before, so that it can be undone.
type Move struct {
	ID      ref.ID
	Meeting ref.ID
	What    string // a word key after "hall.move."
	Before  []Request
	After   []Request
	At      time.Time
	By      ref.ID
	Undone  bool
}

// The moves.
const (
	MoveEnter    = "enter"
	MoveFloor    = "floor"
	MoveEnd      = "end"
	MoveSkip     = "skip"
	MoveWithdraw = "withdraw"
)

// undo returns the requests as they were before a move, if nothing has happened to
// them since.
func (m Move) undo(now map[ref.ID]Request) ([]Request, error) {
	if m.Undone {
		return nil, fault.New(fault.Conflict, "", "hall.undo.done")
	}
	for _, r := range m.After {
		if !now[r.ID].same(r) {
			return nil, fault.New(fault.Conflict, "", "hall.undo.moved")
		}
	}
	return m.Before, nil
}
