package hall

import (
	"database/sql"
	"errors"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

const requestColumns = `id, meeting, participant, stakeholder_group, mode, item, standing, entered_by, asked, began, ended`

func scanRequest(r db.Row) (q Request, err error) {
	err = r.Scan(&q.ID, &q.Meeting, &q.Participant, &q.Group, &q.Mode, &q.Item, &q.Standing, &q.EnteredBy,
		db.ScanTime(&q.Asked), db.ScanTime(&q.Began), db.ScanTime(&q.Ended))
	return q, err
}

// requestsOf returns the requests of a meeting in the order in which they were
// made.
func requestsOf(tx *db.Tx, meeting ref.ID) ([]Request, error) {
	return db.List(tx, scanRequest, `SELECT `+requestColumns+` FROM hall_request WHERE meeting = $1 ORDER BY asked, id`, meeting)
}

func requestByID(tx *db.Tx, meeting, id ref.ID) (Request, error) {
	return db.One(tx, "hall.request.unknown", scanRequest,
		`SELECT `+requestColumns+` FROM hall_request WHERE id = $1 AND meeting = $2`, id, meeting)
}

// standingRequest returns the request of a participant that waits or has the floor.
func standingRequest(tx *db.Tx, meeting, participant ref.ID) (Request, bool, error) {
	q, err := scanRequest(tx.Row(`SELECT `+requestColumns+` FROM hall_request
		WHERE meeting = $1 AND participant = $2 AND standing IN ('waiting', 'speaking')`, meeting, participant))
	if errors.Is(err, sql.ErrNoRows) {
		return Request{}, false, nil
	}
	return q, err == nil, err
}

// speaking returns the request that has the floor.
func speaking(tx *db.Tx, meeting ref.ID) (Request, bool, error) {
	q, err := scanRequest(tx.Row(`SELECT `+requestColumns+` FROM hall_request WHERE meeting = $1 AND standing = 'speaking'`, meeting))
	if errors.Is(err, sql.ErrNoRows) {
		return Request{}, false, nil
	}
	return q, err == nil, err
}

// requestsBy returns every request of a participant, for the person behind them.
func requestsBy(tx *db.Tx, participant ref.ID) ([]Request, error) {
	return db.List(tx, scanRequest, `SELECT `+requestColumns+` FROM hall_request WHERE participant = $1 ORDER BY asked, id`, participant)
}

func saveRequest(tx *db.Tx, q Request) error {
	_, err := tx.Exec(`INSERT INTO hall_request (`+requestColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (id) DO UPDATE SET item = excluded.item, standing = excluded.standing, began = excluded.began, ended = excluded.ended`,
		q.ID, q.Meeting, q.Participant, q.Group, q.Mode, q.Item, q.Standing, q.EnteredBy, db.Time(q.Asked), db.Time(q.Began), db.Time(q.Ended))
	return err
}

// unheard marks whoever waits when the hall ends.
func unheard(tx *db.Tx, meeting ref.ID) error {
	_, err := tx.Exec(`UPDATE hall_request SET standing = 'unheard' WHERE meeting = $1 AND standing = 'waiting'`, meeting)
	return err
}

// withdrawAll takes a participant out of every queue.
func withdrawAll(tx *db.Tx, participant ref.ID) error {
	_, err := tx.Exec(`UPDATE hall_request SET standing = 'withdrawn' WHERE participant = $1 AND standing = 'waiting'`, participant)
	return err
}

const moveColumns = `id, meeting, what, was, became, at, participant, undone`

func scanMove(r db.Row) (m Move, err error) {
	err = r.Scan(&m.ID, &m.Meeting, &m.What, db.JSON(&m.Before), db.JSON(&m.After), db.ScanTime(&m.At), &m.By, &m.Undone)
	return m, err
}

func addMove(tx *db.Tx, m Move) error {
	_, err := tx.Exec(`INSERT INTO hall_move (`+moveColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		m.ID, m.Meeting, m.What, db.JSON(m.Before), db.JSON(m.After), db.Time(m.At), m.By, m.Undone)
	return err
}

func moveByID(tx *db.Tx, meeting, id ref.ID) (Move, error) {
	return db.One(tx, "hall.undo.unknown", scanMove, `SELECT `+moveColumns+` FROM hall_move WHERE id = $1 AND meeting = $2`, id, meeting)
}

// lastMove returns the last move that was not undone.
func lastMove(tx *db.Tx, meeting ref.ID) (Move, bool, error) {
	m, err := scanMove(tx.Row(`SELECT `+moveColumns+` FROM hall_move WHERE meeting = $1 AND NOT undone ORDER BY at DESC, id DESC LIMIT 1`, meeting))
	if errors.Is(err, sql.ErrNoRows) {
		return Move{}, false, nil
	}
	return m, err == nil, err
}

func markUndone(tx *db.Tx, id ref.ID) error {
	_, err := tx.Exec(`UPDATE hall_move SET undone = $2 WHERE id = $1`, id, true)
	return err
}
