package moderation

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scanFlag(r db.Row) (f Flag, err error) {
	err = r.Scan(&f.Reason.Code, &f.Reason.Number, &f.Reason.Note, &f.Reason.Lang, db.ScanTime(&f.Raised))
	return f, err
}

// raise reports whether the person had not flagged the thing before.
func raise(tx *db.Tx, item, id, person ref.ID, r Reason) (bool, error) {
	n, err := tx.Exec(`INSERT INTO moderation_flag (item, id, person, code, number, note, note_lang, raised, settled)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '') ON CONFLICT DO NOTHING`,
		item, id, person, r.Code, r.Number, r.Note, r.Lang, db.Time(tx.Now))
	return n == 1, err
}

// raised returns the flags of a thing that nobody has decided about.
func raised(tx *db.Tx, item ref.ID) ([]Flag, error) {
	return db.List(tx, scanFlag, `SELECT code, number, note, note_lang, raised FROM moderation_flag
		WHERE item = $1 AND settled = '' ORDER BY raised, id`, item)
}

func settleFlags(tx *db.Tx, item ref.ID) error {
	_, err := tx.Exec(`UPDATE moderation_flag SET settled = $2 WHERE item = $1 AND settled = ''`, item, db.Time(tx.Now))
	return err
}

func flagsBy(tx *db.Tx, person ref.ID) ([]Flag, error) {
	return db.List(tx, scanFlag, `SELECT code, number, note, note_lang, raised FROM moderation_flag
		WHERE person = $1 ORDER BY raised, id`, person)
}

func cutFlagger(tx *db.Tx, person ref.ID, words bool) error {
	if words {
		if _, err := tx.Exec(`UPDATE moderation_flag SET note = '', note_lang = '' WHERE person = $1`, person); err != nil {
			return err
		}
	}
	_, err := tx.Exec(`UPDATE moderation_flag SET person = '' WHERE person = $1`, person)
	return err
}
