package opinion

import "fmt"

// Undeclared is the label of a person who declared no stakeholder group.
const Undeclared = -1

// A Tally counts votes by declared stakeholder group: how far each agrees with
// each statement. It is plain counting and needs no map.
type Tally struct {
	// Groups are the declared groups in the order of their labels, and last
	// the people who declared none.
	Groups []TallyGroup `json:"groups"`
	// All (d) are the votes of everybody.
	All []Cell `json:"all"`
	// People is the number of people who voted on anything.
	People       int  `json:"people"`
	PeopleHidden bool `json:"peopleHidden,omitempty"`
}

// A TallyGroup is one declared group in a [Tally].
type TallyGroup struct {
	// People is the number of its people who voted on anything.
	People       int  `json:"people"`
	PeopleHidden bool `json:"peopleHidden,omitempty"`
	// Statements (d) are its votes on each statement.
	Statements []Cell `json:"statements"`
}

// TallyByGroup counts the votes of m (n×d) by declared group. labels (n) gives
// each person's group, 0 to groups-1, or [Undeclared]. It panics on other
// labels and on another length.
//
// The counts are exact and may be about very few people. What leaves the
// server is [Tally.Public].
func TallyByGroup(m *Matrix, labels []int, groups int) Tally {
	n, d := m.Dims()
	if len(labels) != n || groups < 0 {
		panic(fmt.Sprintf("opinion: %d labels of %d groups for %d people", len(labels), groups, n))
	}
	t := Tally{Groups: make([]TallyGroup, groups+1), All: make([]Cell, d)}
	for g := range t.Groups {
		t.Groups[g].Statements = make([]Cell, d)
	}
	for i, g := range labels {
		if g < Undeclared || g >= groups {
			panic(fmt.Sprintf("opinion: label %d of %d groups", g, groups))
		}
		if m.RowVotes(i) == 0 {
			continue
		}
		if g == Undeclared {
			g = groups
		}
		t.People++
		t.Groups[g].People++
		for j, v := range m.Row(i) {
			t.Groups[g].Statements[j].add(v)
			t.All[j].add(v)
		}
	}
	return t
}

// Public returns a copy that may be shown to anybody: figures about small
// groups are taken out as [Suppress] says, for the sizes of the groups and for
// each statement by those who voted on it. Taken out figures are zero and
// marked as hidden.
func (t Tally) Public() Tally {
	out := Tally{
		Groups: make([]TallyGroup, len(t.Groups)),
		All:    append([]Cell(nil), t.All...),
		People: t.People, PeopleHidden: t.PeopleHidden,
	}
	cells := make([]int, len(t.Groups))
	for g, from := range t.Groups {
		cells[g] = from.People
		out.Groups[g] = TallyGroup{People: from.People, Statements: append([]Cell(nil), from.Statements...)}
	}
	hidden, all := Suppress(cells)
	for g, h := range hidden {
		if h {
			out.Groups[g].People, out.Groups[g].PeopleHidden = 0, true
		}
	}
	if all {
		out.People, out.PeopleHidden = 0, true
	}
	for j := range t.All {
		out.suppressStatement(t, j, cells)
	}
	return out
}

// suppressStatement hides what may not be shown of statement j. cells is room
// for one number a group.
func (t *Tally) suppressStatement(from Tally, j int, cells []int) {
	for g, group := range from.Groups {
		cells[g] = group.Statements[j].Total()
	}
	hidden, all := Suppress(cells)
	for g, h := range hidden {
		if h {
			t.Groups[g].Statements[j] = Cell{Hidden: true}
		}
	}
	if all {
		t.All[j] = Cell{Hidden: true}
	}
}
