package conversation

import (
	"cmp"
	"math"
	"slices"

	"penc/internal/ground/ref"
	"penc/opinion"
	"penc/opinion/routing"
)

// A Stand is what places anybody on a map from their own votes, and what chooses the
// statement they are asked about next. It is kept beside the chart and shown to
// nobody: it holds the mean vote on every statement.
type Stand struct {
	Frame      *opinion.Frame `json:"frame,omitempty"` // nil without a map
	Centres    [][2]float64   `json:"centres,omitempty"`
	Need       int            `json:"need,omitempty"` // votes that place somebody
	Statements []ref.ID       `json:"statements,omitempty"`
	Groups     []ref.ID       `json:"groups,omitempty"` // declared stakeholder groups, as Plan numbers them
	// Plan is nil in a row that a program of before wrote.
	Plan *routing.Plan `json:"plan,omitempty"`
}

func standOf(r opinion.Result, sheet Sheet) Stand {
	s := Stand{
		Frame: r.Frame, Statements: sheet.Statements, Groups: sheet.Groups,
		Plan: routing.NewPlan(sheet.Matrix, &r, sheet.Labels, len(sheet.Groups)),
	}
	if r.Placed == 0 {
		s.Frame = nil
		return s
	}
	for _, g := range r.Groups {
		s.Centres = append(s.Centres, [2]float64{g.X, g.Y})
	}
	s.Need = min(opinion.EnoughVotes, len(sheet.Statements))
	for _, p := range r.People { // in a young conversation people are placed by fewer
		if p.Placed {
			s.Need = min(s.Need, p.Votes)
		}
	}
	return s
}

// A Spot is where one voice stands on the map, with the votes they have now.
type Spot struct {
	Votes   int     // that they cast
	Missing int     // votes until they are placed; 0 if they are
	X, Y    float64 // in the units of the map
	// Group is the opinion group they stand in, -1 where there are none. Unless
	// they are Sure they stand between it and Next.
	Group int
	Next  int
	Sure  bool
}

// sureness is how many standard deviations somebody must stand on their own side of
// the line to the next group to be said to be in theirs: the normal quantile of
// 90 %.
const sureness = 1.2815515655446004

// Place places a voice by their votes, each where it counts.
func (s Stand) Place(votes []Answer) Spot {
	p := Spot{Votes: len(votes), Group: -1, Next: -1}
	if s.Frame == nil {
		return p
	}
	if p.Missing = max(0, s.Need-len(votes)); p.Missing > 0 {
		return p
	}
	type known struct {
		column int
		vote   opinion.Vote
	}
	var all []known
	for _, v := range votes {
		if j := slices.Index(s.Statements, v.Statement); j >= 0 {
			all = append(all, known{j, v.Vote})
		}
	}
	slices.SortFunc(all, func(a, b known) int { return cmp.Compare(a.column, b.column) })
	at := s.Frame.Place(func(yield func(int, opinion.Vote) bool) {
		for _, v := range all {
			if !yield(v.column, v.vote) {
				return
			}
		}
	})
	p.X, p.Y = at.X, at.Y
	p.Group, p.Next, p.Sure = s.nearest(at)
	return p
}

// nearest returns the group whose centre is nearest, the one whose people it could
// most easily be instead, and whether that is unlikely: the line between two groups
// lies in the middle of their centres.
func (s Stand) nearest(at opinion.Person) (group, next int, sure bool) {
	square := func(g int) float64 {
		dx, dy := at.X-s.Centres[g][0], at.Y-s.Centres[g][1]
		return dx*dx + dy*dy
	}
	group, next = -1, -1
	for g := range s.Centres {
		if group < 0 || square(g) < square(group) {
			group = g
		}
	}
	least := math.Inf(1)
	for g := range s.Centres {
		if g == group {
			continue
		}
		between := math.Hypot(s.Centres[g][0]-s.Centres[group][0], s.Centres[g][1]-s.Centres[group][1])
		margin := (square(g) - square(group)) / (2 * between)
		if margin < least {
			next, least = g, margin
		}
	}
	return group, next, group >= 0 && least >= sureness*at.Spread
}
