package opinion

import (
	"cmp"
	"math"
	"slices"
)

// settled is the distance under which every centre must have moved for
// k-means to stop. From Polis.
const settled = 0.01

// cloud is what k-means parts: points with names that last from one update to
// the next. For base clusters these are placed people by row, for groups base
// clusters by id.
type cloud struct {
	names   []int     // ascending
	points  []point   // of each name
	weights []float64 // of each name; nil for 1 each
}

func (c cloud) weight(i int) float64 {
	if c.weights == nil {
		return 1
	}
	return c.weights[i]
}

// mean returns the weighted mean of some points of the cloud, in the steps in
// which Polis takes it: two clusters of the same people can only be told to be
// one when their centres are the same to the last bit.
func (c cloud) mean(members []int) point {
	n := float64(len(members))
	share := 1.0
	if c.weights != nil {
		total := 0.0
		for _, i := range members {
			total += c.weights[i]
		}
		share = n / total
	}
	var sum point
	for _, i := range members {
		p, w := c.points[i], c.weight(i)
		sum.x += float64(share * float64(w*p.x))
		sum.y += float64(share * float64(w*p.y))
	}
	return point{sum.x * (1 / n), sum.y * (1 / n)}
}

// heads are the clusters a step of k-means starts from.
type heads struct {
	ids     []int
	centres []point
}

// clusters is a partition of a cloud.
type clusters struct {
	heads
	of      []int     // the cluster of each point, as an index
	weights []float64 // the weight of each cluster: its people
}

// kmeans parts a cloud into at most k clusters, with ascending ids. It starts
// from those of before, the last partition of an earlier cloud; without one,
// from the first k distinct points, with ids from 0. It takes at most steps
// steps. A step puts each point to the nearest centre, the later one on a tie,
// drops clusters that are left empty, and moves each centre to the mean of its
// points.
func kmeans(c cloud, before *partition, k, steps int) clusters {
	from := firstDistinct(c.points, k)
	if before != nil {
		from = warmStart(c, *before, k)
	}
	for {
		out := step(c, from)
		steps--
		if steps <= 0 || sameCentres(from.centres, out.centres) {
			return out.sorted()
		}
		from = out.heads
	}
}

// firstDistinct returns the first k points that differ.
func firstDistinct(points []point, k int) heads {
	seen := make(map[point]bool, k)
	var out heads
	for _, p := range points {
		if len(out.ids) == k {
			break
		}
		if !seen[p] {
			seen[p] = true
			out.ids = append(out.ids, len(out.ids))
			out.centres = append(out.centres, p)
		}
	}
	return out
}

// inMapOrder returns the heads in the order in which Polis looks at them.
func (h heads) inMapOrder() heads {
	if len(h.ids) <= listed {
		return h
	}
	at := make(map[int]point, len(h.ids))
	for g, id := range h.ids {
		at[id] = h.centres[g]
	}
	out := heads{slices.Clone(h.ids), make([]point, len(h.ids))}
	inMapOrder(out.ids)
	for g, id := range out.ids {
		out.centres[g] = at[id]
	}
	return out
}

// step assigns points to the heads and returns the clusters that have any.
func step(c cloud, from heads) clusters {
	from = from.inMapOrder()
	near := newNearest(from.centres)
	out := clusters{of: make([]int, len(c.points))}
	count := make([]int, len(from.ids))
	total := make([]float64, len(from.ids))
	for i, p := range c.points {
		g := near.to(p)
		out.of[i] = g
		count[g]++
		total[g] += c.weight(i)
	}
	sums := make([]point, len(from.ids))
	for i, p := range c.points {
		g, w, share := out.of[i], c.weight(i), 1.0
		if c.weights != nil {
			share = float64(count[g]) / total[g]
		}
		sums[g].x += float64(share * float64(w*p.x))
		sums[g].y += float64(share * float64(w*p.y))
	}
	index := make([]int, len(from.ids))
	for g, n := range count {
		index[g] = len(out.ids)
		if n > 0 {
			part := 1 / float64(n)
			out.ids = append(out.ids, from.ids[g])
			out.centres = append(out.centres, point{sums[g].x * part, sums[g].y * part})
			out.weights = append(out.weights, total[g])
		}
	}
	for i, g := range out.of {
		out.of[i] = index[g]
	}
	return out
}

// sorted returns the clusters by ascending id.
func (c clusters) sorted() clusters {
	order := make([]int, len(c.ids))
	for g := range order {
		order[g] = g
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(c.ids[a], c.ids[b]) })
	out := clusters{of: make([]int, len(c.of))}
	index := make([]int, len(c.ids))
	for to, g := range order {
		index[g] = to
		out.ids = append(out.ids, c.ids[g])
		out.centres = append(out.centres, c.centres[g])
		out.weights = append(out.weights, c.weights[g])
	}
	for i, g := range c.of {
		out.of[i] = index[g]
	}
	return out
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

// within widens a squared distance to all that may have the same root.
const within = 1 + 0x1p-50

// to returns the index of the centre nearest to p, the highest on a tie.
// Distances tie when their roots are the same number, not their squares.
func (n nearest) to(p point) int {
	best, least, bound := -1, math.Inf(1), math.Inf(1)
	look := func(k int) bool {
		dx := p.x - n.xs[k]
		if float64(dx*dx) > bound {
			return false
		}
		if square := p.square(n.centres[k]); square <= bound {
			if d := math.Sqrt(square); d < least || d == least && n.index[k] > best {
				best, least, bound = n.index[k], d, square*within
			}
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
