package opinion

import "fmt"

// The methods by which a map is drawn, with their versions.
const (
	// Penc1 is this project's own method; docs/method.md derives it. It says
	// so where votes carry no map, or no groups.
	Penc1 = "penc/1"
	// Polis1 is the method of the Polis engine. [Compute] runs it cold: exact
	// principal components from a start of all ones, base clusters and groups
	// from the first points in row order, no smoothing of the number of groups
	// over time. A [Polis] runs it warm. It draws whatever it is given.
	Polis1 = "polis/1"
)

// Options say how a map is drawn. The zero value is right for most maps.
type Options struct {
	// Method names the method; empty means Penc1. Compute panics on others.
	Method string
	// Seed starts what is drawn by chance with Penc1: where k-means begins.
	// Any value is as good as another; the same value gives the same result.
	Seed uint64
	// Groups fixes the number of groups with Penc1, 2 to 5: these are shown
	// whether they are stable or not, and nothing is said about that. 0 lets
	// the method choose. It is for comparing maps with one another.
	Groups int
	// Keep lists people (rows) who were placed on an earlier map and stay
	// placed, though the votes that are asked for have risen since.
	Keep []int
	// Numbers are the numbers under which Polis knows the people (n), nil for
	// 0, 1, … in the order of rows. Polis1 places fewer than 15 people with
	// many votes by filling up, and where votes are equal in number the order
	// in which Polis lists these numbers decides. Nothing else uses them.
	Numbers []int
}

// Compute draws the map of opinion of m (n people × d statements). It takes
// O(votes) memory beside O(n) and O(d) with Polis1, and O(d²) more with Penc1
// and up to 1,500 statements. The result refers to rows and columns of m by
// number.
//
// Whoever wants the same result from the same votes gives rows and columns in an
// order of their names, not in that in which votes came.
func Compute(m *Matrix, opts Options) Result {
	if opts.Groups != 0 && (opts.Groups < minGroups || opts.Groups > mostGroups) {
		panic(fmt.Sprintf("opinion: %d groups", opts.Groups))
	}
	switch opts.Method {
	case "", Penc1:
		return penc1(m, nil, opts)
	case Polis1:
		return NewPolis().Update(m, opts)
	}
	panic(fmt.Sprintf("opinion: unknown method %q", opts.Method))
}
