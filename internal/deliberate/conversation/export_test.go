package conversation

import (
	"context"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// A Cast is a line of the history, as tests read it.
type Cast = cast

// History returns every vote that was ever cast in a conversation, in order.
func History(d *db.DB, conversation ref.ID) (all []Cast, err error) {
	err = d.Read(context.Background(), func(tx *db.Tx) (err error) {
		all, err = castsOf(tx, conversation, 0, 1<<62, 1<<31-1)
		return err
	})
	return all, err
}

// Standing returns the votes that stand in a conversation.
func StandingVotes(d *db.DB, conversation ref.ID) (all []Cast, err error) {
	err = d.Read(context.Background(), func(tx *db.Tx) (err error) {
		all, err = standing(tx, conversation)
		return err
	})
	return all, err
}

// Follow does what the clock does once a minute.
func (s *Service) Follow(ctx context.Context) error { return s.follow(ctx) }
