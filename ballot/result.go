package ballot

import "math/big"

// A Result is what a count gives. Numbers are exact and must not be changed.
type Result struct {
	// Rule is the name of the rule that counted.
	Rule string
	// Winners are the items chosen, in the order in which they were.
	Winners []int
	// Order is every item from first to last, where the rule gives such an
	// order; else nil. Winners need not stand first in it.
	Order []int
	// Rounds is what happened, in order.
	Rounds []Round
	// Ties is every tie and what broke it, in order.
	Ties []Tie
	// Broken is how ties were broken, also when there were none.
	Broken Ties
	// Quota is the number of votes that elects, of rules that have one.
	Quota *big.Rat
	// Ledger is who paid what, of rules in which voters pay; else nil.
	Ledger *Ledger
	// Completion says what was done with money that was left, of the rules
	// that do something with it; else nil.
	Completion *Completion
	// Approximate says that the rule's own optimum was not reached within the
	// work allowed, so that another rule's answer stands in its place.
	Approximate bool
	// InPlace is the name of that other rule.
	InPlace string
	// Certificate says whether a group was passed over. [Count] fills it in
	// where ballots approve or give points.
	Certificate *Certificate
}

// A Round is one step of a count.
type Round struct {
	// Tally is what each item had when the step was decided, by item; nil for
	// an item that was out of the running. What is tallied is said by the
	// rule: votes, points, load. The whole may be nil, also because exact
	// tallies of thousands of rounds and items would take too much room.
	Tally []*big.Rat
	// Exhausted is the weight of votes that no longer counted for anybody, of
	// rules that know such; else nil.
	Exhausted *big.Rat
	// Quota is the number of votes that elected in this round, of rules whose
	// quota changes; else nil.
	Quota *big.Rat
	// Score is what the chosen items have together, of the rule that weighs
	// whole lists; else nil.
	Score *big.Rat
	// Level is how many items the group had to be owed that the item was
	// chosen for, of the rule that goes by such levels; else 0.
	Level int
	// Acts is what was then done, in order.
	Acts []Act
}

// An Act is one thing that was done in a round.
type Act struct {
	// Do is one of the constants below.
	Do string
	// Item is what it was done to.
	Item int
	// Amount is how much, where the act has an amount; else nil.
	Amount *big.Rat
}

// What can be done in a round.
const (
	// Elect chooses the item. The amount is what decided: votes or points,
	// the price for each unit of use, the load, the gain.
	Elect = "elect"
	// Exclude takes the item out of the running. The amount is its votes.
	Exclude = "exclude"
	// Transfer passes on the votes of an item that was elected or excluded.
	// The amount is what was passed on.
	Transfer = "transfer"
	// Skip passes over an item that no longer fits the budget. The amount is
	// its cost.
	Skip = "skip"
	// Stop ends the count at an item that no longer fits. The amount is its
	// cost.
	Stop = "stop"
	// Complete chooses the item by votes, from money that was left. The
	// amount is its votes.
	Complete = "complete"
	// Continue chooses the item by the rule of Phragmén after another rule
	// left a seat empty. The amount is the time at which it is bought.
	Continue = "continue"
	// FillSeat gives an empty seat to an item that nobody supports.
	FillSeat = "fill-seat"
)

// A Tie is one use of the order of ties.
type Tie struct {
	// Round is the round it was met in, from 0; as many as there are rounds
	// when the tie was met after them.
	Round int
	// Items are the tied ones, rising.
	Items []int
	// Chosen is the one it fell to.
	Chosen int
	// Out says that the chosen one was left out rather than taken.
	Out bool
	// Run and Until say in which runs the tie was met, of rules that count again
	// and again: after the start money had been raised so often. It stands for
	// the result if [Completion.Kept] is among them.
	Run, Until int
	// Earlier says that the tied differed in an earlier round, which settled
	// it, so that no use was made of the order of ties.
	Earlier bool
}

// A Completion says how money that was left, or empty seats, were put to use.
type Completion struct {
	// Increments is how often the start money of every voter was raised,
	// the last time included if it bought too much and was taken back.
	Increments int
	// Kept is how often it was raised for the result that stands.
	Kept int
	// Step is by how much each time; nil where it is never raised.
	Step *big.Rat
	// Start is the start money of a voter of weight 1 at last, likewise.
	Start *big.Rat
	// ByVotes are the items chosen by votes afterwards, in order.
	ByVotes []int
	// ByPhragmen are the items chosen by the rule of Phragmén afterwards, in
	// order.
	ByPhragmen []int
}
