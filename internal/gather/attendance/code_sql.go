package attendance

import (
	"time"

	"penc/internal/platform/db"
)

func addWrong(tx *db.Tx, client string) error {
	if _, err := tx.Exec(`DELETE FROM attendance_wrong WHERE at < $1`, db.Time(tx.Now.Add(-wrongLife))); err != nil {
		return err
	}
	id, err := tx.NewID()
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO attendance_wrong (id, client, at) VALUES ($1, $2, $3)`, id, client, db.Time(tx.Now))
	return err
}

func countWrong(tx *db.Tx, client string, since time.Time) (int, error) {
	return db.One(tx, "attendance.code.wrong", db.Value[int],
		`SELECT count(*) FROM attendance_wrong WHERE client = $1 AND at > $2`, client, db.Time(since))
}
