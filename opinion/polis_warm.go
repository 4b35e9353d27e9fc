package opinion

import "slices"

// A partition is what is remembered of clusters until the next update: which
// names were together, by ascending id.
type partition struct {
	ids     []int
	members [][]int // names of each, ascending
}

// remember returns the partition of a cloud into clusters.
func remember(c cloud, p clusters) *partition {
	out := &partition{slices.Clone(p.ids), make([][]int, len(p.ids))}
	for i, g := range p.of {
		out.members[g] = append(out.members[g], c.names[i])
	}
	return out
}

// held is a cluster on its way from one update to the next.
type held struct {
	id      int
	size    int   // its names, those that are gone too
	members []int // those that are there, as indexes in the cloud, ascending
	centre  point
}

// warmStart returns the heads with which k-means goes on from an earlier
// partition: each cluster where its members stand now, clusters without members
// left out, clusters on exactly the same spot made one, and then, while there
// are fewer than k and than distinct points, the point farthest from every
// centre made a cluster of its own.
func warmStart(c cloud, before partition, k int) heads {
	list := mergeEqual(recentre(c, before))
	for g := range list {
		list[g].centre = c.mean(list[g].members)
	}
	split(c, &list, min(k, countDistinct(c.points, k)))
	var out heads
	for _, h := range list {
		out.ids = append(out.ids, h.id)
		out.centres = append(out.centres, h.centre)
	}
	return out
}

// recentre finds the clusters of before in the cloud. When none of their
// members is left, all points are one cluster with a new id.
func recentre(c cloud, before partition) []held {
	var out []held
	next := 0
	for g, id := range before.ids {
		next = max(next, id+1)
		h := held{id: id, size: len(before.members[g])}
		for _, name := range before.members[g] {
			if i, ok := slices.BinarySearch(c.names, name); ok {
				h.members = append(h.members, i)
			}
		}
		if len(h.members) > 0 {
			h.centre = c.mean(h.members)
			out = append(out, h)
		}
	}
	if len(out) == 0 && len(c.names) > 0 {
		h := held{id: next, size: len(c.names)}
		for i := range c.names {
			h.members = append(h.members, i)
		}
		h.centre = c.mean(h.members)
		out = append(out, h)
	}
	return out
}

// mergeEqual makes one of clusters whose centres are the same number for
// number, in the place of the first, with the id of the larger, the later one
// on a tie.
func mergeEqual(list []held) []held {
	var out []held
	at := make(map[point]int, len(list))
	for _, h := range list {
		g, met := at[h.centre]
		if !met {
			at[h.centre] = len(out)
			out = append(out, h)
			continue
		}
		o := &out[g]
		if h.size >= o.size {
			o.id = h.id
		}
		o.size += h.size
		o.members = append(slices.Clone(o.members), h.members...)
		slices.Sort(o.members)
	}
	return out
}

// countDistinct returns the number of distinct points, or limit if there are
// as many.
func countDistinct(points []point, limit int) int {
	seen := make(map[point]bool, limit)
	for _, p := range points {
		if seen[p] = true; len(seen) >= limit {
			return limit
		}
	}
	return len(seen)
}

// split makes the point farthest from every centre, the later one on a tie, a
// cluster of its own, again and again until there are as many clusters as
// wanted or every point is a centre.
func split(c cloud, list *[]held, wanted int) {
	if len(*list) >= wanted {
		return
	}
	f := newFarthest(c.points, *list)
	for len(*list) < wanted {
		i, far := f.point()
		if !(far > 0) {
			return
		}
		moved := -1
		for g := range *list {
			h := &(*list)[g]
			if k, ok := slices.BinarySearch(h.members, i); ok && len(h.members) > 1 {
				h.members = slices.Delete(slices.Clone(h.members), k, k+1)
				h.centre = c.mean(h.members)
				moved = g
			}
		}
		id := 0
		for _, h := range *list {
			id = max(id, h.id+1)
		}
		*list = append(*list, held{id: id, size: 1, members: []int{i}, centre: c.mean([]int{i})})
		f.update(*list, moved)
	}
}

// farthest knows how far each point is from the nearest centre, and which that
// is, so that a new centre costs one look at each point.
type farthest struct {
	points []point
	near   []float64
	owner  []int
}

func newFarthest(points []point, list []held) *farthest {
	f := &farthest{points, make([]float64, len(points)), make([]int, len(points))}
	for i := range points {
		f.measure(i, list)
	}
	return f
}

// measure looks at every centre for the one nearest to point i.
func (f *farthest) measure(i int, list []held) {
	for g, h := range list {
		if d := f.points[i].distance(h.centre); g == 0 || d < f.near[i] {
			f.near[i], f.owner[i] = d, g
		}
	}
}

// update takes in that the centre of cluster moved has moved, if it is not
// negative, and that the last cluster of the list is new.
func (f *farthest) update(list []held, moved int) {
	last := len(list) - 1
	for i, p := range f.points {
		if moved >= 0 {
			if f.owner[i] == moved {
				f.measure(i, list)
				continue
			}
			if d := p.distance(list[moved].centre); d < f.near[i] {
				f.near[i], f.owner[i] = d, moved
			}
		}
		if d := p.distance(list[last].centre); d < f.near[i] {
			f.near[i], f.owner[i] = d, last
		}
	}
}

// point returns the point farthest from its nearest centre, and how far.
func (f *farthest) point() (i int, far float64) {
	for k, d := range f.near {
		if d >= far {
			i, far = k, d
		}
	}
	return i, far
}
