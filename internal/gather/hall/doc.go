// Package hall runs a meeting while it takes place.
//
// A meeting has one [Hall]. A facilitator opens it, says which item of the agenda
// is being talked about (a [Run] of the item, with its [Clock]), and ends it.
// Whoever is present, in the room or remotely, asks for the floor; there is one
// queue for all. A [Request] waits, gets the floor and becomes a [Turn], or leaves
// the queue. The facilitator chooses the [Order] of the queue: first come, or
// groups that were heard least first.
//
// A [Temperature] is one question to everybody present, answered in steps: how
// warm they are towards something, or whether anybody cannot live with it. It is
// no vote: nothing is decided by it. What the meeting decides is noted as a
// [Decision], with the versions of the ground rules and of the consensus policy in
// force; what it puts off stands on the parking list ([Parked]) until it is taken
// up or dropped.
//
// Example: item 3 began at 10:02 and has 30 minutes. Awa (room) and John (remote)
// ask for the floor. Of Awa's group, ten people who are there have spoken for 300
// seconds, of John's, four people for 60: 30 seconds a head against 15, so John is
// first.
//
// What always holds:
//
//   - Rules ask who is present ([attendance.Service.Present]), not who has an
//     account. Conveners and facilitators of the process, and of the meeting alone
//     (a remote moderator), may do everything, also in somebody else's name.
//   - Nobody stands in the queue twice, and one person has the floor.
//   - The order follows from the record of turns by a pure function: two people
//     who look at the same queue see the same order, and one sentence says why.
//   - Every move in the queue can be undone: what was there before is kept with it.
//   - An answer to a temperature check is kept with the participant's name only
//     while the check is open, so that it can be changed. Closing adds the answers
//     up by stakeholder group and forgets who gave which.
//   - A decision is corrected by a later version, never overwritten, and struck out
//     with a reason, never removed.
//
// Figures by stakeholder group are shown to the public where at least five people
// are behind them (opinion.Suppress): for speaking time, the people of the group
// who were in the meeting; for temperature checks, those who answered. Those who
// run the meeting see the speaking time of every group, since they see who speaks;
// answers they see no better than anybody else.
//
// Turns are many small acts: they stay in rows here, and one fact at the end of an
// item counts them and seals their order.
package hall
