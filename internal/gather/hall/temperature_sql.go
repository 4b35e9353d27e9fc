package hall

import (
	"database/sql"
	"errors"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

const temperatureColumns = `id, meeting, process, question, scale, item, participant, opened, closed, answers, steps, by_group`

func scanTemperature(r db.Row) (t Temperature, err error) {
	err = r.Scan(&t.ID, &t.Meeting, &t.Process, db.JSON(&t.Question), &t.Scale, &t.Item, &t.By,
		db.ScanTime(&t.Opened), db.ScanTime(&t.Closed), &t.Answers, db.JSON(&t.Steps), db.JSON(&t.ByGroup))
	t.At = t.Opened
	return t, err
}

// temperaturesOf returns the checks of a meeting, the first one first. One that is
// open comes with the number of answers so far.
func temperaturesOf(tx *db.Tx, meeting ref.ID) ([]Temperature, error) {
	all, err := db.List(tx, scanTemperature, `SELECT `+temperatureColumns+` FROM hall_temperature WHERE meeting = $1 ORDER BY opened, id`, meeting)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if !all[i].IsOpen() {
			continue
		}
		if all[i].Answers, err = countAnswers(tx, all[i].ID); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func temperatureByID(tx *db.Tx, meeting, id ref.ID) (Temperature, error) {
	return db.One(tx, "hall.temperature.unknown", scanTemperature,
		`SELECT `+temperatureColumns+` FROM hall_temperature WHERE id = $1 AND meeting = $2`, id, meeting)
}

// openTemperature returns the check that can be answered.
func openTemperature(tx *db.Tx, meeting ref.ID) (Temperature, bool, error) {
	t, err := scanTemperature(tx.Row(`SELECT `+temperatureColumns+` FROM hall_temperature WHERE meeting = $1 AND closed = ''`, meeting))
	if errors.Is(err, sql.ErrNoRows) {
		return Temperature{}, false, nil
	}
	return t, err == nil, err
}

func saveTemperature(tx *db.Tx, t Temperature) error {
	_, err := tx.Exec(`INSERT INTO hall_temperature (`+temperatureColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (id) DO UPDATE SET closed = excluded.closed, answers = excluded.answers, steps = excluded.steps, by_group = excluded.by_group`,
		t.ID, t.Meeting, t.Process, db.JSON(t.Question), t.Scale, t.Item, t.By, db.Time(t.Opened), db.Time(t.Closed),
		t.Answers, db.JSON(t.Steps), db.JSON(t.ByGroup))
	return err
}

func answersOf(tx *db.Tx, temperature ref.ID) ([]Answer, error) {
	return db.List(tx, func(r db.Row) (a Answer, err error) {
		err = r.Scan(&a.Participant, &a.Group, &a.Step)
		return a, err
	}, `SELECT participant, stakeholder_group, step FROM hall_answer WHERE temperature = $1`, temperature)
}

func countAnswers(tx *db.Tx, temperature ref.ID) (n int, err error) {
	err = tx.Row(`SELECT count(*) FROM hall_answer WHERE temperature = $1`, temperature).Scan(&n)
	return n, err
}

// answerOf returns the step that a participant answered, 0 for none.
func answerOf(tx *db.Tx, temperature, participant ref.ID) (step int, err error) {
	err = tx.Row(`SELECT step FROM hall_answer WHERE temperature = $1 AND participant = $2`, temperature, participant).Scan(&step)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return step, err
}

func saveAnswer(tx *db.Tx, temperature ref.ID, a Answer) error {
	_, err := tx.Exec(`INSERT INTO hall_answer (temperature, participant, stakeholder_group, step) VALUES ($1, $2, $3, $4)
		ON CONFLICT (temperature, participant) DO UPDATE SET step = excluded.step, stakeholder_group = excluded.stakeholder_group`,
		temperature, a.Participant, a.Group, a.Step)
	return err
}

// forgetAnswers removes who answered what to a check.
func forgetAnswers(tx *db.Tx, temperature ref.ID) error {
	_, err := tx.Exec(`DELETE FROM hall_answer WHERE temperature = $1`, temperature)
	return err
}

// forgetAnswersBy removes what a participant answered to checks that are open.
func forgetAnswersBy(tx *db.Tx, participant ref.ID) error {
	_, err := tx.Exec(`DELETE FROM hall_answer WHERE participant = $1`, participant)
	return err
}
