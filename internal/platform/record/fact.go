package record

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// A Fact is one thing that happened, named in the past tense.
type Fact struct {
	Seq      int64            // its number in the line, from 1
	Kind     string           // "meeting.reported-back"
	Subject  ref.Ref          // the thing it is about
	Process  ref.ID           // the process inside which it happened; empty for the site
	Actor    ref.ID           // who, as participant of the process; empty for Penc itself
	Channel  access.Channel   // how the act came
	Act      string           // the act's own name, if it has one
	Happened time.Time        // in the world
	Recorded time.Time        // here
	Figures  map[string]int64 // counts
	Hash     string           // HMAC-SHA-256 of what was said, under the fact's salt, in hexadecimal
}

// MaxBytes bounds the canonical bytes of a fact: entry bundles of transparency
// logs have 16-bit lengths (C2SP tlog-tiles).
const MaxBytes = 65535

// version is the version of the canonical bytes.
const version = 1

// Bytes returns the canonical bytes of a fact: one JSON object with its keys in
// this order and a version first. They do not change once the fact is recorded.
func (f Fact) Bytes() ([]byte, error) {
	b, err := json.Marshal(struct {
		Version  int              `json:"v"`
		Seq      int64            `json:"seq"`
		Kind     string           `json:"kind"`
		Subject  string           `json:"subject"`
		Process  ref.ID           `json:"process,omitempty"`
		Actor    ref.ID           `json:"actor,omitempty"`
		Channel  access.Channel   `json:"channel"`
		Act      string           `json:"act,omitempty"`
		Happened string           `json:"happened"`
		Recorded string           `json:"recorded"`
		Figures  map[string]int64 `json:"figures,omitempty"`
		Hash     string           `json:"hash,omitempty"`
	}{
		version, f.Seq, f.Kind, f.Subject.String(), f.Process, f.Actor, f.Channel, f.Act,
		when.Format(f.Happened), when.Format(f.Recorded), f.Figures, f.Hash,
	})
	if err == nil && len(b) > MaxBytes {
		return nil, fmt.Errorf("fact %d has %d bytes, more than %d", f.Seq, len(b), MaxBytes)
	}
	return b, err
}

// saltBytes is the length of a salt: as long as the hash's security.
const saltBytes = 16

// Seal returns the hash of what was said under a salt, in hexadecimal. Said is
// turned into JSON first, so that anybody with the words and the salt can repeat
// it.
func Seal(salt []byte, said any) (string, error) {
	words, err := json.Marshal(said)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, salt)
	mac.Write(words)
	return hex.EncodeToString(mac.Sum(nil)), nil
}
