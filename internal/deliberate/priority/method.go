package priority

import (
	"slices"

	"penc/ballot"
)

// A Method is a rule of package ballot as a facilitator can choose it: with the
// ballot papers that fit it.
type Method struct {
	Rule   string
	Papers []Paper
	// Fair says that groups get priorities in proportion to their size.
	Fair bool
	// Single says that the rule chooses one item only.
	Single bool
	// Whole says that the rule passes on whole papers, which cannot be weighed.
	Whole bool
}

// Usual is the rule that is proposed first; see doc.go for why.
const Usual = ballot.MESCostAdd1U

// offered are the rules that make sense for choosing so many of a plain list,
// those that are fair to groups first. Left out are the ones that may choose
// fewer than asked for (Equal Shares without completion, greedy justified
// candidates), the plain one for budgets, and a twin of single transferable vote.
var offered = []Method{
	{Rule: ballot.MESCostAdd1U, Papers: []Paper{Tick, Dots, Scale}, Fair: true},
	{Rule: ballot.SeqPhragmen, Papers: []Paper{Tick}, Fair: true},
	{Rule: ballot.SeqPAV, Papers: []Paper{Tick}, Fair: true},
	{Rule: ballot.PAV, Papers: []Paper{Tick}, Fair: true},
	{Rule: ballot.STVScottish, Papers: []Paper{Order}, Fair: true, Whole: true},
	{Rule: ballot.STVMeek, Papers: []Paper{Order}, Fair: true, Whole: true},
	{Rule: ballot.ApprovalRule, Papers: []Paper{Tick}},
	{Rule: ballot.Dots, Papers: []Paper{Dots}},
	{Rule: ballot.Score, Papers: []Paper{Scale}},
	{Rule: ballot.Borda, Papers: []Paper{Order}},
	{Rule: ballot.Schulze, Papers: []Paper{Order}},
	{Rule: ballot.Pairwise, Papers: []Paper{Order}},
	{Rule: ballot.IRV, Papers: []Paper{Order}, Single: true},
}

// Methods returns the rules that a facilitator can choose.
func Methods() []Method { return slices.Clone(offered) }

// MethodOf returns the method of a rule; false if it is not offered.
func MethodOf(rule string) (Method, bool) {
	for _, m := range offered {
		if m.Rule == rule {
			return m, true
		}
	}
	return Method{}, false
}

// beside are the plain rules that a result is compared with.
var beside = []string{ballot.ApprovalRule, ballot.Dots, ballot.Score, ballot.Borda, ballot.Schulze}
