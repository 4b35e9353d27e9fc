package opinionreport

import (
	"strconv"

	"penc/opinion"
)

// document returns the document without its digest.
func (r *Report) document() object {
	res := r.Result
	doc := object{
		"method": res.Method,
		"input": object{
			"participants": len(r.People), "statements": len(r.Statements),
			"votes": res.Votes, "digest": r.InputDigest(),
		},
		"statements":            r.Statements,
		"pca":                   r.pca(),
		"participants":          r.participants(),
		"groups":                r.groups(),
		"silhouettes":           silhouettes(res),
		"consensus":             object{"agree": r.shared(res.Agreed), "disagree": r.shared(res.Disagreed)},
		"group_aware_consensus": r.each(func(s opinion.Statement) any { return s.Consensus }),
		"priorities":            r.each(func(s opinion.Statement) any { return s.Priority }),
		"extremity":             r.each(func(s opinion.Statement) any { return s.Extremity }),
	}
	if res.Method == opinion.Penc1 {
		r.ours(doc)
	}
	return doc
}

func (r *Report) pca() object {
	axes := r.Result.Axes
	return object{
		"center":     r.Result.Centre(),
		"components": listOf(axes[:], func(a opinion.Axis) any { return a.Weights }),
		"explained":  listOf(axes[:], func(a opinion.Axis) any { return a.Explained }),
	}
}

func (r *Report) participants() list {
	polis := r.Result.Method == opinion.Polis1
	return list{len(r.People), func(i int) any {
		p := r.Result.People[i]
		o := object{
			"id": r.People[i], "votes": p.Votes, "placed": p.Placed, "x": p.X, "y": p.Y, "group": nil,
		}
		if p.Group >= 0 {
			o["group"] = r.groupID(p.Group)
		}
		switch {
		case polis && p.Base >= 0:
			o["base"] = strconv.Itoa(r.Result.Bases[p.Base].ID)
		case polis:
			o["base"] = nil
		default:
			o["spread"] = p.Spread
		}
		return o
	}}
}

func (r *Report) groupID(g int) string { return strconv.Itoa(r.Result.Groups[g].ID) }

func (r *Report) groups() list {
	members := make([][]string, len(r.Result.Groups))
	for i, p := range r.Result.People {
		if p.Group >= 0 {
			members[p.Group] = append(members[p.Group], r.People[i])
		}
	}
	return list{len(members), func(g int) any {
		group := r.Result.Groups[g]
		votes := object{}
		for j, c := range group.Votes {
			votes[r.Statements[j]] = []int{c.Agree, c.Disagree, c.Pass}
		}
		return object{
			"id": r.groupID(g), "size": group.Size, "members": members[g],
			"center": []float64{group.X, group.Y}, "votes": votes,
			"representative": listOf(group.Representative, func(x opinion.Representative) any {
				return r.representative(g, x)
			}),
		}
	}}
}

func (r *Report) representative(g int, x opinion.Representative) object {
	o := object{
		"id": r.Statements[x.Statement], "side": sideName(x.Side),
		"n_success": x.Count, "n_trials": x.Total, "p_success": x.Rate, "p_test": x.RateZ,
		"repness": x.Ratio, "repness_test": x.RatioZ, "best_agree": x.Best,
	}
	r.contrast(o, g, x)
	return o
}

func sideName(v opinion.Vote) string {
	if v == opinion.Agree {
		return "agree"
	}
	return "disagree"
}

func (r *Report) shared(l []opinion.Shared) list {
	return listOf(l, func(s opinion.Shared) any {
		return object{
			"id": r.Statements[s.Statement], "n_success": s.Count, "n_trials": s.Total,
			"p_success": s.Rate, "p_test": s.RateZ,
		}
	})
}

// each returns an object with a value for each statement.
func (r *Report) each(value func(opinion.Statement) any) object {
	out := make(object, len(r.Statements))
	for j, s := range r.Result.Statements {
		out[r.Statements[j]] = value(s)
	}
	return out
}

func silhouettes(res opinion.Result) object {
	out := object{}
	for _, s := range res.Silhouettes {
		out[strconv.Itoa(s.K)] = s.Mean
	}
	return out
}
