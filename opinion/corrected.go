package opinion

import (
	"fmt"
	"slices"
	"sort"
)

// Appearance is what is known of who could vote on which statement. All parts
// are optional. Moments are whole numbers on one clock of the caller's: the
// number of a vote in the order of arrival, or seconds.
type Appearance struct {
	// First and Last (n) are the moments of each person's first and last vote,
	// Shown (d) the moment from which each statement could be voted on. Use all
	// three or none.
	First, Last []int
	Shown       []int
	// Chance returns the probability, above 0 and at most 1, with which person
	// i was asked about statement j by the time they stopped voting, for pairs
	// with a vote; 0 where it is not known. It must always give the same
	// answer. nil when nothing is known.
	Chance func(i, j int) float64
}

func (a *Appearance) check(n, d int) {
	if a == nil || a.First == nil && a.Last == nil && a.Shown == nil {
		return
	}
	if len(a.First) != n || len(a.Last) != n || len(a.Shown) != d {
		panic(fmt.Sprintf("opinion: moments of %d, %d people and %d statements for %d and %d",
			len(a.First), len(a.Last), len(a.Shown), n, d))
	}
}

func (a *Appearance) timed() bool { return a != nil && a.First != nil }

// Corrected is the agreement with one statement among all placed people, those
// who did not vote on it as well: corrected for who was asked.
type Corrected struct {
	// Agree is the estimated share that agrees or would. People are those who
	// voted; the interval is that of a sample of Effective people.
	Agree Estimate `json:"agree"`
	// Effective is the number of votes of a plain random sample that would
	// know as much, ≥ 0.
	Effective float64 `json:"effective"`
	// Reached is the share of placed people, 0 to 1, in whose cell somebody
	// voted; for the others the estimate rests on their group alone.
	Reached float64 `json:"reached"`
}

const (
	// strata is the number of classes of activity (how many open statements a
	// person answered), with about as many people in each.
	strata = 4
	// reaches are: came after the statement; was there when it came; had left.
	reaches = 3
	// mostVoteWeight bounds the weight of one vote: a vote that had a chance of
	// less than 1 in 20 counts as 20.
	mostVoteWeight = 20.0
	// Bounds of the correlation of votes within a cell, beyond that within its
	// group: at least a five-hundredth, so that cells are never told apart by
	// noise alone, and at most a half.
	leastWithin, startWithin, mostWithin = 0.002, 0.02, 0.5
	// priorVotes is the weight of everybody's share in that of a group, in
	// votes: as many as the uniform prior has.
	priorVotes = 2.0
	// offsetVotes is how many votes speak for an offset of 0.
	offsetVotes = 20.0
)

// CorrectedOf estimates the agreement of all placed people (everybody with a
// vote, when there are no groups) with each open statement (d; zero for others),
// although some were not asked: by moment of arrival, by patience, by routing.
// It takes O(votes + n·log n).
//
// People are sorted into cells: opinion group × activity × whether they came
// after the statement, were there when it came, or had left. Within a cell,
// having voted is taken to say nothing about the vote (missing at random given
// the cell); votes weigh by the inverse of their chance where it is known. The
// estimate adds up cells by their number of people, not of votes. Thin cells
// are drawn to their group's share (with what such cells differ by on all
// statements), by as much as cells of one group differ; groups with hardly a
// vote are drawn to everybody's. See docs/method-figures.md.
func CorrectedOf(m *Matrix, in Standing) []Corrected {
	in.check(m)
	c := newCells(m, in)
	c.count(m, in)
	for range 4 { // the second already changes little
		c.findOffsets()
		c.findWithin()
	}
	out := make([]Corrected, m.cols)
	inParallel(m.cols, func(j int) {
		if m.kinds[j] == Open {
			out[j] = c.statement(j)
		}
	})
	return out
}

// A voteCell is the votes of one cell on one statement: how many they are
// worth, and how much of that agrees.
type voteCell struct{ worth, agree float64 }

