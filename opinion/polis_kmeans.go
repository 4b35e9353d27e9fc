package opinion

import (
	"cmp"
	"math"
	"slices"
)

// settled is the distance under which every centre must have moved for
// k-means to stop. From Polis.
const settled = 0.01

// clusters is a partition of points.
type clusters struct {
	of      []int     // the cluster of each point
	centres []point   // the mean of each cluster
	weights []float64 // the weight of each cluster: its people
}

// kmeans parts points into at most k clusters. weights has the length of
// points, or is nil for weight 1 each. It starts from the first k distinct
// points and takes at most steps steps. A step puts each point to the nearest
// centre, the later one on a tie, drops clusters that are left empty, and
// moves each centre to the mean of its points.
func kmeans(points []point, weights []float64, k, steps int) clusters {
	centres := firstDistinct(points, k)
	for {
		c := step(points, weights, centres)
		steps--
		if steps <= 0 || sameCentres(centres, c.centres) {
			return c
		}
		centres = c.centres
	}
}

// firstDistinct returns the first k points that differ.
func firstDistinct(points []point, k int) []point {
	seen := make(map[point]bool, k)
	var out []point
	for _, p := range points {
		if len(out) == k {
			break
		}
		if !seen[p] {
			seen[p] = true
			out = append(out, p)
		}
	}
	return out
}

// step assigns points to centres and returns the clusters that have any.
func step(points []point, weights []float64, centres []point) clusters {
	near := newNearest(centres)
	c := clusters{of: make([]int, len(points))}
	sums := make([]point, len(centres))
	total := make([]float64, len(centres))
	for i, p := range points {
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		g := near.to(p)
		c.of[i] = g
		total[g] += w
		sums[g].x += float64(w * p.x)
		sums[g].y += float64(w * p.y)
	}
	index := make([]int, len(centres))
	for g, w := range total {
		index[g] = len(c.centres)
		if w > 0 {
			c.centres = append(c.centres, point{sums[g].x / w, sums[g].y / w})
			c.weights = append(c.weights, w)
		}
	}
	for i, g := range c.of {
		c.of[i] = index[g]
	}
	return c
}

// sameCentres compares old and new centres as Polis does: each list sorted
// lexicographically and compared in pairs, as far as the shorter one goes.
// Polis stores agree as -1, so its ascending order is descending here.
func sameCentres(a, b []point) bool {
	down := func(p, q point) int {
		return cmp.Or(cmp.Compare(q.x, p.x), cmp.Compare(q.y, p.y))
	}
	a, b = slices.SortedFunc(slices.Values(a), down), slices.SortedFunc(slices.Values(b), down)
	for i := range min(len(a), len(b)) {
		if !(a[i].distance(b[i]) < settled) {
			return false
		}
	}
	return true
}

// nearest finds the nearest of some centres. Centres are kept in the order of
// x, and a search goes outward from the point until x alone is too far, which
// gives the same answer as looking at all of them.
type nearest struct {
	xs      []float64
	centres []point
	index   []int // of a centre in the list given
}

func newNearest(centres []point) nearest {
	index := make([]int, len(centres))
	for i := range index {
		index[i] = i
	}
	slices.SortStableFunc(index, func(a, b int) int { return cmp.Compare(centres[a].x, centres[b].x) })
	n := nearest{index: index}
	for _, i := range index {
		n.xs = append(n.xs, centres[i].x)
		n.centres = append(n.centres, centres[i])
	}
	return n
}

// to returns the index of the centre nearest to p, the highest on a tie.
func (n nearest) to(p point) int {
	best, least := -1, math.Inf(1)
	look := func(k int) bool {
		dx := p.x - n.xs[k]
		if float64(dx*dx) > least {
			return false
		}
		if d := p.square(n.centres[k]); d < least || d == least && n.index[k] > best {
			best, least = n.index[k], d
		}
		return true
	}
	at, _ := slices.BinarySearch(n.xs, p.x)
	up, down := at, at-1
	for goUp, goDown := true, true; goUp || goDown; {
		if goUp = goUp && up < len(n.xs) && look(up); goUp {
			up++
		}
		if goDown = goDown && down >= 0 && look(down); goDown {
			down--
		}
	}
	return best
}
