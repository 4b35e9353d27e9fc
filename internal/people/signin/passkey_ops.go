package signin

import (
	"context"
	"errors"
	"fmt"
	"net/netip"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// A Ceremony is what a browser needs to make or use a passkey: options to hand
// to its key store, and a token to come back with.
type Ceremony struct {
	Token   string `json:"ceremony"`
	Options any    `json:"options"`
}

// rely returns the other side of the exchange for a site.
func rely(p Party) (*webauthn.WebAuthn, error) {
	w, err := webauthn.New(&webauthn.Config{
		RPID: p.Host, RPDisplayName: p.Name, RPOrigins: []string{p.Origin},
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired,
		},
		AttestationPreference: protocol.PreferNoAttestation,
	})
	if err != nil {
		return nil, fmt.Errorf("passkeys need a site with a name, not a number: %w", err)
	}
	return w, nil
}

// Passkeys returns the passkeys of who asks, oldest first.
func (s *Service) Passkeys(ctx context.Context, who access.Actor) (keys []Passkey, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		keys, err = passkeysOf(tx, who.Person)
		return err
	})
	return keys, fault.Wrap("list passkeys", err)
}

// BeginPasskey begins to add a passkey for who asks. Faults: Closed if they have
// MaxPasskeys already.
func (s *Service) BeginPasskey(ctx context.Context, who access.Actor, party Party) (c Ceremony, err error) {
	w, err := rely(party)
	if err != nil {
		return c, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		h, err := s.holder(tx, who.Person)
		if err != nil {
			return err
		}
		if _, err := nameOf("", "", "", len(h.keys)); err != nil {
			return err
		}
		own := webauthn.Credentials(h.WebAuthnCredentials()).CredentialDescriptors()
		options, data, err := w.BeginRegistration(h, webauthn.WithExclusions(own))
		if err != nil {
			return err
		}
		c.Options = options.Response
		c.Token, err = addCeremony(tx, toAdd, who.Person, data)
		return err
	})
	return c, fault.Wrap("begin a passkey", err)
}

func (s *Service) holder(tx *db.Tx, id ref.ID) (h holder, err error) {
	if h.person, err = s.people.ByIDTx(tx, id); err != nil {
		return h, err
	}
	if h.person.Left() {
		return h, fault.New(fault.NotFound, "", "person.unknown")
	}
	h.keys, err = passkeysOf(tx, id)
	return h, err
}

// A NewPasskey is what a browser brings back when a passkey was made.
type NewPasskey struct {
	Ceremony string
	Name     string
	Response []byte // as PublicKeyCredential.toJSON writes it
	Agent    string
}

// AddPasskey keeps a passkey of who asks. Faults: Closed if the ceremony is over,
// is somebody else's or fails, or there are MaxPasskeys; Invalid (the name). Fact:
// PasskeyAdded.
func (s *Service) AddPasskey(ctx context.Context, who access.Actor, party Party, in NewPasskey) (p Passkey, err error) {
	w, err := rely(party)
	if err != nil {
		return p, err
	}
	err = s.once(ctx, func(tx *db.Tx) (refusal, err error) {
		id, data, err := take(tx, toAdd, in.Ceremony)
		if err != nil {
			return nil, err
		}
		if id != who.Person {
			return refused(), nil
		}
		h, err := s.holder(tx, id)
		if err != nil {
			return nil, err
		}
		browser, system := Device(in.Agent)
		p = Passkey{Person: id, Added: tx.Now}
		if p.Name, err = nameOf(in.Name, browser, system, len(h.keys)); err != nil {
			return err, nil
		}
		parsed, err := protocol.ParseCredentialCreationResponseBytes(in.Response)
		if err != nil {
			return refused(), nil
		}
		made, err := w.CreateCredential(h, data, parsed)
		if err != nil {
			return refused(), nil
		}
		p.credential = *made
		if p.ID, err = tx.NewID(); err != nil {
			return nil, err
		}
		fresh, err := addPasskey(tx, p)
		if err != nil || !fresh {
			return refused(), err
		}
		return nil, record.Append(tx, who, PasskeyAdded, p.Ref(), "", nil)
	})
	return p, fault.Wrap("add a passkey", err)
}

// once runs an act that uses a ceremony up also when it is refused: a refusal is
// told only after the transaction is on disk.
func (s *Service) once(ctx context.Context, act func(*db.Tx) (refusal, err error)) error {
	var refusal error
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		refusal, err = act(tx)
		return err
	})
	if err != nil {
		return err
	}
	return refusal
}

