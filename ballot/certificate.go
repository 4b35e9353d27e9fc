package ballot

import "math/big"

// A Certificate says whether a list of winners passes over a group that is large
// enough, and agrees enough, to be owed more than it got. It is found from the
// ballots and the winners alone, by code that shares nothing with the rules.
type Certificate struct {
	// Axiom is the name of what was tested.
	Axiom string
	// Holds says that no group was passed over.
	Holds bool
	// Violation is the group, when one was; else nil.
	Violation *Violation
}

// A Violation is a group that was passed over. Anybody can check it: see
// [Violation.Verify].
type Violation struct {
	// Item is what the group agrees on and did not get.
	Item int
	// Level is how many items the group is owed by its size.
	Level int
	// Ballots are the distinct ballots of the group, rising; all who cast one
	// belong to it.
	Ballots []int
	// Weight is the weight of the group, and Needed that from which a group
	// is owed Level items.
	Weight, Needed *big.Rat
}

// Audit tests a list of winners.
func Audit(e *Election, winners []int) Certificate { return Certificate{} }
