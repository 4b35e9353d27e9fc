package opinion

import (
	"math"
	"slices"
	"sync"
)

// What decides on the number of groups. They are this method's own; docs/method.md
// gives the reasons.
const (
	mostGroups  = 5    // groups that are tried
	pencStarts  = 20   // starts of k-means for each number of groups
	coarseCells = 600  // points on which starts run
	sharpCells  = 1024 // points on which silhouettes are measured
	blurCells   = 300  // the same in a replicate

	fewVotes     = 20_000    // up to which there are 135 replicates
	someVotes    = 100_000   // up to which there are 45, above it 15
	manyVotes    = 1_000_000 // above which there are five
	answers      = 5         // answers of k-means that are kept for each number of groups
	found        = 0.7       // adjusted Rand index from which groups are found again
	stableMiddle = 0.85      // least median of it over the replicates
	stableShare  = 0.6       // least share of replicates in which they are found again
	leastGroup   = 5         // people of the smallest group: fewer are single people, and known by name
	asGood       = 0.03      // silhouette by which more groups must be better than fewer
	likely       = 0.5       // least probability of two groups
	probable     = 0.8       // least probability of more
	lastingMean  = 0.95      // least mean of the index without a twentieth of the people
	lastingLeast = 0.8       // of which one may be below this
	sampleRows   = 2048      // people on whom replicates are compared
	replicateFew = 1e-5      // exactness of axes in a replicate
)

// replicates returns which two tenths are left out each time. They come in
// rounds of five, in which everybody is left out once; nine rounds are all twos
// of ten. More votes need fewer rounds: their maps hardly differ from one time
// to the next.
func replicates(votes int) (left [][2]int) {
	rounds := tenths - 1
	switch {
	case votes > manyVotes:
		rounds = 1
	case votes > someVotes:
		rounds = 3
	}
	for r := range rounds { // the circle method of a tournament
		left = append(left, [2]int{r, tenths - 1})
		for i := 1; i < tenths/2; i++ {
			left = append(left, [2]int{(r + i) % (tenths - 1), (r + tenths - 1 - i) % (tenths - 1)})
		}
	}
	return left
}

// choice is the groups of the placed people and what speaks for them.
type choice struct {
	parting
	k     int // 0: none, and why
	none  string
	tried []Silhouette
}

// survey is everything needed to part the placed people of one map.
type survey struct {
	m      *Matrix
	folds  *folds // nil: products run over the votes
	a      *centred
	axes   [2][]float64
	placed []int
	points []point // of the placed
	seed   uint64
	// Above someVotes, see byTenth:
	fold  []uint8          // the tenth of each row
	tenth [tenths][]Counts // votes of each tenth, d each
}

// group parts the placed people into 2 to 5 groups, and chooses between these
// by separation (the mean silhouette) and stability (whether the same groups
// are found with a fifth of the people left out). Where there are many people a
// sample of them decides, and all are parted then.
func (s *survey) group() choice {
	base := s.sample()
	few := evenSwarm(base.points)
	coarse, sharp := few.coarse(coarseCells), few.coarse(sharpCells)
	parts := make(partings, mostGroups-minGroups+1)
	var wait sync.WaitGroup
	for h := range 2 {
		wait.Go(func() {
			for t := h; t < len(parts); t += 2 {
				parts[t] = few.part(coarse, s.seed, minGroups+t, pencStarts, answers)
			}
		})
	}
	wait.Wait()
	for _, p := range parts {
		if len(p) == 0 {
			break
		}
		base.parts = append(base.parts, p)
	}
	var g choice
	if len(base.parts) == 0 {
		return g
	}
	runs := s.replicate(base, s.tenthsOut())
	best := mostFound(base.parts, runs)
	var centres [][]point
	for t, p := range base.parts {
		centres = append(centres, p[best[t]].centres)
	}
	for t, mean := range sharp.silhouettesOf(centres) {
		g.tried = append(g.tried, Silhouette{K: len(centres[t]), Mean: mean})
	}
	draws := inflate(g.tried, runs)
	choose(g.tried, runs, base.parts, best, draws)
	at, none := chosen(g.tried)
	if g.none = none; none == "" && !s.lasting(base, base.parts[at][best[at]], g.tried[at].Stability) {
		g.none = NoStableGroups
	}
	if g.none == "" {
		g.k = g.tried[at].K
		g.parting = evenSwarm(s.points).lloyd(base.parts[at][best[at]].centres, lloydSteps).byPlace()
	}
	return g
}

// parted parts the placed people into k groups, with the least inertia that is
// found.
func (s *survey) parted(k int) (g choice) {
	all := evenSwarm(s.points)
	if p := all.part(all.coarse(coarseCells), s.seed, k, pencStarts, 1); len(p) > 0 {
		g.k, g.parting = k, all.lloyd(p[0].centres, lloydSteps).byPlace()
	}
	return g
}

