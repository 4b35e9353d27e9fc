// Package polisdata reads and writes the folder in which Polis exports a
// conversation as CSV files:
//
//	summary.csv             topic, link, totals: a key and a value a line
//	comments.csv            the statements, which Polis calls comments
//	votes.csv               every vote as it came, replaced ones too
//	participants-votes.csv  one row a person, one column a comment, last votes
//
// The last two may also lie there compressed, with .gz behind the name. Any of
// the files may be missing. Without votes.csv the votes are taken from
// participants-votes.csv, which knows neither when a vote was cast nor what it
// replaced.
//
// Beside them a state.json may say what the engine was told: which comments were
// moderated out, and who is placed; [ReadState] reads it. What the engine does
// with votes as they come is followed with [Conversation.Batches] and
// [opinion.Polis].
//
// What the format holds is kept: times, authors, moderation, groups, and keys
// and columns that this package does not know. A folder that was read and is
// written again has the same bytes, unless it held a byte order mark, carriage
// returns at line ends, needless quotation marks or empty lines at its end.
//
// A broken line is never passed over. [Read] goes on to find the others, up to
// 100, and returns them all as [*Faults] in place of a conversation. Sizes are
// bounded by [Limits], so that a hostile file costs no more than they allow.
//
// Votes are 1 for agree, -1 for disagree and 0 for pass, as in the exports.
// (Inside Polis, and in its older exports of its own objects, agree is -1.)
//
//	c, err := polisdata.Read(os.DirFS("canadian-electoral-reform"), polisdata.Limits{})
//	m, index := c.Matrix()
//	result := opinion.Compute(m, opinion.Options{})
//	first := index.People[0] // the Polis number of row 0
package polisdata
