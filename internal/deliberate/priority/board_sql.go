package priority

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scanBoard(r db.Row) (b Board, err error) {
	err = r.Scan(&b.Meeting, &b.Process, db.ScanTime(&b.Opened), &b.Auto, &b.Last)
	return b, err
}

func boardRow(tx *db.Tx, meeting ref.ID) (Board, error) {
	return db.One(tx, "priority.board.unknown", scanBoard, `
		SELECT meeting_id, process_id, opened, auto, last FROM priority_board WHERE meeting_id = $1`, meeting)
}

func boardsOf(tx *db.Tx, process ref.ID) ([]Board, error) {
	return db.List(tx, scanBoard, `
		SELECT meeting_id, process_id, opened, auto, last FROM priority_board WHERE process_id = $1 ORDER BY opened, meeting_id`, process)
}

func saveBoard(tx *db.Tx, b Board) error {
	_, err := tx.Exec(`
		INSERT INTO priority_board (meeting_id, process_id, opened, auto, last) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (meeting_id) DO UPDATE SET auto = excluded.auto, last = excluded.last`,
		b.Meeting, b.Process, db.Time(b.Opened), b.Auto, b.Last)
	return err
}

func scanItem(r db.Row) (it Item, err error) {
	err = r.Scan(db.JSON(&it))
	return it, err
}

func itemsOf(tx *db.Tx, meeting ref.ID) ([]Item, error) {
	return db.List(tx, scanItem, `SELECT item FROM priority_item WHERE meeting_id = $1 ORDER BY number`, meeting)
}

// meetingOf returns the meeting on whose board an item is.
func meetingOf(tx *db.Tx, item ref.ID) (ref.ID, error) {
	return db.One(tx, "priority.item.unknown", db.Value[ref.ID], `SELECT meeting_id FROM priority_item WHERE id = $1`, item)
}

func saveItem(tx *db.Tx, meeting ref.ID, it Item) error {
	_, err := tx.Exec(`
		INSERT INTO priority_item (id, meeting_id, number, item) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET item = excluded.item`, it.ID, meeting, it.Number, db.JSON(it))
	return err
}

func scanChange(r db.Row) (c Change, err error) {
	err = r.Scan(&c.Seq, &c.Kind, &c.By, db.ScanTime(&c.At), db.JSON(&c.Touched), &c.Undoes)
	return c, err
}

// changesOf returns changes of a board with numbers below before (0 for no
// bound), the newest first.
func changesOf(tx *db.Tx, meeting ref.ID, before, limit int) ([]Change, error) {
	return db.List(tx, scanChange, `
		SELECT seq, kind, by_id, at, touched, undoes FROM priority_change
		WHERE meeting_id = $1 AND ($2 = 0 OR seq < $2) ORDER BY seq DESC LIMIT $3`, meeting, before, limit)
}

func changeBySeq(tx *db.Tx, meeting ref.ID, seq int) (Change, error) {
	return db.One(tx, "priority.change.unknown", scanChange, `
		SELECT seq, kind, by_id, at, touched, undoes FROM priority_change WHERE meeting_id = $1 AND seq = $2`, meeting, seq)
}

func saveChange(tx *db.Tx, meeting ref.ID, c Change) error {
	_, err := tx.Exec(`
		INSERT INTO priority_change (meeting_id, seq, kind, by_id, at, touched, undoes) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		meeting, c.Seq, c.Kind, c.By, db.Time(c.At), db.JSON(c.Touched), c.Undoes)
	return err
}

func practiceOf(tx *db.Tx, process ref.ID) (Practice, error) {
	all, err := db.List(tx, func(r db.Row) (p Practice, err error) {
		err = r.Scan(db.JSON(&p))
		return p, err
	}, `SELECT practice FROM priority_practice WHERE process_id = $1`, process)
	if err != nil || len(all) == 0 {
		return Practice{}, err
	}
	return all[0], nil
}

func savePractice(tx *db.Tx, process ref.ID, p Practice) error {
	_, err := tx.Exec(`
		INSERT INTO priority_practice (process_id, practice) VALUES ($1, $2)
		ON CONFLICT (process_id) DO UPDATE SET practice = excluded.practice`, process, db.JSON(p))
	return err
}
