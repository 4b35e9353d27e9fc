package hall

import (
	"time"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// A Fate says what became of a parked matter.
type Fate string

// The fates.
const (
	StillParked Fate = "parked"
	TakenUp     Fate = "taken-up"
	Dropped     Fate = "dropped"
)

// Fates are all fates.
var Fates = []Fate{StillParked, TakenUp, Dropped}

// A Parked is a matter on the parking list: raised, and put off.
type Parked struct {
	ID      ref.ID
	Meeting ref.ID
	Process ref.ID
	Text    lang.Text
	Item    ref.ID // talked about when it was raised
	Fate    Fate
	Reason  lang.Text // where it was taken up, or why it was dropped
	By      ref.ID
	At      time.Time
	Version int
	Changed time.Time
}

// Ref returns the matter's name for the rest of the house.
func (p Parked) Ref() ref.Ref { return ref.To("hall.parked", p.ID) }

// Path returns the address of the matter's page, without the language.
func (p Parked) Path() string { return Path(p.Meeting) + "/parked/" + string(p.ID) }

// park returns a matter as it is put on the parking list.
func (h Hall) park(p Parked, by ref.ID, now time.Time) (Parked, error) {
	if h.Version == 0 {
		return p, fault.New(fault.Closed, "", "hall.not-open")
	}
	if err := (fault.List{}).Add(sound("text", p.Text, MaxText)).Err(); err != nil {
		return p, err
	}
	return Parked{
		ID: p.ID, Meeting: h.Meeting, Process: h.Process, Text: p.Text, Item: h.Item, Fate: StillParked, By: by, At: now, Changed: now, Version: 1,
	}, nil
}

// Settle returns the matter taken up, dropped for a reason, or parked again.
func (p Parked) Settle(fate Fate, reason lang.Text, version int, now time.Time) (Parked, error) {
	if version != p.Version {
		return p, fault.New(fault.Conflict, "", "hall.parked.changed")
	}
	if fate == p.Fate {
		return p, fault.New(fault.Closed, "", "hall.parked.already")
	}
	switch fate {
	case Dropped:
		if e := sound("reason", reason, MaxReason); e != nil {
			return p, e
		}
	case TakenUp, StillParked:
		if !reason.Empty() {
			if e := sound("reason", reason, MaxReason); e != nil {
				return p, e
			}
		}
	default:
		return p, fault.Field("fate", "hall.parked.fate")
	}
	p.Fate, p.Reason, p.Changed = fate, reason, now
	p.Version++
	return p, nil
}
