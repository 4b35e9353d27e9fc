// Package routing chooses the statement a person is asked about next.
//
// A [Router] makes the choice, at random, and tells the probability with which
// it was made, so that estimates can be corrected by it later. There are two:
// [Plan] is penc/1, by value of information, and [Polis] is polis/1, in
// proportion to the priorities of Polis.
//
// A Plan is made once for a map, away from any request, with [NewPlan], and is
// plain data that can be stored as JSON. It asks for one of four purposes: to
// find out where the person stands, to find out what their group thinks, to give
// each statement its share of votes, and to learn about the participants. Each
// purpose has a share of the questions; [Choice.Reason] says which one it was.
// docs/method-routing.md has the formulas and what was measured.
//
// Like package opinion it is a science: no files, network, clock or globals.
// The same plan, votes and random numbers give the same choice on every
// machine.
//
//	plan := routing.NewPlan(matrix, &result, labels, groups)
//	choice, ok := plan.Next(rng, routing.Asked{Votes: matrix.Row(i), Group: labels[i]})
package routing
