package invitation

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
)

// Limits of a referral, in characters.
const (
	MaxVoice  = 160
	MaxWhy    = 1000
	MaxResult = 1000
	MaxNamed  = 30 // referrals of one participant that wait for an end
)

// DetailsLife is how long what is known of a third person is kept.
const DetailsLife = 60 * 24 * time.Hour

// A Stand says how far a referral has come.
type Stand string

// The stands.
const (
	JustNamed  Stand = "new"
	Contacting Stand = "contacting"
	WasInvited Stand = "invited"
	CameIn     Stand = "joined"
	Declined   Stand = "declined"
	NotPursued Stand = "not-pursued"
)

// Stands lists them in the order in which they are told.
var Stands = []Stand{JustNamed, Contacting, WasInvited, CameIn, Declined, NotPursued}

// Over reports whether nothing more is to be done.
func (s Stand) Over() bool { return s == CameIn || s == Declined || s == NotPursued }

// A Referral is a missing voice that somebody in a process named. Name,
// Organization and Address are of a third person and are forgotten.
type Referral struct {
	ID      ref.ID
	Process ref.ID
	Meeting ref.ID // in which it was named, if in one
	By      ref.ID // the participant who named it
	Voice   string // what kind of voice is missing; public once somebody has taken it on
	Why     string
	Lang    lang.Tag // in which it is written

	Name         string
	Organization string
	Address      string
	PersonLang   lang.Tag // in which the third person is written to

	Owner   ref.ID // the participant who takes care of it
	Stand   Stand
	Result  string // what came of it, for whoever named it; the reason if not pursued
	Contact ref.ID // who came of it
	Offer   ref.ID // their invitation
	Made    time.Time
	Asked   time.Time // when the third person was asked; zero if never
	Changed time.Time
	Version int

	token string // the hash of the link by which the third person answers
}

// Ref returns the referral's name for the rest of the house.
func (r Referral) Ref() ref.Ref { return ref.To("invitation.referral", r.ID) }

// A Naming is what somebody says about a missing voice.
type Naming struct {
	Meeting      ref.ID
	Voice        string
	Why          string
	Name         string
	Organization string
	Address      string
	PersonLang   lang.Tag
	Lang         lang.Tag
}

// MayName decides whether who may name missing voices in a process: everybody who
// takes part in it, also for one meeting only.
func MayName(who access.Actor, id ref.ID) error {
	if who.In(id) == "" {
		return fault.New(fault.Forbidden, "", "invitation.missing.participants-only")
	}
	return nil
}

// MayTake decides whether who may take care of missing voices in a process.
func MayTake(who access.Actor, id ref.ID) error {
	if who.HoldsAny([]string{access.Convener, access.Facilitator}, role.Process(id)) {
		return nil
	}
	return fault.New(fault.Forbidden, "", "invitation.missing.stewards-only")
}

