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
	var x, y [8]float64
	k := len(p.centres)
	for g, q := range p.centres {
		x[g], y[g] = q.x, q.y
	}
	for i, q := range c.at {
		best, least := int8(0), math.Inf(1)
		for g := range k {
			dx, dy := q.x-x[g&7], q.y-y[g&7]
			if d := float64(dx*dx) + float64(dy*dy); d < least {
				best, least = int8(g), d
			}
		}
		if p.of[i] != best {
			p.of[i] = best
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

// silhouette returns the weighted mean silhouette.
func (c swarm) silhouette(p parting) float64 {
	k := len(p.centres)
	size := make([]float64, k)
	for i, g := range p.of {
		size[g] += c.weight[i]
	}
	total, all := 0.0, 0.0
	far := make([]float64, k)
	for i, q := range c.at {
		if c.weight[i] == 0 {
			continue
		}
		clear(far)
		for j, r := range c.at {
			far[p.of[j]] += float64(c.weight[j] * q.distance(r))
		}
		all += c.weight[i]
		g := p.of[i]
		if size[g] <= 1 {
			continue
		}
		a, b := far[g]/(size[g]-1), math.Inf(1)
		for h, f := range far {
			if int8(h) != g && size[h] > 0 {
				b = min(b, f/size[h])
			}
		}
		if m := max(a, b); m > 0 {
			total += float64(c.weight[i] * ((b - a) / m))
		}
	}
	return total / all
}

// coarse returns a swarm of at most cells points that stands for c: it is cut
// in halves of equal weight along its wider side until there are enough, and
// each part becomes one point at its mean.
func (c swarm) coarse(cells int) swarm {
	if len(c.at) <= cells {
		return c
	}
	order := make([]int32, len(c.at))
	for i := range order {
		order[i] = int32(i)
	}
	var out swarm
	var cut func(part []int32, cells int)
	cut = func(part []int32, cells int) {
		lo, hi := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
		for _, i := range part {
			q := c.at[i]
			lo, hi = point{min(lo.x, q.x), min(lo.y, q.y)}, point{max(hi.x, q.x), max(hi.y, q.y)}
		}
		if cells == 1 || lo == hi {
			var s point
			w := 0.0
			for _, i := range part {
				w += c.weight[i]
				s.x += float64(c.weight[i] * c.at[i].x)
				s.y += float64(c.weight[i] * c.at[i].y)
			}
			if w > 0 {
				out.at = append(out.at, point{s.x / w, s.y / w})
				out.weight = append(out.weight, w)
			}
			return
		}
		byX := hi.x-lo.x >= hi.y-lo.y
		slices.SortFunc(part, func(a, b int32) int {
			p, q := c.at[a], c.at[b]
			if byX {
				return cmp.Or(cmp.Compare(p.x, q.x), cmp.Compare(p.y, q.y), cmp.Compare(a, b))
			}
			return cmp.Or(cmp.Compare(p.y, q.y), cmp.Compare(p.x, q.x), cmp.Compare(a, b))
		})
		middle := len(part) / 2
		cut(part[:middle], cells/2)
		cut(part[middle:], cells-cells/2)
	}
	cut(order, cells)
	return out
}

func comparePoints(p, q point) int {
	return cmp.Or(cmp.Compare(p.x, q.x), cmp.Compare(p.y, q.y))
}
