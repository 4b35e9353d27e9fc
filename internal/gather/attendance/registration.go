package attendance

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// A State says where a registration stands.
type State string

// The states of a registration.
const (
	Registered State = "registered"
	Waiting    State = "waiting"
	Cancelled  State = "cancelled"
)

// A Registration is somebody who means to come to a meeting.
type Registration struct {
	ID            ref.ID
	Meeting       ref.ID
	Process       ref.ID
	Participant   ref.ID
	State         State
	Mode          Mode
	Name          string // for the secretariat
	Address       string // where letters go; empty for somebody entered by hand without one
	Group         ref.ID
	Organization  ref.ID
	Affiliation   string
	SpeaksFor     string
	Lang          lang.Tag
	NamedInPublic bool
	Turn          int64     // the place in the waiting list: when they asked for this mode
	Asked         time.Time // first
	Changed       time.Time // last

	Edition  int       // how often their invitation began, changed or ended by itself
	Sequence int       // of the meeting, as their last letter showed it
	Reminded time.Time // zero before
}

// Ref returns the registration's name for the rest of the house.
func (r Registration) Ref() ref.Ref { return ref.To("attendance.registration", r.ID) }

// Stands reports whether they still mean to come.
func (r Registration) Stands() bool { return r.State != Cancelled }

// presence returns what the registration says of somebody who comes.
func (r Registration) presence() Presence {
	return Presence{
		Meeting: r.Meeting, Process: r.Process, Participant: r.Participant, Name: r.Name, Mode: r.Mode, Group: r.Group,
		Organization: r.Organization, Affiliation: r.Affiliation, SpeaksFor: r.SpeaksFor, Lang: r.Lang, NamedInPublic: r.NamedInPublic,
	}
}

// A Wish is what somebody asks for who registers, or who registers somebody else.
type Wish struct {
	Mode          Mode
	Name, Address string // of somebody who is registered by hand
	Group         ref.ID
	Affiliation   string
	SpeaksFor     string
	Lang          lang.Tag
	NamedInPublic bool
}

// Tidy returns the wish without blanks around what was typed.
func (w Wish) Tidy() Wish {
	for _, text := range []*string{&w.Name, &w.Address, &w.Affiliation, &w.SpeaksFor} {
		*text = strings.Join(strings.Fields(*text), " ")
	}
	return w
}

func (w Wish) check(m meeting.Meeting) error {
	var faults fault.List
	if !slices.Contains(ModesOf(m), w.Mode) {
		faults = faults.Add(fault.Field("mode", "attendance.mode.unknown"))
	}
	for _, f := range []struct{ field, text string }{
		{"name", w.Name}, {"affiliation", w.Affiliation}, {"speaks-for", w.SpeaksFor},
	} {
		if n := utf8.RuneCountInString(f.text); n > MaxName {
			faults = faults.Add(fault.Field(f.field, "attendance.text.long", "limit", MaxName, "length", n))
		}
	}
	if w.Lang != "" && !lang.Known(w.Lang) {
		faults = faults.Add(fault.Field("lang", "attendance.lang.unknown"))
	}
	return faults.Err()
}

// ModesOf returns how one can take part in a meeting. A meeting that does not say
// may be both.
func ModesOf(m meeting.Meeting) []Mode {
	switch m.Mode {
	case "in-person":
		return []Mode{Room}
	case "online":
		return []Mode{Remote}
	}
	return Modes
}

// IsRegistering reports whether people can register for a meeting at a moment.
func (d Door) IsRegistering(w process.Whole, m meeting.Meeting, now time.Time) bool {
	if m.State == meeting.Cancelled || w.State != process.Published || m.Over(w.Process, now) {
		return false
	}
	return d.Registering == Open || d.Registering == ByStage && w.Open(now, process.Register)
}

// MayRegister decides whether who may register for a meeting at a moment: whoever
// has an account, while registration is open.
func (d Door) MayRegister(who access.Actor, w process.Whole, m meeting.Meeting, now time.Time) error {
	switch {
	case !d.IsRegistering(w, m, now):
		return fault.New(fault.Closed, "", "attendance.registration.closed")
	case who.Person == "":
		return fault.New(fault.Forbidden, "", "attendance.registration.signed-in-only")
	}
	return nil
}

