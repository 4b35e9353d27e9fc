package signin

import (
	"time"

	"penc/internal/platform/db"
)

const letterColumns = `handle, email, link, link_until, code, code_until, tries, onward, via`

const (
	letterByLink   = `SELECT ` + letterColumns + ` FROM signin_letter WHERE link = $1`
	letterByHandle = `SELECT ` + letterColumns + ` FROM signin_letter WHERE handle = $1`
	saveLetter     = `INSERT INTO signin_letter (` + letterColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (handle) DO UPDATE SET link = excluded.link, link_until = excluded.link_until,
			code = excluded.code, code_until = excluded.code_until, tries = excluded.tries`
	dropLetter   = `DELETE FROM signin_letter WHERE handle = $1`
	eraseLetters = `DELETE FROM signin_letter WHERE email = $1`
	sweepLetters = `DELETE FROM signin_letter WHERE link_until < $1`

	countKnocks = `SELECT count(*) FROM signin_knock WHERE source = $1 AND at > $2`
	insertKnock = `INSERT INTO signin_knock (id, source, at) VALUES ($1, $2, $3)`
	eraseKnocks = `DELETE FROM signin_knock WHERE source = $1`
	sweepKnocks = `DELETE FROM signin_knock WHERE at < $1`
)

func scanLetter(r db.Row) (l kept, err error) {
	err = r.Scan(&l.Handle, &l.Email, &l.Link, db.ScanTime(&l.LinkUntil), &l.Code, db.ScanTime(&l.CodeUntil),
		&l.Tries, &l.Next, &l.Via)
	return l, err
}

func byLink(tx *db.Tx, token string) (kept, error) {
	return db.One(tx, "signin.link.over", scanLetter, letterByLink, seal(forLink, token))
}

func byHandle(tx *db.Tx, handle string) (kept, error) {
	return db.One(tx, "signin.code.over", scanLetter, letterByHandle, seal(forHandle, handle))
}

func putLetter(tx *db.Tx, l kept) error {
	_, err := tx.Exec(saveLetter, l.Handle, l.Email, l.Link, db.Time(l.LinkUntil), l.Code, db.Time(l.CodeUntil),
		l.Tries, l.Next, l.Via)
	return err
}

func removeLetter(tx *db.Tx, l kept) error {
	_, err := tx.Exec(dropLetter, l.Handle)
	return err
}

// knocks returns how often a source has knocked since a moment.
func knocks(tx *db.Tx, source string, since time.Time) (int, error) {
	return db.Value[int](tx.Row(countKnocks, source, db.Time(since)))
}

func addKnock(tx *db.Tx, source string) error {
	id, err := tx.NewID()
	if err != nil {
		return err
	}
	_, err = tx.Exec(insertKnock, id, source, db.Time(tx.Now))
	return err
}
