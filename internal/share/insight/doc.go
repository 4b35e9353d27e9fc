// Package insight shows the balance of a process: who was invited, joined,
// registered, came, spoke, proposed, voted and reported, by stakeholder group,
// organization, language, mode, and, where people said so, gender and region.
//
// A process that one group dominates, or that a group has silently left, looks
// like any other from inside. So the figures are counted for every [Step], laid
// beside the [Target] that the conveners set, and said in whole sentences as
// [Remark]: who is missing, who is present and silent, who is more than half.
// With every decision a [Snapshot] keeps who was there.
//
// A [Crowd] is everybody in a process with what they took part in. It becomes a
// [Balance] in two ways: exact, for the conveners, and as anybody may see it.
//
// What always holds:
//
//   - One participant counts once for each step, however often they spoke.
//   - What anybody may see is decided at once for the process and all its
//     meetings, all steps and all dimensions (opinion.SuppressTables): nothing
//     that is shown in one place tells what is withheld in another. JSON, CSV,
//     charts and sentences are made from these figures and no others.
//   - Remarks are made from the figures that stand beside them. Those who
//     facilitate are told of absent and silent groups with "a few" instead of
//     numbers under five.
//   - A snapshot never changes. In public its figures are round, and a figure
//     differs from the snapshot before it by nothing or by five and more, so that
//     nobody learns for which group a person spoke who came in between.
package insight
