package invitation

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/org"
	"penc/internal/people/role"
)

// Limits of a contact, in characters, and of the address book.
const (
	MaxName      = 100
	MaxPhone     = 40
	MaxOrgName   = org.MaxName
	MaxSaid      = role.MaxInterest // interest, funding, mandate
	MaxContacts  = 20_000
	MaxAlternate = 20 // of one contact
)

// A Via says how a contact came.
type Via string

// The ways.
const (
	ByList     Via = "list"
	ByHand     Via = "hand"
	ByReferral Via = "referral"
	ByDoor     Via = "door"
)

// A Card is what the secretariat writes down about somebody.
type Card struct {
	Name         string   `json:"name,omitempty"`
	Address      string   `json:"address,omitempty"` // of their mail, in lower case
	Phone        string   `json:"phone,omitempty"`
	Lang         lang.Tag `json:"lang,omitempty"`
	Organization ref.ID   `json:"organization,omitempty"` // if the site knows it
	OrgName      string   `json:"organization_name,omitempty"`
	Group        ref.ID   `json:"stakeholder_group,omitempty"`  // spoken for
	Groups       []ref.ID `json:"stakeholder_groups,omitempty"` // all to which they belong
	Interest     string   `json:"interest,omitempty"`
	Funding      string   `json:"funding,omitempty"`
	Mandate      string   `json:"mandate,omitempty"`
}

// Equal reports whether two cards say the same.
func (c Card) Equal(d Card) bool {
	return c.Name == d.Name && c.Address == d.Address && c.Phone == d.Phone && c.Lang == d.Lang &&
		c.Organization == d.Organization && c.OrgName == d.OrgName &&
		c.Group == d.Group && slices.Equal(c.Groups, d.Groups) &&
		c.Interest == d.Interest && c.Funding == d.Funding && c.Mandate == d.Mandate
}

// Declaration returns for whom the person speaks as far as the card says.
func (c Card) Declaration() role.Declaration {
	return role.Declaration{
		Group: c.Group, Groups: c.Groups, Organization: c.Organization,
		Interest: c.Interest, Funding: c.Funding, Mandate: c.Mandate, Lang: c.Lang,
	}.Tidy()
}

// Tidy returns the card in the form in which it is kept.
func (c Card) Tidy() Card {
	for _, text := range []*string{&c.Name, &c.Phone, &c.OrgName} {
		*text = strings.Join(strings.Fields(*text), " ")
	}
	for _, text := range []*string{&c.Interest, &c.Funding, &c.Mandate} {
		*text = lang.Clean(*text)
	}
	if address, err := checkAddress(c.Address); err == nil {
		c.Address = address
	}
	d := role.Declaration{Group: c.Group, Groups: c.Groups}.Tidy()
	c.Group, c.Groups = d.Group, d.Groups
	return c
}

// Check returns the faults of a tidy card in a process.
func (c Card) Check(w process.Whole) error {
	var faults fault.List
	if org.Fold(c.Name) == "" && c.Address == "" {
		faults = faults.Add(fault.Field("name", "invitation.contact.nobody"))
	}
	if c.Address != "" {
		if _, err := checkAddress(c.Address); err != nil {
			faults = faults.Add(fault.Field("address", "invitation.contact.address", "address", c.Address))
		}
	}
	for _, f := range []struct {
		name, text string
		limit      int
	}{
		{"name", c.Name, MaxName},
		{"phone", c.Phone, MaxPhone},
		{"organization", c.OrgName, MaxOrgName},
		{"interest", c.Interest, MaxSaid},
		{"funding", c.Funding, MaxSaid},
		{"mandate", c.Mandate, MaxSaid},
	} {
		if n := utf8.RuneCountInString(f.text); n > f.limit {
			faults = faults.Add(fault.Field(f.name, "invitation.too-long", "limit", f.limit, "length", n))
		} else if !printable(f.text) {
			faults = faults.Add(fault.Field(f.name, "invitation.unprintable"))
		}
	}
	if !lang.Known(c.Lang) {
		faults = faults.Add(fault.Field("lang", "invitation.contact.language"))
	}
	for _, g := range c.Groups {
		if _, ok := w.Group(g); !ok {
			faults = faults.Add(fault.Field("stakeholder_group", "invitation.contact.group"))
			break
		}
	}
	if len(c.Groups) > role.MaxGroups {
		faults = faults.Add(fault.Field("stakeholder_groups", "role.declare.too-many-groups", "limit", role.MaxGroups, "n", len(c.Groups)))
	}
	return faults.Err()
}

// printable reports whether a text has no control characters but line ends and
// tabs, and none that turn the direction of reading.
func printable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r)
	})
}

// A Contact is somebody whom the secretariat of a process knows. Of somebody who
// was removed only the process, the stakeholder group spoken for and the
// participant are left.
type Contact struct {
	ID      ref.ID
	Process ref.ID
	Card
	Via         Via
	Participant ref.ID // once they were registered or joined
	Since       time.Time
	Changed     time.Time
	Version     int
	Gone        bool
}

