// Package opinionreport tells a map of opinion to others: as a JSON document
// whose bytes anybody can check, as a drawing, and as a page.
//
// A [Report] is a result with the names that belong to its numbers. Its document
// ([Report.WriteJSON]; docs/opinion-json.md gives its fields) is canonical JSON
// in the sense of RFC 8785: the same votes and the same method give the same
// bytes. It holds a digest of the votes and one of itself.
//
// The drawing ([Plot]) shows how many people stand where, not who: its size
// does not depend on how many there are. The page ([Report.WriteHTML]) is one
// file that needs no other.
package opinionreport
