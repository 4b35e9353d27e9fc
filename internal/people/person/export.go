package person

import (
	"time"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// An Export is everything that the site keeps about a person, by room.
type Export struct {
	At    time.Time      `json:"exported"`
	Rooms map[string]any `json:"rooms"`
}

// said is everything that a person said about themselves: what their facts hold
// the hash of, and what their export shows.
type said struct {
	ID           ref.ID    `json:"id"`
	Email        string    `json:"email"`
	Name         string    `json:"name"`
	Pseudonym    string    `json:"pseudonym"`
	Shown        Shown     `json:"shown"`
	Lang         lang.Tag  `json:"language"`
	Zone         string    `json:"zone"`
	Organization ref.ID    `json:"organization"`
	Consent      string    `json:"consent"`
	Consented    time.Time `json:"consented"`
	Joined       time.Time `json:"joined"`
}

func (p Person) said() said {
	return said{
		p.ID, p.Email, p.Name, p.Pseudonym, p.Shown, p.Lang, p.Zone, p.Organization,
		p.Consent, p.Consented, p.Joined,
	}
}
