package moderation

import (
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// A State says what was decided about an item.
type State string

// The states.
const (
	Waiting  State = "waiting"
	Accepted State = "accepted"
	Rejected State = "rejected"
)

// An Item is a thing that is or was in the queue.
type Item struct {
	ID           ref.ID
	Ref          ref.Ref // the thing
	Process      ref.ID
	Text         lang.Text // its words, for the moderator
	AuthorPerson ref.ID    // to be told; empty for guests
	// Shown hands in a thing that readers see already, so that its author can be
	// told if it is flagged one day.
	Shown     bool
	State     State
	Merged    bool // rejected, because it was merged into the thing that Reason numbers
	Flags     int  // raised since the last decision
	Submitted time.Time
	Decided   time.Time // zero if nobody has decided
	Reason    Reason    // of the last decision
	Version   int
}

// InQueue reports whether somebody has to decide.
func (i Item) InQueue() bool { return i.State == Waiting || i.Flags > 0 }

// Process returns the scope of the roles on a process.
func Process(id ref.ID) ref.Ref { return ref.To("process", id) }

// MayModerate reports whether who decides about things of a process.
func MayModerate(who access.Actor, process ref.ID) bool {
	return who.HoldsAny([]string{access.Convener, access.Facilitator}, Process(process))
}

// MayFlag reports whether who may flag things of a process: everybody who takes
// part in it.
func MayFlag(who access.Actor, process ref.ID) bool {
	return who.HoldsAny([]string{access.Convener, access.Facilitator, access.Editor, access.Member}, Process(process))
}

// A Verdict is what a moderator decides.
type Verdict struct {
	Accept  bool
	Reason  Reason // of a rejection
	Version int    // of the item that the moderator read
}

// Decide decides whether who may decide so, and returns the item as it is
// afterwards. Conveners and facilitators of the process may, as often as they
// like: the newest decision stands.
func (i Item) Decide(who access.Actor, v Verdict, now time.Time) (Item, error) {
	v.Reason = v.Reason.tidy()
	switch {
	case !MayModerate(who, i.Process):
		return i, fault.New(fault.Forbidden, "", "moderation.decide.moderator-only")
	case i.Version != v.Version:
		return i, fault.New(fault.Conflict, "", "moderation.decide.meanwhile")
	case i.Merged:
		return i, fault.New(fault.Closed, "", "moderation.decide.merged")
	case v.Accept && v.Reason.Given():
		return i, fault.Field("code", "moderation.decide.accept-with-reason")
	case v.Accept:
		i.State, i.Reason = Accepted, Reason{}
	default:
		if err := v.Reason.check(); err != nil {
			return i, err
		}
		i.State, i.Reason = Rejected, v.Reason
	}
	i.Flags, i.Decided = 0, now
	i.Version++
	return i, nil
}

// A Flag is what one person has against a thing that is shown.
type Flag struct {
	Reason Reason
	Raised time.Time
}

// Flag decides whether who may flag the item for a reason, and returns the item
// as it is afterwards and the reason as it is kept.
func (i Item) Flag(who access.Actor, r Reason) (Item, Reason, error) {
	r = r.tidy()
	switch {
	case who.Person == "" || !MayFlag(who, i.Process):
		return i, r, fault.New(fault.Forbidden, "", "moderation.flag.member-only")
	case i.State != Accepted:
		return i, r, fault.New(fault.Closed, "", "moderation.flag.not-shown")
	}
	i.Flags++
	i.Version++
	return i, r, r.check()
}
