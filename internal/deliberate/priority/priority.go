package priority

import "penc/internal/ground/ref"

// A Result is a ballot that was counted and what it came to.
type Result struct {
	Ballot  Ballot
	Outcome Outcome
}

// A Priority is an item that a ballot of a process chose.
type Priority struct {
	Meeting ref.ID
	Ballot  ref.ID
	Rank    int // among the priorities of its ballot, from 1
	Item    Item
}
