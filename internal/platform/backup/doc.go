// Package backup keeps a whole site in one file and makes a site of such a file
// again: the rows of every table and all documents, from either database and into
// either. docs/backup.md describes the file.
//
// A backup is made beside a site that goes on working. All rows are those of one
// moment. [Save] gives the file its name only when it is whole, on disk, and has been
// read and checked again. [Restore] reads and checks the whole file before it touches
// the place, makes the site beside the place, and puts it there at one stroke.
//
// What always holds:
//
//   - A file is read as a stream: memory does not grow with the site.
//   - A file that does not say exactly what was written is refused. That guards against damage,
//     not against somebody who can write the file: keep backups where only you can.
//   - Nothing is written over, neither by a backup nor by a restore.
//   - Encryption is age's (age-encryption.org), to public keys; the secret key need
//     not be on the machine that makes backups.
//   - Messages that waited to be sent when the backup was made are given up in the
//     restored site, unless whoever restores it says otherwise: they have most likely
//     been sent since.
//
// A [Schedule] makes backups by itself and lets go of old ones, once a newer one has
// been checked. It knows its files by rows of its own and touches no others.
package backup
