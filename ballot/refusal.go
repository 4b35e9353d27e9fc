package ballot

import "fmt"

// Why an election cannot be counted. They are parts of message keys.
const (
	NoSuchRule   = "no-such-rule"
	NoBallots    = "no-ballots"
	NoItems      = "no-items"
	TooFewItems  = "too-few-items"  // fewer than seats
	WrongBallots = "wrong-ballots"  // a kind that the rule does not read
	NeedsSeats   = "needs-seats"    // the rule fills seats and there is a budget
	BadNumbers   = "bad-numbers"    // points the rule cannot take, such as negative ones
	WholeWeights = "whole-weights"  // the rule passes on papers one by one
	TooManyVotes = "too-many-votes" // more than can be counted exactly
)

// A Refusal says why an election cannot be counted by a rule. It says nothing
// against the ballots.
type Refusal struct {
	// Reason is one of the constants above.
	Reason string
	// Rule is the rule that was asked for.
	Rule string
	// Have is what there is and Need what is needed, where the reason counts.
	Have, Need int
}

// Error tells the refusal in English.
func (r *Refusal) Error() string {
	says := map[string]string{
		NoSuchRule:   "there is no such rule",
		NoBallots:    "there are no ballots",
		NoItems:      "there are no items",
		TooFewItems:  fmt.Sprintf("there are %d items for %d seats", r.Have, r.Need),
		WrongBallots: "the rule does not read ballots of this kind",
		NeedsSeats:   "the rule fills seats; it cannot spend a budget",
		BadNumbers:   "points must not be negative",
		WholeWeights: "the rule passes on papers one by one; weights must be whole numbers",
		TooManyVotes: "there are more votes than the rule can count exactly",
	}[r.Reason]
	return fmt.Sprintf("ballot: %s: %s", r.Rule, says)
}
