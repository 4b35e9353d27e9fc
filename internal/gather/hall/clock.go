package hall

import (
	"time"

	"penc/internal/gather/meeting"
	"penc/internal/ground/ref"
)

// A Run is one stretch of time in which an item was talked about. An item that is
// taken up again has several.
type Run struct {
	ID      ref.ID
	Meeting ref.ID
	Item    ref.ID
	Began   time.Time
	Ended   time.Time // zero while it lasts
}

// A Clock says how long an item has lasted.
type Clock struct {
	Running bool
	Began   time.Time     // of the stretch that lasts
	Before  time.Duration // of earlier stretches
	Length  time.Duration // as planned; 0 is not planned
}

// ClockOf returns the clock of an item.
func ClockOf(runs []Run, it meeting.AgendaItem) Clock {
	c := Clock{Length: time.Duration(it.Minutes) * time.Minute}
	for _, r := range runs {
		switch {
		case r.Item != it.ID:
		case r.Ended.IsZero():
			c.Running, c.Began = true, r.Began
		default:
			c.Before += r.Ended.Sub(r.Began)
		}
	}
	return c
}

// Elapsed returns how long the item has lasted at a moment.
func (c Clock) Elapsed(now time.Time) time.Duration {
	if c.Running && now.After(c.Began) {
		return c.Before + now.Sub(c.Began)
	}
	return c.Before
}

// Left returns the time that is left at a moment, and how much the item is over
// its time. Both are zero if no length was planned.
func (c Clock) Left(now time.Time) (left, over time.Duration) {
	if c.Length == 0 {
		return 0, 0
	}
	if left = c.Length - c.Elapsed(now); left < 0 {
		return 0, -left
	}
	return left, 0
}

// Start returns the moment at which a clock that never stopped would have begun.
func (c Clock) Start() time.Time { return c.Began.Add(-c.Before) }
