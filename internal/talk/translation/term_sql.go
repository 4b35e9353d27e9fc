package translation

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scan(r db.Row) (t Term, err error) {
	err = r.Scan(&t.ID, &t.Process, db.JSON(&t), &t.Version)
	return t, err
}

func byID(tx *db.Tx, id ref.ID) (Term, error) {
	return db.One(tx, "translation.term.unknown", scan, `
		SELECT id, process, content, version FROM translation_term WHERE id = $1`, id)
}

func ofProcess(tx *db.Tx, process ref.ID) ([]Term, error) {
	return db.List(tx, scan, `
		SELECT id, process, content, version FROM translation_term WHERE process = $1 ORDER BY id`, process)
}

func save(tx *db.Tx, t Term) error {
	_, err := tx.Exec(`
		INSERT INTO translation_term (id, process, content, version) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET content = excluded.content, version = excluded.version`,
		t.ID, t.Process, db.JSON(t), t.Version)
	return err
}

func remove(tx *db.Tx, id ref.ID) error {
	_, err := tx.Exec(`DELETE FROM translation_term WHERE id = $1`, id)
	return err
}
