// Package meeting keeps the meetings of processes: plenaries, consultations,
// exchanges, sessions of working groups, held or to come.
//
// A [Meeting] has a place in time, which may be known only in part ("2019-03"),
// a place in the world, people who organize and lead it, and an attendance as it
// was recorded. Its [Programme] is what happens in it: the [AgendaItem] (a point
// of the agenda), the [Breakout] (a self-chosen group, with what it reported back
// to the plenary) and the [Outcome] (what the meeting came to). A [Calendar] is
// how meetings reach the calendars of their participants.
//
// A process says who may see its meetings: those of a draft are seen by whoever
// holds a role on it. Its conveners, editors and facilitators write them, and so
// does whoever holds one of these roles on the meeting alone.
//
// What always holds:
//
//   - A meeting has at least a year. What is not known of it is left out, and
//     its evidence says whether it was looked for.
//   - A meeting is planned or cancelled, never removed: people have it in their
//     calendars. Whether it is over is read from its dates.
//   - The sequence grows whenever something changes that a calendar shows, and
//     never otherwise.
//   - The points, breakouts and outcomes of a meeting change together: whoever
//     saves has seen all of them, and says which version that was.
package meeting
