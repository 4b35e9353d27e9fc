package opinion

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// Why there is no map, or no groups on it, beside those of thin data.
const (
	NoDifferences  = "no-differences"   // people voted so much alike that nothing spreads them
	NoPattern      = "no-pattern"       // votes dealt by chance would spread them as much
	NoStableGroups = "no-stable-groups" // other groups would be found with a few people less
	NoClearNumber  = "no-clear-number"  // more groups or fewer are as likely
)

// penc1 draws a map. p are the pairs of m if somebody counted them before.
func penc1(m *Matrix, p *folds, o Options) Result {
	a := centre(m)
	placed := placedRows(m, a.live, o.Keep, nil)
	r := Result{Method: Penc1, Seed: o.Seed, Votes: m.Votes(), People: make([]Person, len(m.start)-1)}
	for i := range r.People {
		r.People[i] = Person{Votes: m.RowVotes(i), Base: -1, Group: -1}
	}
	if r.NoMap = thin(a, len(placed)); r.NoMap == nil {
		r.draw(m, p, a, placed, o)
	}
	r.fill(m, a)
	return r
}

// draw finds axes, positions and groups.
func (r *Result) draw(m *Matrix, p *folds, a *centred, placed []int, o Options) {
	s := &survey{m: m, folds: p, a: a, placed: placed, seed: o.Seed}
	explained := s.findAxes()
	f := newFrame(s.axes, a.value)
	everybody := make([]int, len(r.People))
	for i := range everybody {
		everybody[i] = i
	}
	heard := f.hearAll(m, everybody)
	of := make([]evidence, len(placed))
	for k, i := range placed {
		of[k] = heard[i]
	}
	f.settle(of)
	f.unit = s.unitOf(&f, of)
	r.Frame = f.public(s.axes, a.mean)
	for c := range r.Axes {
		r.Axes[c] = Axis{Weights: s.axes[c], Explained: explained[c]}
	}
	if math.IsInf(f.prior[0], 1) && math.IsInf(f.prior[1], 1) {
		r.NoMap = &NoMap{Reason: NoDifferences}
		return
	}
	for i, e := range heard {
		q, cov := f.place(e)
		r.People[i].X, r.People[i].Y = q.x, q.y
		r.People[i].Spread = spreadOf(cov)
	}
	s.points = make([]point, len(placed))
	for k, i := range placed {
		s.points[k] = point{r.People[i].X, r.People[i].Y}
		r.People[i].Placed = true
	}
	r.Placed = len(placed)
	var g choice
	switch {
	case o.Groups > 0:
		g = s.parted(o.Groups)
	case !s.patterned(explained[0] * a.square()):
		g.none = NoPattern
	default:
		g = s.group()
	}
	r.Silhouettes = g.tried
	if r.K = g.k; g.k == 0 {
		r.NoMap = &NoMap{Reason: cmp.Or(g.none, NoStableGroups)}
		return
	}
	r.Inertia = g.inertia
	r.Groups = make([]Group, g.k)
	for k, c := range g.centres {
		r.Groups[k].X, r.Groups[k].Y = c.x, c.y
	}
	for k, i := range placed {
		r.People[i].Group = int(g.of[k])
		r.Groups[g.of[k]].Size++
	}
}

// findAxes finds the two directions in which people differ most, exactly, and
// the share of the variance along each.
func (s *survey) findAxes() [2]float64 {
	d := s.m.cols
	var c symmetric = sparse{m: s.m, value: s.a.value}
	if s.folds == nil && pairsPay(s.m) {
		s.folds = countPairs(s.m)
	}
	if s.folds != nil {
		g := make([]float64, d*d)
		s.folds.gram(s.a.mean, g)
		c = dense{d, g}
	}
	total := s.a.square()
	w, lambda := leading(c, d, s.a.start(), krylovExact)
	var explained [2]float64
	for e := range w {
		if lambda[e] <= flat*total {
			w[e] = make([]float64, d)
			continue
		}
		lean := 0.0
		for _, x := range w[e] {
			lean += x
		}
		if lean < 0 { // a map and its mirror image say the same: more agreement lies right and up
			for j := range w[e] {
				w[e][j] = -w[e][j]
			}
		}
		explained[e] = lambda[e] / total
	}
	s.axes = w
	return explained
}

