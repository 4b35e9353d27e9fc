package moderation

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

const itemColumns = `id, ref, process, text, author, state, flags, submitted, decided, code, number, note, note_lang, version, merged`

func scanItem(r db.Row) (i Item, err error) {
	var about string
	err = r.Scan(&i.ID, &about, &i.Process, db.JSON(&i.Text), &i.AuthorPerson, &i.State, &i.Flags,
		db.ScanTime(&i.Submitted), db.ScanTime(&i.Decided),
		&i.Reason.Code, &i.Reason.Number, &i.Reason.Note, &i.Reason.Lang, &i.Version, &i.Merged)
	i.Ref, _ = ref.Parse(about)
	i.Shown = i.State == Accepted
	return i, err
}

func itemByID(tx *db.Tx, id ref.ID) (Item, error) {
	return db.One(tx, "moderation.item.unknown", scanItem, `SELECT `+itemColumns+` FROM moderation_item WHERE id = $1`, id)
}

func itemByRef(tx *db.Tx, r ref.Ref) (Item, error) {
	return db.One(tx, "moderation.item.unknown", scanItem, `SELECT `+itemColumns+` FROM moderation_item WHERE ref = $1`, r.String())
}

// put stores a thing that was handed in; one that is there already waits again.
func put(tx *db.Tx, i Item) error {
	_, err := tx.Exec(`INSERT INTO moderation_item (`+itemColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, 0, $7, '', '', 0, '', '', 1, false)
		ON CONFLICT (ref) DO UPDATE SET process = excluded.process, text = excluded.text, author = excluded.author,
			state = excluded.state, submitted = excluded.submitted, merged = false, version = moderation_item.version + 1`,
		i.ID, i.Ref.String(), i.Process, db.JSON(i.Text), i.AuthorPerson, i.State, db.Time(i.Submitted))
	return err
}

// update stores what a decision or a flag changed, and reports whether the item
// was still as the decision found it.
func update(tx *db.Tx, i Item) (bool, error) {
	n, err := tx.Exec(`UPDATE moderation_item SET state = $2, flags = $3, decided = $4,
			code = $5, number = $6, note = $7, note_lang = $8, version = $9, merged = $10
		WHERE id = $1 AND version = $9 - 1`,
		i.ID, i.State, i.Flags, db.Time(i.Decided), i.Reason.Code, i.Reason.Number, i.Reason.Note, i.Reason.Lang, i.Version, i.Merged)
	return n == 1, err
}

func drop(tx *db.Tx, r ref.Ref) error {
	if _, err := tx.Exec(`DELETE FROM moderation_item WHERE ref = $1`, r.String()); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE moderation_decision SET note = '', note_lang = '' WHERE ref = $1 AND note <> ''`, r.String())
	return err
}

// queued returns what waits in a process, the oldest first.
func queued(tx *db.Tx, process ref.ID, limit int) ([]Item, error) {
	return db.List(tx, scanItem, `SELECT `+itemColumns+` FROM moderation_item
		WHERE process = $1 AND (state = 'waiting' OR flags > 0) ORDER BY submitted, id LIMIT $2`, process, limit)
}

func countQueued(tx *db.Tx, process ref.ID) (int, error) {
	return db.Value[int](tx.Row(`SELECT count(*) FROM moderation_item
		WHERE process = $1 AND (state = 'waiting' OR flags > 0)`, process))
}

// settled returns what was decided in a process, the latest first.
func settled(tx *db.Tx, process ref.ID, limit int) ([]Item, error) {
	return db.List(tx, scanItem, `SELECT `+itemColumns+` FROM moderation_item
		WHERE process = $1 AND decided <> '' AND state <> 'waiting' AND flags = 0
		ORDER BY decided DESC, id DESC LIMIT $2`, process, limit)
}

func itemsBy(tx *db.Tx, person ref.ID) ([]Item, error) {
	return db.List(tx, scanItem, `SELECT `+itemColumns+` FROM moderation_item WHERE author = $1 ORDER BY submitted`, person)
}

func cutAuthor(tx *db.Tx, person ref.ID, words bool) error {
	if words {
		if _, err := tx.Exec(`UPDATE moderation_item SET text = '{}', note = '', note_lang = '' WHERE author = $1`, person); err != nil {
			return err
		}
	}
	_, err := tx.Exec(`UPDATE moderation_item SET author = '' WHERE author = $1`, person)
	return err
}
