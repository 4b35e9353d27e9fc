// Package mail sends the site's mail: a code to sign in with, an invitation, a
// notice. A message is plain text in the language of its reader, says in its
// last paragraph why it came, and is written by the rooms; this package only
// keeps it and carries it.
//
// A message is queued in the transaction that makes it needed, so that a code
// is never sent for a sign-in that was rolled back. A job hands it to the mail
// server afterwards and tries again with growing pauses for about six hours.
// What is true of a message at a moment is its [State].
//
// What always holds:
//
//   - No address, subject or header of a message can hold a line end, so nobody
//     adds headers or recipients through a form.
//   - A message that reached the mail server loses its text at once, because
//     texts hold codes and links that let somebody in. So does one that was given
//     up. Only the demo's [Outbox], which sends nothing, keeps texts to be read.
//   - A message carries the same Message-ID every time it is tried. If the
//     program stops after the mail server took the message and before that was
//     written down, the message is handed over a second time; mail servers and
//     mailboxes recognise it by its Message-ID. No protocol can do better: SMTP
//     has no way to ask whether a message has arrived.
package mail

import "embed"

// Words are the texts of this package's faults and states.
//
//go:embed i18n
var Words embed.FS
