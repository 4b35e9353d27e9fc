package attendance

import (
	"time"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// passByHash returns a pass; NotFound if there is none.
func passByHash(tx *db.Tx, hash string) (Pass, error) {
	return db.One(tx, "attendance.pass.unknown", func(r db.Row) (p Pass, err error) {
		err = r.Scan(&p.Meeting, &p.Participant, &p.Process, &p.Name, db.ScanTime(&p.Until))
		return p, err
	}, `SELECT a.meeting, a.participant, p.process, p.name, d.pass_until FROM attendance_pass a
		JOIN attendance_door d ON d.meeting = a.meeting
		JOIN attendance_presence p ON p.meeting = a.meeting AND p.participant = a.participant WHERE a.hash = $1`, hash)
}

func insertPass(tx *db.Tx, hash string, meeting, participant ref.ID, made time.Time) error {
	_, err := tx.Exec(`INSERT INTO attendance_pass (hash, meeting, participant, made) VALUES ($1, $2, $3, $4)`,
		hash, meeting, participant, db.Time(made))
	return err
}

func dropPass(tx *db.Tx, hash string) error {
	_, err := tx.Exec(`DELETE FROM attendance_pass WHERE hash = $1`, hash)
	return err
}
