// Package exchange takes a process over from a file and writes one into a file.
//
// A file is read twice: the plan says what each room would create, change and
// leave as it is; the adoption carries the plan out, in one transaction, room
// after room in building order. A file with a fault changes nothing at all, and a
// file that was adopted before changes nothing either.
package exchange
