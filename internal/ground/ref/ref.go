// Package ref names things. Every thing that Penc keeps has a kind and an
// identifier; together they are a [Ref], the one way in which rooms point at
// each other's things.
//
// Identifiers made here sort by the time at which they were made. Things that
// come from a file keep the identifier that the file gives them ("sn-m1"), so
// that their address stays the same however often the file is read.
package ref

import (
	"encoding/base32"
	"encoding/binary"
	"io"
	"strings"
	"time"
)

// A Kind says what a thing is: "meeting", or "meeting.breakout".
type Kind string

// An ID names one thing of a kind, on one site. It is lower-case letters,
// digits and hyphens, at most 80 bytes: it stands in addresses as it is.
type ID string

// A Ref points at a thing.
type Ref struct {
	Kind Kind
	ID   ID
}

// To returns the ref of the thing of kind k named id.
func To(k Kind, id ID) Ref { return Ref{k, id} }

// String returns "kind:id", the form in which refs are stored.
func (r Ref) String() string {
	if r == (Ref{}) {
		return ""
	}
	return string(r.Kind) + ":" + string(r.ID)
}

// Parse reads what String wrote. It reports false if s is no ref.
func Parse(s string) (Ref, bool) {
	k, id, ok := strings.Cut(s, ":")
	if !ok || k == "" || !ID(id).Valid() {
		return Ref{}, false
	}
	return Ref{Kind(k), ID(id)}, true
}

// Crockford's alphabet leaves out i, l, o and u, which are misread aloud.
var enc = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewID returns an identifier of 26 characters made at time t, with its last
// 80 bits read from r.
func NewID(t time.Time, r io.Reader) (ID, error) {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(t.UnixMilli())<<16)
	if _, err := io.ReadFull(r, b[6:]); err != nil {
		return "", err
	}
	return ID(enc.EncodeToString(b[:])), nil
}

// MaxID is the length in bytes that no identifier exceeds.
const MaxID = 80

// Valid reports whether id could name a thing: lower-case letters, digits and
// single hyphens inside, 1 to MaxID bytes.
func (id ID) Valid() bool {
	if id == "" || len(id) > MaxID || id[0] == '-' || id[len(id)-1] == '-' {
		return false
	}
	for i := range len(id) {
		c := id[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return !strings.Contains(string(id), "--")
}
