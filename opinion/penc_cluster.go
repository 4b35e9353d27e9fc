package opinion

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// swarm is points with weights, to be parted into groups.
type swarm struct {
	at     []point
	weight []float64
}

// parting is a swarm in groups.
type parting struct {
	of      []int8
	centres []point
	inertia float64 // weighted sum of squared distances to the centre of the own group
}

// lloyd moves centres to the means of the points nearest to them until no point
// changes its group, or steps are used up (Lloyd, 1982). A centre that loses
// all its points takes the point farthest from its own centre.
func (c swarm) lloyd(centres []point, steps int) parting {
	p := parting{of: make([]int8, len(c.at)), centres: slices.Clone(centres)}
	for i := range p.of {
		p.of[i] = -1
	}
	k := len(centres)
	sums, mass := make([]point, k), make([]float64, k)
	for range steps {
		changed := c.assign(&p)
		if !changed {
			break
		}
		clear(sums)
		clear(mass)
		for i, q := range c.at {
			g, w := p.of[i], c.weight[i]
			mass[g] += w
			sums[g].x += float64(w * q.x)
			sums[g].y += float64(w * q.y)
		}
		for g := range k {
			if mass[g] > 0 {
				p.centres[g] = point{sums[g].x / mass[g], sums[g].y / mass[g]}
			} else {
				p.centres[g] = c.farthest(p)
			}
		}
	}
	c.measure(&p)
	return p
}

// assign puts each point to its nearest centre, the earlier on a tie.
func (c swarm) assign(p *parting) (changed bool) {
	n := len(c.at)
	if n < manyPoints {
		return c.assignSome(p, 0, n)
	}
	var moved [2]bool
	inTwo(func() { moved[0] = c.assignSome(p, 0, n/2) }, func() { moved[1] = c.assignSome(p, n/2, n) })
	return moved[0] || moved[1]
}

// manyPoints is from how many points two processors share them.
const manyPoints = 8192

func (c swarm) assignSome(p *parting, from, to int) (changed bool) {
	var x, y [8]float64
	k := len(p.centres)
	for g, q := range p.centres {
		x[g], y[g] = q.x, q.y
	}
	of := p.of[from:to]
	for i, q := range c.at[from:to] {
		best, least := int8(0), math.Inf(1)
		for g := range k {
			dx, dy := q.x-x[g&7], q.y-y[g&7]
			if d := float64(dx*dx) + float64(dy*dy); d < least {
				best, least = int8(g), d
			}
		}
		if of[i] != best {
			of[i] = best
			changed = true
		}
	}
	return changed
}

func (c swarm) farthest(p parting) point {
	best, most := 0, -1.0
	for i, q := range c.at {
		if d := q.square(p.centres[p.of[i]]); d > most && c.weight[i] > 0 {
			best, most = i, d
		}
	}
	return c.at[best]
}

func (c swarm) measure(p *parting) {
	p.inertia = 0
	for i, q := range c.at {
		p.inertia += float64(c.weight[i] * q.square(p.centres[p.of[i]]))
	}
}

// plusplus draws k starting centres from the swarm, each with probability
// proportional to its weight and its squared distance to the nearest centre
// drawn before (Arthur and Vassilvitskii, "k-means++", 2007).
func (c swarm) plusplus(rng *rand.Rand, k int) []point {
	near := make([]float64, len(c.at))
	for i := range near {
		near[i] = 1
	}
	var out []point
	for len(out) < k {
		total := 0.0
		for i, d := range near {
			total += float64(c.weight[i] * d)
		}
		if total == 0 {
			break // fewer than k distinct points
		}
		mark, pick := rng.Float64()*total, -1
		for i, d := range near {
			if v := float64(c.weight[i] * d); v > 0 {
				pick = i
				if mark -= v; mark < 0 {
					break
				}
			}
		}
		q := c.at[pick]
		for i, p := range c.at {
			d := p.square(q)
			if len(out) == 0 || d < near[i] {
				near[i] = d
			}
		}
		out = append(out, q)
	}
	return out
}

// part returns partings into k groups, the one with the least inertia that is
// found from several starts first, then others that are nearly as good: k-means
// has as many answers as places where it comes to rest. It starts from the
// centres in also, and from centres drawn by chance. Starts run on the coarse
// cloud; the best of them run on c itself. Fewer than k distinct points have no
// such parting.
func (c swarm) part(coarse swarm, seed uint64, k, starts, keep int, also ...[]point) []parting {
	rng := rand.New(rand.NewPCG(seed, uint64(k)))
	var tries []parting
	for _, centres := range also {
		tries = append(tries, coarse.lloyd(centres, lloydSteps))
	}
	for range starts {
		if centres := coarse.plusplus(rng, k); len(centres) == k {
			tries = append(tries, coarse.lloyd(centres, lloydSteps))
		}
	}
	byInertia := func(a, b parting) int { return cmp.Compare(a.inertia, b.inertia) }
	slices.SortStableFunc(tries, byInertia)
	var out []parting
	last := -1.0
	for _, p := range tries {
		if len(out) == keep || p.inertia > float64(rival*tries[0].inertia) {
			break
		}
		if p.inertia > float64(last*(1+1e-9)) {
			last = p.inertia
			out = append(out, c.lloyd(p.centres, lloydSteps))
		}
	}
	slices.SortStableFunc(out, byInertia)
	return out
}

