package attendance

import (
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func degreeOf(tx *db.Tx, process ref.ID) (Degree, error) {
	d, err := db.One(tx, "attendance.degree.unknown", db.Value[Degree],
		`SELECT degree FROM attendance_publicity WHERE process = $1`, process)
	if fault.KindOf(err) == fault.NotFound {
		return Numbers, nil
	}
	return d, err
}

func saveDegree(tx *db.Tx, process ref.ID, d Degree) error {
	_, err := tx.Exec(`INSERT INTO attendance_publicity (process, degree) VALUES ($1, $2)
		ON CONFLICT (process) DO UPDATE SET degree = excluded.degree`, process, d)
	return err
}