// Ref returns the contact's name for the rest of the house.
func (c Contact) Ref() ref.Ref { return ref.To("invitation.contact", c.ID) }

// Called returns the name of the contact, or the address of somebody without one.
func (c Contact) Called() string { return cmp.Or(c.Name, c.Address) }

// MayKeep decides whether who may see and write the address book of a process:
// its conveners.
func MayKeep(who access.Actor, id ref.ID) error {
	if who.Holds(access.Convener, role.Process(id)) {
		return nil
	}
	return fault.New(fault.Forbidden, "", "invitation.conveners-only")
}

// Write returns the contact with another card, and whether it says anything new.
// Old is the version that the writer saw.
func (c Contact) Write(in Card, old int, w process.Whole, now time.Time) (Contact, bool, error) {
	if c.Gone {
		return c, false, fault.New(fault.Closed, "", "invitation.contact.gone")
	}
	if c.Version != old {
		return c, false, fault.New(fault.Conflict, "", "invitation.contact.changed")
	}
	in = in.Tidy()
	if err := in.Check(w); err != nil {
		return c, false, err
	}
	if in.Equal(c.Card) {
		return c, false, nil
	}
	c.Card, c.Changed = in, now
	c.Version++
	return c, true, nil
}

// Remove returns what is left of a contact.
func (c Contact) Remove(now time.Time) Contact {
	return Contact{
		ID: c.ID, Process: c.Process, Via: c.Via, Participant: c.Participant, Since: c.Since, Changed: now,
		Card: Card{Group: c.Group}, Version: c.Version + 1, Gone: true,
	}
}

// A Past is what a card said from a moment on.
type Past struct {
	At  time.Time `json:"at"`
	By  ref.ID    `json:"-"` // the participant who wrote it
	Via Via       `json:"via,omitempty"`
	Card
}

// A Choice chooses contacts: all that fit everything it says.
type Choice struct {
	Words        string   `json:"words,omitempty"` // in name, address or organization
	Group        ref.ID   `json:"group,omitempty"`
	Organization string   `json:"organization,omitempty"` // as it is called
	Lang         lang.Tag `json:"lang,omitempty"`
	Standing     Standing `json:"standing,omitempty"`
	Only         []ref.ID `json:"only,omitempty"`
}

// A Standing says how far a contact has come.
type Standing string

// The standings.
const (
	NotInvited Standing = "not-invited"
	Awaited    Standing = "invited" // and has not answered
	Joined     Standing = "joined"
	Refused    Standing = "refused"
	Registered Standing = "registered" // takes part without an account
)

// Standings lists them in the order in which they are offered.
var Standings = []Standing{NotInvited, Awaited, Joined, Refused, Registered}

// A Known is a contact with what is known of how far they have come.
type Known struct {
	Contact
	Standing Standing
}

// Fits reports whether a contact is among those chosen.
func (ch Choice) Fits(k Known) bool {
	if len(ch.Only) > 0 && !slices.Contains(ch.Only, k.ID) {
		return false
	}
	if ch.Group != "" && !slices.Contains(k.Groups, ch.Group) || ch.Lang != "" && k.Lang != ch.Lang {
		return false
	}
	if ch.Standing != "" && k.Standing != ch.Standing {
		return false
	}
	if ch.Organization != "" && org.Fold(k.OrgName) != org.Fold(ch.Organization) {
		return false
	}
	for _, word := range strings.Fields(org.Fold(ch.Words)) {
		if !strings.Contains(org.Fold(k.Name+" "+k.OrgName)+" "+org.Fold(k.Address), word) {
			return false
		}
	}
	return true
}

// Choose returns the contacts that fit, in their order.
func (ch Choice) Choose(all []Known) []Known {
	var out []Known
	for _, k := range all {
		if !k.Gone && ch.Fits(k) {
			out = append(out, k)
		}
	}
	return out
}

// sortContacts puts contacts in the order of their names.
func sortContacts(all []Contact) {
	keys := make(map[ref.ID]string, len(all))
	for _, c := range all {
		keys[c.ID] = org.Fold(c.Called())
	}
	slices.SortFunc(all, func(a, b Contact) int { return cmp.Or(cmp.Compare(keys[a.ID], keys[b.ID]), cmp.Compare(a.ID, b.ID)) })
}

// organizations returns what the organizations of contacts are called, each once.
func organizations(all []Known) []string {
	seen, out := map[string]bool{}, []string{}
	for _, k := range all {
		if key := org.Fold(k.OrgName); key != "" && !k.Gone && !seen[key] {
			seen[key] = true
			out = append(out, k.OrgName)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Compare(org.Fold(a), org.Fold(b)) })
	return out
}
