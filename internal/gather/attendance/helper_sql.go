package attendance

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scanHelper(r db.Row) (h Helper, err error) {
	err = r.Scan(&h.ID, &h.Meeting, &h.Name, db.ScanTime(&h.Made), db.ScanTime(&h.Until), db.ScanTime(&h.Ended))
	return h, err
}

func helperByHash(tx *db.Tx, hash string) (Helper, error) {
	return db.One(tx, "attendance.helper.unknown", scanHelper,
		`SELECT id, meeting, name, made, until, ended FROM attendance_helper WHERE hash = $1`, hash)
}

func helpersOf(tx *db.Tx, meeting ref.ID) ([]Helper, error) {
	return db.List(tx, scanHelper,
		`SELECT id, meeting, name, made, until, ended FROM attendance_helper WHERE meeting = $1 ORDER BY id`, meeting)
}

func insertHelper(tx *db.Tx, h Helper, hash string) error {
	_, err := tx.Exec(`INSERT INTO attendance_helper (id, hash, meeting, name, made, until, ended) VALUES ($1, $2, $3, $4, $5, $6, '')`,
		h.ID, hash, h.Meeting, h.Name, db.Time(h.Made), db.Time(h.Until))
	return err
}

func endHelper(tx *db.Tx, meeting, id ref.ID, at string) error {
	_, err := tx.Exec(`UPDATE attendance_helper SET ended = $3 WHERE meeting = $1 AND id = $2 AND ended = ''`, meeting, id, at)
	return err
}
