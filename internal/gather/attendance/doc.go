// Package attendance keeps who registered for a meeting and who is there, in the
// room and remotely.
//
// A meeting has one [Door]. It says whether people can register, how many places
// there are in the room and on the link, and whether check-in is open. A
// [Registration] is somebody who means to come; when there is no place left they
// wait, and move up by themselves. A [Presence] is somebody who is there: they
// checked in with the code that the projector shows, by a link, at the door with
// the help of a [Helper], or on a paper list that was typed in later.
//
// Whoever is there is a participant of the process, with or without an account.
// Somebody without one carries a [Pass]: a secret in a cookie that says which
// participant they are in the process of this meeting, gives no role, and ends
// some time after the meeting. So rules in the hall ask actor.In(process) and
// [Service.Present], and never who has an account.
//
// What always holds:
//
//   - No more people are registered for the room than there are places in it, nor
//     for the link, whoever asks at the same moment.
//   - Nobody who stands in the room is turned away: a full room is a warning to
//     those at the door, and not a rule.
//   - One participant is in a meeting once. Leaving and coming back are noted, and
//     the same act that arrives twice (from a phone without network) is one act.
//   - The code is good from the opening of check-in until it closes; passes are
//     good until a stated time after that, for reading and for voting by mail.
//   - Only the hash of a secret is kept: of passes, personal links and helpers.
//   - The public sees what the process chose: numbers by stakeholder group, which
//     organizations were there, or also the names of those who agreed to be named.
//     Numbers about fewer than five are not shown.
//
// Check-ins do not each become a fact: the rows are here, and one fact a minute
// counts them and seals their order.
package attendance
