package breakout

import (
	"database/sql"
	"errors"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scanChoice(r db.Row) (c Choice, err error) {
	err = r.Scan(&c.Meeting, &c.Participant, &c.Breakout, &c.Group, &c.Put, db.ScanTime(&c.At))
	return c, err
}

// choiceOf returns the choice of a participant; an empty one if there is none.
func choiceOf(tx *db.Tx, meeting, participant ref.ID) (Choice, error) {
	c, err := scanChoice(tx.Row(`
		SELECT meeting_id, participant_id, breakout_id, group_id, put, chosen FROM breakout_choice
		WHERE meeting_id = $1 AND participant_id = $2`, meeting, participant))
	if errors.Is(err, sql.ErrNoRows) {
		return Choice{Meeting: meeting, Participant: participant}, nil
	}
	return c, err
}

func choicesIn(tx *db.Tx, meeting ref.ID) ([]Choice, error) {
	return db.List(tx, scanChoice, `
		SELECT meeting_id, participant_id, breakout_id, group_id, put, chosen FROM breakout_choice
		WHERE meeting_id = $1 ORDER BY chosen, participant_id`, meeting)
}

func choicesBy(tx *db.Tx, participant ref.ID) ([]Choice, error) {
	return db.List(tx, scanChoice, `
		SELECT meeting_id, participant_id, breakout_id, group_id, put, chosen FROM breakout_choice
		WHERE participant_id = $1 ORDER BY chosen`, participant)
}

func peopleIn(tx *db.Tx, meeting, breakout ref.ID) (n int, err error) {
	err = tx.Row(`SELECT count(*) FROM breakout_choice WHERE meeting_id = $1 AND breakout_id = $2`, meeting, breakout).Scan(&n)
	return n, err
}

// A headcount is how many people of one group are in one room.
type headcount struct {
	breakout, group ref.ID
	people          int
}

func headcounts(tx *db.Tx, meeting ref.ID) ([]headcount, error) {
	return db.List(tx, func(r db.Row) (h headcount, err error) {
		err = r.Scan(&h.breakout, &h.group, &h.people)
		return h, err
	}, `
		SELECT breakout_id, group_id, count(*) FROM breakout_choice
		WHERE meeting_id = $1 GROUP BY breakout_id, group_id ORDER BY breakout_id, group_id`, meeting)
}

func saveChoice(tx *db.Tx, c Choice) error {
	_, err := tx.Exec(`
		INSERT INTO breakout_choice (meeting_id, participant_id, breakout_id, group_id, put, chosen) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (meeting_id, participant_id) DO UPDATE SET breakout_id = excluded.breakout_id,
			group_id = excluded.group_id, put = excluded.put, chosen = excluded.chosen`,
		c.Meeting, c.Participant, c.Breakout, c.Group, c.Put, db.Time(c.At))
	return err
}

func dropChoice(tx *db.Tx, meeting, participant ref.ID) error {
	_, err := tx.Exec(`DELETE FROM breakout_choice WHERE meeting_id = $1 AND participant_id = $2`, meeting, participant)
	return err
}
