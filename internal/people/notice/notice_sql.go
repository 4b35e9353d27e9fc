package notice

import (
	"time"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

const columns = `id, person, kind, ref, parts, fact, made, read`

func scan(r db.Row) (n Notice, err error) {
	var about string
	err = r.Scan(&n.ID, &n.Person, &n.Kind, &about, db.JSON(&n.Parts), &n.Fact, db.ScanTime(&n.Made), db.ScanTime(&n.Read))
	n.Ref, _ = ref.Parse(about)
	return n, err
}

// insert reports whether the notice is new.
func insert(tx *db.Tx, n Notice) (bool, error) {
	changed, err := tx.Exec(`INSERT INTO notice (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, '')
		ON CONFLICT DO NOTHING`,
		n.ID, n.Person, n.Kind, n.Ref.String(), db.JSON(n.Parts), n.Fact, db.Time(n.Made))
	return changed > 0, err
}

// latest returns notices older than before, newest first; all if before is empty.
func latest(tx *db.Tx, person, before ref.ID, limit int) ([]Notice, error) {
	return db.List(tx, scan, `SELECT `+columns+` FROM notice
		WHERE person = $1 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3`, person, before, limit)
}

func unread(tx *db.Tx, person ref.ID) (int, error) {
	return db.Value[int](tx.Row(`SELECT count(*) FROM notice WHERE person = $1 AND read = ''`, person))
}

// markRead marks what the person has seen: notices up to the newest one shown.
func markRead(tx *db.Tx, person, newest ref.ID) error {
	_, err := tx.Exec(`UPDATE notice SET read = $3 WHERE person = $1 AND id <= $2 AND read = ''`,
		person, newest, db.Time(tx.Now))
	return err
}

func dropBefore(tx *db.Tx, moment time.Time) error {
	_, err := tx.Exec(`DELETE FROM notice WHERE made < $1`, db.Time(moment))
	return err
}

func dropOf(tx *db.Tx, person ref.ID) error {
	if _, err := tx.Exec(`DELETE FROM notice WHERE person = $1`, person); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM notice_setting WHERE person = $1`, person)
	return err
}

// settings returns what a person chose, by kind.
func settings(tx *db.Tx, person ref.ID) (map[string]bool, error) {
	out := map[string]bool{}
	_, err := db.List(tx, func(r db.Row) (mail bool, err error) {
		var kind string
		err = r.Scan(&kind, &mail)
		out[kind] = mail
		return mail, err
	}, `SELECT kind, mail FROM notice_setting WHERE person = $1`, person)
	return out, err
}

// wantsMail reports whether mails of a kind are wanted: yes unless the person
// said no.
func wantsMail(tx *db.Tx, person ref.ID, kind string) (bool, error) {
	return db.Value[bool](tx.Row(`SELECT NOT EXISTS
		(SELECT 1 FROM notice_setting WHERE person = $1 AND kind = $2 AND NOT mail)`, person, kind))
}

func saveSetting(tx *db.Tx, person ref.ID, kind string, mail bool) error {
	_, err := tx.Exec(`INSERT INTO notice_setting (person, kind, mail) VALUES ($1, $2, $3)
		ON CONFLICT (person, kind) DO UPDATE SET mail = excluded.mail`, person, kind, mail)
	return err
}
