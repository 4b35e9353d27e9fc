package attendance

import (
	"time"

	"penc/internal/ground/ref"
)

// A Helper is somebody at the door with a link that checks people in, and does
// nothing else. They need no account.
type Helper struct {
	ID      ref.ID
	Meeting ref.ID
	Name    string // as whoever made the link calls them
	Made    time.Time
	Until   time.Time
	Ended   time.Time // zero unless the link was taken back
}

// Good reports whether the link works at a moment.
func (h Helper) Good(now time.Time) bool { return h.Ended.IsZero() && now.Before(h.Until) }

// An Expected is somebody as the door knows them: registered, there, or both.
type Expected struct {
	Participant ref.ID
	Name        string
	Group       ref.ID
	Affiliation string
	Mode        Mode
	State       State // of the registration; empty if there is none
	Presence    Presence
}

// Here reports whether they are there now.
func (e Expected) Here() bool { return e.Presence.Participant != "" && e.Presence.Here() }
