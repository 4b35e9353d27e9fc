package attendance

import (
	"context"
	"fmt"
	"slices"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// settle is how long a movement is left alone before it is counted in a digest: on
// PostgreSQL one with an earlier time may commit after one with a later.
const settle = 10 * time.Second

// digestLimit is how many movements one digest covers.
const digestLimit = 10_000

// count closes the doors that were left open, and appends a digest of those who
// came and left since the last one. A clock calls it once a minute.
func (s *Service) count(ctx context.Context) error {
	if err := s.closeLeftOpen(ctx); err != nil {
		return err
	}
	var late []ref.ID
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		late, err = uncounted(tx)
		return err
	})
	if err != nil {
		return err
	}
	for _, id := range late {
		if err := s.db.Write(ctx, func(tx *db.Tx) error { return s.countOne(tx, id) }); err != nil {
			return fmt.Errorf("count the check-ins of %s: %w", id, err)
		}
	}
	return nil
}

func (s *Service) countOne(tx *db.Tx, id ref.ID) error {
	counted, err := countedUpTo(tx, id)
	if err != nil {
		return err
	}
	m, err := s.meetings.ByIDTx(tx, id)
	if err != nil {
		return err
	}
	moved, err := movementsAfter(tx, id, counted, tx.Now.Add(-settle).UnixMicro(), digestLimit)
	if err != nil {
		return err
	}
	if len(moved) == digestLimit { // movements of one moment stay in one digest
		last := moved[digestLimit-1].Ord
		moved = slices.DeleteFunc(moved, func(m movement) bool { return m.Ord == last })
	}
	if len(moved) == 0 {
		return nil
	}
	if err := saveCounted(tx, id, moved[len(moved)-1].Ord); err != nil {
		return err
	}
	now, err := countPresent(tx, id)
	if err != nil {
		return err
	}
	return record.Append(tx, access.Machine(), Counted, m.Ref(), m.Process, moved,
		record.Figure("movements", len(moved)), record.Figure("room", now.Room), record.Figure("remote", now.Remote))
}