// RemovePasskey takes a passkey of who asks away. Faults: NotFound. Fact:
// PasskeyRemoved.
func (s *Service) RemovePasskey(ctx context.Context, who access.Actor, id ref.ID) error {
	return fault.Wrap("remove a passkey", s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := passkeyOf(tx, id)
		if err != nil {
			return err
		}
		if who.Person == "" || p.Person != who.Person {
			return fault.New(fault.NotFound, "", "signin.passkey.unknown")
		}
		if _, err := tx.Exec(dropPasskey, id); err != nil {
			return err
		}
		return record.Append(tx, who, PasskeyRemoved, p.Ref(), "", nil)
	}))
}

// Passkey returns one passkey of who asks. Faults: NotFound.
func (s *Service) Passkey(ctx context.Context, who access.Actor, id ref.ID) (p Passkey, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = passkeyOf(tx, id)
		if err == nil && (who.Person == "" || p.Person != who.Person) {
			return fault.New(fault.NotFound, "", "signin.passkey.unknown")
		}
		return err
	})
	return p, fault.Wrap("find a passkey", err)
}

// knocksPerLetter is how many ceremonies a network may begin for each letter it
// may ask for: they cost a row, not a mail.
const knocksPerLetter = 10

// BeginEntry begins to open the door with a passkey. Anybody may. Faults: Closed
// when the network has asked too often.
func (s *Service) BeginEntry(ctx context.Context, party Party, from netip.Addr) (c Ceremony, err error) {
	w, err := rely(party)
	if err != nil {
		return c, err
	}
	options, data, err := w.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return c, fault.Wrap("begin an entry", err)
	}
	c.Options = options.Response
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		source := seal(forCeremony, network(from))
		tooMany := fault.New(fault.Closed, "", "signin.passkey.too-often")
		if err := knock(tx, source, knocksPerLetter*s.Limits.PerNetwork, tooMany); err != nil {
			return err
		}
		c.Token, err = addCeremony(tx, toEnter, "", data)
		return err
	})
	return c, fault.Wrap("begin an entry", err)
}

// A Presented is what a browser brings back when a passkey was used.
type Presented struct {
	Ceremony string
	Response []byte // as PublicKeyCredential.toJSON writes it
	Next     string
	Agent    string
}

// EnterByPasskey opens the door to whoever holds a passkey. Faults: Closed, one
// answer whatever the reason. Fact: Opened.
func (s *Service) EnterByPasskey(ctx context.Context, who access.Actor, party Party, in Presented) (out Entry, err error) {
	w, err := rely(party)
	if err != nil {
		return out, err
	}
	err = s.once(ctx, func(tx *db.Tx) (refusal, err error) {
		_, data, err := take(tx, toEnter, in.Ceremony)
		if err != nil {
			return nil, err
		}
		key, err := s.verify(tx, w, data, in.Response)
		if err != nil {
			return refusalOf(err)
		}
		key.Used = tx.Now
		if err := putUse(tx, key); err != nil {
			return nil, err
		}
		out = Entry{Person: key.Person, Next: Local(in.Next)}
		out.Token, _, err = s.OpenTx(tx, who, key.Person, ByPasskey, in.Agent)
		return nil, err
	})
	return out, fault.Wrap("enter by passkey", err)
}

// errNotThis says that the exchange failed, in contrast to the database.
var errNotThis = errors.New("the passkey does not open this door")

func refusalOf(err error) (refusal, defect error) {
	if errors.Is(err, errNotThis) {
		return refused(), nil
	}
	return nil, err
}

// verify returns the passkey that signed the challenge, as it is afterwards.
func (s *Service) verify(tx *db.Tx, w *webauthn.WebAuthn, data webauthn.SessionData, response []byte) (Passkey, error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes(response)
	if err != nil {
		return Passkey{}, errNotThis
	}
	var h holder
	var defect error
	find := func(_, userHandle []byte) (webauthn.User, error) {
		h, err = s.holder(tx, ref.ID(userHandle))
		if err != nil && fault.KindOf(err) == fault.Internal {
			defect = err
		}
		return h, err
	}
	_, used, err := w.ValidatePasskeyLogin(find, data, parsed)
	if defect != nil {
		return Passkey{}, defect
	}
	if err != nil || used.Authenticator.CloneWarning {
		return Passkey{}, errNotThis
	}
	for _, k := range h.keys {
		if string(k.credential.ID) == string(used.ID) {
			k.credential = *used
			return k, nil
		}
	}
	return Passkey{}, errNotThis
}
