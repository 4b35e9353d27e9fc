// Package moderation is where a thing that somebody wrote waits for somebody who
// answers for it, and where both can later see what was decided and why.
//
// A room that lets people write hands in an [Item]: the thing's name, its words
// and its author. Conveners and facilitators of the process find it in the queue
// and give a [Verdict]: accepted, or rejected with a [Reason] that the author is
// told. What a decision changes is for the owner of the thing to say: it enters
// its rule with [Service.On], and the rule runs in the transaction of the
// decision. So this room knows no statements and no comments.
//
// A thing that is shown already comes back into the queue when a member flags
// it. It stays as it is until somebody decides. A decision can be taken again:
// the newer one stands, and both stay in the log.
//
// A thing that says the same as another can be merged into it, and split off
// again. The owner's room does that by a rule of its own, and has it noted here:
// the author is told, and both stand in the log.
//
// The log is public and says what was decided when, and for which reason. It
// never says the words, neither the author's nor the moderator's.
//
// What always holds:
//
//   - A rejection has a reason, and the author can read it.
//   - Of two moderators who decide the same thing at once, one is told so.
//   - Words that their author took back are gone from here too; the decisions
//     about them stay in the log.
//   - Locks: this room takes none, because the owner's rule takes its own. The
//     version of the item decides who was first.
package moderation
