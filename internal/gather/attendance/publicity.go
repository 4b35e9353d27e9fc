package attendance

import (
	"cmp"
	"slices"
	"strings"

	"penc/internal/ground/ref"
	"penc/opinion"
)

// A Degree says what the public sees of attendance in a process.
type Degree string

// The degrees, each showing what the one before it shows.
const (
	Numbers       Degree = "numbers"       // by stakeholder group and mode
	Organizations Degree = "organizations" // which were there
	Names         Degree = "names"         // of those who agreed
)

// Degrees are all degrees, the most reserved first.
var Degrees = []Degree{Numbers, Organizations, Names}

// A GroupCount says how many people of a stakeholder group came; Group is empty
// for those who did not say. Hidden counts are about too few people.
type GroupCount struct {
	Group  ref.ID `json:"stakeholder_group"`
	People int    `json:"people"`
	Hidden bool   `json:"hidden,omitempty"`
}

// A ModeCount says how many people took part in a mode.
type ModeCount struct {
	Mode   Mode `json:"mode"`
	People int  `json:"people"`
	Hidden bool `json:"hidden,omitempty"`
}

// Public is what anybody may know of the attendance of a meeting.
type Public struct {
	Meeting ref.ID       `json:"meeting"`
	Degree  Degree       `json:"degree"`
	People  int          `json:"people"`
	Hidden  bool         `json:"people_hidden,omitempty"`
	Groups  []GroupCount `json:"by_group"`
	Modes   []ModeCount  `json:"by_mode"`
	// Organizations are refs of those that the site knows and names as written of
	// others; Names are those of people who agreed.
	Organizations []ref.ID `json:"organizations,omitempty"`
	Written       []string `json:"other_organizations,omitempty"`
	Names         []string `json:"names,omitempty"`
}

// PublicOf returns what anybody may know of who was in a meeting, in a degree.
func PublicOf(meeting ref.ID, all []Presence, d Degree) Public {
	out := Public{Meeting: meeting, Degree: d, People: len(all), Groups: []GroupCount{}, Modes: []ModeCount{}}
	groups, modes := map[ref.ID]int{}, map[Mode]int{}
	for _, p := range all {
		groups[p.Group]++
		modes[p.Mode]++
		if d != Numbers {
			out.addOrganization(p)
		}
		if d == Names && p.NamedInPublic && p.Name != "" {
			out.Names = append(out.Names, p.Name)
		}
	}
	for g, n := range groups {
		out.Groups = append(out.Groups, GroupCount{Group: g, People: n})
	}
	slices.SortFunc(out.Groups, func(a, b GroupCount) int { return cmp.Compare(a.Group, b.Group) })
	for _, m := range Modes {
		out.Modes = append(out.Modes, ModeCount{Mode: m, People: modes[m]})
	}
	slices.Sort(out.Organizations)
	slices.SortFunc(out.Written, func(a, b string) int { return cmp.Compare(strings.ToLower(a), strings.ToLower(b)) })
	slices.Sort(out.Names)
	out.suppress()
	return out
}

func (p *Public) addOrganization(q Presence) {
	switch {
	case q.Organization != "":
		if !slices.Contains(p.Organizations, q.Organization) {
			p.Organizations = append(p.Organizations, q.Organization)
		}
	case q.Affiliation != "":
		if !slices.ContainsFunc(p.Written, func(s string) bool { return strings.EqualFold(s, q.Affiliation) }) {
			p.Written = append(p.Written, q.Affiliation)
		}
	}
}

// suppress hides the counts that are about too few people, and with them
// everything from which they could be derived.
func (p *Public) suppress() {
	groups, modes := make([]int, len(p.Groups)), make([]int, len(p.Modes))
	for i, g := range p.Groups {
		groups[i] = g.People
	}
	for i, m := range p.Modes {
		modes[i] = m.People
	}
	hideGroups, allGroups := opinion.Suppress(groups)
	hideModes, allModes := opinion.Suppress(modes)
	all := allGroups || allModes // then the total is hidden too, and no margin may give it away
	for i := range p.Groups {
		if g := &p.Groups[i]; hideGroups[i] || all {
			g.People, g.Hidden = 0, true
		}
	}
	for i := range p.Modes {
		if m := &p.Modes[i]; hideModes[i] || all && p.People > 0 {
			m.People, m.Hidden = 0, true
		}
	}
	if all {
		p.People, p.Hidden = 0, true
	}
}
