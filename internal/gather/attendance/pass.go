package attendance

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"time"

	"penc/internal/ground/ref"
)

// A purpose is what a secret is good for. A secret of one purpose is worthless for
// every other, because the purpose is hashed with it.
type purpose string

const (
	forPass   purpose = "pass"   // who is there
	forKey    purpose = "key"    // the personal link of somebody registered
	forHelper purpose = "helper" // who helps at the door
	forClient purpose = "client" // where wrong codes come from
	forFeed   purpose = "feed"   // a person's own calendar
)

// secretBytes is the chance in a secret: 160 bits, 32 characters.
const secretBytes = 20

// maxSecret is a length that no secret exceeds.
const maxSecret = 100

var alphabet = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// seal returns what is kept of a secret: its hash under its purpose.
func seal(p purpose, secret string) string {
	sum := sha256.Sum256([]byte(string(p) + "\x00" + secret))
	return hex.EncodeToString(sum[:])
}

// A Pass says which participant somebody without an account is, in the process of
// one meeting.
type Pass struct {
	Meeting, Process, Participant ref.ID
	Name                          string
	Until                         time.Time
}

// Good reports whether the pass is good at a moment.
func (p Pass) Good(now time.Time) bool { return now.Before(p.Until) }
