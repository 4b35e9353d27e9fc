package meeting

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scan(r db.Row) (m Meeting, err error) {
	err = r.Scan(&m.ID, &m.Process, &m.Place, &m.State, &m.Version, &m.Sequence,
		db.ScanTime(&m.Convened), db.ScanTime(&m.Changed), db.JSON(&m))
	return m, err
}

func byID(tx *db.Tx, id ref.ID) (Meeting, error) {
	return db.One(tx, "meeting.unknown", scan, `
		SELECT id, process_id, place, state, version, sequence, convened, changed, body FROM meeting WHERE id = $1`, id)
}

func ofProcess(tx *db.Tx, process ref.ID) ([]Meeting, error) {
	return db.List(tx, scan, `
		SELECT id, process_id, place, state, version, sequence, convened, changed, body FROM meeting
		WHERE process_id = $1 ORDER BY place, id`, process)
}

// since returns meetings that begin in a year or later: partial dates sort as text
// by their year.
func since(tx *db.Tx, year string) ([]Meeting, error) {
	return db.List(tx, scan, `
		SELECT id, process_id, place, state, version, sequence, convened, changed, body FROM meeting
		WHERE begins >= $1 ORDER BY begins, place, id`, year)
}

func lastPlace(tx *db.Tx, process ref.ID) (int, error) {
	return db.One(tx, "meeting.unknown", db.Value[int], `SELECT coalesce(max(place), 0) FROM meeting WHERE process_id = $1`, process)
}

func save(tx *db.Tx, m Meeting) error {
	_, err := tx.Exec(`
		INSERT INTO meeting (id, process_id, place, state, version, sequence, convened, changed, begins, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (id) DO UPDATE SET place = excluded.place, state = excluded.state, version = excluded.version,
			sequence = excluded.sequence, changed = excluded.changed, begins = excluded.begins, body = excluded.body`,
		m.ID, m.Process, m.Place, m.State, m.Version, m.Sequence, db.Time(m.Convened), db.Time(m.Changed), m.Dates.Start, db.JSON(m))
	return err
}
