package opinion

// Sizes of the two levels of clusters, from Polis. It means to give groups 100
// steps as well, but never passes that on, so they get its default of 20, and
// one more as base clusters do.
const (
	maxBases   = 100
	baseSteps  = 101
	minGroups  = 2
	maxGroups  = 5
	groupSteps = 21
	// basesPerGroup is how many base clusters allow one group more.
	basesPerGroup = 12
	// patience is how many updates in a row another number of groups must be
	// the best before it is shown. From Polis.
	patience = 4
)

// grouping is base clusters parted into groups, for every number of groups
// that is tried.
type grouping struct {
	tried   []Silhouette
	parts   []clusters // of tried
	best    int        // in tried: the best mean silhouette, the higher k on a tie
	regions cloud      // the base clusters
}

// tryGroups parts base clusters, each weighted with its people, into k groups
// for each k from 2 to min(5, 2 + bases/12), from the last partition into as
// many where there is one.
func tryGroups(base clusters, before map[int]*partition) grouping {
	out := grouping{regions: cloud{base.ids, base.centres, base.weights}}
	for k := minGroups; k <= min(maxGroups, minGroups+len(base.ids)/basesPerGroup); k++ {
		c := kmeans(out.regions, before[k], k, groupSteps)
		s := silhouette(base.centres, c.of, len(c.ids))
		out.tried = append(out.tried, Silhouette{K: k, Mean: s})
		out.parts = append(out.parts, c)
		if s >= out.tried[out.best].Mean {
			out.best = k - minGroups
		}
	}
	return out
}

// remember returns the partition for each number of groups.
func (g grouping) remember() map[int]*partition {
	out := make(map[int]*partition, len(g.tried))
	for i, s := range g.tried {
		out[s.K] = remember(g.regions, g.parts[i])
	}
	return out
}

// smoother keeps the number of groups from changing with every update.
type smoother struct {
	last  int // the best number at the last update; 0 before the first
	times int // for how many updates in a row
	shown int
}

// next takes in the best number of groups of an update.
func (s *smoother) next(best int) {
	if best != s.last {
		s.last, s.times = best, 0
	}
	s.times++
	if s.times >= patience || s.shown == 0 {
		s.shown = best
	}
}

// groupVotes counts the votes of each group on each statement, K×d, whatever
// the statement's kind. placed are the rows behind base.of.
func groupVotes(m *Matrix, placed []int, base, groups clusters) [][]Counts {
	out := make([][]Counts, len(groups.centres))
	for g := range out {
		out[g] = make([]Counts, m.cols)
	}
	for k, i := range placed {
		votes := out[groups.of[base.of[k]]]
		for _, c := range m.row(i) {
			votes[c/3].add(Vote(c%3 - 1))
		}
	}
	return out
}

// across sums the votes of all groups on statement j.
func across(votes [][]Counts, j int) Counts {
	var out Counts
	for _, g := range votes {
		out = out.Plus(g[j])
	}
	return out
}

// shown returns the groups for k, or the best ones where k was not tried.
func (g grouping) shown(k int) clusters {
	if i := k - minGroups; i >= 0 && i < len(g.parts) {
		return g.parts[i]
	}
	return g.parts[g.best]
}
