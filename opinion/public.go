package opinion

import "slices"

// Public returns what may be shown to anybody: r without its people and
// its frame, which holds the mean of every statement, and without votes of opinion groups where [Suppress] forbids them. The cells of a
// statement are its groups and those who are in none; the total is that of the
// statement, which is taken out when it would tell on its own. A statement
// whose votes in a group are hidden does not represent that group either, and
// its Consensus and Priority are 0: both are made from the votes of groups, and
// whoever knows the total could work back from them. PriorityNow is 0 for every
// statement: it is made from votes of groups that are not shown.
//
// Sizes of groups stay: nobody is told who is in one. They bound how many of a
// group can have voted on a statement, so that this number, which Suppress would
// leave open, can follow from them; how they voted does not. Base clusters stay
// as well; see [Base].
func (r Result) Public() Result {
	out := r
	out.People, out.Frame = nil, nil
	out.Statements = slices.Clone(r.Statements)
	out.Groups = slices.Clone(r.Groups)
	for g := range out.Groups {
		out.Groups[g].Votes = slices.Clone(r.Groups[g].Votes)
	}
	cells := make([]int, len(r.Groups)+1)
	for j := range out.Statements {
		out.Statements[j].PriorityNow = 0
		out.suppress(j, cells)
	}
	for g := range out.Groups {
		group := &out.Groups[g]
		group.Representative = slices.DeleteFunc(slices.Clone(group.Representative),
			func(x Representative) bool { return group.Votes[x.Statement].Hidden })
	}
	told := func(list []Shared) []Shared {
		return slices.DeleteFunc(slices.Clone(list),
			func(x Shared) bool { return out.Statements[x.Statement].Hidden })
	}
	out.Agreed, out.Disagreed = told(r.Agreed), told(r.Disagreed)
	return out
}

// suppress hides what may not be shown of statement j. cells is room for one
// number a group and one more.
func (r *Result) suppress(j int, cells []int) {
	rest := r.Statements[j].Counts.Total()
	for g, group := range r.Groups {
		cells[g] = group.Votes[j].Total()
		rest -= cells[g]
	}
	cells[len(r.Groups)] = rest
	hidden, all := Suppress(cells)
	s := &r.Statements[j]
	if slices.Contains(hidden, true) {
		s.Consensus, s.Priority = 0, 0
	}
	for g := range r.Groups {
		if hidden[g] {
			r.Groups[g].Votes[j] = Cell{Hidden: true}
		}
	}
	if all {
		s.Counts, s.Mean, s.Hidden = Counts{}, 0, true
	}
}