// cells are the cells of all statements.
type cells struct {
	groups int
	of     []int32      // n: group·strata + stratum, -1 if not in the population
	size   []int        // people of each group and stratum
	first  [][]int      // their first moments, ascending; nil without moments
	last   [][]int      // their last moments, ascending
	shown  []int        // d
	votes  [][]voteCell // d × (groups·strata·reaches)
	number []int        // d: votes on each statement
	people int
	// within is the correlation ρ of two votes of one cell, beyond that of its
	// group and offset.
	within float64
	// offset (groups·strata·reaches) is by how much more a cell agrees than
	// its group, over all statements; weight is the number of votes behind it.
	offset, weight []float64
}

func newCells(m *Matrix, in Standing) *cells {
	n, d := m.Dims()
	c := &cells{groups: max(1, in.Groups), of: make([]int32, n), votes: make([][]voteCell, d), within: startWithin}
	answered, bounds := activity(m, in)
	blocks := c.groups * strata
	c.size = make([]int, blocks)
	timed := in.Appearance.timed()
	if timed {
		c.first, c.last, c.shown = make([][]int, blocks), make([][]int, blocks), in.Appearance.Shown
	}
	for i := range n {
		c.of[i] = -1
		g := label(in.Group, i)
		if in.Groups == 0 {
			g = 0
		}
		if g < 0 || answered[i] == 0 {
			continue
		}
		b := g*strata + sort.SearchInts(bounds, answered[i])
		c.of[i] = int32(b)
		c.size[b]++
		c.people++
		if timed {
			c.first[b] = append(c.first[b], in.Appearance.First[i])
			c.last[b] = append(c.last[b], in.Appearance.Last[i])
		}
	}
	for b := range c.first {
		slices.Sort(c.first[b])
		slices.Sort(c.last[b])
	}
	c.offset, c.weight = make([]float64, blocks*reaches), make([]float64, blocks*reaches)
	room := make([]voteCell, d*blocks*reaches)
	for j := range c.votes {
		c.votes[j] = room[j*blocks*reaches : (j+1)*blocks*reaches]
	}
	return c
}

// activity returns how many open statements each person answered (n), and the
// largest number of each class of activity but the last.
func activity(m *Matrix, in Standing) (answered []int, bounds []int) {
	n, _ := m.Dims()
	answered = make([]int, n)
	shut := slices.ContainsFunc(m.kinds, func(k Kind) bool { return k != Open })
	var sorted []int
	for i := range n {
		answered[i] = m.RowVotes(i)
		if shut {
			answered[i] = len(openVotes(m, m.row(i)))
		}
		if answered[i] > 0 && (in.Groups == 0 || in.Group[i] >= 0) {
			sorted = append(sorted, answered[i])
		}
	}
	slices.Sort(sorted)
	for s := 1; s < strata && len(sorted) > 0; s++ {
		bounds = append(bounds, sorted[(len(sorted)-1)*s/strata])
	}
	return answered, bounds
}

// count sorts the votes on open statements into cells. It counts by cell first,
// since the votes of one person are all in a few cells.
func (c *cells) count(m *Matrix, in Standing) {
	c.number = make([]int, m.cols)
	if in.Appearance != nil && in.Appearance.Chance != nil {
		c.countWeighed(m, in.Appearance)
		return
	}
	by := make([][]int32, len(c.offset)) // by the code of a vote
	for k := range by {
		by[k] = make([]int32, 3*m.cols)
	}
	for i, b := range c.of {
		switch {
		case b < 0:
		case c.first == nil:
			codes := by[b*reaches]
			for _, code := range m.row(i) {
				codes[code]++
			}
		default:
			for _, code := range m.row(i) {
				by[int(b)*reaches+c.reach(in.Appearance, i, int(code/3))][code]++
			}
		}
	}
	for j, kind := range m.kinds {
		if kind != Open {
			continue
		}
		for k, codes := range by {
			n := int(codes[3*j] + codes[3*j+1] + codes[3*j+2])
			c.number[j] += n
			c.votes[j][k] = voteCell{float64(n), float64(codes[3*j+2])}
		}
	}
}

