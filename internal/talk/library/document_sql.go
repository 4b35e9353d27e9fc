package library

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scan(r db.Row) (d Document, err error) {
	err = r.Scan(&d.ID, &d.Process, db.JSON(&d), &d.Version)
	return d, err
}

// byID returns a document with its files.
func byID(tx *db.Tx, id ref.ID) (Document, error) {
	d, err := db.One(tx, "library.document.unknown", scan, `
		SELECT id, process, content, version FROM library_document WHERE id = $1`, id)
	if err != nil {
		return d, err
	}
	d.Files, err = db.List(tx, scanFile, `
		SELECT number, name, media, size, digest, added FROM library_file WHERE document = $1 ORDER BY number DESC`, id)
	return d, err
}

// ofProcess returns the documents of a process with their files.
func ofProcess(tx *db.Tx, process ref.ID) ([]Document, error) {
	all, err := db.List(tx, scan, `
		SELECT id, process, content, version FROM library_document WHERE process = $1 ORDER BY id`, process)
	if err != nil {
		return nil, err
	}
	at := make(map[ref.ID]int, len(all))
	for i, d := range all {
		at[d.ID] = i
	}
	_, err = db.List(tx, func(r db.Row) (f File, err error) {
		var document ref.ID
		err = r.Scan(&document, &f.Number, &f.Name, &f.Media, &f.Size, &f.Digest, db.ScanTime(&f.Added))
		if i, ok := at[document]; ok {
			all[i].Files = append(all[i].Files, f)
		}
		return f, err
	}, `SELECT f.document, f.number, f.name, f.media, f.size, f.digest, f.added
		FROM library_file f JOIN library_document d ON d.id = f.document
		WHERE d.process = $1 ORDER BY f.document, f.number DESC`, process)
	return all, err
}

func save(tx *db.Tx, d Document) error {
	_, err := tx.Exec(`
		INSERT INTO library_document (id, process, content, version) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET content = excluded.content, version = excluded.version`,
		d.ID, d.Process, db.JSON(d), d.Version)
	return err
}

func remove(tx *db.Tx, id ref.ID) error {
	if _, err := tx.Exec(`DELETE FROM library_file WHERE document = $1`, id); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM library_document WHERE id = $1`, id)
	return err
}
