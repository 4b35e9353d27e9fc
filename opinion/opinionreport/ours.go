package opinionreport

import (
	"strconv"

	"penc/opinion"
)

// representative adds the interval of a representative statement.
func (r *Report) contrast(o object, g int, x opinion.Representative) {
	if r.Figures == nil {
		return
	}
	votes := make([][]opinion.Counts, len(r.Result.Groups))
	for h, group := range r.Result.Groups {
		votes[h] = make([]opinion.Counts, len(group.Votes))
		votes[h][x.Statement] = group.Votes[x.Statement].Counts
	}
	for _, c := range opinion.ContrastsOf(votes, g, []opinion.Representative{x}) {
		o["repness_interval"] = ends(c.Ratio)
		o["difference"] = triple(c.Difference)
	}
}

// ends are the two ends of an interval, triple the value before them.
func ends(e opinion.Estimate) []float64 { return []float64{e.Low, e.High} }

func triple(e opinion.Estimate) []float64 { return []float64{e.Value, e.Low, e.High} }

func rank(r opinion.Rank) []int { return []int{r.Place, r.Low, r.High} }

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
	if none = max(0, none); none < 1e-12 {
		none = 0
	}
	probability["none"] = none
	doc["k_probability"], doc["stability"] = probability, stability
	doc["frame"] = nil
	if f := res.Frame; f != nil {
		doc["frame"] = object{"noise": f.Noise, "prior": f.Prior[:], "unit": f.Unit}
	}
	if r.Figures != nil {
		r.figures(doc)
	}
	doc["coordination"] = nil
	if r.Alike != nil {
		doc["coordination"] = r.coordination()
	}
	doc["bridging"] = object{}
	if r.Bridging != nil {
		r.bridging(doc)
	}
}

// open returns an object with a value for each open statement.
func (r *Report) open(value func(j int, f opinion.StatementFigures) any) object {
	out := object{}
	for j, f := range r.Figures.Statements {
		if f.Kind != opinion.Open {
			continue
		}
		if v := value(j, f); v != nil {
			out[r.Statements[j]] = v
		}
	}
	return out
}

func (r *Report) figures(doc object) {
	doc["agreement"] = r.open(func(_ int, f opinion.StatementFigures) any { return f.All.Agree.Value })
	doc["disagreement"] = r.open(func(_ int, f opinion.StatementFigures) any { return f.All.Disagree.Value })
	doc["consensus_mean"] = r.open(func(_ int, f opinion.StatementFigures) any { return triple(f.Agree.Mean) })
	doc["rank"] = r.open(func(_ int, f opinion.StatementFigures) any { return f.Rank.Place })
	doc["class"] = r.open(func(_ int, f opinion.StatementFigures) any { return string(f.Division.Class) })
	doc["divides"] = r.open(func(_ int, f opinion.StatementFigures) any {
		d := f.Division
		if d.More < 0 || len(r.Result.Groups) < 2 {
			return nil
		}
		return object{"more": r.groupID(d.More), "less": r.groupID(d.Less), "gap": triple(d.Gap)}
	})
	doc["corrected"] = r.open(func(_ int, f opinion.StatementFigures) any { return triple(f.Corrected.Agree) })
	doc["people"] = r.open(func(_ int, f opinion.StatementFigures) any { return f.All.Agree.People })
	groups := object{}
	for g := range r.Result.Groups {
		groups[r.groupID(g)] = r.open(func(_ int, f opinion.StatementFigures) any { return triple(f.Groups[g].Agree) })
	}
	doc["group_agreement"] = groups
	doc["intervals"] = object{
		"agreement":             r.open(func(_ int, f opinion.StatementFigures) any { return ends(f.All.Agree) }),
		"disagreement":          r.open(func(_ int, f opinion.StatementFigures) any { return ends(f.All.Disagree) }),
		"group_aware_consensus": r.open(func(_ int, f opinion.StatementFigures) any { return ends(f.Agree.Product) }),
		"corrected":             r.open(func(_ int, f opinion.StatementFigures) any { return ends(f.Corrected.Agree) }),
		"rank":                  r.open(func(_ int, f opinion.StatementFigures) any { return []int{f.Rank.Low, f.Rank.High} }),
	}
	doc["unplaced"] = size(r.Figures.Unplaced)
	doc["stakeholder"] = nil
	if len(r.Stakeholders) > 0 {
		doc["stakeholder"] = r.stakeholder()
	}
	doc["verified"] = nil
	if v, u := r.Figures.Verified, r.Figures.Unverified; v != nil {
		doc["verified"] = object{
			"verified": size(*v), "unverified": size(*u),
			"agreement": r.open(func(_ int, f opinion.StatementFigures) any {
				return object{"verified": triple(f.Verified.Agree), "unverified": triple(f.Unverified.Agree)}
			}),
		}
	}
}

