// Package breakout runs the breakouts of a meeting while it is held: who chose
// which room, what was thought of there, and what each room reports back to the
// plenary.
//
// The breakouts themselves (title, question, room, capacity) stand in the
// programme, with package meeting. Here a facilitator opens the [Choosing];
// people who are present make their [Choice] and change it until it closes. In a
// room anybody's idea is written down as a [Point], on their own phone or by the
// rapporteur. Out of the points the rapporteurs compose the [ReportBack]: one to
// seven [Line]s, each with who supported it, and the questions left open.
// Everybody acts under their name in the process, so a pass at the door is
// enough; see package attendance.
//
// A report-back is written in [Version]s. Whoever saves says which version they
// had read. If another one stands by then, because two people wrote at the same
// time or one of them had no network, both are kept: the one that came first
// stands, the other lies beside it until one is chosen or both are merged.
//
// Example: Awa and Moussa both write for their room from version 2. Awa's text
// arrives first and stands as version 3. Moussa's becomes version 4, beside it.
// Both read the two texts side by side; Moussa merges them into version 5, which
// stands, and 3 and 4 are past. None of the five is ever changed or removed.
//
// What always holds:
//
//   - No more people are in a room than it can hold, however many choose at the
//     same moment, and whoever puts them there. The lock "breakout/" + meeting is
//     held from counting to storing.
//   - A person is in one room of a meeting at most.
//   - A version of a report-back is never changed; at most one of them stands.
//   - A line keeps its identifier from version to version, so that a board can
//     point at it.
//   - An act that arrives twice is carried out once: points and versions remember
//     the act that made them. If it arrives again with other words, because the
//     writer corrected them while waiting for the network, these are kept too.
//   - When something happened is what the device says, but never after it was
//     recorded, nor before the writer had come to the meeting.
//
// # What can be seen of whom
//
// People choose their room in sight of each other, and the choice is better when
// they see who is missing where. So people who are present, and nobody else, see
// how many are in each room and, by stakeholder group, how many of them speak for
// whom. [Balance] hides cells of fewer than five people, and as many others as it
// takes that none of the hidden ones follows from the head counts of the rooms or
// from the totals of the groups; hidden cells of a room are told together as
// "others". Who watches long enough sees single people come and go, as in the
// hall. Facilitators see exact figures and names, since they know both from the
// door. The public sees the filed report-backs, with no figures of the room.
//
// Points are seen by those who are present and by the facilitators, without
// names. Words of a point go if their author leaves and wishes so; the line of a
// report-back is what the room said, and stays.
package breakout
