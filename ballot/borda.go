package ballot

// borda chooses the items that stand highest on average: of m items the first on
// a ballot gets m points, the next one less, the last 1. Items that share a place
// share the points of the places they take up, and those that are not on the
// ballot share what is left.
//
// J.-C. de Borda, "Mémoire sur les élections au scrutin", 1781; for shared
// places, D. Black, "Partial justification of the Borda count", Public Choice
// 28, 1976.
func borda(e *Election, o Options) (Result, error) {
	m := e.Items()
	orders := e.orders()
	// Twice the points, so that a shared place gives whole numbers: the first
	// and the last of the places that items share, added up.
	tally := e.units(2*m).votes(m, 2, func(w, out []int64) {
		all := int64(0) // what every item has got
		for b := range w {
			items, places := orders.at(b)
			rest := int64(m - len(items) + 1)
			all += w[b] * rest
			for j := 0; j < len(items); {
				end := j + 1
				for end < len(items) && places[end] == places[j] {
					end++
				}
				points := int64(m-j) + int64(m-end+1)
				for ; j < end; j++ {
					out[items[j]] += w[b] * (points - rest)
				}
			}
		}
		for i := range out {
			out[i] += all
		}
	})
	return byTally(e, o, tally), nil
}
