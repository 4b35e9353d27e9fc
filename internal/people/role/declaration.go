package role

import (
	"slices"
	"strings"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// Limits of what a participant declares; texts in characters.
const (
	MaxInterest = 1000
	MaxMandate  = 1000
	MaxFunding  = 1000
	MaxRegion   = 80
	MaxGroups   = 10
)

// Genders are the answers that a declaration can give, for figures; no answer is
// one too.
var Genders = []string{"woman", "man", "other"}

// A Declaration says for whom a participant speaks.
type Declaration struct {
	Group        ref.ID   `json:"stakeholder_group,omitempty"`  // for which they speak now
	Groups       []ref.ID `json:"stakeholder_groups,omitempty"` // all to which they belong, Group among them
	Organization ref.ID   `json:"organization,omitempty"`
	Interest     string   `json:"interest,omitempty"`
	Mandate      string   `json:"mandate,omitempty"`
	Funding      string   `json:"funding,omitempty"` // who pays for their taking part
	// Gender and Region are there only if people wish to say them, and are used
	// for figures only.
	Gender string   `json:"gender,omitempty"`
	Region string   `json:"region,omitempty"`
	Lang   lang.Tag `json:"lang,omitempty"` // the language in which they take part
}

// Equal reports whether two declarations say the same.
func (d Declaration) Equal(e Declaration) bool {
	same := d.Group == e.Group && slices.Equal(d.Groups, e.Groups) && d.Organization == e.Organization
	said := d.Interest == e.Interest && d.Mandate == e.Mandate && d.Funding == e.Funding
	return same && said && d.Gender == e.Gender && d.Region == e.Region && d.Lang == e.Lang
}

// Tidy returns the declaration in the form in which it is kept: the group spoken
// for is the first of the groups, each of them stands once, and texts have no
// blanks around them.
func (d Declaration) Tidy() Declaration {
	var groups []ref.ID
	for _, g := range append([]ref.ID{d.Group}, d.Groups...) {
		if g != "" && !slices.Contains(groups, g) {
			groups = append(groups, g)
		}
	}
	d.Groups = groups
	if d.Group == "" && len(groups) == 1 {
		d.Group = groups[0]
	}
	for _, text := range []*string{&d.Interest, &d.Mandate, &d.Funding, &d.Gender, &d.Region} {
		*text = strings.TrimSpace(*text)
	}
	return d
}

// Check returns the faults of a declaration by itself. Whether the groups are
// those of the process is for the process room to say.
func (d Declaration) Check() error {
	var faults fault.List
	wrong := func(g ref.ID) bool { return g != "" && !g.Valid() }
	if wrong(d.Group) || slices.ContainsFunc(d.Groups, wrong) {
		faults = faults.Add(fault.Field("stakeholder_group", "role.declare.group"))
	}
	if n := len(d.Groups); n > MaxGroups {
		faults = faults.Add(fault.Field("stakeholder_groups", "role.declare.too-many-groups", "limit", MaxGroups, "n", n))
	}
	if wrong(d.Organization) {
		faults = faults.Add(fault.Field("organization", "role.declare.organization"))
	}
	for _, f := range []struct {
		name, text string
		limit      int
	}{
		{"interest", d.Interest, MaxInterest},
		{"mandate", d.Mandate, MaxMandate},
		{"funding", d.Funding, MaxFunding},
		{"region", d.Region, MaxRegion},
	} {
		if n := len([]rune(f.text)); n > f.limit {
			faults = faults.Add(fault.Field(f.name, "role.declare.too-long", "limit", f.limit, "length", n))
		}
	}
	if d.Gender != "" && !slices.Contains(Genders, d.Gender) {
		faults = faults.Add(fault.Field("gender", "role.declare.gender"))
	}
	if d.Lang != "" && !lang.Known(d.Lang) {
		faults = faults.Add(fault.Field("lang", "role.declare.language"))
	}
	return faults.Err()
}
