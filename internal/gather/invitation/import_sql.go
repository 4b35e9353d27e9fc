package invitation

import (
	"time"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func insertImport(tx *db.Tx, in Import) error {
	notes := in.Notes
	if notes == nil {
		notes = []Note{}
	}
	_, err := tx.Exec(`INSERT INTO invitation_import (id, process, made, lang, notes, body) VALUES ($1, $2, $3, $4, $5, $6)`,
		in.ID, in.Process, db.Time(tx.Now), in.Lang, db.JSON(notes), in.Text)
	return err
}

func importByID(tx *db.Tx, process, id ref.ID) (Import, error) {
	return db.One(tx, "invitation.list.unknown", func(r db.Row) (in Import, err error) {
		err = r.Scan(&in.ID, &in.Process, &in.Lang, db.JSON(&in.Notes), &in.Text)
		return in, err
	}, `SELECT id, process, lang, notes, body FROM invitation_import WHERE id = $1 AND process = $2`, id, process)
}

func dropImport(tx *db.Tx, id ref.ID) error {
	_, err := tx.Exec(`DELETE FROM invitation_import WHERE id = $1`, id)
	return err
}

func dropImports(tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(`DELETE FROM invitation_import WHERE made < $1`, db.Time(before))
	return err
}
