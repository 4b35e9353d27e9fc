package attendance

import (
	"time"

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
	Turn          int64     // the place in the waiting list: when they first asked for this mode
	Asked         time.Time // first
	Changed       time.Time // last
}

// Ref returns the registration's name for the rest of the house.
func (r Registration) Ref() ref.Ref { return ref.To("attendance.registration", r.ID) }

// presence returns what the registration says of somebody who comes.
func (r Registration) presence() Presence {
	return Presence{
		Meeting: r.Meeting, Process: r.Process, Participant: r.Participant, Name: r.Name, Mode: r.Mode, Group: r.Group,
		Organization: r.Organization, Affiliation: r.Affiliation, SpeaksFor: r.SpeaksFor, Lang: r.Lang, NamedInPublic: r.NamedInPublic,
	}
}
