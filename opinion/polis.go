package opinion

// polis1 runs the steps of the method in order; each has a file of its own.
func polis1(m *Matrix, opts Options) (Result, error) {
	a := centre(m)
	placed := placedRows(m, a.live, opts.Keep)
	if err := thin(a, len(placed)); err != nil {
		return Result{}, err
	}
	axes := principal(a)
	people := projectPeople(a, axes)
	points := make([]point, len(placed))
	for k, i := range placed {
		points[k] = people[i]
	}
	base := baseClusters(points)
	best, tried := chooseGroups(base)
	votes := groupVotes(m, placed, base, best)

	r := Result{
		Method:      Polis1,
		Votes:       m.Votes(),
		Placed:      len(placed),
		K:           len(best.centres),
		Silhouettes: tried,
		Axes:        axes.public(),
	}
	r.People = resultPeople(m, people, placed, base, best)
	r.Bases = resultBases(base, best)
	r.Groups = resultGroups(m, best, base, votes)
	r.Statements = resultStatements(a, axes, votes)
	r.Agreed, r.Disagreed = consensus(m, a.counts)
	return r, nil
}

func resultPeople(m *Matrix, at []point, placed []int, base, groups clusters) []Person {
	out := make([]Person, len(at))
	for i, p := range at {
		out[i] = Person{X: p.x, Y: p.y, Votes: m.RowVotes(i), Base: -1, Group: -1}
	}
	for k, i := range placed {
		b := base.of[k]
		out[i].Placed, out[i].Base, out[i].Group = true, b, groups.of[b]
	}
	return out
}

func resultBases(base, groups clusters) []Base {
	out := make([]Base, len(base.centres))
	for b, p := range base.centres {
		out[b] = Base{X: p.x, Y: p.y, Size: int(base.weights[b]), Group: groups.of[b]}
	}
	return out
}

func resultGroups(m *Matrix, groups, base clusters, votes [][]Counts) []Group {
	out := make([]Group, len(groups.centres))
	for g, p := range groups.centres {
		out[g] = Group{Size: int(groups.weights[g]), X: p.x, Y: p.y, Votes: make([]Cell, m.cols)}
		for j, c := range votes[g] {
			out[g].Votes[j].Counts = c
		}
		out[g].Representative = representative(m, votes, g)
	}
	return out
}

func resultStatements(a *centred, axes axes, votes [][]Counts) []Statement {
	out := make([]Statement, a.m.cols)
	for j := range out {
		q := projectStatement(a, axes, j)
		s := Statement{
			Kind: a.m.kinds[j], Counts: a.counts[j], Mean: a.mean[j],
			X: q.x, Y: q.y, Extremity: q.length(), Consensus: groupConsensus(votes, j),
		}
		s.Priority = priority(s.Kind, across(votes, j), s.Extremity)
		out[j] = s
	}
	return out
}
