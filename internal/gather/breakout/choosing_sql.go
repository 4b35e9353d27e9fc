package breakout

import (
	"database/sql"
	"errors"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func choosingOf(tx *db.Tx, meeting ref.ID) (c Choosing, err error) {
	c.Meeting = meeting
	err = tx.Row(`SELECT process_id, state, opened, closed FROM breakout_choosing WHERE meeting_id = $1`, meeting).
		Scan(&c.Process, &c.State, db.ScanTime(&c.Opened), db.ScanTime(&c.Closed))
	if errors.Is(err, sql.ErrNoRows) {
		return c, nil
	}
	return c, err
}

func saveChoosing(tx *db.Tx, c Choosing) error {
	_, err := tx.Exec(`
		INSERT INTO breakout_choosing (meeting_id, process_id, state, opened, closed) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (meeting_id) DO UPDATE SET state = excluded.state, opened = excluded.opened, closed = excluded.closed`,
		c.Meeting, c.Process, c.State, db.Time(c.Opened), db.Time(c.Closed))
	return err
}
