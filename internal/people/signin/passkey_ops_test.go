package signin_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/people/signin"
)

var home = signin.Party{Host: "localhost", Origin: "http://localhost:8080", Name: "Penc"}

// An authenticator is a key store such as a telephone has one, with one key.
type authenticator struct {
	t      *testing.T
	key    *ecdsa.PrivateKey
	id     []byte
	owner  string // the user handle, base64
	count  uint32
	origin string
	host   string
}

func newAuthenticator(t *testing.T) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 16)
	rand.Read(id)
	return &authenticator{t: t, key: key, id: id, origin: home.Origin, host: home.Host}
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// field reads a value of the options that a ceremony hands to the browser.
func field(t *testing.T, c signin.Ceremony, path ...string) string {
	t.Helper()
	raw, err := json.Marshal(c.Options)
	if err != nil {
		t.Fatal(err)
	}
	var at any
	if err := json.Unmarshal(raw, &at); err != nil {
		t.Fatal(err)
	}
	for _, name := range path {
		at = at.(map[string]any)[name]
	}
	return at.(string)
}

func (a *authenticator) clientData(kind, challenge string) []byte {
	b, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.origin, "crossOrigin": false})
	if err != nil {
		a.t.Fatal(err)
	}
	return b
}

// data is the authenticator data: the host's hash, flags and the counter.
func (a *authenticator) data(flags byte) []byte {
	hash := sha256.Sum256([]byte(a.host))
	out := append(hash[:], flags)
	return binary.BigEndian.AppendUint32(out, a.count)
}

// The flags of authenticator data.
const (
	present  = 1 << 0
	verified = 1 << 2
	attested = 1 << 6
)

// create makes the answer to a registration, as PublicKeyCredential.toJSON does.
func (a *authenticator) create(c signin.Ceremony) []byte {
	a.owner = field(a.t, c, "user", "id")
	point, err := a.key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		a.t.Fatal(err)
	}
	cose, err := cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	if err != nil {
		a.t.Fatal(err)
	}
	data := a.data(present | verified | attested)
	data = append(data, make([]byte, 16)...) // no maker
	data = binary.BigEndian.AppendUint16(data, uint16(len(a.id)))
	data = append(append(data, a.id...), cose...)
	object, err := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	if err != nil {
		a.t.Fatal(err)
	}
	return a.credential(map[string]any{
		"clientDataJSON":    b64(a.clientData("webauthn.create", field(a.t, c, "challenge"))),
		"attestationObject": b64(object),
		"transports":        []string{"internal"},
	})
}

// get makes the answer to an entry.
func (a *authenticator) get(c signin.Ceremony) []byte {
	a.count++
	client := a.clientData("webauthn.get", field(a.t, c, "challenge"))
	data := a.data(present | verified)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(bytes.Clone(data), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, digest[:])
	if err != nil {
		a.t.Fatal(err)
	}
	return a.credential(map[string]any{
		"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature), "userHandle": a.owner,
	})
}

func (a *authenticator) credential(response map[string]any) []byte {
	b, err := json.Marshal(map[string]any{
		"id": b64(a.id), "rawId": b64(a.id), "type": "public-key", "authenticatorAttachment": "platform",
		"clientExtensionResults": map[string]any{}, "response": response,
	})
	if err != nil {
		a.t.Fatal(err)
	}
	return b
}

func (a *authenticator) add(h *house, who access.Actor, name string) signin.Passkey {
	a.t.Helper()
	c, err := h.door.BeginPasskey(a.t.Context(), who, home)
	if err != nil {
		a.t.Fatal(err)
	}
	p, err := h.door.AddPasskey(a.t.Context(), who, home, signin.NewPasskey{Ceremony: c.Token, Name: name, Response: a.create(c), Agent: agent})
	if err != nil {
		a.t.Fatal(err)
	}
	return p
}

func (a *authenticator) enter(h *house) (signin.Entry, error) {
	a.t.Helper()
	c, err := h.door.BeginEntry(a.t.Context(), home, office)
	if err != nil {
		a.t.Fatal(err)
	}
	return h.door.EnterByPasskey(a.t.Context(), stranger, home, signin.Presented{Ceremony: c.Token, Response: a.get(c), Next: "/meetings/m1", Agent: agent})
}

func TestAPasskeyIsAddedUsedAndRemoved(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, p := h.join("amina@example.org")
		who := access.Actor{Person: p.ID, Channel: access.Web}
		key := newAuthenticator(t)
		k := key.add(h, who, "")
		if k.Name != "Linux" {
			t.Errorf("without a name it is called %q, want the device's", k.Name)
		}
		e, err := key.enter(h)
		if err != nil || e.Person != p.ID || e.Next != "/meetings/m1" || h.behind(e.Token).Person.ID != p.ID {
			t.Fatalf("%+v, %v", e, err)
		}
		if all, err := h.door.Passkeys(t.Context(), who); err != nil || len(all) != 1 || all[0].Used.IsZero() {
			t.Errorf("%+v, %v", all, err)
		}
		mallory := access.Actor{Person: "mallory", Channel: access.Web}
		if err := h.door.RemovePasskey(t.Context(), mallory, k.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody else removes it: %v, want NotFound", err)
		}
		if err := h.door.RemovePasskey(t.Context(), who, k.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := key.enter(h); message(err) != "signin.passkey.refused" {
			t.Errorf("after its removal: %v", err)
		}
	})
}