// Where pairs are counted: for so many statements at most, and while a vote is
// in so many pairs at most on average.
const (
	pairsColumns = 1500
	pairsPerVote = 200
)

// pairsPay reports whether counting pairs is cheaper than multiplying with the
// votes again and again. It depends on the votes alone, so that a map refreshed
// and a map drawn cold go the same way.
func pairsPay(m *Matrix) bool {
	return m.cols <= pairsColumns && pairWork(m) <= pairsPerVote*max(m.Votes(), 1)
}

// fill adds what follows from votes and groups.
func (r *Result) fill(m *Matrix, a *centred) {
	votes := r.groupVotes(m)
	for g := range r.Groups {
		r.Groups[g].ID = g
		r.Groups[g].Votes = make([]Cell, m.cols)
		for j, c := range votes[g] {
			r.Groups[g].Votes[j].Counts = c
		}
		r.Groups[g].Representative = typical(m, votes, g)
	}
	if len(votes) == 0 { // everybody is one group then
		votes = [][]Counts{a.counts}
	}
	var x axes
	for c := range x.w {
		if r.Axes[c].Weights == nil {
			r.Axes[c].Weights = make([]float64, m.cols)
		}
		x.w[c] = r.Axes[c].Weights
	}
	r.Statements = make([]Statement, m.cols)
	for j := range r.Statements {
		q := projectStatement(a, x, j)
		s := Statement{
			Kind: m.kinds[j], Counts: a.counts[j], Mean: a.mean[j],
			X: q.x, Y: q.y, Extremity: q.length(), Consensus: groupConsensus(votes, j),
		}
		s.Priority = priority(s.Kind, across(votes, j), s.Extremity)
		r.Statements[j] = s
	}
	r.Agreed, r.Disagreed = consensus(m, a.counts)
}

// groupVotes counts the votes of each group on each statement, K×d.
func (r *Result) groupVotes(m *Matrix) [][]Counts {
	span := halves(len(r.People))
	parts := [len(span)]splitVotes{}
	var wait sync.WaitGroup
	for h := range span {
		wait.Go(func() {
			parts[h] = newSplit(len(r.Groups), m.cols)
			for i := span[h][0]; i < span[h][1]; i++ {
				parts[h].add(r.People[i].Group, m.row(i))
			}
		})
	}
	wait.Wait()
	votes := make([][]Counts, len(r.Groups))
	for g := range votes {
		for c, n := range parts[1].codes[g] {
			parts[0].codes[g][c] += n
		}
		votes[g] = countsOf(parts[0].codes[g])
	}
	return votes
}

// typical chooses the statements typical of group g, given the votes of all
// groups (K×d): up to five open statements with one side that significantly more
// than half of the group take, and significantly more than of the others,
// strongest first; then agreements before disagreements. Best marks the
// strongest agreement. A group may have none: unlike Polis this method never
// says of a group what most of it do not think.
func typical(m *Matrix, votes [][]Counts, g int) []Representative {
	var found []candidate
	for j := range m.cols {
		in := votes[g][j]
		if m.kinds[j] != Open || in.Total() == 0 {
			continue
		}
		c := compare(j, in, across(votes, j).minus(in))
		if _, side := c.taken(); side.significant() && side.rate > 0.5 {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int {
		_, x := a.taken()
		_, y := b.taken()
		return cmp.Compare(y.strength(), x.strength())
	})
	out := make([]Representative, 0, mostRepresentative)
	best := true
	for _, c := range found[:min(mostRepresentative, len(found))] {
		side, _ := c.taken()
		out = append(out, c.public(best && side == Agree))
		best = best && side != Agree
	}
	slices.SortStableFunc(out, func(a, b Representative) int { return cmp.Compare(b.Side, a.Side) })
	return out
}