const (
	lloydSteps = 100  // until nothing changes, in practice
	rival      = 1.15 // inertia of another answer, as a multiple of the least
)

// silhouettes returns the weighted mean silhouette of each parting of the swarm.
// Distances are taken once for all of them.
func (c swarm) silhouettes(ps []parting) []float64 {
	total, all := make([]float64, len(ps)), 0.0
	size, far := make([][8]float64, len(ps)), make([][8]float64, len(ps))
	for t, p := range ps {
		for i, g := range p.of {
			size[t][g] += c.weight[i]
		}
	}
	for i, q := range c.at {
		if c.weight[i] == 0 {
			continue
		}
		clear(far)
		for j, r := range c.at {
			d := float64(c.weight[j] * q.distance(r))
			for t := range ps {
				far[t][ps[t].of[j]&7] += d
			}
		}
		all += c.weight[i]
		for t := range ps {
			total[t] += float64(c.weight[i] * standsApart(ps[t].of[i], size[t][:len(ps[t].centres)], &far[t]))
		}
	}
	for t := range total {
		total[t] /= all
	}
	return total
}

// standsApart returns the silhouette of a point of group g: far are the sums of its
// distances to the points of each group.
func standsApart(g int8, size []float64, far *[8]float64) float64 {
	if size[g] <= 1 {
		return 0
	}
	a, b := far[g]/(size[g]-1), math.Inf(1)
	for h, n := range size {
		if int8(h) != g && n > 0 {
			b = min(b, far[h]/n)
		}
	}
	if m := max(a, b); m > 0 {
		return (b - a) / m
	}
	return 0
}

// coarse returns a swarm of at most cells points that stands for c: it is cut
// in halves of equal weight along its wider side until there are enough, and
// each part becomes one point at its mean.
func (c swarm) coarse(cells int) swarm {
	if len(c.at) <= cells {
		return c
	}
	t := tiler{swarm: c, low: make([]bool, len(c.at)), spare: make([]int32, len(c.at))}
	order := [2][]int32{make([]int32, len(c.at)), make([]int32, len(c.at))}
	for axis := range order {
		for i := range order[axis] {
			order[axis][i] = int32(i)
		}
		slices.SortFunc(order[axis], func(a, b int32) int {
			p, q := c.at[a], c.at[b]
			if axis == 1 {
				p, q = point{p.y, p.x}, point{q.y, q.x}
			}
			switch {
			case p.x < q.x:
				return -1
			case p.x > q.x:
				return 1
			}
			return cmp.Or(cmp.Compare(p.y, q.y), cmp.Compare(a, b))
		})
	}
	t.cut(order, cells, 0)
	return t.out
}

// tiler cuts a swarm into parts.
type tiler struct {
	swarm
	out   swarm
	low   []bool  // points of the lower half of what is being cut
	spare []int32 // room for the upper half
}

// cut makes a part, in the order of x and in that of y, into so many cells. last is
// the order in which it was cut from the whole: the order in which its points are
// added up.
func (t *tiler) cut(part [2][]int32, cells, last int) {
	if len(part[0]) == 0 {
		return
	}
	first := func(axis int) point { return t.at[part[axis][0]] }
	final := func(axis int) point { return t.at[part[axis][len(part[axis])-1]] }
	width, height := final(0).x-first(0).x, final(1).y-first(1).y
	if cells == 1 || width == 0 && height == 0 {
		t.close(part[last])
		return
	}
	axis := 0
	if width < height {
		axis = 1
	}
	middle := len(part[axis]) / 2
	for n, i := range part[axis] {
		t.low[i] = n < middle
	}
	other := part[1-axis]
	lower, upper := other[:0], t.spare[:0]
	for _, i := range other {
		if t.low[i] {
			lower = append(lower, i)
		} else {
			upper = append(upper, i)
		}
	}
	copy(other[len(lower):], upper)
	var halves [2][2][]int32
	for a := range part {
		halves[0][a], halves[1][a] = part[a][:middle], part[a][middle:]
	}
	t.cut(halves[0], cells/2, axis)
	t.cut(halves[1], cells-cells/2, axis)
}

// close makes a part one point.
func (t *tiler) close(part []int32) {
	var s point
	w := 0.0
	for _, i := range part {
		w += t.weight[i]
		s.x += float64(t.weight[i] * t.at[i].x)
		s.y += float64(t.weight[i] * t.at[i].y)
	}
	if w > 0 {
		t.out.at = append(t.out.at, point{s.x / w, s.y / w})
		t.out.weight = append(t.out.weight, w)
	}
}

func comparePoints(p, q point) int {
	return cmp.Or(cmp.Compare(p.x, q.x), cmp.Compare(p.y, q.y))
}
