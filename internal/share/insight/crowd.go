package insight

import (
	"cmp"
	"maps"
	"slices"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/opinion"
)

// Somebody is one participant, contact or guest, with what they said of themselves
// as far as figures need it.
type Somebody struct {
	Group        ref.ID
	Organization ref.ID
	Lang         lang.Tag
	Gender       string
	Region       string
	Modes        map[ref.ID]string // how they took part, by meeting
	took         map[taking]bool
}

// taking is a step taken in a meeting, or elsewhere in the process.
type taking struct {
	step    Step
	meeting ref.ID
}

// A Crowd is everybody in a process.
type Crowd struct {
	Process  ref.ID
	Groups   []ref.ID // of the process, in its order
	Meetings []ref.ID
	// Named says that organizations are named in public.
	Named  bool
	people map[ref.ID]*Somebody
}

// Of returns somebody by their name in the process, known from then on.
func (c *Crowd) Of(id ref.ID) *Somebody {
	if c.people == nil {
		c.people = map[ref.ID]*Somebody{}
	}
	p := c.people[id]
	if p == nil {
		p = &Somebody{Modes: map[ref.ID]string{}, took: map[taking]bool{}}
		c.people[id] = p
	}
	return p
}

// Took says that somebody took a step, in a meeting or elsewhere.
func (p *Somebody) Took(s Step, meeting ref.ID) { p.took[taking{s, meeting}] = true }

// In reports whether somebody took a step in a meeting; in the process, if the
// meeting is empty, wherever they took it.
func (p *Somebody) In(s Step, meeting ref.ID) bool {
	if meeting != "" || p.took[taking{s, ""}] {
		return p.took[taking{s, meeting}]
	}
	for t := range p.took {
		if t.step == s {
			return true
		}
	}
	return false
}

// value returns what somebody is in a dimension, in a meeting or in the process.
func (p *Somebody) value(d Dimension, meeting ref.ID) string {
	switch d {
	case ByGroup:
		return string(p.Group)
	case ByOrganization:
		return string(p.Organization)
	case ByLanguage:
		return string(p.Lang)
	case ByMode:
		return p.Modes[meeting]
	case ByGender:
		return p.Gender
	}
	return p.Region
}

// list returns everybody in a fixed order.
func (c *Crowd) list() []*Somebody {
	out := make([]*Somebody, 0, len(c.people))
	for _, id := range slices.Sorted(maps.Keys(c.people)) {
		out = append(out, c.people[id])
	}
	return out
}

// values returns the values of a dimension that have rows of their own. Those who
// have not said come last; organizations and regions have a row if at least five
// people of them took one and the same step in the process.
func (c *Crowd) values(d Dimension) []string {
	switch d {
	case ByGroup:
		out := make([]string, 0, len(c.Groups)+1)
		for _, g := range c.Groups {
			out = append(out, string(g))
		}
		return append(out, NotSaid)
	case ByMode:
		return []string{"room", "remote", NotSaid}
	case ByOrganization, ByRegion:
		return c.large(d)
	}
	seen := map[string]bool{}
	for _, p := range c.people {
		seen[p.value(d, "")] = true
	}
	delete(seen, NotSaid)
	return append(slices.Sorted(maps.Keys(seen)), NotSaid)
}

func (c *Crowd) large(d Dimension) []string {
	counts := map[Step]map[string]int{}
	most := map[string]int{}
	for _, p := range c.people {
		for _, s := range Steps {
			if v := p.value(d, ""); v != NotSaid && p.In(s, "") {
				if counts[s] == nil {
					counts[s] = map[string]int{}
				}
				counts[s][v]++
				most[v] = max(most[v], counts[s][v])
			}
		}
	}
	var out []string
	for v, n := range most {
		if n >= opinion.SmallGroup {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(most[b]-most[a], cmp.Compare(a, b)) })
	return append(out, Others, NotSaid)
}

// A frame is how a crowd is laid out for counting: which sets there are, and the
// values of each dimension.
type frame struct {
	places []taking // by set
	tables []table
	sets   [][]int       // of each person
	rows   [][]int       // by table: of each person
	totals []int         // by set
	cells  [][][]int     // by set, table, value
	beyond map[Step]bool // steps that somebody took outside meetings
}

// A table is a dimension with its values, for all sets or those of one meeting.
type table struct {
	dimension Dimension
	meeting   ref.ID // of ByMode
	values    []string
}

