package attendance

import (
	"strings"
	"time"
	"unicode/utf8"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// A Mode says where somebody takes part.
type Mode string

// The modes.
const (
	Room   Mode = "room"
	Remote Mode = "remote"
)

// Modes are all modes.
var Modes = []Mode{Room, Remote}

// A Via says how somebody was checked in.
type Via string

// The ways of checking in.
const (
	ByCode  Via = "code"  // with the code that the projector shows
	ByLink  Via = "link"  // by a link: the one for remote participants, a personal one, or signed in
	ByDoor  Via = "door"  // at the door, by a helper or a facilitator
	ByPaper Via = "paper" // on a paper list that was typed in
)

// MaxName bounds the names and words given at check-in, in characters.
const MaxName = 200

// A Presence is somebody in a meeting.
type Presence struct {
	Meeting     ref.ID
	Process     ref.ID
	Participant ref.ID
	Name        string // as told at the door; for secretariat and hall only
	Mode        Mode
	Group       ref.ID // the stakeholder group for which they are here; may be empty
	// Organization is where they come from, if it is one that the site knows;
	// Affiliation is what they wrote.
	Organization  ref.ID
	Affiliation   string
	SpeaksFor     string
	Via           Via
	Lang          lang.Tag
	NamedInPublic bool
	In            time.Time // when they first came
	Out           time.Time // when they left; zero while they are there
}

// Here reports whether they are there now.
func (p Presence) Here() bool { return p.Out.IsZero() }

// Ref returns the participant's name for the rest of the house.
func (p Presence) Ref() ref.Ref { return ref.To("role.participant", p.Participant) }

// An Arrival is what somebody says, or has said for them, when they check in.
// What is left empty is taken from their registration or from what they declared.
type Arrival struct {
	Code          string // as typed
	Key           string // the secret of their personal link
	Mode          Mode
	Name          string
	Group         ref.ID
	Affiliation   string
	SpeaksFor     string
	Lang          lang.Tag
	NamedInPublic bool
	// Another says that whoever asks is not the one whose pass the browser holds:
	// people share phones.
	Another bool
	// Participant is whom those at the door check in; empty for a walk-in.
	Participant ref.ID
	// Happened is when they came, as the device says it; zero for now.
	Happened time.Time
}

// Tidy returns the arrival without blanks around what was typed.
func (a Arrival) Tidy() Arrival {
	for _, text := range []*string{&a.Name, &a.Affiliation, &a.SpeaksFor} {
		*text = strings.Join(strings.Fields(*text), " ")
	}
	return a
}

// check returns the faults of what somebody typed. Who is known already may leave
// everything out but the mode.
func (a Arrival) check(known bool) error {
	var faults fault.List
	if a.Name == "" && !known {
		faults = faults.Add(fault.Field("name", "attendance.name.empty"))
	}
	for _, f := range []struct{ field, text string }{
		{"name", a.Name}, {"affiliation", a.Affiliation}, {"speaks-for", a.SpeaksFor},
	} {
		if n := utf8.RuneCountInString(f.text); n > MaxName {
			faults = faults.Add(fault.Field(f.field, "attendance.text.long", "limit", MaxName, "length", n))
		}
	}
	if a.Mode != Room && a.Mode != Remote {
		faults = faults.Add(fault.Field("mode", "attendance.mode.unknown"))
	}
	if a.Lang != "" && !lang.Known(a.Lang) {
		faults = faults.Add(fault.Field("lang", "attendance.lang.unknown"))
	}
	return faults.Err()
}

// Came returns the moment at which somebody came who says when that was: not
// before check-in opened, and not in the future.
func (d Door) Came(happened, now time.Time) time.Time {
	switch {
	case happened.IsZero() || happened.After(now):
		return now
	case happened.Before(d.Opened):
		return d.Opened
	}
	return happened
}

// Arrive returns the presence after an arrival by a way: of somebody who was not
// there yet, came back, or says something else than before.
func (p Presence) Arrive(a Arrival, via Via, at time.Time) Presence {
	p.Mode = a.Mode
	for _, f := range []struct {
		to *string
		in string
	}{{&p.Name, a.Name}, {&p.Affiliation, a.Affiliation}, {&p.SpeaksFor, a.SpeaksFor}} {
		if f.in != "" {
			*f.to = f.in
		}
	}
	if a.Group != "" {
		p.Group = a.Group
	}
	if a.Lang != "" {
		p.Lang = a.Lang
	}
	if via == ByCode || via == ByLink {
		p.NamedInPublic = a.NamedInPublic // they say so themselves, each time
	}
	if p.In.IsZero() {
		p.In, p.Via = at, via
	}
	p.Out = time.Time{}
	return p
}

// Live returns the name of the bell that everything live in a meeting rings.
func Live(meeting ref.ID) string { return "attendance.live/" + string(meeting) }

// A Headcount is how many people are there.
type Headcount struct {
	Room   int `json:"room"`
	Remote int `json:"remote"`
	Left   int `json:"left"`
}

// Count counts people.
func Count(all []Presence) Headcount {
	var n Headcount
	for _, p := range all {
		switch {
		case !p.Here():
			n.Left++
		case p.Mode == Remote:
			n.Remote++
		default:
			n.Room++
		}
	}
	return n
}

// Total returns how many people are there, in the room and remotely.
func (n Headcount) Total() int { return n.Room + n.Remote }
