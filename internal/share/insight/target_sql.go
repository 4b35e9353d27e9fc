package insight

import (
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// targetsOf returns the targets of a process; version 0 if none were ever set.
func targetsOf(tx *db.Tx, process ref.ID) (Targets, error) {
	t, err := db.One(tx, "insight.targets.none", func(r db.Row) (t Targets, err error) {
		err = r.Scan(&t.Process, &t.Version, db.ScanTime(&t.Changed), db.JSON(&t.List))
		return t, err
	}, `SELECT process_id, version, changed, list FROM insight_targets WHERE process_id = $1`, process)
	if fault.KindOf(err) == fault.NotFound {
		return Targets{Process: process}, nil
	}
	return t, err
}

func saveTargets(tx *db.Tx, t Targets) error {
	_, err := tx.Exec(`
		INSERT INTO insight_targets (process_id, version, changed, list) VALUES ($1, $2, $3, $4)
		ON CONFLICT (process_id) DO UPDATE SET version = excluded.version, changed = excluded.changed, list = excluded.list`,
		t.Process, t.Version, db.Time(t.Changed), db.JSON(t.List))
	return err
}
