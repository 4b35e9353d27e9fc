package attendance

import (
	"context"

	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// secret returns a fresh secret.
func secret(tx *db.Tx) (string, error) {
	var b [secretBytes]byte
	if err := tx.Chance(b[:]); err != nil {
		return "", err
	}
	return alphabet.EncodeToString(b[:]), nil
}

// issue returns the secret of a new pass.
func issue(tx *db.Tx, meeting, participant ref.ID) (string, error) {
	token, err := secret(tx)
	if err != nil {
		return "", err
	}
	return token, insertPass(tx, seal(forPass, token), meeting, participant, tx.Now)
}

// Identify returns the pass with a secret, and false if it is no pass or not good
// any more.
func (s *Service) Identify(ctx context.Context, token string) (p Pass, ok bool, err error) {
	if token == "" || len(token) > maxSecret {
		return p, false, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = passByHash(tx, seal(forPass, token))
		ok = err == nil && p.Good(tx.Now)
		if fault.KindOf(err) == fault.NotFound {
			return nil
		}
		return err
	})
	return p, ok, fault.Wrap("read a pass", err)
}

// GiveBack ends the pass with a secret: whoever held it asks for that. They stay
// in the meeting until they leave it.
func (s *Service) GiveBack(ctx context.Context, token string) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error { return dropPass(tx, seal(forPass, token)) })
	return fault.Wrap("give a pass back", err)
}
