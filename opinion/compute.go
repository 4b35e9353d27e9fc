package opinion

import "fmt"

// Polis1 names the method of Polis run cold: exact principal components from a
// start of all ones, base clusters and groups from the first points in row
// order, no smoothing of the number of groups over time.
const Polis1 = "polis/1"

// Options say how a map is drawn. The zero value is right for most maps.
type Options struct {
	// Method names the method; empty means Polis1. Compute panics on others.
	Method string
	// Keep lists people (rows) who were placed on an earlier map and stay
	// placed, though the votes that are asked for have risen since.
	Keep []int
}

// Compute draws the map of opinion of m (n people × d statements). It takes
// O(votes) time and memory beside O(n) and O(d).
//
// It refuses thin data with [*TooThin]. The result refers to rows and columns
// of m by number.
func Compute(m *Matrix, opts Options) (Result, error) {
	if opts.Method != "" && opts.Method != Polis1 {
		panic(fmt.Sprintf("opinion: unknown method %q", opts.Method))
	}
	return polis1(m, opts)
}

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
	r.People = publicPeople(m, people, placed, base, best)
	r.Bases = publicBases(base, best)
	r.Groups = publicGroups(m, best, base, votes)
	r.Statements = publicStatements(a, axes, votes)
	r.Agreed, r.Disagreed = consensus(m, a.counts)
	return r, nil
}
