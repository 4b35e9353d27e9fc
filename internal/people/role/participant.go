package role

import (
	"cmp"
	"slices"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/opinion"
)

// A Participant is somebody inside one process. Person is empty for somebody
// without an account, and once the person has been erased: Erased tells the two
// apart.
type Participant struct {
	ID      ref.ID
	Process ref.ID
	Person  ref.ID
	Erased  bool
	Declaration
	Since    time.Time // when they first took part
	Declared time.Time // when they last declared something; zero if never
	Roles    []Held    // widest first
}

// Ref returns the participant's name for the rest of the house.
func (p Participant) Ref() ref.Ref { return ref.To("role.participant", p.ID) }

// Holds reports whether the participant holds a role.
func (p Participant) Holds(name string) bool {
	return slices.ContainsFunc(p.Roles, func(h Held) bool { return h.Role == name })
}

// Names returns the names of the roles held, widest first.
func (p Participant) Names() []string {
	names := make([]string, len(p.Roles))
	for i, h := range p.Roles {
		names[i] = h.Role
	}
	return names
}

// Carries reports whether the participant is named in public.
func (p Participant) Carries() bool { return slices.ContainsFunc(Carrying, p.Holds) }

// Declare decides whether who may declare this for the participant, and returns
// the participant as they are afterwards and whether anything changed. People
// declare for themselves.
func (p Participant) Declare(who access.Actor, in Declaration, now time.Time) (Participant, bool, error) {
	if p.Person == "" || p.Person != who.Person {
		return p, false, fault.New(fault.Forbidden, "", "role.declare.own-only")
	}
	return p.say(in, now)
}

// DeclareFor decides whether this may be written down for a participant who has no
// account, by whoever registered them, and returns the participant as they are
// afterwards and whether anything changed.
func (p Participant) DeclareFor(in Declaration, now time.Time) (Participant, bool, error) {
	if p.Person != "" || p.Erased {
		return p, false, fault.New(fault.Forbidden, "", "role.declare.own-only")
	}
	return p.say(in, now)
}

func (p Participant) say(in Declaration, now time.Time) (Participant, bool, error) {
	in = in.Tidy()
	if err := in.Check(); err != nil {
		return p, false, err
	}
	if in.Equal(p.Declaration.Tidy()) {
		return p, false, nil
	}
	p.Declaration, p.Declared = in, now
	return p, true, nil
}

// Tie decides whether the participant can be the one that a person with an account
// is in the process, and returns the participant as they are afterwards. Other is
// the participant that the person is already, zero if none.
func (p Participant) Tie(person ref.ID, other Participant) (Participant, error) {
	switch {
	case p.Erased:
		return p, fault.New(fault.Closed, "", "role.tie.erased")
	case p.Person != "" && p.Person != person:
		return p, fault.New(fault.Conflict, "", "role.tie.taken")
	case other.ID != "" && other.ID != p.ID:
		return p, fault.New(fault.Conflict, "", "role.tie.takes-part")
	}
	p.Person = person
	return p, nil
}

// A Declared is what a participant declared at a moment, and declares still if
// it is the latest.
type Declared struct {
	At time.Time `json:"at"`
	Declaration
}

// People are the participants of a process as its people page shows them.
type People struct {
	Process  ref.ID
	Carrying []Somebody     // who carries the process, widest role first, then by name
	Others   []Somebody     // one page of the others, by the time they came
	More     bool           // there are others after these
	Members  map[ref.ID]int // how many members there are, by stakeholder group
}

// A Somebody is a participant with the names of the person.
type Somebody struct {
	Participant
	Name       string // as the secretariat knows them
	PublicName string // as they wish to be named in public
	Address    string // of their mail; for conveners of the process only
}

// A Carrier is somebody who carries a process, in public.
type Carrier struct {
	Name  string   `json:"name"`
	Roles []string `json:"roles"`
}

// A GroupCount says how many members speak for a stakeholder group; Group is
// empty for those who have not said. Hidden counts are about too few people.
type GroupCount struct {
	Group  ref.ID `json:"stakeholder_group"`
	People int    `json:"people"`
	Hidden bool   `json:"hidden,omitempty"`
}

// Public is what anybody may know of the people of a process.
type Public struct {
	Carriers []Carrier    `json:"carriers"`
	Groups   []GroupCount `json:"members_by_group"`
	// Members is the number of members, unless it is Hidden because the hidden
	// counts could be read off it.
	Members int  `json:"members"`
	Hidden  bool `json:"members_hidden,omitempty"`
}

// Public returns what anybody may know.
func (p People) Public() Public {
	out := Public{Carriers: []Carrier{}, Groups: []GroupCount{}}
	for _, s := range p.Carrying {
		c := Carrier{Name: s.PublicName}
		for _, name := range s.Names() {
			if slices.Contains(Carrying, name) {
				c.Roles = append(c.Roles, name)
			}
		}
		out.Carriers = append(out.Carriers, c)
	}
	for group, n := range p.Members {
		out.Members += n
		out.Groups = append(out.Groups, GroupCount{Group: group, People: n})
	}
	slices.SortFunc(out.Groups, func(a, b GroupCount) int { return cmp.Compare(a.Group, b.Group) })
	cells := make([]int, len(out.Groups))
	for i, g := range out.Groups {
		cells[i] = g.People
	}
	hidden, all := opinion.Suppress(cells)
	for i := range out.Groups {
		if hidden[i] {
			out.Groups[i].People, out.Groups[i].Hidden = 0, true
		}
	}
	if all {
		out.Members, out.Hidden = 0, true
	}
	return out
}

// sortPeople puts the widest roles first, then names.
func sortPeople(all []Somebody) {
	slices.SortFunc(all, func(a, b Somebody) int {
		return cmp.Or(widest(a.first(), b.first()), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}

func (p Participant) first() string {
	if len(p.Roles) == 0 {
		return ""
	}
	return p.Roles[0].Role
}