func size(s opinion.GroupSize) object { return object{"people": s.People, "votes": s.Votes} }

// stakeholder tells the declared groups: who is in them, how they agree, and
// the consensus in which each counts as it should.
func (r *Report) stakeholder() object {
	f := r.Figures
	var groups []object
	for s, name := range r.Stakeholders {
		o := size(f.Stakeholders[s])
		o["name"] = name
		in := object{}
		for g := range r.Result.Groups {
			in[r.groupID(g)] = r.members(s, g)
		}
		o["opinion_groups"] = in
		groups = append(groups, o)
	}
	return object{
		"groups":     listOf(groups, func(o object) any { return o }),
		"undeclared": size(f.Undeclared), "absent": r.Absent,
		"balanced": r.open(func(_ int, f opinion.StatementFigures) any {
			b := f.Balance
			agreement, weights := object{}, object{}
			silent := []string{}
			for s, g := range b.Groups {
				name := r.Stakeholders[s]
				agreement[name], weights[name] = triple(g.Agree), g.Weight
				if g.Silent {
					silent = append(silent, name)
				}
			}
			o := object{
				"value": b.Geometric.Value, "interval": ends(b.Geometric), "people": b.Geometric.People,
				"arithmetic": triple(b.Arithmetic), "rank": rank(f.BalanceRank), "counted": b.Counted,
				"agreement": agreement, "weights": weights, "silent": silent,
				"least": nil, "least_apart": b.Apart, "undeclared": triple(b.Undeclared.Agree),
				"class": string(f.BalanceDivision.Class),
			}
			if b.Least >= 0 {
				o["least"] = r.Stakeholders[b.Least]
			}
			return o
		}),
	}
}

// members returns how many people of stakeholder group s are in opinion group g.
func (r *Report) members(s, g int) int {
	n := 0
	for i, p := range r.Result.People {
		if p.Group == g && r.Stakeholder[i] == s {
			n++
		}
	}
	return n
}

func (r *Report) bridging(doc object) {
	scores, intervals := object{}, object{}
	for j, s := range r.Bridging.Statements {
		if s.In {
			scores[r.Statements[j]] = []float64{s.Intercept, s.Factor}
		}
	}
	for j, x := range r.Bridging.Intervals {
		if x.OK {
			intervals[r.Statements[j]] = []float64{x.Low, x.High}
		}
	}
	doc["bridging"] = scores
	doc["bridging_intervals"] = intervals
	doc["bridging_loss"] = r.Bridging.Loss
}

// coordination tells which accounts vote alike, and what changes if each set of
// them counted as one account.
func (r *Report) coordination() object {
	a := r.Alike
	statements := object{}
	for j, s := range a.Statements {
		if r.Matrix.Kind(j) != opinion.Open {
			continue
		}
		statements[r.Statements[j]] = object{
			"agreement": triple(s.Agree), "group_aware_consensus": triple(s.Across.Product),
			"rank": rank(s.Rank), "moved": s.Moved,
		}
	}
	return object{
		"checked": a.Checked, "accounts": a.Accounts, "counted": a.Counted, "groups": a.Groups,
		"sets": listOf(a.Sets, func(s opinion.AlikeSet) any {
			return object{
				"members": listOf(s.People, func(i int) any { return r.People[i] }),
				"size":    s.Size, "common": s.Common, "match": s.Match, "evidence": s.Evidence,
			}
		}),
		"targets": listOf(a.Targets, func(t opinion.Target) any {
			return object{"id": r.Statements[t.Statement], "side": sideName(t.Side), "sets": t.Sets, "differ": t.Differ}
		}),
		"statements": statements,
	}
}
