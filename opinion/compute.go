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
	// Seed starts what is drawn by chance: starts of k-means and who is left
	// out in a trial (penc/1). Any value is as good as another; the same value
	// gives the same result.
	Seed uint64
}

// Compute draws the map of opinion of m (n people × d statements). It takes
// O(votes) time and memory beside O(n) and O(d).
//
// It refuses thin data with [*TooThin]. The result refers to rows and columns
// of m by number.
func Compute(m *Matrix, opts Options) (Result, error) {
	if opts.Method == Penc1 {
		return penc1(m, nil, opts), nil
	}
	if opts.Method != "" && opts.Method != Polis1 {
		panic(fmt.Sprintf("opinion: unknown method %q", opts.Method))
	}
	return polis1(m, opts)
}
