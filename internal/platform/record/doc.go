// Package record keeps the one line of facts. Every change of state appends a
// fact in the transaction that makes it; everything that follows from a change
// is done by a [Follower] that reads the line at its own pace.
//
// A [Fact] says who (under the name by which they take part in the process),
// what kind, which thing, when it happened and when it was recorded, the
// channel, and figures (counts, never words). What was said is in it only as a
// salted hash: the words stay in the rooms' rows and can be erased, and once the
// salt is erased too the hash tells nothing.
//
// Facts become visible in the order of their numbers, on both databases: the
// number is taken under the lock of one row, as the last thing before the
// commit. So a follower's bookmark never skips one.
package record
