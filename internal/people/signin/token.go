package signin

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
)

// A purpose is what a token is good for. A token of one purpose is worthless for
// every other, because the purpose is hashed with it.
type purpose string

const (
	forLink     purpose = "link"
	forHandle   purpose = "handle"
	forCode     purpose = "code"
	forSession  purpose = "session"
	forCeremony purpose = "ceremony"
	forAddress  purpose = "address"
	forNetwork  purpose = "network"
)

// tokenBytes is the chance in a token: 160 bits, 32 characters.
const tokenBytes = 20

var letters = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// spell returns chance as a token that can stand in an address.
func spell(chance []byte) string { return letters.EncodeToString(chance) }

// seal returns what is stored of a token: its hash under its purpose.
func seal(p purpose, token string) string {
	sum := sha256.Sum256([]byte(string(p) + "\x00" + token))
	return hex.EncodeToString(sum[:])
}

// sealCode returns what is stored of a code. Without the letter's handle, which
// is stored only as a hash itself, the million codes cannot be tried out on it.
func sealCode(handle, code string) string { return seal(forCode, handle+"\x00"+code) }

// digits returns chance as a code of six digits. Eight bytes make the difference
// in likelihood between codes immeasurable.
func digits(chance [8]byte) string {
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(chance[:])%1_000_000)
}

// tidy returns a code as it was meant: people type spaces and dots into it.
func tidy(code string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, code)
}