// row returns the place of somebody's value among the values of the table.
func (t table) row(p *Somebody) int {
	v := p.value(t.dimension, t.meeting)
	if i := slices.Index(t.values, v); i >= 0 {
		return i
	}
	if i := slices.Index(t.values, Others); i >= 0 && v != NotSaid {
		return i
	}
	return len(t.values) - 1
}

// in reports whether the table has a column for a set.
func (t table) in(at taking) bool { return t.dimension != ByMode || at.meeting == t.meeting }

// frame lays the crowd out. Dimensions of which nobody said anything are left out,
// and organizations where the public does not learn them, unless all is asked for.
func (c *Crowd) frame(all bool) frame {
	people := c.list()
	f := frame{beyond: map[Step]bool{}}
	for _, meeting := range append([]ref.ID{""}, c.Meetings...) {
		for _, s := range StepsOf(meeting) {
			f.places = append(f.places, taking{s, meeting})
		}
	}
	for _, d := range Dimensions {
		switch {
		case d == ByMode:
			for _, m := range c.Meetings {
				f.tables = append(f.tables, table{d, m, c.values(d)})
			}
		case d == ByOrganization && !c.Named && !all:
		case d != ByGroup && !c.said(d):
		default:
			f.tables = append(f.tables, table{d, "", c.values(d)})
		}
	}
	f.count(people)
	return f
}

// count fills in who is in which set and row, and how many.
func (f *frame) count(people []*Somebody) {
	f.totals = make([]int, len(f.places))
	set := map[taking]int{}
	for s, at := range f.places {
		set[at] = s
		cells := make([][]int, len(f.tables))
		for a, t := range f.tables {
			cells[a] = make([]int, len(t.values))
		}
		f.cells = append(f.cells, cells)
	}
	f.rows = make([][]int, len(f.tables))
	f.sets = make([][]int, len(people))
	for i, p := range people {
		in := map[int]bool{}
		for t := range p.took {
			f.beyond[t.step] = f.beyond[t.step] || t.meeting == ""
			in[set[taking{t.step, ""}]] = true
			if s, ok := set[t]; ok {
				in[s] = true
			}
		}
		f.sets[i] = slices.Sorted(maps.Keys(in))
		for a, t := range f.tables {
			f.rows[a] = append(f.rows[a], t.row(p))
		}
		for _, s := range f.sets[i] {
			f.totals[s]++
			for a := range f.tables {
				f.cells[s][a][f.rows[a][i]]++
			}
		}
	}
}

func (c *Crowd) said(d Dimension) bool {
	for _, p := range c.people {
		if p.value(d, "") != NotSaid {
			return true
		}
	}
	return false
}

// crowd returns the frame as package opinion sees it. Other pages show some of its
// rows too: the members of the process by group, and those present in a meeting by
// group and mode.
func (f frame) crowd() opinion.Crowd {
	out := opinion.Crowd{Sets: len(f.places), In: f.sets}
	for i, t := range f.tables {
		a := opinion.Attribute{Values: len(t.values), Of: f.rows[i]}
		for s, at := range f.places {
			if !t.in(at) {
				continue
			}
			if t.dimension == ByMode {
				a.Sets = append(a.Sets, s)
			}
			if elsewhere(t, at) {
				a.Elsewhere = append(a.Elsewhere, s)
			}
		}
		out.Attributes = append(out.Attributes, a)
	}
	out.Unions = f.unions()
	return out
}

// elsewhere reports whether a row is shown on a page of a lower room too.
func elsewhere(t table, at taking) bool {
	switch {
	case at.step == Joined:
		return t.dimension == ByGroup
	case at.step == Present && at.meeting != "":
		return t.dimension == ByGroup || t.dimension == ByMode
	}
	return false
}

// unions says which steps of the process are made of those of its meetings.
func (f frame) unions() []opinion.Union {
	var out []opinion.Union
	for whole, at := range f.places {
		if at.meeting != "" || !slices.Contains(InMeeting, at.step) {
			continue
		}
		u := opinion.Union{Whole: whole}
		for part, in := range f.places {
			if in.meeting != "" && in.step == at.step {
				u.Parts = append(u.Parts, part)
			}
		}
		if !f.beyond[at.step] && len(u.Parts) > 0 {
			out = append(out, u)
		}
	}
	return out
}
