package mail

import (
	"time"

	"penc/internal/platform/db"
)

const columns = `id, recipient, lang, kind, subject, body, reason, unsubscribe, process, state, queued, sent, fault, calendar, method`

const (
	insertMessage = `INSERT INTO mail_message (` + columns + `)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'queued', $10, '', '', $11, $12)`
	messageByID    = `SELECT ` + columns + ` FROM mail_message WHERE id = $1`
	recentMessages = `SELECT ` + columns + ` FROM mail_message ORDER BY queued DESC, id DESC LIMIT $1`
	// A message is settled once: a second worker finds it settled.
	settleMessage = `UPDATE mail_message SET state = $2, sent = $3, fault = $4 WHERE id = $1 AND state = 'queued'`
	wipeMessage   = `UPDATE mail_message SET body = '', unsubscribe = '', calendar = '' WHERE id = $1`
	noteFault     = `UPDATE mail_message SET fault = $2 WHERE id = $1 AND state = 'queued'`
	countState    = `SELECT count(*) FROM mail_message WHERE state = $1`
	forgetTo      = `DELETE FROM mail_message WHERE recipient = $1`
	dropSettled   = `DELETE FROM mail_message WHERE state <> 'queued' AND queued < $1`
)

func scan(r db.Row) (m Message, err error) {
	err = r.Scan(&m.ID, &m.To, &m.Lang, &m.Kind, &m.Subject, &m.Text, &m.Reason, &m.Unsubscribe,
		&m.Process, &m.State, db.ScanTime(&m.Queued), db.ScanTime(&m.Sent), &m.Fault,
		&m.Calendar.Object, &m.Calendar.Method)
	return m, err
}

func insert(tx *db.Tx, m Message) error {
	_, err := tx.Exec(insertMessage, m.ID, m.To, m.Lang, m.Kind, m.Subject, m.Text, m.Reason, m.Unsubscribe,
		m.Process, db.Time(tx.Now), m.Calendar.Object, m.Calendar.Method)
	return err
}

// settle ends a message's wait. The text goes unless the message is kept.
func settle(tx *db.Tx, m Message, s State, why string) error {
	sent := ""
	if s != Failed {
		sent = db.Time(tx.Now)
	}
	n, err := tx.Exec(settleMessage, m.ID, s, sent, why)
	if err != nil || n == 0 || s == Kept {
		return err
	}
	_, err = tx.Exec(wipeMessage, m.ID)
	return err
}

// Recent returns the newest messages, newest first.
func Recent(tx *db.Tx, limit int) ([]Message, error) {
	return db.List(tx, scan, recentMessages, limit)
}

// Count returns how many messages are in a state.
func Count(tx *db.Tx, s State) (int, error) { return db.Value[int](tx.Row(countState, s)) }

// Forget deletes every message to an address, waiting ones too: the person has
// asked to be erased.
func Forget(tx *db.Tx, address string) error {
	_, err := tx.Exec(forgetTo, address)
	return err
}

// Sweep deletes the messages queued before a moment that wait no longer, so that
// addresses are not kept for ever.
func Sweep(tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(dropSettled, db.Time(before))
	return err
}
