package signin

import (
	"strings"
	"time"

	"penc/internal/ground/ref"
)

// How long a session lives without being used, and how seldom its use is noted.
const (
	SessionLife = 30 * 24 * time.Hour
	noteEvery   = time.Hour
)

// A Via says by what the door was opened.
type Via string

// The ways in.
const (
	ByLetter  Via = "letter"
	ByPasskey Via = "passkey"
	ByConsole Via = "console" // a link made at the server
	ByOffer   Via = "offer"   // an invitation that came by mail
)

// A Session is one browser in which a person is signed in.
type Session struct {
	ID      ref.ID
	Person  ref.ID
	Via     Via
	Browser string // "Firefox", empty if unknown
	System  string // "Android", empty if unknown
	Opened  time.Time
	Seen    time.Time // to the hour
	Until   time.Time
	Current bool // it is the one that asks
}

// Ref returns the session's name for the rest of the house.
func (s Session) Ref() ref.Ref { return ref.To("signin.session", s.ID) }

// Live reports whether the session still opens the door.
func (s Session) Live(now time.Time) bool { return now.Before(s.Until) }

// Use returns the session as it is after being used, and whether that is worth
// writing down.
func (s Session) Use(now time.Time) (Session, bool) {
	if now.Sub(s.Seen) < noteEvery {
		return s, false
	}
	s.Seen, s.Until = now, now.Add(SessionLife)
	return s, true
}

// Device returns browser and system that a User-Agent header names, in the words
// of their makers; empty where it names none that we know. Order matters: many
// browsers name those they descend from.
func Device(agent string) (browser, system string) {
	return first(agent, browsers), first(agent, systems)
}

var browsers = [][2]string{
	{"SamsungBrowser/", "Samsung Internet"},
	{"Edg", "Edge"},
	{"OPR/", "Opera"},
	{"Opera Mini", "Opera Mini"},
	{"UCBrowser", "UC Browser"},
	{"Firefox/", "Firefox"},
	{"FxiOS/", "Firefox"},
	{"CriOS/", "Chrome"},
	{"HeadlessChrome/", "Chrome"},
	{"Chrome/", "Chrome"},
	{"Safari/", "Safari"},
}

var systems = [][2]string{
	{"KAIOS", "KaiOS"},
	{"Android", "Android"},
	{"iPhone", "iPhone"},
	{"iPad", "iPad"},
	{"Windows", "Windows"},
	{"CrOS", "ChromeOS"},
	{"Mac OS X", "macOS"},
	{"Linux", "Linux"},
}

func first(agent string, known [][2]string) string {
	for _, k := range known {
		if strings.Contains(agent, k[0]) {
			return k[1]
		}
	}
	return ""
}