// countWeighed is count when the chances of votes are known.
func (c *cells) countWeighed(m *Matrix, a *Appearance) {
	squares := make([]float64, m.cols*c.groups)
	for i, b := range c.of {
		if b < 0 {
			continue
		}
		for _, code := range m.row(i) {
			j := int(code / 3)
			if m.kinds[j] != Open {
				continue
			}
			w := weightOf(a.Chance(i, j))
			cell := &c.votes[j][int(b)*reaches+c.reach(a, i, j)]
			c.number[j]++
			cell.worth += w
			if Vote(code%3-1) == Agree {
				cell.agree += w
			}
			squares[j*c.groups+int(b)/strata] += float64(w * w)
		}
	}
	for j := range c.votes {
		for g := range c.groups {
			scaleToWorth(c.group(g, j), squares[j*c.groups+g])
		}
	}
}

// group returns the cells of one group.
func (c *cells) group(g, j int) []voteCell {
	return c.votes[j][g*strata*reaches : (g+1)*strata*reaches]
}

// scaleToWorth makes the weights of a group add up to (Σw)²/Σw², the number of
// equal votes that know as much (Kish). Votes of one weight stay as many.
func scaleToWorth(cells []voteCell, squares float64) {
	sum := 0.0
	for _, v := range cells {
		sum += v.worth
	}
	if sum == squares || sum == 0 {
		return
	}
	for k := range cells {
		cells[k].agree = float64(cells[k].agree*sum) / squares
		cells[k].worth = float64(cells[k].worth*sum) / squares
	}
}

// weightOf returns the weight of a vote that was asked for with a chance.
func weightOf(chance float64) float64 {
	if !(chance > 0) || chance > 1 {
		return 1
	}
	return min(1/chance, mostVoteWeight)
}

// reach returns 0 for people who came when the statement was there, 1 for those
// who were there when it came.
func (c *cells) reach(a *Appearance, i, j int) int {
	if c.first == nil || a.First[i] >= a.Shown[j] {
		return 0
	}
	return 1
}

// population returns the number of people in each reach of a block of cells.
func (c *cells) population(b, j int) [reaches]float64 {
	if c.first == nil {
		return [reaches]float64{float64(c.size[b])}
	}
	before := sort.SearchInts(c.first[b], c.shown[j])
	left := sort.SearchInts(c.last[b], c.shown[j])
	return [reaches]float64{float64(c.size[b] - before), float64(before - left), float64(left)}
}

// groupShare returns the share of group g that agrees with statement j, and the
// number of votes it is worth: its cells less their offsets, each as precise as
// chance and the differences between cells allow, and priorVotes of share.
func (c *cells) groupShare(g, j int, share float64) (mean, n float64) {
	n, agree := priorVotes, float64(priorVotes*share)
	from := g * strata * reaches
	for k, v := range c.group(g, j) {
		if w := c.precision(v); w > 0 {
			n += w
			agree += float64(w * (v.agree/v.worth - c.offset[from+k]))
		}
	}
	return agree / n, n
}

// precision returns the number of votes that a cell is worth for its group.
func (c *cells) precision(v voteCell) float64 {
	if v.worth > 0 {
		return 1 / (c.within + (1-c.within)/v.worth)
	}
	return 0
}

// findOffsets finds by how much each cell differs from its group over all
// statements. People who had left differ as those who were there do.
func (c *cells) findOffsets() {
	sum := make([]float64, len(c.offset))
	clear(c.weight)
	for j, votes := range c.votes {
		for g := range c.groups {
			mean, n := c.groupShare(g, j, 0.5)
			if n <= priorVotes {
				continue
			}
			// Without the prior, which would draw all cells to one side.
			mean = (float64(mean*n) - 0.5*priorVotes) / (n - priorVotes)
			for k := g * strata * reaches; k < (g+1)*strata*reaches; k++ {
				w := c.precision(votes[k])
				if w > 0 {
					c.weight[k] += w
					sum[k] += float64(w * (votes[k].agree/votes[k].worth - mean))
				}
			}
		}
	}
	for k := range c.offset {
		c.offset[k] = sum[k] / (c.weight[k] + offsetVotes)
	}
	for k := reaches - 1; k < len(c.offset); k += reaches {
		c.offset[k], c.weight[k] = c.offset[k-1], c.weight[k-1]
	}
}

