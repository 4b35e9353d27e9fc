// Package invitation keeps whom the secretariat of a process knows, invites them,
// and asks who is missing.
//
// A [Contact] is somebody whom the conveners know, with or without an account:
// name, address, language, organization, the stakeholder groups to which they
// belong and the one for which they speak, their interest, who pays for them and
// their mandate. What was written before is kept with its date. A contact can
// stand in for another between two days (an [Alternate]). Once the person takes
// part, the contact is tied to their participant; what is written here is then
// only a suggestion on the form on which people declare for themselves.
//
// Contacts come by hand, by a referral, or from a list: a table (CSV) or cards
// (vCard), read by [Read], sorted out by [Sort] against what is there, shown line
// by line, and written only when a convener has seen it.
//
// A [Campaign] is one letter in every language of those who get it, to a choice
// of contacts. Each recipient gets an offer of package role with a link of their
// own, in small batches by a job. What became of it is not kept twice: a
// [Recipient] says what the offer and the mail queue say now. Opening is noted by
// the visit of the link's page, never by pictures in mails.
//
// A [Referral] is a missing voice that somebody in the process names: what kind of
// voice, why it matters, perhaps who. No account is made for a third person. If
// they leave a mail address it is used once, when a convener or facilitator takes
// the referral and has the person asked: one mail, two answers. It is forgotten
// after a no, and after 60 days. Who named a voice sees what came of it.
//
// What always holds:
//
//   - The address book is seen by conveners of the process and by nobody else.
//   - One address is one contact of a process.
//   - In public stand kinds of voices and states, after somebody who answers for
//     the process has read the words; never names of third persons.
//   - No fact names anybody: facts about people carry counts only.
package invitation