// partings are the answers of k-means, best first, for each number of groups.
type partings [][]parting

// mostFound returns for each number of groups the answer that most replicates
// find again, the one of less inertia on a tie. k-means may have two answers
// that are nearly as good; the one that one person more or less makes a little
// better is not the better one.
func mostFound(parts partings, runs []run) []int {
	best := make([]int, len(parts))
	for t := range parts {
		most := -1.0
		for a := range parts[t] {
			again := 0.0
			for _, r := range runs {
				again += r.rand[t][a]
			}
			if again > most {
				best[t], most = a, again
			}
		}
	}
	return best
}

// evenSwarm is points of weight 1.
func evenSwarm(points []point) swarm {
	return swarm{points, slices.Repeat([]float64{1}, len(points))}
}

// byPlace returns the parting with groups in the order of x, then y.
func (p parting) byPlace() parting {
	order := make([]int, len(p.centres))
	for g := range order {
		order[g] = g
	}
	slices.SortFunc(order, func(a, b int) int { return comparePoints(p.centres[a], p.centres[b]) })
	out := parting{of: make([]int8, len(p.of)), inertia: p.inertia}
	to := make([]int8, len(order))
	for n, g := range order {
		to[g] = int8(n)
		out.centres = append(out.centres, p.centres[g])
	}
	for i, g := range p.of {
		out.of[i] = to[g]
	}
	return out
}

// smallest returns the size of the smallest group.
func (p parting) smallest() int {
	size := make([]int, len(p.centres))
	for _, g := range p.of {
		size[g]++
	}
	return slices.Min(size)
}

// run is what one replicate says for each number of groups: the silhouette,
// and the agreement with each answer of the full map.
type run struct {
	mean []float64
	rand [][]float64
}

// sampled is the people on whom replicates are compared with the full map.
type sampled struct {
	rows   []int // of the matrix
	points []point
	parts  partings
}

// sample returns the placed people, or a part of them that is spread evenly. Up to
// someVotes they stand in the order of a dealing.
func (s *survey) sample() sampled {
	rows, at := s.placed, make([]point, len(s.m.start)-1)
	for k, i := range s.placed {
		at[i] = s.points[k]
	}
	if s.m.Votes() <= someVotes {
		rows = s.deal(0, 1)[0][:len(s.placed)] // they come first
	}
	b := sampled{rows: rows}
	if len(rows) > sampleRows {
		b.rows = make([]int, sampleRows)
		for n := range b.rows {
			b.rows[n] = rows[n*len(rows)/sampleRows]
		}
	}
	for _, i := range b.rows {
		b.points = append(b.points, at[i])
	}
	return b
}

// positions places rows. The prior rests on them alone.
func (w *worker) positions(a *centred, axes [2][]float64, rows []int) []point {
	f := newFrame(axes, a.value)
	heard := make([]evidence, len(rows))
	for k, i := range rows {
		heard[k] = f.hear(w.m.row(i), w.m.kinds)
	}
	f.settle(heard)
	f.unit = w.unitOf(&f, heard)
	points := make([]point, len(rows))
	for k, e := range heard {
		points[k], _ = f.place(e)
	}
	return points
}

// unitOf returns the root mean square distance from the centre of the map.
func (s *survey) unitOf(f *frame, heard []evidence) float64 {
	total := 0.0
	for _, e := range heard {
		p, _ := f.place(e)
		total += float64(p.x*p.x) + float64(p.y*p.y)
	}
	if total == 0 {
		return 1
	}
	return math.Sqrt(total / float64(len(heard)))
}

// compare parts the points anew and compares with the labels they had.
func (b sampled) compare(points []point, was []int, seed uint64) run {
	all := evenSwarm(points)
	coarse := all.coarse(coarseCells)
	blur := coarse.coarse(blurCells)
	var r run
	var centres [][]point
	labels := make([]int8, len(was))
	for _, answers := range b.parts {
		var starts [][]point
		for _, p := range answers {
			starts = append(starts, p.centres)
		}
		p := all.part(coarse, seed, len(starts[0]), pencStarts/5, 1, starts...)[0]
		var again []float64
		for _, before := range answers {
			for n, at := range was {
				labels[n] = before.of[at]
			}
			again = append(again, AdjustedRand(labels, p.of))
		}
		r.rand = append(r.rand, again)
		centres = append(centres, p.centres)
	}
	r.mean = blur.silhouettesOf(centres)
	return r
}

