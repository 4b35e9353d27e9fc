package signin

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

const sessionColumns = `id, person, via, browser, system, opened, seen, until`

const (
	sessionByToken = `SELECT ` + sessionColumns + ` FROM signin_session WHERE token = $1`
	sessionByID    = `SELECT ` + sessionColumns + ` FROM signin_session WHERE id = $1`
	sessionsLive   = `SELECT ` + sessionColumns + ` FROM signin_session WHERE person = $1 AND until > $2 ORDER BY seen DESC, id DESC`
	insertSession  = `INSERT INTO signin_session (token, ` + sessionColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	touchSession   = `UPDATE signin_session SET seen = $2, until = $3 WHERE id = $1 AND seen < $2`
	dropSession    = `DELETE FROM signin_session WHERE id = $1`
	eraseSessions  = `DELETE FROM signin_session WHERE person = $1`
	sweepSessions  = `DELETE FROM signin_session WHERE until < $1`
)

func scanSession(r db.Row) (s Session, err error) {
	err = r.Scan(&s.ID, &s.Person, &s.Via, &s.Browser, &s.System,
		db.ScanTime(&s.Opened), db.ScanTime(&s.Seen), db.ScanTime(&s.Until))
	return s, err
}

func byToken(tx *db.Tx, token string) (Session, error) {
	return db.One(tx, "signin.session.unknown", scanSession, sessionByToken, seal(forSession, token))
}

func sessionOf(tx *db.Tx, id ref.ID) (Session, error) {
	return db.One(tx, "signin.session.unknown", scanSession, sessionByID, id)
}

func sessionsOf(tx *db.Tx, person ref.ID) ([]Session, error) {
	return db.List(tx, scanSession, sessionsLive, person, db.Time(tx.Now))
}

func addSession(tx *db.Tx, token string, s Session) error {
	_, err := tx.Exec(insertSession, seal(forSession, token), s.ID, s.Person, s.Via, s.Browser, s.System,
		db.Time(s.Opened), db.Time(s.Seen), db.Time(s.Until))
	return err
}

func touch(tx *db.Tx, s Session) error {
	_, err := tx.Exec(touchSession, s.ID, db.Time(s.Seen), db.Time(s.Until))
	return err
}

func removeSession(tx *db.Tx, s Session) (bool, error) {
	n, err := tx.Exec(dropSession, s.ID)
	return n > 0, err
}
