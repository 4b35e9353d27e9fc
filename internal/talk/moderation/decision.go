package moderation

import (
	"time"

	"penc/internal/ground/ref"
)

// A Decision is a line of the log. It holds nobody's words but the moderator's
// note, which only moderators and the author see.
type Decision struct {
	ID      ref.ID
	Ref     ref.Ref
	Process ref.ID
	Accept  bool
	Again   bool   // it replaced an earlier decision, or answered a flag
	Reason  Reason // of a rejection
	By      ref.ID // who decided, as participant of the process
	At      time.Time
}

// Public is what anybody may know of a decision.
type Public struct {
	At       time.Time `json:"at"`
	Kind     ref.Kind  `json:"kind"`
	Accepted bool      `json:"accepted"`
	Again    bool      `json:"again,omitempty"`
	Reason   Code      `json:"reason,omitempty"`
	Number   int       `json:"duplicate_of_number,omitempty"`
}

// Public returns the decision's public shape.
func (d Decision) Public() Public {
	return Public{d.At, d.Ref.Kind, d.Accept, d.Again, d.Reason.Code, d.Reason.Number}
}
