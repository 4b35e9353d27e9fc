package process

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scanProcess(r db.Row) (p Process, err error) {
	err = r.Scan(&p.ID, &p.State, &p.Simulated, &p.Country, &p.Version,
		db.ScanTime(&p.Opened), db.ScanTime(&p.Published), db.ScanTime(&p.Archived), db.JSON(&p))
	return p, err
}

func byID(tx *db.Tx, id ref.ID) (Process, error) {
	return db.One(tx, "process.unknown", scanProcess, `
		SELECT id, state, simulated, country, version, opened, published, archived, body FROM process WHERE id = $1`, id)
}

func all(tx *db.Tx) ([]Process, error) {
	return db.List(tx, scanProcess, `
		SELECT id, state, simulated, country, version, opened, published, archived, body FROM process ORDER BY opened, id`)
}

func exists(tx *db.Tx, id ref.ID) (bool, error) {
	n, err := db.One(tx, "process.unknown", db.Value[int], `SELECT count(*) FROM process WHERE id = $1`, id)
	return n > 0, err
}

func saveProcess(tx *db.Tx, p Process) error {
	_, err := tx.Exec(`
		INSERT INTO process (id, state, simulated, country, version, opened, published, archived, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, simulated = excluded.simulated, country = excluded.country,
			version = excluded.version, published = excluded.published, archived = excluded.archived, body = excluded.body`,
		p.ID, p.State, p.Simulated, p.Country, p.Version, db.Time(p.Opened), db.Time(p.Published), db.Time(p.Archived), db.JSON(p))
	return err
}
