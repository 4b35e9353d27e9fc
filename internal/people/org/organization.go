package org

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// MaxName is the longest name, in characters.
const MaxName = 200

// An Organization is a body for which people speak.
type Organization struct {
	ID      ref.ID
	Name    lang.Text
	Acronym string
	Website string // an http or https address, or empty
	Country string // ISO 3166-1 alpha-2, or empty
	Version int
}

// Ref returns the organization's name for the rest of the house.
func (o Organization) Ref() ref.Ref { return ref.To("org", o.ID) }

// Public is what others may see of an organization: all of it.
type Public struct {
	ID      ref.ID              `json:"id"`
	Name    map[lang.Tag]string `json:"name"`
	Acronym string              `json:"acronym,omitempty"`
	Website string              `json:"website,omitempty"`
	Country string              `json:"country,omitempty"`
}

// Public returns the organization's public shape.
func (o Organization) Public() Public {
	return Public{o.ID, o.Name.All(), o.Acronym, o.Website, o.Country}
}

// An Entry is what somebody writes about an organization.
type Entry struct {
	Name    map[lang.Tag]string
	From    lang.Tag // the language of the original name
	Acronym string
	Website string
	Country string
	Version int // of the organization that was changed
}

// Enter decides whether who may enter or change an organization, and returns it
// as it is afterwards. Anybody with an account may enter one; a change is for
// those who hold a role somewhere, because others speak for it too.
func (o Organization) Enter(who access.Actor, in Entry) (Organization, error) {
	if who.Stranger() {
		return o, fault.New(fault.Forbidden, "", "org.entry.signed-in-only")
	}
	if o.Version > 0 && !who.Holds(access.Operator, access.Site) {
		return o, fault.New(fault.Forbidden, "", "org.change.operator-only")
	}
	if o.Version != in.Version {
		return o, fault.New(fault.Conflict, "", "org.changed")
	}
	o.Name = o.Name.Revise(in.From, in.Name)
	o.Acronym, o.Website = lang.Clean(in.Acronym), lang.Clean(in.Website)
	o.Country = strings.ToUpper(lang.Clean(in.Country))
	var faults fault.List
	for _, l := range o.Name.Languages() {
		if n := utf8.RuneCountInString(o.Name.Words(l)); n > MaxName {
			faults = faults.Add(fault.Field("name."+string(l), "org.name.too-long", "n", n, "limit", MaxName))
		}
	}
	if o.Name.Empty() {
		faults = faults.Add(fault.Field("name."+string(in.From), "org.name.empty"))
	}
	if utf8.RuneCountInString(o.Acronym) > 30 {
		faults = faults.Add(fault.Field("acronym", "org.acronym.too-long"))
	}
	if u, err := url.Parse(o.Website); o.Website != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		faults = faults.Add(fault.Field("website", "org.website.invalid"))
	}
	if o.Country != "" && (len(o.Country) != 2 || !isLetters(o.Country)) {
		faults = faults.Add(fault.Field("country", "org.country.invalid"))
	}
	o.Version++
	return o, faults.Err()
}

func isLetters(s string) bool {
	for _, r := range s {
		if r < 'A' || r > 'Z' {
			return false
		}
	}
	return true
}

// Fold returns a name without case, accents, punctuation and repeated spaces, by
// which two spellings of one name are recognised.
func Fold(name string) string {
	var out strings.Builder
	space := false
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if space && out.Len() > 0 {
				out.WriteByte(' ')
			}
			space = false
			out.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		default:
			space = true
		}
	}
	return out.String()
}
