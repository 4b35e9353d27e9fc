package attendance

import (
	"time"

	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
)

func feedOf(tx *db.Tx, person ref.ID) (time.Time, error) {
	made, err := db.One(tx, "attendance.feed.unknown", db.Value[string], `SELECT made FROM attendance_feed WHERE person = $1`, person)
	if fault.KindOf(err) == fault.NotFound {
		return time.Time{}, nil
	}
	return when.Parse(made), err
}

func personOfFeed(tx *db.Tx, hash string) (ref.ID, error) {
	return db.One(tx, "attendance.feed.unknown", db.Value[ref.ID], `SELECT person FROM attendance_feed WHERE hash = $1`, hash)
}

func saveFeed(tx *db.Tx, person ref.ID, hash string, made time.Time) error {
	_, err := tx.Exec(`INSERT INTO attendance_feed (person, hash, made) VALUES ($1, $2, $3)
		ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, made = excluded.made`, person, hash, db.Time(made))
	return err
}

func dropFeed(tx *db.Tx, person ref.ID) error {
	_, err := tx.Exec(`DELETE FROM attendance_feed WHERE person = $1`, person)
	return err
}
