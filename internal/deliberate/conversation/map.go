package conversation

import (
	"cmp"
	"math"
	"slices"
	"time"

	"penc/internal/ground/ref"
	"penc/opinion"
)

// A Chart is a map of opinion as it is stored and shown: nothing in it tells
// who stands where.
type Chart struct {
	Drawn      time.Time      `json:"drawn"`
	Votes      int            `json:"votes"`      // that the map rests on
	Voters     int            `json:"voters"`     // people with a vote
	Statements []ref.ID       `json:"statements"` // columns
	Result     opinion.Result `json:"result"`     // its public part
	Dots       []Dot          `json:"dots"`
	Groups     []ref.ID       `json:"groups"` // declared stakeholder groups, in the order of ByGroup
	ByGroup    opinion.Tally  `json:"by-group"`
	Refusal    *Refusal       `json:"refusal,omitempty"`
	Priorities []float64      `json:"-"`
}

// A Refusal says why there is no map yet.
type Refusal struct {
	Reason string `json:"reason"` // "too-few-people", "too-few-statements", "too-few-votes"
	Have   int    `json:"have"`
	Need   int    `json:"need"`
}

// A Dot is one placed person on the map, within the circle of radius 1.
type Dot struct {
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
	Group int     `json:"g"`
}

// A Spot is where one participant stands on the map.
type Spot struct {
	Participant ref.ID
	Dot
}

// A Sheet is the votes of a conversation ready for the mathematics: rows and
// columns have numbers, and no identity goes further.
type Sheet struct {
	People     []ref.ID // rows, in the order of their first votes
	Statements []ref.ID // columns, in the order of the first votes on them
	Labels     []int    // declared group of each row, as an index in Groups
	Groups     []ref.ID
	Matrix     *opinion.Matrix
	Votes      int
}

// NewSheet makes a sheet from the votes that stand, in any order, with rows and
// columns in the order given. Statements that were not let in, or were taken
// back, count as moderated out; those about the people themselves as meta.
func NewSheet(people []Participant, statements []Statement, votes []Answer) Sheet {
	s := Sheet{Votes: len(votes)}
	row, column, group := map[ref.ID]int{}, map[ref.ID]int{}, map[ref.ID]int{}
	for _, p := range people {
		row[p.ID] = len(s.People)
		s.People = append(s.People, p.ID)
		label := opinion.Undeclared
		if p.Group != "" {
			if _, ok := group[p.Group]; !ok {
				group[p.Group] = len(s.Groups)
				s.Groups = append(s.Groups, p.Group)
			}
			label = group[p.Group]
		}
		s.Labels = append(s.Labels, label)
	}
	for _, st := range statements {
		column[st.ID] = len(s.Statements)
		s.Statements = append(s.Statements, st.ID)
	}
	b := opinion.NewBuilder(len(people), len(statements))
	for j, st := range statements {
		switch {
		case st.Standing != Accepted:
			b.SetKind(j, opinion.Out)
		case st.Meta:
			b.SetKind(j, opinion.Meta)
		}
	}
	for _, v := range votes {
		i, ok := row[v.Participant]
		j, ok2 := column[v.Statement]
		if ok && ok2 {
			b.Vote(i, j, v.Vote)
		}
	}
	s.Matrix = b.Matrix()
	return s
}

// An Answer is one vote that stands.
type Answer struct {
	Participant ref.ID
	Statement   ref.ID
	Vote        opinion.Vote
	Ord         int64
	From        ref.ID // the statement on which it was cast, if it is carried from there
}

// Draw draws the map of a sheet. A sheet with too few votes has a chart without
// a map that says so. Spots tell where each placed person stands.
func (s Sheet) Draw(now time.Time) (Chart, []Spot) {
	tally := opinion.TallyByGroup(s.Matrix, s.Labels, len(s.Groups))
	c := Chart{
		Drawn: now, Votes: s.Votes, Voters: tally.People, Statements: s.Statements,
		Groups: s.Groups, ByGroup: tally.Public(),
	}
	result := opinion.Compute(s.Matrix, opinion.Options{})
	if why := result.NoMap; why != nil {
		c.Refusal = &Refusal{why.Reason, why.Have, why.Need}
		return c, nil
	}
	c.Priorities = result.Priorities()
	f := frameOf(result.People)
	var spots []Spot
	for i, p := range result.People {
		if p.Placed {
			x, y := f.place(p.X, p.Y)
			d := Dot{x, y, p.Group}
			spots = append(spots, Spot{s.People[i], d})
			c.Dots = append(c.Dots, d)
		}
	}
	c.Result = result.Public()
	for i := range c.Result.Groups {
		c.Result.Groups[i].X, c.Result.Groups[i].Y = f.place(c.Result.Groups[i].X, c.Result.Groups[i].Y)
	}
	c.Result.Bases = nil
	return c, spots
}

// A frame fits a map into the circle of radius 1, with its middle in the middle.
type frame struct{ x, y, radius float64 }

func frameOf(people []opinion.Person) frame {
	var placed []opinion.Person
	for _, p := range people {
		if p.Placed {
			placed = append(placed, p)
		}
	}
	if len(placed) == 0 {
		return frame{radius: 1}
	}
	byX := func(a, b opinion.Person) int { return cmp.Compare(a.X, b.X) }
	byY := func(a, b opinion.Person) int { return cmp.Compare(a.Y, b.Y) }
	f := frame{
		x: (slices.MinFunc(placed, byX).X + slices.MaxFunc(placed, byX).X) / 2,
		y: (slices.MinFunc(placed, byY).Y + slices.MaxFunc(placed, byY).Y) / 2,
	}
	for _, p := range placed {
		f.radius = max(f.radius, math.Hypot(p.X-f.x, p.Y-f.y))
	}
	if f.radius == 0 {
		f.radius = 1
	}
	return f
}

// place returns where a point of the map stands in the frame, with three
// decimals: more than a screen can show.
func (f frame) place(x, y float64) (float64, float64) {
	return round((x - f.x) / f.radius), round((y - f.y) / f.radius)
}

func round(x float64) float64 { return math.Round(x*1000) / 1000 }
