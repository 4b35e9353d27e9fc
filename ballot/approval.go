package ballot

// approval chooses the items that most voters approve of. Where ballots give
// points, an item is approved of by those who give it more than 0.
//
// S. J. Brams and P. C. Fishburn, "Approval voting", American Political Science
// Review 72(3), 1978.
func approval(e *Election, o Options) (Result, error) {
	return byTally(e, o, e.units(1).votes(e.Items(), 1, func(w, out []int64) {
		for b := range w {
			for j, i := range e.Marked(b) {
				if e.kind == Approval || e.Points(b, j).Sign() > 0 {
					out[i] += w[b]
				}
			}
		}
	})), nil
}
