package insight

import (
	"slices"
	"strconv"
	"time"

	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/opinion"
)

// A Cell is a number of people, or the place of one that is not shown.
type Cell struct {
	People   int
	Withheld bool
}

// A Row is one value of a dimension with a cell for each step.
type Row struct {
	Value string
	Cells []Cell
}

// A Table counts people by one dimension, for each step.
type Table struct {
	Dimension Dimension
	Rows      []Row
}

// A Balance is who took which step, in a process or in one of its meetings.
type Balance struct {
	Process ref.ID
	Meeting ref.ID // empty for the whole process
	At      time.Time
	Exact   bool // nothing is withheld: for conveners only
	Steps   []Step
	Totals  []Cell
	Tables  []Table
}

// Exact returns the balance of the process, or of one of its meetings, with every
// number.
func (c *Crowd) Exact(meeting ref.ID, at time.Time) Balance {
	b := c.frame(true).balance(c.Process, meeting, nil)
	b.At, b.Exact = at, true
	return b
}

// A Published is what anybody may see of a crowd: the balance of the process, and
// of each meeting.
type Published map[ref.ID]Balance

// Publish returns everything that anybody may see, decided at once.
func (c *Crowd) Publish(at time.Time) Published {
	f := c.frame(false)
	w := opinion.SuppressTables(f.crowd())
	out := Published{}
	for _, meeting := range append([]ref.ID{""}, c.Meetings...) {
		b := f.balance(c.Process, meeting, &w)
		b.At = at
		out[meeting] = b
	}
	return out
}

// balance counts the sets of one place. Rows of nobody are kept: they say who is
// missing. Dimensions of which everything is withheld are left out.
func (f frame) balance(process, meeting ref.ID, w *opinion.Withheld) Balance {
	b := Balance{Process: process, Meeting: meeting, Steps: StepsOf(meeting)}
	first := slices.IndexFunc(f.places, func(at taking) bool { return at.meeting == meeting })
	if first < 0 {
		return b
	}
	for i := range b.Steps {
		b.Totals = append(b.Totals, cell(f.totals[first+i], w != nil && w.Totals[first+i]))
	}
	for a, t := range f.tables {
		if !t.in(taking{meeting: meeting}) {
			continue
		}
		out := Table{Dimension: t.dimension}
		for v, value := range t.values {
			row := Row{Value: value}
			for i := range b.Steps {
				row.Cells = append(row.Cells, cell(f.cells[first+i][a][v], w != nil && w.Cells[first+i][a][v]))
			}
			if t.dimension == ByGroup && value != NotSaid || !row.empty() {
				out.Rows = append(out.Rows, row)
			}
		}
		if t.dimension == ByGroup || slices.ContainsFunc(out.Rows, Row.some) {
			b.Tables = append(b.Tables, out)
		}
	}
	return b
}

func cell(people int, withheld bool) Cell {
	if withheld {
		return Cell{Withheld: true}
	}
	return Cell{People: people}
}

// empty reports whether the row is known to be about nobody, some whether it has
// a number.
func (r Row) empty() bool {
	return !slices.ContainsFunc(r.Cells, func(c Cell) bool { return c.People > 0 || c.Withheld })
}

func (r Row) some() bool {
	return slices.ContainsFunc(r.Cells, func(c Cell) bool { return c.People > 0 })
}

// Of returns the table of a dimension; empty if there is none.
func (b Balance) Of(d Dimension) Table {
	for _, t := range b.Tables {
		if t.Dimension == d {
			return t
		}
	}
	return Table{Dimension: d}
}

// Total returns how many people took a step; withheld if the step is not counted.
func (b Balance) Total(s Step) Cell {
	if i := slices.Index(b.Steps, s); i >= 0 && i < len(b.Totals) {
		return b.Totals[i]
	}
	return Cell{Withheld: true}
}

// Group returns how many people of a stakeholder group took a step.
func (b Balance) Group(g ref.ID, s Step) Cell {
	i := slices.Index(b.Steps, s)
	for _, r := range b.Of(ByGroup).Rows {
		if r.Value == string(g) && i >= 0 {
			return r.Cells[i]
		}
	}
	return Cell{}
}

