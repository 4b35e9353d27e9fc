package conversation

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"sync"
	"time"

	"penc/opinion"
	"penc/opinion/opinionreport"
)

// A Drawing is a chart with what is needed to place people on it and to ask about
// statements, which is shown to nobody.
type Drawing struct {
	Chart Chart
	Stand Stand
	// seen is when the drawing was made that stood when this one was begun; empty if
	// there was none.
	seen string
}

// Draw draws the map of a sheet and works out its figures. A sheet with too few
// votes has a chart without a map that says so.
func (s Sheet) Draw(now time.Time) Drawing {
	return s.Chart(now, func() opinion.Result { return opinion.Compute(s.Matrix, opinion.Options{}) })
}

// Chart makes a chart of a map that is drawn of the sheet.
func (s Sheet) Chart(now time.Time, draw func() opinion.Result) Drawing {
	var wait sync.WaitGroup
	var digest string
	wait.Go(func() { digest = s.Digest() })
	r := draw()
	in := s.standing(r)
	var one *AsOne
	wait.Go(func() { one = s.asOne(in) })
	figures, err := opinion.FiguresOf(s.Matrix, in)
	if err != nil {
		panic(err) // it refuses weights, and there are none
	}
	c := Chart{
		Drawn: now, Method: r.Method, Seed: r.Seed, Votes: r.Votes, Voters: len(s.People), Placed: r.Placed,
		Refusal: r.NoMap, Plot: opinionreport.NewPlot(r), Explained: [2]float64{four(r.Axes[0].Explained), four(r.Axes[1].Explained)},
		Tries: r.Silhouettes, Statements: s.Statements,
	}
	d := Drawing{Chart: c, Stand: standOf(r, s)}
	d.Chart.figures(s, r, figures.Public())
	d.Chart.Stakes = s.Before
	if s.Before.due(r.Votes, s.Over, now) {
		d.Chart.Stakes = s.stakes(r, now)
	}
	wait.Wait()
	d.Chart.Digest, d.Chart.AsOne = digest, one.public(d.Chart.Figures)
	return d
}

// AlikeLimit is the number of votes up to which people who vote all but alike are
// looked for. Above it the search would take longer than the map; the command line
// does it there too.
const AlikeLimit = 400_000

// movedLimit is how many statements are kept that would stand elsewhere then.
const movedLimit = 10

// asOne looks for people who vote all but alike; nil where there are too many votes.
func (s Sheet) asOne(in opinion.Standing) *AsOne {
	if s.Matrix.Votes() > AlikeLimit {
		return nil
	}
	a := opinion.AlikeOf(s.Matrix, in, opinion.AlikeOptions{Regroup: regroup})
	one := &AsOne{Checked: a.Checked, People: Headcount{People: a.Accounts}, Groups: a.Groups}
	for j, st := range a.Statements {
		if st.Moved != 0 {
			one.Moved = append(one.Moved, Move{j, st.Rank})
		}
	}
	slices.SortStableFunc(one.Moved, func(x, y Move) int {
		return cmp.Compare(far(a.Statements[y.Column].Moved), far(a.Statements[x.Column].Moved))
	})
	return one
}

func far(places int) int { return max(places, -places) }

// regroup finds the opinion groups of other votes of the same people.
func regroup(m *opinion.Matrix) (group []int, groups int) {
	r := opinion.Compute(m, opinion.Options{})
	for _, p := range r.People {
		group = append(group, p.Group)
	}
	return group, len(r.Groups)
}

// public takes out what would tell of few people, and all but the first statements.
func (a *AsOne) public(figures []Figure) *AsOne {
	switch {
	case a == nil:
	case a.People.People > 0 && a.People.People < opinion.SmallGroup:
		return &AsOne{Checked: a.Checked, People: Headcount{Hidden: true}}
	default:
		a.Moved = slices.DeleteFunc(a.Moved, func(m Move) bool { return figures[m.Column].Rank.Hidden })
		a.Moved = slices.Clip(a.Moved[:min(movedLimit, len(a.Moved))])
	}
	return a
}

// Digest returns the digest of the votes, as it is made of an export.
func (s Sheet) Digest() string {
	names := func(numbers []int) []string {
		out := make([]string, len(numbers))
		for i, n := range numbers {
			out[i] = strconv.Itoa(n)
		}
		return out
	}
	r := opinionreport.Report{Matrix: s.Matrix, People: names(s.Numbers), Statements: names(s.Columns)}
	return r.InputDigest()
}

// standing says in which opinion group people are.
func (s Sheet) standing(r opinion.Result) opinion.Standing {
	in := opinion.Standing{Group: make([]int, len(r.People)), Groups: len(r.Groups)}
	for i, p := range r.People {
		in.Group[i] = p.Group
	}
	return in
}

// figures fills in the figures of the statements and the opinion groups.
func (c *Chart) figures(s Sheet, r opinion.Result, public opinion.Figures) {
	shown := r.Public()
	for g, size := range sizesOf(r) {
		c.Opinion = append(c.Opinion, OpinionGroup{size, shown.Groups[g].Representative})
		c.Plot.Groups[g].Size = size.People
	}
	c.Figures = make([]Figure, len(s.Statements))
	for j := range c.Figures {
		st := shown.Statements[j]
		f := Figure{Number: s.Columns[j], Kind: st.Kind, All: r.Statements[j].Counts}
		for _, g := range shown.Groups {
			f.Opinion = append(f.Opinion, g.Votes[j])
		}
		if st.Kind == opinion.Open {
			f.estimate(public.Statements[j])
		}
		c.Figures[j] = f
	}
}

// sizesOf returns how many people are in each opinion group, as far as it is shown
// beside how many are on the map.
func sizesOf(r opinion.Result) []Headcount {
	sizes := make([]int, len(r.Groups))
	for g, group := range r.Groups {
		sizes[g] = group.Size
	}
	hidden, _ := opinion.Suppress(sizes)
	out := make([]Headcount, len(sizes))
	for g, n := range sizes {
		if out[g] = (Headcount{People: n}); hidden[g] {
			out[g] = Headcount{Hidden: true}
		}
	}
	return out
}

// estimate fills in what is worked out.
func (f *Figure) estimate(x opinion.StatementFigures) {
	f.Division = divisionOf(x.Division)
	f.Agree, f.Disagree = rounded(x.Agree.Mean), rounded(x.Disagree.Mean)
	f.Rank, f.Corrected = x.Rank, rounded(x.Corrected.Agree)
}

func divisionOf(d opinion.Division) Division {
	return Division{Class: d.Class, More: d.More, Less: d.Less, Gap: rounded(d.Gap), Hidden: d.Hidden}
}

// four rounds to four decimals: more than any page shows, and what a chart is
// smaller for.
func four(x float64) float64 { return math.Round(x*1e4) / 1e4 }

func rounded(e opinion.Estimate) opinion.Estimate {
	e.Value, e.Low, e.High = four(e.Value), four(e.Low), four(e.High)
	return e
}
