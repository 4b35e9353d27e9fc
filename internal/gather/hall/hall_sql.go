package hall

import (
	"database/sql"
	"errors"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scanHall(r db.Row) (h Hall, err error) {
	err = r.Scan(&h.Meeting, &h.Process, &h.State, db.ScanTime(&h.Opened), db.ScanTime(&h.Ended), &h.Item, &h.Order,
		&h.Screen.View, db.JSON(&h.Screen.Message), db.ScanTime(&h.Counted), &h.Version)
	return h, err
}

// maybeHall returns the hall of a meeting; false if it was never opened.
func maybeHall(tx *db.Tx, meeting ref.ID) (Hall, bool, error) {
	h, err := scanHall(tx.Row(`SELECT meeting, process, state, opened, ended, item, sorted, shows, message, counted, version
		FROM hall WHERE meeting = $1`, meeting))
	if errors.Is(err, sql.ErrNoRows) {
		return Hall{}, false, nil
	}
	return h, err == nil, err
}

func saveHall(tx *db.Tx, h Hall) error {
	_, err := tx.Exec(`INSERT INTO hall (meeting, process, state, opened, ended, item, sorted, shows, message, counted, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (meeting) DO UPDATE SET state = excluded.state, opened = excluded.opened, ended = excluded.ended,
			item = excluded.item, sorted = excluded.sorted, shows = excluded.shows, message = excluded.message,
			counted = excluded.counted, version = excluded.version`,
		h.Meeting, h.Process, h.State, db.Time(h.Opened), db.Time(h.Ended), h.Item, h.Order,
		h.Screen.View, db.JSON(h.Screen.Message), db.Time(h.Counted), h.Version)
	return err
}

func runsOf(tx *db.Tx, meeting ref.ID) ([]Run, error) {
	return db.List(tx, func(r db.Row) (n Run, err error) {
		err = r.Scan(&n.ID, &n.Meeting, &n.Item, db.ScanTime(&n.Began), db.ScanTime(&n.Ended))
		return n, err
	}, `SELECT id, meeting, item, began, ended FROM hall_run WHERE meeting = $1 ORDER BY began, id`, meeting)
}

func addRun(tx *db.Tx, n Run) error {
	_, err := tx.Exec(`INSERT INTO hall_run (id, meeting, item, began, ended) VALUES ($1, $2, $3, $4, '')`,
		n.ID, n.Meeting, n.Item, db.Time(n.Began))
	return err
}

// endRuns ends the stretch that lasts.
func endRuns(tx *db.Tx, meeting ref.ID) error {
	_, err := tx.Exec(`UPDATE hall_run SET ended = $2 WHERE meeting = $1 AND ended = ''`, meeting, db.Time(tx.Now))
	return err
}
