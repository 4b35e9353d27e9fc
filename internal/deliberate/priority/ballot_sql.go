package priority

import (
	"time"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// A sheet is a ballot as it is stored, with its outcome if it was counted.
type sheet struct {
	Ballot
	Outcome *Outcome
}

func scanSheet(r db.Row) (s sheet, err error) {
	var by ref.ID
	err = r.Scan(db.JSON(&s.Ballot), &by, db.JSON(&s.Outcome))
	s.By = by
	return s, err
}

func ballotByID(tx *db.Tx, id ref.ID) (sheet, error) {
	return db.One(tx, "priority.ballot.unknown", scanSheet, `
		SELECT ballot, by_id, COALESCE(outcome, 'null') FROM priority_ballot WHERE id = $1`, id)
}

func ballotsOf(tx *db.Tx, meeting ref.ID) ([]sheet, error) {
	return db.List(tx, scanSheet, `
		SELECT ballot, by_id, COALESCE(outcome, 'null') FROM priority_ballot WHERE meeting_id = $1 ORDER BY id`, meeting)
}

func ballotsOfProcess(tx *db.Tx, process ref.ID) ([]sheet, error) {
	return db.List(tx, scanSheet, `
		SELECT ballot, by_id, COALESCE(outcome, 'null') FROM priority_ballot WHERE process_id = $1 ORDER BY id`, process)
}

// openBallots returns the ballots in which votes can still come.
func openBallots(tx *db.Tx) ([]sheet, error) {
	return db.List(tx, scanSheet, `
		SELECT ballot, by_id, COALESCE(outcome, 'null') FROM priority_ballot WHERE state = 'open' ORDER BY id`)
}

// dueReminders returns the open ballots for which members who are not there were
// not reminded yet and that close before a moment.
func dueReminders(tx *db.Tx, before time.Time) ([]sheet, error) {
	return db.List(tx, scanSheet, `
		SELECT ballot, by_id, COALESCE(outcome, 'null') FROM priority_ballot
		WHERE state = 'open' AND NOT reminded AND closes <> '' AND closes < $1 ORDER BY id`, db.Time(before))
}

func insertBallot(tx *db.Tx, b Ballot) error {
	_, err := tx.Exec(`
		INSERT INTO priority_ballot (id, meeting_id, process_id, state, closes, by_id, ballot, told, reminded)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8)`,
		b.ID, b.Meeting, b.Process, b.Stand, db.Time(b.Closes), b.By, db.JSON(b), !b.Absent)
	return err
}

func saveBallot(tx *db.Tx, b Ballot) error {
	_, err := tx.Exec(`UPDATE priority_ballot SET state = $2, closes = $3, ballot = $4 WHERE id = $1`,
		b.ID, b.Stand, db.Time(b.Closes), db.JSON(b))
	return err
}

func saveOutcome(tx *db.Tx, ballot ref.ID, o Outcome) error {
	_, err := tx.Exec(`UPDATE priority_ballot SET outcome = $2 WHERE id = $1`, ballot, db.JSON(o))
	return err
}

// toldOf returns how many voters the last digest counted.
func toldOf(tx *db.Tx, ballot ref.ID) (n int, err error) {
	err = tx.Row(`SELECT told FROM priority_ballot WHERE id = $1`, ballot).Scan(&n)
	return n, err
}

func saveTold(tx *db.Tx, ballot ref.ID, n int) error {
	_, err := tx.Exec(`UPDATE priority_ballot SET told = $2 WHERE id = $1`, ballot, n)
	return err
}

// takeReminder notes that members were reminded; false if another did so.
func takeReminder(tx *db.Tx, ballot ref.ID) (bool, error) {
	n, err := tx.Exec(`UPDATE priority_ballot SET reminded = $2 WHERE id = $1 AND NOT reminded`, ballot, true)
	return n == 1, err
}
