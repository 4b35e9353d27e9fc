// Package signin opens the door: it finds out who somebody is and remembers it
// for a while. There are no passwords.
//
// Whoever wants to come in asks for a letter: a mail with a link and a code of
// six digits. Whoever can read it has proved that the address is theirs. A known
// address opens a session; an unknown one makes its owner a newcomer, who says
// their name, agrees to the terms and becomes a person. A person may add
// passkeys, by which their device or security key opens the door without a mail.
//
// The words: a [Letter] is one mail with its link and code; a knock is one
// request for a letter, counted for an hour per address and per network; a
// [Session] is one browser in which a person is signed in; a ceremony is the
// exchange by which a passkey is added or used.
//
// What always holds:
//
//   - A token has one purpose and at least 128 bits of chance. It is stored only
//     as a hash, expires, and the ones in letters and ceremonies work once. A code
//     has six digits and dies after five wrong tries; it is hashed together with
//     the handle of its letter, which only the browser that asked knows.
//   - Asking for a letter does the same and takes the same time whether or not
//     the address is known: nobody can find out who takes part here.
//   - Opening the link shows a page; only the button on it signs in, because mail
//     scanners open links too.
//   - A session that was closed, and a person who left, are out with the next
//     request.
//
// Asking for a letter is no fact: whoever asks is nobody yet. Opened and closed
// sessions and passkeys are facts about the session or the passkey, and do not
// name the person.
package signin