func TestAPasskeyOpensNoOtherDoor(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, amina := h.join("amina@example.org")
		_, moussa := h.join("moussa@example.org")
		key, other := newAuthenticator(t), newAuthenticator(t)
		key.add(h, access.Actor{Person: amina.ID, Channel: access.Web}, "a")
		other.add(h, access.Actor{Person: moussa.ID, Channel: access.Web}, "b")
		begin := func() signin.Ceremony {
			c, err := h.door.BeginEntry(t.Context(), home, office)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		enter := func(token string, response []byte) error {
			_, err := h.door.EnterByPasskey(t.Context(), stranger, home, signin.Presented{Ceremony: token, Response: response})
			return err
		}
		used := begin()
		answer := key.get(used)
		if err := enter(used.Token, answer); err != nil {
			t.Fatalf("the right way: %v", err)
		}
		old := begin()
		h.clock.Advance(signin.CeremonyLife + time.Second)
		adding, err := h.door.BeginPasskey(t.Context(), access.Actor{Person: amina.ID}, home)
		if err != nil {
			t.Fatal(err)
		}
		cloned := *key
		cloned.count = 0
		elsewhere := *key
		elsewhere.origin = "https://evil.example"
		thief := *other // says that it belongs to somebody else
		thief.owner = key.owner
		for name, refusal := range map[string]error{
			"replayed":                       enter(used.Token, answer),
			"late":                           enter(old.Token, key.get(old)),
			"an answer to another challenge": enter(begin().Token, answer),
			"a forged ceremony":              enter("forged", key.get(begin())),
			"a ceremony made for adding":     enter(adding.Token, key.get(adding)),
			"made on another site":           func() error { c := begin(); return enter(c.Token, elsewhere.get(c)) }(),
			"somebody else's key":            func() error { c := begin(); return enter(c.Token, thief.get(c)) }(),
			"a copy with an older counter":   func() error { c := begin(); return enter(c.Token, cloned.get(c)) }(),
			"no JSON":                        enter(begin().Token, []byte("{")),
			"nothing":                        enter(begin().Token, nil),
		} {
			if message(refusal) != "signin.passkey.refused" {
				t.Errorf("%s: %v", name, refusal)
			}
		}
	})
}

func TestAPasskeyIsAddedByItsOwnerOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, amina := h.join("amina@example.org")
		_, moussa := h.join("moussa@example.org")
		who, other := access.Actor{Person: amina.ID}, access.Actor{Person: moussa.ID}
		key := newAuthenticator(t)
		begin := func(who access.Actor) signin.Ceremony {
			c, err := h.door.BeginPasskey(t.Context(), who, home)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		add := func(who access.Actor, token, name string, response []byte) error {
			_, err := h.door.AddPasskey(t.Context(), who, home, signin.NewPasskey{Ceremony: token, Name: name, Response: response, Agent: agent})
			return err
		}
		c := begin(who)
		if err := add(other, c.Token, "a", key.create(c)); message(err) != "signin.passkey.refused" {
			t.Errorf("in somebody else's ceremony: %v", err)
		}
		if err := add(who, c.Token, "a", key.create(c)); message(err) != "signin.passkey.refused" {
			t.Errorf("a ceremony that was used up: %v", err)
		}
		c = begin(who)
		long := fmt.Sprintf("%0*d", signin.MaxPasskeyName+1, 0)
		if err := add(who, c.Token, long, key.create(c)); message(err) != "signin.passkey.name-too-long" {
			t.Errorf("too long a name: %v", err)
		}
		key.add(h, who, "a")
		c = begin(other)
		if err := add(other, c.Token, "a", key.create(c)); message(err) != "signin.passkey.refused" {
			t.Errorf("a key that is there already: %v", err)
		}
		for range signin.MaxPasskeys - 1 {
			newAuthenticator(t).add(h, who, "more")
		}
		if _, err := h.door.BeginPasskey(t.Context(), who, home); message(err) != "signin.passkey.too-many" {
			t.Errorf("one more than the most: %v", err)
		}
	})
}

func TestCeremoniesAreRationed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.door.Limits.PerNetwork = 1
		for i := range 10 {
			if _, err := h.door.BeginEntry(t.Context(), home, office); err != nil {
				t.Fatalf("ceremony %d: %v", i+1, err)
			}
		}
		if _, err := h.door.BeginEntry(t.Context(), home, office); message(err) != "signin.passkey.too-often" {
			t.Errorf("%v", err)
		}
		if _, err := h.door.BeginEntry(t.Context(), home, netip.MustParseAddr("192.0.2.8")); err != nil {
			t.Errorf("from another network: %v", err)
		}
		if _, err := h.door.BeginEntry(t.Context(), signin.Party{Host: "127.0.0.1", Origin: "http://127.0.0.1", Name: "Penc"}, office); err == nil {
			t.Error("a site with a number for a name took passkeys")
		}
	})
}
