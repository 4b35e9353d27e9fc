// Package conversation keeps conversations: short statements on which people
// agree, disagree or pass, and the maps of opinion drawn from their votes, as in
// Polis.
//
// Anybody who takes part proposes statements and votes on those of others, one
// at a time. A person takes part under a name of their own in each conversation
// (a participant), so that votes are tied to a person in one column that erasure
// cuts. Where the convener allows it, people take part without an account: a
// cookie holds their name, and an account can claim it later.
//
// What always holds: one vote of a participant on a statement stands, and every
// vote that was ever cast stays in the history in order; a vote can be changed
// while the conversation is open; a statement is voted on only after it was let
// in; no identity enters the mathematics; no mathematics runs in a request. The
// record gets a digest of the votes each minute, never one line a vote.
//
// A statement that says the same as another can be merged into it and split off
// again; the rule by which votes are carried stands at [Merger]. A vote that was
// cast counts once, where it was cast or where it is carried to, in tallies, on the
// map and in the exported files alike.
//
// An opinion group is computed from votes. It is never confused with a
// stakeholder group, which people declare.
package conversation
