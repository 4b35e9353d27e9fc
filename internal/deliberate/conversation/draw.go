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
		Tries: r.Silhouettes, Statements: s.Statements, Groups: s.Groups, Crossing: s.crossing(r),
	}
	d := Drawing{Chart: c, Stand: standOf(r, s)}
	d.Chart.figures(s, r, figures.Public())
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

// guests reports whether some people take part without an account, and some with one.
func (s Sheet) guests() bool {
	return slices.Contains(s.Guests, true) && slices.Contains(s.Guests, false)
}

// standing says who the people are. Without stakeholder groups there is no balance.
func (s Sheet) standing(r opinion.Result) opinion.Standing {
	in := opinion.Standing{Group: make([]int, len(r.People)), Groups: len(r.Groups)}
	for i, p := range r.People {
		in.Group[i] = p.Group
	}
	if len(s.Groups) > 0 {
		in.Stakeholder, in.Stakeholders = s.Labels, len(s.Groups)
	}
	if s.guests() {
		in.Verified = make([]bool, len(s.Guests))
		for i, guest := range s.Guests {
			in.Verified[i] = !guest
		}
	}
	return in
}

// figures fills in the figures of the statements and the opinion groups.
func (c *Chart) figures(s Sheet, r opinion.Result, public opinion.Figures) {
	shown := r.Public()
	for _, g := range shown.Groups {
		c.Opinion = append(c.Opinion, OpinionGroup{g.Size, g.Representative})
	}
	stakes := opinion.TallyByGroup(s.Matrix, s.Labels, len(s.Groups)).Public()
	how := opinion.Tally{}
	if s.guests() {
		labels := make([]int, len(s.Guests))
		for i, guest := range s.Guests {
			if guest {
				labels[i] = 1
			}
		}
		how = opinion.TallyByGroup(s.Matrix, labels, 2).Public()
	}
	c.Figures = make([]Figure, len(s.Statements))
	for j := range c.Figures {
		st := shown.Statements[j]
		f := Figure{Number: s.Columns[j], Kind: st.Kind, All: opinion.Cell{Counts: st.Counts, Hidden: st.Hidden}}
		for _, g := range shown.Groups {
			f.Opinion = append(f.Opinion, g.Votes[j])
		}
		if len(s.Groups) > 0 {
			for _, g := range stakes.Groups {
				f.Stakes = append(f.Stakes, g.Statements[j])
			}
		}
		if len(how.Groups) > 0 {
			f.Accounts, f.Guests = &how.Groups[0].Statements[j], &how.Groups[1].Statements[j]
		}
		if st.Kind == opinion.Open {
			f.estimate(public.Statements[j])
		}
		c.Figures[j] = f
	}
}

// estimate fills in what is worked out.
func (f *Figure) estimate(x opinion.StatementFigures) {
	f.Division = divisionOf(x.Division)
	f.Agree, f.Disagree = rounded(x.Agree.Mean), rounded(x.Disagree.Mean)
	f.Rank, f.Corrected = x.Rank, rounded(x.Corrected.Agree)
	if b := x.Balance; b != nil {
		f.Balance = &Balance{
			Consensus: rounded(b.Geometric), Division: divisionOf(*x.BalanceDivision), Rank: x.BalanceRank,
			Counted: b.Counted, Least: b.Least, Apart: b.Apart,
		}
	}
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

// crossing counts people by opinion group, by stakeholder group and by how they
// take part, and takes out what would tell of few.
func (s Sheet) crossing(r opinion.Result) Crossing {
	k, stakes := len(r.Groups), len(s.Groups)+1
	crowd := opinion.Crowd{
		Sets: k + 2, In: make([][]int, len(s.People)), Unions: []opinion.Union{{Whole: k + 1}},
		Attributes: []opinion.Attribute{{Values: stakes, Of: make([]int, len(s.People))}, {Values: 2, Of: make([]int, len(s.People)), Sets: []int{k + 1}}},
	}
	sets := make([][]int, k+1)
	for g := range sets {
		sets[g] = []int{g, k + 1}
		crowd.Unions[0].Parts = append(crowd.Unions[0].Parts, g)
	}
	c := Crossing{Rows: make([]CrossingRow, k+2)}
	for g := range c.Rows {
		c.Rows[g].Stakes = make([]Headcount, stakes)
	}
	for i, p := range r.People {
		g, label := p.Group, s.Labels[i]
		if g < 0 {
			g = k
		}
		if label < 0 {
			label = stakes - 1
		}
		crowd.In[i], crowd.Attributes[0].Of[i] = sets[g], label
		if s.Guests[i] {
			crowd.Attributes[1].Of[i] = 1
			c.Guests.People++
		} else {
			c.Accounts.People++
		}
		for _, set := range sets[g] {
			c.Rows[set].All.People++
			c.Rows[set].Stakes[label].People++
		}
	}
	c.withhold(opinion.SuppressTables(crowd))
	return c
}

func (c *Crossing) withhold(w opinion.Withheld) {
	hide := func(h *Headcount, hidden bool) {
		if hidden {
			*h = Headcount{Hidden: true}
		}
	}
	last := len(c.Rows) - 1
	for g := range c.Rows {
		hide(&c.Rows[g].All, w.Totals[g])
		for v := range c.Rows[g].Stakes {
			hide(&c.Rows[g].Stakes[v], w.Totals[g] || w.Cells[g][0][v])
		}
	}
	hide(&c.Accounts, w.Totals[last] || w.Cells[last][1][0])
	hide(&c.Guests, w.Totals[last] || w.Cells[last][1][1])
}
