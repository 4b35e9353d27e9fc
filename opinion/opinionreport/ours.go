package opinionreport

import (
	"strconv"

	"penc/opinion"
)

// Figures are what penc/1 says beyond the map.
type Figures struct{}

// representative adds the interval of a representative statement.
func (f *Figures) representative(o object, g int, x opinion.Representative) {}

// ours adds what only penc/1 knows.
func (r *Report) ours(doc object) {
	res := r.Result
	doc["seed"] = strconv.FormatUint(res.Seed, 10)
	doc["k"] = res.K
	doc["no_map"] = nil
	if why := res.NoMap; why != nil {
		doc["no_map"] = object{"reason": why.Reason, "have": why.Have, "need": why.Need}
	}
	doc["inertia"] = res.Inertia
	probability, stability := object{}, object{}
	none := 1.0
	for _, s := range res.Silhouettes {
		k := strconv.Itoa(s.K)
		probability[k] = s.Probability
		none -= s.Probability
		stability[k] = object{"rand": s.Stability, "again": s.Again, "stable": s.Stable}
	}
	probability["none"] = max(0, none)
	doc["k_probability"], doc["stability"] = probability, stability
}
