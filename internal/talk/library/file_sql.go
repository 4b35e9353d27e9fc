package library

import (
	"time"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scanFile(r db.Row) (f File, err error) {
	err = r.Scan(&f.Number, &f.Name, &f.Media, &f.Size, &f.Digest, db.ScanTime(&f.Added))
	return f, err
}

func insertFile(tx *db.Tx, document ref.ID, f File) error {
	_, err := tx.Exec(`
		INSERT INTO library_file (document, number, name, media, size, digest, added) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		document, f.Number, f.Name, f.Media, f.Size, f.Digest, db.Time(f.Added))
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM library_leftover WHERE digest = $1`, f.Digest)
	return err
}

// leave notes that a file may be of no use to any document. Its time runs from the
// last document that let go of it.
func leave(tx *db.Tx, digest string) error {
	_, err := tx.Exec(`INSERT INTO library_leftover (digest, since) VALUES ($1, $2)
		ON CONFLICT (digest) DO UPDATE SET since = excluded.since`,
		digest, db.Time(tx.Now))
	return err
}

// leftovers returns the files that were left before a moment and that no document
// has.
func leftovers(tx *db.Tx, before time.Time) ([]string, error) {
	return db.List(tx, db.Value[string], `
		SELECT digest FROM library_leftover WHERE since < $1
		AND NOT EXISTS (SELECT 1 FROM library_file WHERE library_file.digest = library_leftover.digest)`, db.Time(before))
}

func forget(tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(`DELETE FROM library_leftover WHERE since < $1`, db.Time(before))
	return err
}

// eachDigest calls do with every file that a document has.
func eachDigest(tx *db.Tx, do func(digest string) error) error {
	return db.Each(tx, func(r db.Row) error {
		digest, err := db.Value[string](r)
		if err != nil {
			return err
		}
		return do(digest)
	}, `SELECT DISTINCT digest FROM library_file`)
}
