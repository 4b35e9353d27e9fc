// Package blob keeps the files that people upload. A file is named by the
// SHA-256 of its content, so the same document uploaded twice lies here once, a
// document never changes under its name, and anybody can check that what they
// downloaded is what was put in.
//
// Names, titles, and who may read what are the rooms' business: here are only
// bytes. [Sniff] says what kind of file some bytes are and refuses the kinds
// that could do something in a reader's browser or on their machine.
//
// What always holds: a file appears under its name whole and on disk, or not at
// all. Nothing outside the store's folder can be reached through it.
package blob

import "embed"

// Words are the texts of this package's faults.
//
//go:embed i18n
var Words embed.FS
