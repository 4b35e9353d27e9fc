package backup

import (
	"database/sql"
	"errors"
	"time"

	"penc/internal/platform/db"
)

// A Made is a backup that was made and checked.
type Made struct {
	File      string // its whole path
	Time      time.Time
	Bytes     int64
	Sealed    bool
	Missing   int64 // documents that rows name and that it could not have
	Scheduled bool  // made by the schedule, which also lets go of it
}

// A State is how the backups of a site stand, for whoever looks after it.
type State struct {
	Last  Made      // the newest that is known; the zero value if there is none
	Tried time.Time // when the schedule tried last
	Fault string    // why the last try failed; empty if it did not
}

func scanMade(r db.Row) (m Made, err error) {
	err = r.Scan(&m.File, db.ScanTime(&m.Time), &m.Bytes, &m.Sealed, &m.Missing, &m.Scheduled)
	return m, err
}

const madeColumns = `file, made, bytes, sealed, missing, scheduled`

// StateOf returns how the backups stand.
func StateOf(tx *db.Tx) (s State, err error) {
	s.Last, err = scanMade(tx.Row(`SELECT ` + madeColumns + ` FROM backup_made ORDER BY made DESC LIMIT 1`))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return s, err
	}
	err = tx.Row(`SELECT tried, fault FROM backup_try WHERE id = 1`).Scan(db.ScanTime(&s.Tried), &s.Fault)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return s, err
}

// Note keeps that a backup was made.
func Note(tx *db.Tx, m Made) error {
	_, err := tx.Exec(`INSERT INTO backup_made (`+madeColumns+`) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (file) DO UPDATE SET made = excluded.made, bytes = excluded.bytes, sealed = excluded.sealed,
			missing = excluded.missing, scheduled = excluded.scheduled`,
		m.File, db.Time(m.Time), m.Bytes, m.Sealed, m.Missing, m.Scheduled)
	return err
}

func noteTry(tx *db.Tx, fault string) error {
	_, err := tx.Exec(`INSERT INTO backup_try (id, tried, fault) VALUES (1, $1, $2)
		ON CONFLICT (id) DO UPDATE SET tried = excluded.tried, fault = excluded.fault`, db.Time(tx.Now), fault)
	return err
}

// scheduled returns the backups of the schedule, newest first.
func scheduled(tx *db.Tx) ([]Made, error) {
	return db.List(tx, scanMade, `SELECT `+madeColumns+` FROM backup_made WHERE scheduled ORDER BY made DESC, file DESC`)
}

func forget(tx *db.Tx, file string) error {
	_, err := tx.Exec(`DELETE FROM backup_made WHERE file = $1`, file)
	return err
}
