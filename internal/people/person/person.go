package person

import (
	"strings"
	"time"
	_ "time/tzdata" // the zones that people choose from, on any machine
	"unicode"
	"unicode/utf8"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// The longest names, in characters.
const (
	MaxName      = 100
	MaxPseudonym = 40
)

// ConsentVersion names the text that people agree to now. Whoever agreed to an
// older one is asked again on their account page.
const ConsentVersion = "2026-11"

// Shown says by which name others see a person.
type Shown string

// The two ways.
const (
	ByName      Shown = "name"
	ByPseudonym Shown = "pseudonym"
)

// A Person is somebody who joined. Once they left, only ID and Erased are set.
type Person struct {
	ID           ref.ID
	Email        string // in lower case; known to the secretariat only
	Name         string // as they sign
	Pseudonym    string // shown instead, if they want
	Shown        Shown
	Lang         lang.Tag // of mails and notices
	Zone         string   // an IANA time zone, "Africa/Dakar"; empty is UTC
	Organization ref.ID   // for whom they speak; may be empty
	Consent      string   // the version of the text they agreed to
	Consented    time.Time
	Joined       time.Time
	Erased       time.Time // zero unless they left
	Version      int
}

// Ref returns the person's name for the rest of the house.
func (p Person) Ref() ref.Ref { return ref.To(Kind, p.ID) }

// Left reports whether the person has left and been erased.
func (p Person) Left() bool { return !p.Erased.IsZero() }

// PublicName returns the name by which others see the person, empty if they
// left.
func (p Person) PublicName() string {
	if p.Shown == ByPseudonym {
		return p.Pseudonym
	}
	return p.Name
}

// Agreed reports whether the person agreed to the text as it is now.
func (p Person) Agreed() bool { return p.Consent == ConsentVersion }

// Public is what others may see of a person.
type Public struct {
	ID           ref.ID `json:"id"`
	Name         string `json:"name,omitempty"` // empty if the person left
	Organization ref.ID `json:"organization,omitempty"`
	Left         bool   `json:"left,omitempty"`
}

// Public returns the person's public shape.
func (p Person) Public() Public {
	return Public{p.ID, p.PublicName(), p.Organization, p.Left()}
}

// A Joining is what a newcomer says. The caller has made sure that the address
// is theirs.
type Joining struct {
	Email   string
	Name    string
	Lang    lang.Tag
	Zone    string
	Consent string // the version of the text they agreed to; empty if they did not
}

// Join decides whether somebody may join and returns the person they become.
func (p Person) Join(in Joining, now time.Time) (Person, error) {
	var faults fault.List
	p.Email, p.Joined, p.Version, p.Shown = in.Email, now, 1, ByName
	p.Name = lang.Clean(in.Name)
	faults = faults.Add(nameFault(p.Name))
	p.Lang = in.Lang
	if !lang.Known(p.Lang) {
		faults = faults.Add(fault.Field("lang", "person.lang.unknown"))
	}
	// A browser's own zone is a comfort: one that we do not know is not a fault.
	if ZoneKnown(in.Zone) {
		p.Zone = in.Zone
	}
	if in.Consent != ConsentVersion {
		faults = faults.Add(fault.Field("consent", "person.consent.needed"))
	}
	p.Consent, p.Consented = in.Consent, now
	return p, faults.Err()
}

// A Profile is what a person says about themselves on their account page.
type Profile struct {
	Name            string
	Pseudonym       string
	Shown           Shown
	Lang            lang.Tag
	Zone            string
	Organization    ref.ID
	NewOrganization string // the name of one that is not known yet; stands before Organization
	Version         int    // of the person that was changed
}

// Profile returns what the person says about themselves now.
func (p Person) Profile() Profile {
	return Profile{
		Name: p.Name, Pseudonym: p.Pseudonym, Shown: p.Shown, Lang: p.Lang, Zone: p.Zone,
		Organization: p.Organization, Version: p.Version,
	}
}

// Change decides whether who may change the person so, and returns the person as
// they are afterwards. Only the person may.
func (p Person) Change(who access.Actor, in Profile) (Person, error) {
	if err := p.own(who); err != nil {
		return p, err
	}
	if in.Version != p.Version {
		return p, fault.New(fault.Conflict, "", "person.profile.changed")
	}
	var faults fault.List
	p.Name, p.Pseudonym = lang.Clean(in.Name), lang.Clean(in.Pseudonym)
	p.Shown, p.Lang, p.Zone, p.Organization = in.Shown, in.Lang, in.Zone, in.Organization
	faults = faults.Add(nameFault(p.Name)).Add(pseudonymFault(p))
	if !lang.Known(p.Lang) {
		faults = faults.Add(fault.Field("lang", "person.lang.unknown"))
	}
	if !ZoneKnown(p.Zone) {
		faults = faults.Add(fault.Field("zone", "person.zone.unknown"))
	}
	p.Version++
	return p, faults.Err()
}

// Agree decides whether who may agree to a version of the text, and returns the
// person as they are afterwards.
func (p Person) Agree(who access.Actor, version string, now time.Time) (Person, error) {
	if err := p.own(who); err != nil {
		return p, err
	}
	if version != ConsentVersion {
		return p, fault.Field("consent", "person.consent.needed")
	}
	p.Consent, p.Consented = version, now
	p.Version++
	return p, nil
}

// Leave decides whether who may have the person erased, and returns what is left
// of them.
func (p Person) Leave(who access.Actor, now time.Time) (Person, error) {
	if err := p.own(who); err != nil {
		return p, err
	}
	return Person{ID: p.ID, Shown: ByName, Erased: now, Version: p.Version + 1}, nil
}

// own refuses everybody but the person.
func (p Person) own(who access.Actor) error {
	if who.Person == "" || who.Person != p.ID || p.Left() {
		return fault.New(fault.Forbidden, "", "person.own-account-only")
	}
	return nil
}

func nameFault(name string) *fault.Error {
	switch n := utf8.RuneCountInString(name); {
	case name == "" || !printed(name):
		return fault.Field("name", "person.name.empty")
	case n > MaxName:
		return fault.Field("name", "person.name.too-long", "n", n, "limit", MaxName)
	case !line(name):
		return fault.Field("name", "person.name.one-line")
	}
	return nil
}

func pseudonymFault(p Person) *fault.Error {
	n := utf8.RuneCountInString(p.Pseudonym)
	switch {
	case p.Shown != ByName && p.Shown != ByPseudonym:
		return fault.Field("shown", "person.shown.choose")
	case p.Shown == ByPseudonym && !printed(p.Pseudonym):
		return fault.Field("pseudonym", "person.pseudonym.empty")
	case n > MaxPseudonym:
		return fault.Field("pseudonym", "person.pseudonym.too-long", "n", n, "limit", MaxPseudonym)
	case !line(p.Pseudonym):
		return fault.Field("pseudonym", "person.name.one-line")
	case strings.Contains(p.Pseudonym, "@"):
		return fault.Field("pseudonym", "person.pseudonym.address")
	}
	return nil
}

// line reports whether s is one line without control and direction characters,
// which could make a name read as something else.
func line(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r)
	})
}

// printed reports whether s has a letter or digit at all.
func printed(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