// findWithin estimates how much cells of one group differ beyond chance and
// their offsets, over all statements: the correlation ρ of two votes of one cell
// within its group. By moments: with weights n_c of the cells, the expectation
// of Σ n_c(y_c - y)² is p(1-p)·((1-ρ)(C-1) + ρ(N - Σn_c²/N)).
func (c *cells) findWithin() {
	var excess, scale float64
	for j := range c.votes {
		for g := range c.groups {
			x, s := c.spreadWithin(g, j)
			excess += x
			scale += s
		}
	}
	c.within = leastWithin
	if scale > 0 {
		c.within = min(max(excess/scale, leastWithin), mostWithin)
	}
}

// spreadWithin returns how much more the cells differ than by chance, and what
// that would be at a correlation of 1.
func (c *cells) spreadWithin(g, j int) (excess, scale float64) {
	var n, squares, agree, count float64
	from := g * strata * reaches
	votes := c.group(g, j)
	for k, v := range votes {
		if v.worth > 0 {
			n += v.worth
			squares += float64(v.worth * v.worth)
			agree += v.agree - float64(v.worth*c.offset[from+k])
			count++
		}
	}
	if count < 2 || n <= count {
		return 0, 0
	}
	y := agree / n
	q := 0.0
	for k, v := range votes {
		if v.worth > 0 {
			off := v.agree/v.worth - c.offset[from+k] - y
			q += float64(v.worth * float64(off*off))
		}
	}
	single := float64(float64(max(0, y*(1-y))*n) / (n - 1))
	return q - float64(single*(count-1)), float64(single * (n - squares/n - (count - 1)))
}

// statement estimates one statement.
func (c *cells) statement(j int) Corrected {
	all := voteCell{}
	for _, v := range c.votes[j] {
		all.worth += v.worth
		all.agree += v.agree
	}
	if c.people == 0 {
		return Corrected{Agree: shareOf(0, 0, 0)}
	}
	share := (all.agree + 1) / (all.worth + 2)
	var value, variance, reached float64
	for g := range c.groups {
		v, s, r := c.part(g, j, share)
		value += v
		variance += s
		reached += r
	}
	value = min(max(value, 1e-9), 1-1e-9)
	// A beta distribution with this mean and variance has mean·n votes for it. Half a
	// vote for each side comes on top (Jeffreys' prior): a share of nearly all or
	// nearly none has no variance of its own to tell how little is known.
	n := max(float64(value*(1-value))/variance-1, 0)
	a, b := float64(value*n)+0.5, float64((1-value)*n)+0.5
	shape := newBetaShape(a, b)
	return Corrected{
		Agree: Estimate{
			Value: a / (a + b), Low: shape.quantile(lowTail, -tailZ), High: shape.quantile(highTail, tailZ),
			People: c.number[j],
		},
		Effective: max(0, n-2), Reached: reached,
	}
}

// part returns what a group adds to the estimate, to its variance and to the
// people reached. share is everybody's share.
func (c *cells) part(g, j int, share float64) (value, variance, reached float64) {
	mean, n := c.groupShare(g, j, share)
	strength := 1/c.within - 1 // of the group in its cells, in votes
	borrowed := 0.0
	for s := range strata {
		block := g*strata + s
		for r, size := range c.population(block, j) {
			w := size / float64(c.people)
			v := c.votes[j][block*reaches+r]
			if v.worth > 0 {
				reached += w
			}
			like := inside(mean + c.offset[block*reaches+r])
			p := (v.agree + float64(strength*like)) / (v.worth + strength)
			value += float64(w * p)
			variance += float64(float64(w*w)*float64(p*(1-p))) / (v.worth + strength + 1)
			b := float64(w*strength) / (v.worth + strength)
			borrowed += b
			variance += float64(float64(b*b)/4) / (c.weight[block*reaches+r] + offsetVotes)
		}
	}
	mean = inside(mean)
	variance += float64(float64(borrowed*borrowed)*float64(mean*(1-mean))) / (n + 1)
	return value, variance, reached
}

// inParallel calls do for 0 to n-1, which must not depend on each other, on as
// many threads as there are.
func inParallel(n int, do func(int)) {
	const chunk = 16
	workers := min(8, (n+chunk-1)/chunk)
	done := make(chan struct{}, max(workers, 1))
	for w := range workers {
		go func() {
			for at := w * chunk; at < n; at += workers * chunk {
				for k := at; k < min(n, at+chunk); k++ {
					do(k)
				}
			}
			done <- struct{}{}
		}()
	}
	for range workers {
		<-done
	}
}
