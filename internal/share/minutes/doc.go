// Package minutes keeps the minutes of meetings: drawn from what was noted, edited,
// circulated for correction, approved, published.
//
// [Minutes] are made of sections. Each [Section] is drawn by [Draft] from what the
// rooms below have noted (the agenda as it went, who was there, what breakouts
// reported, temperature checks, decisions, the parking list, priorities, missing
// voices, materials), in all languages of the interface at once, so that they say
// the same. Editors change the text, add sections and remove some. What was drawn
// stays beside what was written: when the rooms below know more than they did, the
// section says so, shows the difference, and the editor takes it over or not.
//
// Minutes are a [State]. A draft is for those who run the meeting. Circulated, they
// are read by whoever took part and by the members of the process, who propose
// corrections ([Proposal]) until a day that is named; each is answered. Then a
// convener approves them: at a later meeting, or because nobody objected until the
// day, if the process lets silence approve ([Practice]). Published, they are for
// everybody and stay as they are; what turns out to be wrong is corrected below,
// with a date ([Erratum]).
//
// What always holds:
//
//   - Nobody approves minutes while a correction waits for its answer.
//   - Approving is an act of a convener that is recorded, silence or not.
//   - Approved minutes do not change. Every earlier version of a section is kept.
//   - A decision names the versions of the ground rules and of the consensus
//     policy that were in force.
//   - Minutes name nobody who did not agree to be named, and no number about
//     fewer than five people: they hold what the public pages show.
//
// Meetings of which a document in the library is the record keep it.
package minutes
