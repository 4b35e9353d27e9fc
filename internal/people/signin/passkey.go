package signin

import (
	"time"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/webauthn"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/person"
)

// Limits of passkeys.
const (
	CeremonyLife   = 5 * time.Minute
	MaxPasskeys    = 20
	MaxPasskeyName = 60
)

// A Passkey is a key on a person's device by which they come in.
type Passkey struct {
	ID     ref.ID
	Person ref.ID
	Name   string // as the person calls it
	Added  time.Time
	Used   time.Time // zero if never

	credential webauthn.Credential
}

// Ref returns the passkey's name for the rest of the house.
func (p Passkey) Ref() ref.Ref { return ref.To("signin.passkey", p.ID) }

// A Party is the site as passkeys know it: a key made for one host works on no
// other.
type Party struct {
	Host   string // without port
	Origin string // with scheme and port
	Name   string
}

// nameOf returns the name of a new passkey, or why it is none. Without a name it
// is called after the device it was made on.
func nameOf(name, browser, system string, have int) (string, error) {
	name = lang.Clean(name)
	if name == "" {
		name = system
	}
	if name == "" {
		name = browser
	}
	if n := utf8.RuneCountInString(name); n > MaxPasskeyName {
		return "", fault.Field("name", "signin.passkey.name-too-long", "n", n, "limit", MaxPasskeyName)
	}
	if have >= MaxPasskeys {
		return "", fault.New(fault.Closed, "", "signin.passkey.too-many", "n", MaxPasskeys)
	}
	return name, nil
}

// refused is the one answer to a ceremony that failed, whatever the reason.
func refused() error { return fault.New(fault.Closed, "", "signin.passkey.refused") }

// A holder is a person as the exchange of a passkey sees them.
type holder struct {
	person person.Person
	keys   []Passkey
}

func (h holder) WebAuthnID() []byte          { return []byte(h.person.ID) }
func (h holder) WebAuthnName() string        { return h.person.Email }
func (h holder) WebAuthnDisplayName() string { return h.person.Name }

func (h holder) WebAuthnCredentials() []webauthn.Credential {
	out := make([]webauthn.Credential, len(h.keys))
	for i, k := range h.keys {
		out[i] = k.credential
	}
	return out
}