// Taken is how many places are taken, by mode.
type Taken map[Mode]int

// Free returns how many places of a mode are free, and whether they are counted at
// all.
func (d Door) Free(taken Taken, m Mode) (n int, counted bool) {
	places := d.Places(m)
	return max(places-taken[m], 0), places > 0
}

// full reports whether there is no place of a mode.
func (d Door) full(taken Taken, m Mode) bool {
	n, counted := d.Free(taken, m)
	return counted && n == 0
}

// Ask decides what becomes of a registration by a wish, with the places that are
// taken by others: somebody new is registered or waits; somebody registered keeps
// the place until there is one in the other mode.
func (r Registration) Ask(d Door, taken Taken, w Wish, now time.Time) (Registration, error) {
	was := r
	r.Group, r.Affiliation, r.SpeaksFor, r.NamedInPublic = w.Group, w.Affiliation, w.SpeaksFor, w.NamedInPublic
	r.Lang = cmp.Or(w.Lang, r.Lang)
	r.Changed = now
	if was.Stands() && was.State != "" && was.Mode == w.Mode {
		return r, nil
	}
	full := d.full(taken, w.Mode)
	if was.State == Registered && full {
		return was, fault.Field("mode", "attendance.mode.full")
	}
	r.Mode, r.Turn, r.State = w.Mode, now.UnixMicro(), Registered
	if full {
		r.State = Waiting
	}
	if r.Asked.IsZero() {
		r.Asked = now
	}
	if r.State == Registered && was.Edition > 0 || was.State == Registered {
		r.Edition++
	}
	return r, nil
}

// Cancel returns the registration cancelled; false if it was.
func (r Registration) Cancel(now time.Time) (Registration, bool) {
	if !r.Stands() {
		return r, false
	}
	if r.State == Registered {
		r.Edition++
	}
	r.State, r.Changed = Cancelled, now
	return r, true
}

// MoveUp returns those who move up from the waiting list into places that are
// free, as they are afterwards: whoever asked first, in each mode by itself.
func MoveUp(waiting []Registration, d Door, taken Taken, now time.Time) []Registration {
	waiting = slices.Clone(waiting)
	slices.SortStableFunc(waiting, func(a, b Registration) int { return cmp.Or(cmp.Compare(a.Turn, b.Turn), cmp.Compare(a.ID, b.ID)) })
	took := Taken{Room: taken[Room], Remote: taken[Remote]}
	var out []Registration
	for _, r := range waiting {
		if r.State != Waiting || d.full(took, r.Mode) {
			continue
		}
		took[r.Mode]++
		r.State, r.Changed = Registered, now
		if r.Edition > 0 {
			r.Edition++
		}
		out = append(out, r)
	}
	return out
}

// A LetterKind says why somebody who registered gets a letter.
type LetterKind string

// The letters.
const (
	OnRegistered   LetterKind = "registered"
	OnWaiting      LetterKind = "waiting"
	OnMovedUp      LetterKind = "moved-up"
	OnChanged      LetterKind = "changed" // the meeting, or how they take part
	OnUnregistered LetterKind = "unregistered"
	OnCancelled    LetterKind = "cancelled" // the meeting
	OnReminder     LetterKind = "reminder"
)

// Invites reports whether the letter brings the meeting into the calendar, and
// Ends whether it takes it out.
func (k LetterKind) Invites() bool {
	return k == OnRegistered || k == OnMovedUp || k == OnChanged
}
func (k LetterKind) Ends() bool { return k == OnUnregistered || k == OnCancelled }

// A Letter is what somebody who registered is told.
type Letter struct {
	Kind         LetterKind
	Registration Registration
	Meeting      meeting.Meeting
	Process      process.Process
	Key          string // the secret of their personal link; empty if the registration does not stand
	Organizer    meeting.Party
	Written      time.Time
}
