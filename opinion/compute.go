package opinion

import "fmt"

// Polis1 names the method of the Polis engine. [Compute] runs it cold: exact
// principal components from a start of all ones, base clusters and groups from
// the first points in row order, no smoothing of the number of groups over time.
// A [Polis] runs it warm. It draws whatever it is given.
const Polis1 = "polis/1"

// Options say how a map is drawn. The zero value is right for most maps.
type Options struct {
	// Method names the method; empty means Polis1, but refused with [*TooThin]
	// where there is too little to draw a map from. Compute panics on others.
	Method string
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
// O(votes) time and memory beside O(n) and O(d).
//
// Polis1 draws whatever it is given. Without a method, thin data is refused with
// [*TooThin]. The result refers to rows and columns of m by number.
func Compute(m *Matrix, opts Options) (Result, error) {
	if opts.Method != "" && opts.Method != Polis1 {
		panic(fmt.Sprintf("opinion: unknown method %q", opts.Method))
	}
	if opts.Method == "" {
		a := centre(m)
		if err := thin(a, len(placedRows(m, a.live, opts.Keep, nil))); err != nil {
			return Result{}, err
		}
	}
	return NewPolis().Update(m, opts), nil
}