// silhouettesOf returns the mean silhouettes of the swarm parted by each set of
// centres.
func (c swarm) silhouettesOf(centres [][]point) []float64 {
	ps := make([]parting, len(centres))
	for t := range ps {
		ps[t] = parting{of: make([]int8, len(c.at)), centres: centres[t]}
		c.assign(&ps[t])
	}
	return c.silhouettes(ps)
}

// inflate returns draws of the silhouettes of all numbers of groups together as
// they would come out with other people of the same kind. Replicates without a
// share f of people vary less than that, by √(f/(1-f)) (the jackknife that
// leaves out d of n: Shao and Wu, 1989); so their deviations from their mean
// are stretched by its inverse and put around the silhouettes of all people.
func inflate(tried []Silhouette, runs []run) [][]float64 {
	const stretch = 2
	mean := make([]float64, len(tried))
	for _, r := range runs {
		for t, s := range r.mean {
			mean[t] += s / float64(len(runs))
		}
	}
	draws := make([][]float64, len(runs))
	for n, r := range runs {
		draws[n] = make([]float64, len(tried))
		for t, s := range r.mean {
			draws[n][t] = tried[t].Mean + float64(stretch*(s-mean[t]))
		}
	}
	return draws
}

// choose fills in stability and probability.
func choose(tried []Silhouette, runs []run, parts partings, best []int, draws [][]float64) {
	for t := range tried {
		var again []float64
		sum, times := 0.0, 0
		for _, r := range runs {
			x := r.rand[t][best[t]]
			again = append(again, x)
			sum += x
			if x >= found {
				times++
			}
		}
		slices.Sort(again)
		share := float64(times) / float64(len(runs))
		tried[t].Stability, tried[t].Again = sum/float64(len(runs)), share
		tried[t].Stable = again[len(again)/2] >= stableMiddle && share >= stableShare && parts[t][best[t]].smallest() >= leastGroup
	}
	wins := make([]int, len(tried))
	for n, d := range draws {
		again := func(t int) bool { return tried[t].Stable && runs[n].rand[t][best[t]] >= found }
		top := math.Inf(-1)
		for t := range tried {
			if again(t) {
				top = max(top, d[t])
			}
		}
		for t := range tried {
			if again(t) && d[t] >= top-asGood {
				wins[t]++
				break
			}
		}
	}
	for t, n := range wins {
		tried[t].Probability = float64(n) / float64(len(draws))
	}
}

// chosen returns the number of groups that is shown: the most probable one, two from
// a probability of one half, more from a higher one, so that a number that is nearly
// as good as another one is not taken for it. Otherwise it says why there is none.
func chosen(tried []Silhouette) (at int, none string) {
	best, sure := 0, 0.0
	for t, s := range tried {
		sure += s.Probability
		if s.Probability > tried[best].Probability {
			best = t
		}
	}
	switch p := tried[best].Probability; {
	case p >= probable, best == 0 && p >= likely:
		return best, ""
	case sure >= likely:
		return -1, NoClearNumber
	}
	return -1, NoStableGroups
}

// lasting reports whether groups stay what they are when any twentieth of the people
// is left out. It is not asked where they do so without a fifth.
func (s *survey) lasting(base sampled, answer parting, without float64) bool {
	if without >= lastingMean {
		return true
	}
	base.parts = partings{{answer}}
	sum, lost := 0.0, 0
	runs := s.replicate(base, s.twentiethsOut())
	for _, r := range runs {
		x := r.rand[0][0]
		sum += x
		if x < lastingLeast {
			lost++
		}
	}
	return sum >= lastingMean*float64(len(runs)) && lost <= 1
}

// AdjustedRand compares two groupings of the same things, 1 for equal ones,
// about 0 for unrelated ones (Hubert and Arabie, "Comparing partitions", 1985).
// Things with a negative label in either are left out.
func AdjustedRand[L ~int | ~int8](a, b []L) float64 {
	most := L(-1)
	for i := range a {
		most = max(most, a[i], b[i])
	}
	k := int(most) + 1
	cells, rows, columns := make([]int, k*k), make([]int, k), make([]int, k)
	n := 0
	for i := range a {
		if a[i] >= 0 && b[i] >= 0 {
			n++
			cells[int(a[i])*k+int(b[i])]++
			rows[a[i]]++
			columns[b[i]]++
		}
	}
	if n < 2 {
		return 1
	}
	both, first, second := twos(cells), twos(rows), twos(columns)
	expected := float64(first*second) / (float64(n) * float64(n-1) / 2)
	if half := (first + second) / 2; half != expected {
		return (both - expected) / (half - expected)
	}
	return 1
}

// twos returns how many pairs of things lie in the same cell.
func twos(cells []int) float64 {
	total := 0
	for _, c := range cells {
		total += c * (c - 1) / 2
	}
	return float64(total)
}
