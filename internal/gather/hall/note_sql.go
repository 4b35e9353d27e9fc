package hall

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

const decisionColumns = `id, meeting, process, text, item, ground_rules, policy, participant, at, version, changed, struck, reason`

func scanDecision(r db.Row) (d Decision, err error) {
	err = r.Scan(&d.ID, &d.Meeting, &d.Process, db.JSON(&d.Text), &d.Item, db.JSON(&d.GroundRules), db.JSON(&d.Policy), &d.By,
		db.ScanTime(&d.At), &d.Version, db.ScanTime(&d.Changed), &d.Struck, db.JSON(&d.Reason))
	return d, err
}

// decisionsOf returns the decisions of a meeting, the first one first, with their
// history.
func decisionsOf(tx *db.Tx, meeting ref.ID) ([]Decision, error) {
	all, err := db.List(tx, scanDecision, `SELECT `+decisionColumns+` FROM hall_decision WHERE meeting = $1 ORDER BY at, id`, meeting)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].History, err = wordingsOf(tx, all[i].ID); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func decisionByID(tx *db.Tx, id ref.ID) (Decision, error) {
	d, err := db.One(tx, "hall.decision.unknown", scanDecision, `SELECT `+decisionColumns+` FROM hall_decision WHERE id = $1`, id)
	if err != nil {
		return d, err
	}
	d.History, err = wordingsOf(tx, d.ID)
	return d, err
}

func saveDecision(tx *db.Tx, d Decision, by ref.ID) error {
	_, err := tx.Exec(`INSERT INTO hall_decision (`+decisionColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (id) DO UPDATE SET text = excluded.text, version = excluded.version, changed = excluded.changed,
			struck = excluded.struck, reason = excluded.reason`,
		d.ID, d.Meeting, d.Process, db.JSON(d.Text), d.Item, db.JSON(d.GroundRules), db.JSON(d.Policy), d.By,
		db.Time(d.At), d.Version, db.Time(d.Changed), d.Struck, db.JSON(d.Reason))
	if err != nil {
		return err
	}
	w := d.wording(by)
	_, err = tx.Exec(`INSERT INTO hall_wording (decision, version, text, reason, struck, participant, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		d.ID, w.Version, db.JSON(w.Text), db.JSON(w.Reason), w.Struck, w.By, db.Time(w.At))
	return err
}

func wordingsOf(tx *db.Tx, decision ref.ID) ([]Wording, error) {
	return db.List(tx, func(r db.Row) (w Wording, err error) {
		err = r.Scan(&w.Version, db.JSON(&w.Text), db.JSON(&w.Reason), &w.Struck, &w.By, db.ScanTime(&w.At))
		return w, err
	}, `SELECT version, text, reason, struck, participant, at FROM hall_wording WHERE decision = $1 ORDER BY version`, decision)
}

const parkedColumns = `id, meeting, process, text, item, fate, reason, participant, at, version, changed`

func scanParked(r db.Row) (p Parked, err error) {
	err = r.Scan(&p.ID, &p.Meeting, &p.Process, db.JSON(&p.Text), &p.Item, &p.Fate, db.JSON(&p.Reason), &p.By,
		db.ScanTime(&p.At), &p.Version, db.ScanTime(&p.Changed))
	return p, err
}

func parkedOf(tx *db.Tx, meeting ref.ID) ([]Parked, error) {
	return db.List(tx, scanParked, `SELECT `+parkedColumns+` FROM hall_parked WHERE meeting = $1 ORDER BY at, id`, meeting)
}

func parkedByID(tx *db.Tx, id ref.ID) (Parked, error) {
	return db.One(tx, "hall.parked.unknown", scanParked, `SELECT `+parkedColumns+` FROM hall_parked WHERE id = $1`, id)
}

func saveParked(tx *db.Tx, p Parked) error {
	_, err := tx.Exec(`INSERT INTO hall_parked (`+parkedColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (id) DO UPDATE SET fate = excluded.fate, reason = excluded.reason, version = excluded.version, changed = excluded.changed`,
		p.ID, p.Meeting, p.Process, db.JSON(p.Text), p.Item, p.Fate, db.JSON(p.Reason), p.By, db.Time(p.At), p.Version, db.Time(p.Changed))
	return err
}
