package meeting

import (
	"fmt"

	"penc/internal/ground/ref"
)

// A Slot is when a point of the agenda begins and ends, in the meeting's zone:
// "08:30". What is not known is empty.
type Slot struct {
	Start, End string
	Reckoned   bool // the start follows from the points before it
}

// Schedule returns the slot of every point of the agenda. A point that says when it
// begins begins then; another begins when the one before it on the same day ends,
// and the first of the first day when the meeting does.
func (m Meeting) Schedule() map[ref.ID]Slot {
	out := map[ref.ID]Slot{}
	next, day := m.Start, 0
	for i, it := range m.Agenda {
		if i > 0 && it.Day != 0 && it.Day != day {
			next = ""
		}
		if it.Day != 0 {
			day = it.Day
		}
		if i == 0 && it.Day > 1 {
			next = ""
		}
		s := Slot{Start: it.Start}
		if s.Start == "" && next != "" {
			s.Start, s.Reckoned = next, true
		}
		next = ""
		if at, ok := minutes(s.Start); ok && it.Minutes > 0 {
			s.End = clock(at + it.Minutes)
			next = s.End
		}
		out[it.ID] = s
	}
	return out
}

// clock writes minutes after midnight as a time of day.
func clock(n int) string { return fmt.Sprintf("%02d:%02d", n/60%24, n%60) }

// String returns the slot as readers see it: "08:30–08:45".
func (s Slot) String() string {
	if s.Start == "" || s.End == "" {
		return s.Start
	}
	return s.Start + "–" + s.End
}
