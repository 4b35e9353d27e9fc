// Package library keeps the documents of a process: what was signed, drafted,
// minuted, presented or published.
//
// A [Document] has a title and a text that says what it is, in the languages of
// the readers; a date, which may be known in part; the languages in which the
// document itself exists; its pages and its table of contents. The document is
// either here, as a [File], or elsewhere, behind a link, or both. Of a file every
// version is kept, and the newest stands at the document's permanent address.
//
// A document of the past rests on sources like everything else that is known of a
// process (package evidence). Which sources those are, the room of processes
// knows, which stands above; here they are identifiers.
//
// Example: the minutes of a plenary. The editor uploads a PDF in October and a
// corrected one in November. Readers get the corrected one, and find the first
// below it with its date.
//
// What always holds:
//
//   - Documents of a draft process are seen only by who holds a role on it.
//   - A file is what its first bytes and its name say, of a kind that does
//     nothing in a reader's browser, and not over [MaxFile].
//   - A file that no document has any more is deleted a day later, and never
//     while somebody sends the same file again.
//   - A process file that is read twice changes nothing the second time.
package library
