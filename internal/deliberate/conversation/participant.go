package conversation

import (
	"crypto/sha256"
	"encoding/base64"

	"penc/internal/ground/ref"
)

// A Participant is the name under which somebody takes part in one conversation.
type Participant struct {
	ID           ref.ID
	Conversation ref.ID
	Person       ref.ID // empty for guests, imported and erased people
	Group        ref.ID // declared stakeholder group, empty if none
	Label        string // number in the export that an imported one comes from
}

// A Guest is the secret in the cookie of somebody without an account. Only its
// digest is stored.
type Guest string

// digest returns what is stored of the secret; empty for none.
func (g Guest) digest() string {
	if g == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(g))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// minGuest is the length in bytes that a guest's secret has at least: 26 letters
// and digits of base32 are 130 bits.
const minGuest = 26

// Sound reports whether the secret is long enough to be one of ours.
func (g Guest) Sound() bool { return len(g) >= minGuest && len(g) <= 64 }
