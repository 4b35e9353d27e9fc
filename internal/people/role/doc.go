// Package role says who does what in a process, and who runs the site.
//
// A role is held by a person on one process: convener, facilitator, editor,
// member or observer. The one role on the site itself is the operator's, who
// has no say in a process. A process never loses its last convener, nor the
// site its last operator.
//
// Whoever gets a role in a process, or joins it, takes part in it under a name
// of that process: they are a [Participant]. Facts, votes and figures know the
// participant and not the person; the two are tied in one row, which erasure
// cuts. A participant declares for which stakeholder group they sit, for which
// organization, with what interest and under what mandate (a [Declaration]);
// what was declared before is kept with its date. What a stakeholder group is,
// this room does not know: the process room, which stands above, checks it.
//
// Roles are also offered to people who have no account yet. A convener pastes a
// list of contacts ([ReadContacts]), sees what was understood, and each contact
// is mailed one [Offer] with a link of its own. The link can only accept or
// decline that offer. Accepting makes the account if there is none and signs a
// new person in; somebody who has an account gets the role and signs in the
// usual way, because a mail of last month is no key to an account.
//
// What always holds:
//
//   - In public, people who carry the process (conveners, facilitators, editors)
//     are named as they wish to be named; members are a number by stakeholder
//     group, and numbers about fewer than five are not shown.
//   - Addresses of people who were invited are shown to conveners of that process
//     and to nobody else, and go when the invitation has been over for a while.
package role
