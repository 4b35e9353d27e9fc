package moderation

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

const decisionColumns = `id, ref, process, accept, again, code, number, note, note_lang, decider, made, act`

func scanDecision(r db.Row) (d Decision, err error) {
	var about string
	err = r.Scan(&d.ID, &about, &d.Process, &d.Accept, &d.Again,
		&d.Reason.Code, &d.Reason.Number, &d.Reason.Note, &d.Reason.Lang, &d.By, db.ScanTime(&d.At), &d.Act)
	d.Ref, _ = ref.Parse(about)
	return d, err
}

func insertDecision(tx *db.Tx, d Decision) error {
	_, err := tx.Exec(`INSERT INTO moderation_decision (`+decisionColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		d.ID, d.Ref.String(), d.Process, d.Accept, d.Again,
		d.Reason.Code, d.Reason.Number, d.Reason.Note, d.Reason.Lang, d.By, db.Time(d.At), d.Act)
	return err
}

// decisionsOf returns decisions of a process older than before (all if that is
// empty), newest first.
func decisionsOf(tx *db.Tx, process, before ref.ID, limit int) ([]Decision, error) {
	return db.List(tx, scanDecision, `SELECT `+decisionColumns+` FROM moderation_decision
		WHERE process = $1 AND ($2 = '' OR (made, id) < (SELECT made, id FROM moderation_decision WHERE id = $2))
		ORDER BY made DESC, id DESC LIMIT $3`, process, before, limit)
}

// decisionsAbout returns the decisions about one thing, oldest first.
func decisionsAbout(tx *db.Tx, r ref.Ref) ([]Decision, error) {
	return db.List(tx, scanDecision, `SELECT `+decisionColumns+` FROM moderation_decision
		WHERE ref = $1 ORDER BY made, id`, r.String())
}