// Named returns the referral that somebody makes.
func Named(who access.Actor, process ref.ID, in Naming, now time.Time) (Referral, error) {
	r := Referral{
		Process: process, Meeting: in.Meeting, By: who.In(process), Lang: in.Lang, Stand: JustNamed, Made: now, Changed: now, Version: 1,
		Voice: oneLine(in.Voice), Why: lang.Clean(in.Why), Name: oneLine(in.Name), Organization: oneLine(in.Organization),
		Address: strings.TrimSpace(in.Address), PersonLang: in.PersonLang,
	}
	if err := MayName(who, process); err != nil {
		return r, err
	}
	var faults fault.List
	if r.Voice == "" {
		faults = faults.Add(fault.Field("voice", "invitation.missing.voice"))
	}
	if r.Why == "" {
		faults = faults.Add(fault.Field("why", "invitation.missing.why"))
	}
	faults = append(faults, r.long()...)
	if r.Address != "" {
		address, err := checkAddress(r.Address)
		if err != nil {
			faults = faults.Add(fault.Field("address", "invitation.contact.address", "address", r.Address))
		}
		r.Address = address
		if !lang.Known(r.PersonLang) {
			faults = faults.Add(fault.Field("person-lang", "invitation.contact.language"))
		}
	}
	return r, faults.Err()
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func (r Referral) long() (faults fault.List) {
	for _, f := range []struct {
		name, text string
		limit      int
	}{
		{"voice", r.Voice, MaxVoice},
		{"why", r.Why, MaxWhy},
		{"name", r.Name, MaxName},
		{"organization", r.Organization, MaxOrgName},
		{"result", r.Result, MaxResult},
	} {
		if n := utf8.RuneCountInString(f.text); n > f.limit {
			faults = faults.Add(fault.Field(f.name, "invitation.too-long", "limit", f.limit, "length", n))
		} else if !printable(f.text) {
			faults = faults.Add(fault.Field(f.name, "invitation.unprintable"))
		}
	}
	return faults
}

// Take returns the referral with who as its owner.
func (r Referral) Take(who access.Actor, now time.Time) (Referral, error) {
	if err := MayTake(who, r.Process); err != nil {
		return r, err
	}
	if r.Stand.Over() {
		return r, fault.New(fault.Closed, "", "invitation.missing.over")
	}
	if r.Owner = who.In(r.Process); r.Stand == JustNamed {
		r.Stand = Contacting
	}
	return r.moved(now), nil
}

func (r Referral) moved(now time.Time) Referral {
	r.Changed = now
	r.Version++
	return r
}

// An Answer is what a steward says about a referral.
type Answer struct {
	Voice   string // the words that stand in public
	Stand   Stand
	Result  string
	Version int
}

// Answer returns the referral as a steward answers it. Not to pursue it needs a
// reason.
func (r Referral) Answer(who access.Actor, in Answer, now time.Time) (Referral, error) {
	if err := MayTake(who, r.Process); err != nil {
		return r, err
	}
	if r.Version != in.Version {
		return r, fault.New(fault.Conflict, "", "invitation.missing.changed")
	}
	r.Voice, r.Stand, r.Result = oneLine(in.Voice), in.Stand, lang.Clean(in.Result)
	if r.Owner == "" {
		r.Owner = who.In(r.Process)
	}
	var faults fault.List
	if !slices.Contains(Stands, r.Stand) || r.Stand == JustNamed {
		faults = faults.Add(fault.Field("stand", "invitation.missing.stand"))
	}
	if r.Voice == "" {
		faults = faults.Add(fault.Field("voice", "invitation.missing.voice"))
	}
	if r.Stand == NotPursued && r.Result == "" {
		faults = faults.Add(fault.Field("result", "invitation.missing.reason"))
	}
	faults = append(faults, r.long()...)
	if r.Stand.Over() {
		r = r.Forgotten()
	}
	return r.moved(now), faults.Err()
}

// MayAsk returns why the third person cannot be asked for their consent; nil if
// they can. They are asked once.
func (r Referral) MayAsk(who access.Actor) error {
	if err := MayTake(who, r.Process); err != nil {
		return err
	}
	switch {
	case r.Stand.Over():
		return fault.New(fault.Closed, "", "invitation.missing.over")
	case !r.Asked.IsZero():
		return fault.New(fault.Closed, "", "invitation.missing.asked")
	case r.Address == "":
		return fault.New(fault.Closed, "", "invitation.missing.no-address")
	}
	return nil
}

// Waits returns why the third person cannot answer any more; nil if they can.
func (r Referral) Waits(now time.Time) error {
	if r.Stand.Over() || r.Address == "" || r.Asked.IsZero() || !now.Before(r.Asked.Add(DetailsLife)) {
		return fault.New(fault.Closed, "", "invitation.consent.over")
	}
	return nil
}

// Forgotten returns the referral without what it knew of a third person.
func (r Referral) Forgotten() Referral {
	r.Name, r.Organization, r.Address, r.PersonLang, r.token = "", "", "", "", ""
	return r
}

// A PublicReferral is what anybody may know of a missing voice.
type PublicReferral struct {
	ID    ref.ID    `json:"id"`
	Voice string    `json:"voice,omitempty"` // empty until somebody who answers for the process has read it
	Lang  lang.Tag  `json:"lang,omitempty"`
	Stand Stand     `json:"state"`
	Made  time.Time `json:"named"`
}

// Public returns what anybody may know.
func (r Referral) Public() PublicReferral {
	p := PublicReferral{ID: r.ID, Stand: r.Stand, Made: r.Made}
	if r.Owner != "" {
		p.Voice, p.Lang = r.Voice, r.Lang
	}
	return p
}
