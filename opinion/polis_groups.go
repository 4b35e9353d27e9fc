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
)

// baseClusters parts the placed people into at most 100 clusters of people who
// stand close together. points are the placed people in row order.
func baseClusters(points []point) clusters {
	return kmeans(points, nil, maxBases, baseSteps)
}

// chooseGroups parts base clusters, each weighted with its people, into k
// groups for each k from 2 to min(5, 2 + bases/12), and returns the k with the
// best mean silhouette, the higher k on a tie, with all silhouettes.
func chooseGroups(base clusters) (clusters, []Silhouette) {
	var best clusters
	var tried []Silhouette
	top := 0.0
	for k := minGroups; k <= min(maxGroups, minGroups+len(base.centres)/basesPerGroup); k++ {
		c := kmeans(base.centres, base.weights, k, groupSteps)
		s := silhouette(base.centres, c.of, len(c.centres))
		tried = append(tried, Silhouette{K: k, Mean: s})
		if k == minGroups || s >= top {
			best, top = c, s
		}
	}
	return best, tried
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