// Groups returns the stakeholder groups of the balance, without those who have not
// said.
func (b Balance) Groups() []ref.ID {
	var out []ref.ID
	for _, r := range b.Of(ByGroup).Rows {
		if r.Value != NotSaid {
			out = append(out, ref.ID(r.Value))
		}
	}
	return out
}

// Empty reports whether nobody took any step, as far as is shown.
func (b Balance) Empty() bool {
	return !slices.ContainsFunc(b.Totals, func(c Cell) bool { return c.People > 0 || c.Withheld })
}

// Withholds reports whether something is not shown.
func (b Balance) Withholds() bool {
	for _, t := range b.Tables {
		for _, r := range t.Rows {
			if slices.ContainsFunc(r.Cells, func(c Cell) bool { return c.Withheld }) {
				return true
			}
		}
	}
	return slices.ContainsFunc(b.Totals, func(c Cell) bool { return c.Withheld })
}

// Public is the public shape of a balance.
type Public struct {
	Process ref.ID         `json:"process"`
	Meeting ref.ID         `json:"meeting,omitempty"`
	At      string         `json:"at"`
	Exact   bool           `json:"exact,omitempty"`
	Steps   []PublicStep   `json:"steps"`
	Tables  []PublicTable  `json:"dimensions"`
	Targets []PublicTarget `json:"targets"`
	Note    string         `json:"note,omitempty"`
}

// PublicStep is a step with its people; none are given where they are withheld.
type PublicStep struct {
	Step     Step `json:"step"`
	People   *int `json:"people"`
	Withheld bool `json:"withheld,omitempty"`
}

// PublicTable is a dimension.
type PublicTable struct {
	Dimension Dimension   `json:"dimension"`
	Rows      []PublicRow `json:"rows"`
}

// PublicRow is a value of a dimension; an empty one is of people who did not say.
type PublicRow struct {
	Value string       `json:"value"`
	Name  string       `json:"name,omitempty"`
	Steps []PublicStep `json:"steps"`
}

func (c Cell) public(s Step) PublicStep {
	out := PublicStep{Step: s, Withheld: c.Withheld}
	if !c.Withheld {
		out.People = &c.People
	}
	return out
}

// Public returns the balance's public shape. Name says what a value is called.
func (b Balance) Public(targets []Target, name func(Dimension, string) string) Public {
	out := Public{Process: b.Process, Meeting: b.Meeting, At: when.Format(b.At), Exact: b.Exact, Steps: []PublicStep{}, Tables: []PublicTable{}, Targets: []PublicTarget{}}
	for i, s := range b.Steps {
		out.Steps = append(out.Steps, b.Totals[i].public(s))
	}
	for _, t := range b.Tables {
		table := PublicTable{Dimension: t.Dimension, Rows: []PublicRow{}}
		for _, r := range t.Rows {
			row := PublicRow{Value: r.Value, Name: name(t.Dimension, r.Value)}
			for i, s := range b.Steps {
				row.Steps = append(row.Steps, r.Cells[i].public(s))
			}
			table.Rows = append(table.Rows, row)
		}
		out.Tables = append(out.Tables, table)
	}
	for _, t := range targets {
		out.Targets = append(out.Targets, t.Public())
	}
	return out
}

// Lines returns the balance as lines of a table: dimension, value, name, step,
// people, and whether it is withheld. The first line names the columns.
func (b Balance) Lines(name func(Dimension, string) string) [][]string {
	out := [][]string{{"dimension", "value", "name", "step", "people", "withheld"}}
	line := func(d, value, name string, s Step, c Cell) {
		people, withheld := strconv.Itoa(c.People), ""
		if c.Withheld {
			people, withheld = "", "yes"
		}
		out = append(out, []string{d, value, name, string(s), people, withheld})
	}
	for i, s := range b.Steps {
		line("all", "", "", s, b.Totals[i])
	}
	for _, t := range b.Tables {
		for _, r := range t.Rows {
			for i, s := range b.Steps {
				line(string(t.Dimension), r.Value, name(t.Dimension, r.Value), s, r.Cells[i])
			}
		}
	}
	return out
}
