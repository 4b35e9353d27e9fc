package publication

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scanCoverage(r db.Row) (c Coverage, err error) {
	err = r.Scan(&c.ID, &c.Process, &c.Version, db.ScanTime(&c.Changed), db.JSON(&c))
	return c, err
}

func coverageByID(tx *db.Tx, id ref.ID) (Coverage, error) {
	return db.One(tx, "publication.coverage.unknown", scanCoverage, `
		SELECT id, process_id, version, changed, body FROM publication_coverage WHERE id = $1`, id)
}

// coverageOf returns the articles about a process, the latest first.
func coverageOf(tx *db.Tx, process ref.ID) ([]Coverage, error) {
	return db.List(tx, scanCoverage, `
		SELECT id, process_id, version, changed, body FROM publication_coverage
		WHERE process_id = $1 ORDER BY date DESC, id`, process)
}

func saveCoverage(tx *db.Tx, c Coverage) error {
	_, err := tx.Exec(`
		INSERT INTO publication_coverage (id, process_id, date, version, changed, body) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (id) DO UPDATE SET date = excluded.date, version = excluded.version, changed = excluded.changed,
			body = excluded.body`,
		c.ID, c.Process, c.Date, c.Version, db.Time(c.Changed), db.JSON(c))
	return err
}

func deleteCoverage(tx *db.Tx, id ref.ID) error {
	_, err := tx.Exec(`DELETE FROM publication_coverage WHERE id = $1`, id)
	return err
}
