// Package priority leads from report-backs to priorities: the board of a plenary,
// and the ballots by which it chooses among what stands there.
//
// # The board
//
// A [Board] holds the [Item]s of one meeting. It takes every point that breakouts
// reported, with its [Origin]: the meeting, the room, the room's own words, how
// many stood behind it and which stakeholder groups were in the room. Facilitators
// and conveners merge items that say the same, put them in other words, set them
// aside with a reason, bring them back, add some by hand and carry others over
// from earlier meetings.
//
// Every step is a [Change], which keeps the items it touched as they were and as
// they became. So any change can be undone as long as nothing was built on it, an
// undoing is a change that can be undone itself, and nothing is ever deleted. A
// merge makes a new item: its parts stay as they were, inside it, and the origins
// of all are its own. Two facilitators at once: each act says what was seen last;
// an item that changed since is a Conflict, and the second sees both.
//
// Example: rooms A and B report "Mark safe devices" and "A label for devices".
// They come in as items 1 and 2. Merging makes item 3, "A label that shows which
// devices are safe", from both; 1 and 2 are inside it, in their rooms' words.
// Splitting takes 3 off the board and puts 1 and 2 back.
//
// # The ballot
//
// A [Ballot] asks voters about items of the board, which are frozen as long as it
// runs. The facilitator chooses the paper (ticks, dots, marks, an order), the rule
// of package ballot that counts it, how many priorities are chosen, whether it is
// secret, and when it closes. Who is present may vote, in the room or remotely;
// members who are not there too, by a link in a mail or signed in, if the process
// lets its ballots do so ([Practice]). What a voter does not mark was not seen,
// which says nothing against it: no rule offered here subtracts for it. Until it
// closes, everybody sees how many voted and nobody what.
//
// The rule proposed first is Equal Shares with completion by Add1U
// ([ballot.MESCostAdd1U]), every item costing one. Equal Shares gives each voter
// the same share of the priorities to spend on what they ticked, so that a group
// of a third of the voters gets about a third of the priorities and no majority
// takes them all. By itself it may choose fewer than were asked for, because
// shares are left over that are too small to buy anything. Add1U raises everybody's
// share step by step until so many are chosen, and fills what then still lacks by
// votes: exactly K priorities, as the plenary was promised, and as proportional as
// can be. On items of equal cost the variants "cost" and "card" are the same.
//
// Ties fall by lot: the seed is drawn when the ballot opens, after the items are
// fixed, and shown to everybody from then on, so that a count can be replayed and
// nobody can choose it. (The lowest number first, the other way that package
// ballot knows, would favour the room that reported first.)
//
// Voters count one each, or by sector balance: a facilitator gives each
// stakeholder group a target share, and its voters weigh target by observed share,
// as an exact fraction. A ballot that does so says it wherever it is shown. Who
// named no group, or one without a target, weighs one.
//
// Closing queues the count, which is a job: the papers cannot change any more, and
// counting twice gives the same. The [Outcome] holds the priorities, the rounds
// and ties, who paid for what by group (exact fractions that add up to the cost),
// what each group got, the certificate that no group of voters was passed over or
// the group that was, how often each item stays in when voters are drawn anew, and
// what plainer rules would have chosen. What was not chosen is set aside, stays
// listed and can return.
//
// # What a secret ballot keeps secret
//
// Two tables know of a secret ballot. One says who voted. The other is the
// [Urn]: all papers in one row, in the order of random keys, without name, time or
// place in a sequence. Neither the order of rows nor the transaction that wrote
// them leads from one to the other. A paper's key is the hash of the ballot, the
// voter and a secret that only the voter's browser holds: with it a vote can be
// changed or withdrawn until the ballot closes; without it, on another device or
// after cookies were deleted, it cannot, and voters are told so before they cast.
// When the ballot closes the keys are replaced and dropped, and not even the
// browser finds its paper again. Papers of people without a phone are noted
// (who) and typed in (what) in two acts, as from a box.
//
// To say what each stakeholder group got, a secret paper may name the voter's
// group: only groups of which enough people could vote when the ballot was opened,
// by the one rule on figures about few people; the others' papers name none.
// When the ballot closes, the names of groups of which too few voted are taken off
// the papers for good. What remains: while a ballot is open and fewer than five of
// a named group have voted, somebody who reads the database at that moment sees
// their papers and, apart, their names. And whoever runs the server could watch a
// vote as it comes in; no program can promise otherwise of itself.
//
// # What always holds
//
//   - Each reported point that was taken is on the board exactly once: by itself,
//     or inside one item.
//   - A voter has at most one paper in a ballot; closing and casting at the same
//     moment never lose or add one.
//   - An outcome can be counted again from the papers, by anybody from the files
//     offered for download, and is the same.
package priority
