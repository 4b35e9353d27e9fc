package moderation

import (
	"time"

	"penc/internal/ground/ref"
)

// An Act is what a decision did to a thing.
type Act string

// The acts.
const (
	Judged Act = ""       // accepted or rejected
	Merged Act = "merged" // into another thing of its kind, for it says the same
	Split  Act = "split"  // taken out of the thing that it was merged into
)

// A Decision is a line of the log. It holds nobody's words but the moderator's
// note, which only moderators and the author see.
type Decision struct {
	ID      ref.ID
	Ref     ref.Ref
	Process ref.ID
	Act     Act
	Accept  bool   // of a merge false; of a split whether the thing is shown again
	Again   bool   // it replaced an earlier decision, or answered a flag
	Reason  Reason // of a rejection
	By      ref.ID // who decided, as participant of the process
	At      time.Time
}

// Public is what anybody may know of a decision.
type Public struct {
	At       time.Time `json:"at"`
	Kind     ref.Kind  `json:"kind"`
	Act      Act       `json:"act,omitempty"`
	Accepted bool      `json:"accepted"`
	Again    bool      `json:"again,omitempty"`
	Reason   Code      `json:"reason,omitempty"`
	Number   int       `json:"duplicate_of_number,omitempty"`
}

// Public returns the decision's public shape.
func (d Decision) Public() Public {
	return Public{d.At, d.Ref.Kind, d.Act, d.Accept, d.Again, d.Reason.Code, d.Reason.Number}
}
