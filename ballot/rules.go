package ballot

import "slices"

// The names of the rules.
const (
	Dots         = "dots"
	ApprovalRule = "approval"
	Score        = "score"
	Borda        = "borda"
	Schulze      = "schulze"
	IRV          = "irv"
	STVScottish  = "stv-scottish"
	STVWIGM      = "stv-wigm"
	STVMeek      = "stv-meek"
	Pairwise     = "pairwise"
	MESCost      = "mes-cost"
	MESCard      = "mes-card"
	MESCostAdd1  = "mes-cost-add1"
	MESCostAdd1U = "mes-cost-add1u"
	SeqPhragmen  = "seq-phragmen"
	PAV          = "pav"
	SeqPAV       = "seq-pav"
	GJCR         = "gjcr"
	GreedyVotes  = "greedy-votes"
)

// A Rule is a way to count.
type Rule struct {
	Name string
	// Author, Year and Title are the source.
	Author string
	Year   int
	Title  string
	// Reads is the kinds of ballots it can count.
	Reads []Kind
	// Proportional says that groups get items in proportion to their size.
	Proportional bool
	// Spends says that it can spend a budget; every rule can fill seats.
	Spends bool

	// bySupport says that it asks of a ballot only which items it supports.
	bySupport bool
	count     func(e *Election, o Options) (Result, error)
}

// Options is how to count.
type Options struct {
	// Ties is how ties are broken.
	Ties Ties
	// Links is what makes a link of Schulze's paths strong; other rules have
	// none.
	Links Links
	// Work bounds the search of rules that look for an optimum, in steps; 0
	// is [DefaultWork].
	Work int
}

// Rules is every rule, in the order in which they are told to people.
func Rules() []Rule { return slices.Concat(rankedRules(), proportionalRules()) }

// RuleNamed returns the rule of that name.
func RuleNamed(name string) (Rule, bool) {
	for _, r := range Rules() {
		if r.Name == name {
			return r, true
		}
	}
	return Rule{}, false
}

// Count counts the election by the rule of that name. It returns a [*Refusal]
// when that cannot be done.
func Count(e *Election, rule string, o Options) (Result, error) {
	r, err := ready(e, rule, &o)
	if err != nil {
		return Result{}, err
	}
	res, err := r.count(e, o)
	if err != nil {
		return Result{}, err
	}
	res.Rule, res.Broken = rule, o.Ties
	if e.kind != Ranking || r.bySupport {
		c := Audit(e, res.Winners)
		res.Certificate = &c
	}
	return res, nil
}

// ready returns the rule of that name if it may count the election.
func ready(e *Election, rule string, o *Options) (Rule, error) {
	r, ok := RuleNamed(rule)
	if !ok {
		return r, &Refusal{Reason: NoSuchRule, Rule: rule}
	}
	if o.Work <= 0 {
		o.Work = DefaultWork
	}
	return r, r.mayCount(e)
}

// mayCount returns a refusal that holds for every rule of its description.
func (r Rule) mayCount(e *Election) error {
	no := func(reason string, have, need int) error {
		return &Refusal{Reason: reason, Rule: r.Name, Have: have, Need: need}
	}
	switch {
	case !slices.Contains(r.Reads, e.kind):
		return no(WrongBallots, 0, 0)
	case e.Items() == 0:
		return no(NoItems, 0, 1)
	case e.Voters() == 0:
		return no(NoBallots, 0, 1)
	case e.budget != nil && !r.Spends:
		return no(NeedsSeats, 0, 0)
	case e.budget == nil && e.Items() < e.seats:
		return no(TooFewItems, e.Items(), e.seats)
	}
	return nil
}
