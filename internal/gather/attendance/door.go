package attendance

import (
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
)

// A Registering says whether people can register for a meeting.
type Registering string

// The answers: while a stage opens registering, or as the convener says.
const (
	ByStage Registering = ""
	Open    Registering = "open"
	Shut    Registering = "closed"
)

// Registerings are all answers.
var Registerings = []Registering{ByStage, Open, Shut}

// Limits of what is set for a door.
const (
	MaxPlaces = 100_000
	stay      = 14 // days for which passes are good after the meeting, unless something else is said
)

// A Door is where people come into a meeting: its registration and its check-in.
type Door struct {
	Meeting, Process ref.ID
	Version          int

	Registering  Registering
	RoomPlaces   int // 0 is as many as come
	RemotePlaces int // on the link; 0 is as many as come

	Code   string    // of check-in; empty before it opened for the first time
	Opened time.Time // check-in; zero before
	Closed time.Time // check-in; zero before
	Until  time.Time // until when passes are good; zero before check-in opened
}

// runners are the roles that run the door.
var runners = []string{access.Convener, access.Facilitator}

// MayRun decides whether who may run the door of a meeting: the conveners and
// facilitators of its process, and those of the meeting alone.
func MayRun(who access.Actor, m meeting.Meeting) error {
	if who.HoldsAny(runners, m.Ref(), ref.To("process", m.Process)) {
		return nil
	}
	return fault.New(fault.Forbidden, "", "attendance.door.team-only")
}

// IsOpen reports whether people can check in at a moment. A door that nobody
// closed is shut a day after the meeting.
func (d Door) IsOpen(m meeting.Meeting, p process.Process, now time.Time) bool {
	return d.Code != "" && d.Closed.IsZero() && m.State == meeting.Planned && now.Before(d.end(m, p).AddDate(0, 0, 1))
}

// end returns the midnight after the last day of a meeting, or after the day on
// which check-in opened if that is later.
func (d Door) end(m meeting.Meeting, p process.Process) time.Time {
	zone, _ := m.Location(p)
	last := m.Dates.Start
	if m.Dates.End != "" {
		last = m.Dates.End
	}
	y, month, day := last.Last().Date()
	if opened := d.Opened.In(zone); !d.Opened.IsZero() && opened.After(time.Date(y, month, day+1, 0, 0, 0, 0, zone)) {
		y, month, day = opened.Date()
	}
	return time.Date(y, month, day+1, 0, 0, 0, 0, zone)
}

// OpenIt decides whether who may open check-in, and returns the door open with a
// code. A door that was closed opens again with a new code.
func (d Door) OpenIt(who access.Actor, m meeting.Meeting, p process.Process, code string, now time.Time) (Door, error) {
	if err := MayRun(who, m); err != nil {
		return d, err
	}
	switch {
	case m.State == meeting.Cancelled:
		return d, fault.New(fault.Closed, "", "attendance.door.cancelled")
	case !p.IsPublic():
		return d, fault.New(fault.Closed, "", "attendance.door.draft")
	case d.IsOpen(m, p, now):
		return d, fault.New(fault.Closed, "", "attendance.door.open-already")
	}
	d.Code, d.Closed = code, time.Time{}
	if d.Opened.IsZero() {
		d.Opened = now
	}
	if d.Until.IsZero() {
		d.Until = d.end(m, p).AddDate(0, 0, stay)
	}
	d.Version++
	return d, nil
}

// CloseIt decides whether who may close check-in, and returns the door closed.
func (d Door) CloseIt(who access.Actor, m meeting.Meeting, now time.Time) (Door, error) {
	if err := MayRun(who, m); err != nil {
		return d, err
	}
	if d.Code == "" || !d.Closed.IsZero() {
		return d, fault.New(fault.Closed, "", "attendance.door.closed-already")
	}
	d.Closed = now
	d.Version++
	return d, nil
}

// SetIt decides whether who may set registration, places and the end of passes as
// in says, and returns the door as it is afterwards.
func (d Door) SetIt(who access.Actor, m meeting.Meeting, in Door) (Door, error) {
	if err := MayRun(who, m); err != nil {
		return d, err
	}
	if in.Version != d.Version {
		return d, fault.New(fault.Conflict, "", "attendance.door.changed")
	}
	var faults fault.List
	if !slices.Contains(Registerings, in.Registering) {
		faults = faults.Add(fault.Field("registering", "attendance.registering.unknown"))
	}
	for _, f := range []struct {
		field string
		n     int
	}{{"room-places", in.RoomPlaces}, {"remote-places", in.RemotePlaces}} {
		if f.n < 0 || f.n > MaxPlaces {
			faults = faults.Add(fault.Field(f.field, "attendance.places.range", "limit", MaxPlaces))
		}
	}
	if !d.Opened.IsZero() && (in.Until.Before(d.Opened) || in.Until.After(d.Opened.AddDate(1, 0, 0))) {
		faults = faults.Add(fault.Field("until", "attendance.until.range"))
	}
	if err := faults.Err(); err != nil {
		return d, err
	}
	d.Registering, d.RoomPlaces, d.RemotePlaces = in.Registering, in.RoomPlaces, in.RemotePlaces
	if !d.Opened.IsZero() {
		d.Until = in.Until
	}
	d.Version++
	return d, nil
}

// Places returns how many places there are for a mode; 0 is as many as come.
func (d Door) Places(m Mode) int {
	if m == Remote {
		return d.RemotePlaces
	}
	return d.RoomPlaces
}

// letters are those of codes: none is mistaken for another across a hall (B and 8,
// Z and 2, S and 5 are left out), and none is a vowel, so that no code is a word.
const letters = "34679CDFGHJKMNPQRTVWX"

// CodeLength is the number of letters of a code.
const CodeLength = 6

// spell returns a code for chance. Eight bytes make the difference in likelihood
// between codes immeasurable.
func spell(chance [8]byte) string {
	n := binary.BigEndian.Uint64(chance[:])
	out := make([]byte, CodeLength)
	for i := range out {
		out[i] = letters[n%uint64(len(letters))]
		n /= uint64(len(letters))
	}
	return string(out)
}

// ReadCode returns a code as it was meant: in capitals, without the blanks and
// dots that people type into it.
func ReadCode(typed string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(letters, r) {
			return r
		}
		return -1
	}, strings.ToUpper(typed))
}

// admits reports whether a code opens the door.
func (d Door) admits(code string) bool { return d.Code != "" && ReadCode(code) == d.Code }

// Spaced returns a code as people read it: in two halves.
func Spaced(code string) string {
	if len(code) != CodeLength {
		return code
	}
	return code[:CodeLength/2] + " " + code[CodeLength/2:]
}
