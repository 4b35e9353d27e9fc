// Package process keeps processes: what a country undertakes on one subject, who
// carries it, by which rules, in which stages, and what is known of its course.
//
// A [Process] is opened as a draft, which only those see who hold a role on it;
// it is published once nothing is missing ([Whole.Missing]) and archived when it
// is over. Its parts are [Stage], [Group] (a stakeholder group), [Partner],
// [Named] (somebody named in public sources), [Agreement], [Rules] (a version of
// the ground rules or of the consensus policy), [Entry] (a line of the
// chronicle) and [Source]. A [Whole] is a process with all of them.
//
// Every part knows what it rests on (package evidence): its sources, why it is
// uncertain, where sources disagree, what was never published. A process that
// runs here answers for itself and needs none of it; a process of the past is
// worth as much as its sources.
//
// What is open is data: a stage names the acts that people can do while it
// lasts, and other rooms ask [Whole.Open].
//
// What always holds:
//
//   - The id of a process and of a part never changes: it stands in addresses.
//   - A part leads only to parts of its own process, and is not removed while
//     another part leads to it.
//   - An adopted text is not edited: another version is adopted after it. What
//     may be added is what was missing, a translation or the text itself if it
//     was not published when the version was entered.
//   - Whoever saves says which version they read. If it changed meanwhile the
//     act is refused with both texts in view, and nothing is lost.
//   - A process file that is read twice changes nothing the second time.
package process
