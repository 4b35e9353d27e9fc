package insight

import (
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scanSnapshot(r db.Row) (s Snapshot, err error) {
	var of string
	err = r.Scan(&s.ID, &s.Process, &s.Meeting, &of, &s.Kind, &s.Fact, db.ScanTime(&s.At), db.JSON(&s))
	s.Of, _ = ref.Parse(of)
	return s, err
}

func snapshotOf(tx *db.Tx, of ref.Ref) (Snapshot, error) {
	return db.One(tx, "insight.snapshot.none", scanSnapshot, `
		SELECT id, process_id, meeting_id, subject, kind, fact, at, body FROM insight_snapshot WHERE subject = $1`, of.String())
}

func snapshotsOf(tx *db.Tx, process ref.ID) ([]Snapshot, error) {
	return db.List(tx, scanSnapshot, `
		SELECT id, process_id, meeting_id, subject, kind, fact, at, body FROM insight_snapshot
		WHERE process_id = $1 ORDER BY fact DESC LIMIT 200`, process)
}

func snapshotsIn(tx *db.Tx, meeting ref.ID) ([]Snapshot, error) {
	return db.List(tx, scanSnapshot, `
		SELECT id, process_id, meeting_id, subject, kind, fact, at, body FROM insight_snapshot
		WHERE meeting_id = $1 ORDER BY fact DESC LIMIT 200`, meeting)
}

// lastSnapshot returns the latest snapshot of a meeting, nil if there is none.
func lastSnapshot(tx *db.Tx, meeting ref.ID) (*Snapshot, error) {
	s, err := db.One(tx, "insight.snapshot.none", scanSnapshot, `
		SELECT id, process_id, meeting_id, subject, kind, fact, at, body FROM insight_snapshot
		WHERE meeting_id = $1 ORDER BY fact DESC LIMIT 1`, meeting)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	return &s, err
}

func insertSnapshot(tx *db.Tx, s Snapshot) error {
	_, err := tx.Exec(`
		INSERT INTO insight_snapshot (id, process_id, meeting_id, subject, kind, fact, at, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		s.ID, s.Process, s.Meeting, s.Of.String(), s.Kind, s.Fact, db.Time(s.At), db.JSON(s))
	return err
}
