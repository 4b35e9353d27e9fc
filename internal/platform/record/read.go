package record

import (
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

const columns = `seq, kind, subject, process, actor, channel, act, happened, recorded, figures, hash`

func scan(r db.Row) (f Fact, err error) {
	var subject string
	err = r.Scan(&f.Seq, &f.Kind, &subject, &f.Process, &f.Actor, &f.Channel, &f.Act,
		db.ScanTime(&f.Happened), db.ScanTime(&f.Recorded), db.JSON(&f.Figures), &f.Hash)
	f.Subject, _ = ref.Parse(subject)
	return f, err
}

// Head returns the number of the newest fact, 0 if there is none.
func Head(tx *db.Tx) (int64, error) {
	var seq int64
	err := tx.Row(`SELECT seq FROM record_head WHERE id = 1`).Scan(&seq)
	return seq, err
}

// After returns at most limit facts with numbers above seq, in order.
func After(tx *db.Tx, seq int64, limit int) ([]Fact, error) {
	return db.List(tx, scan, `SELECT `+columns+` FROM record_fact WHERE seq > $1 ORDER BY seq LIMIT $2`, seq, limit)
}

// Of returns at most limit facts of a process with numbers below before (0 for
// no bound), newest first.
func Of(tx *db.Tx, process ref.ID, before int64, limit int) ([]Fact, error) {
	return db.List(tx, scan, `SELECT `+columns+` FROM record_fact
		WHERE process = $1 AND ($2 = 0 OR seq < $2) ORDER BY seq DESC LIMIT $3`, process, before, limit)
}

// About returns the facts about one thing, oldest first.
func About(tx *db.Tx, subject ref.Ref, limit int) ([]Fact, error) {
	return db.List(tx, scan, `SELECT `+columns+` FROM record_fact WHERE subject = $1 ORDER BY seq LIMIT $2`,
		subject.String(), limit)
}

// BySeq returns the fact with a number; NotFound if there is none.
func BySeq(tx *db.Tx, seq int64) (Fact, error) {
	return db.One(tx, "record.fact.unknown", scan, `SELECT `+columns+` FROM record_fact WHERE seq = $1`, seq)
}

// Verify reports whether said is what fact seq holds the hash of. After the salt
// has been erased nobody can tell: NotFound.
func Verify(tx *db.Tx, seq int64, said any) (bool, error) {
	f, err := BySeq(tx, seq)
	if err != nil {
		return false, err
	}
	salt, err := saltOf(tx, seq)
	if err != nil {
		return false, err
	}
	if salt == nil {
		return false, fault.New(fault.NotFound, "", "record.salt.erased")
	}
	hash, err := Seal(salt, said)
	return hash == f.Hash, err
}

// EraseSalts cuts the tie between the facts about one thing and the words that
// were said, so that the hashes tell nothing any more. The facts stay.
func EraseSalts(tx *db.Tx, subject ref.Ref) error {
	_, err := tx.Exec(`DELETE FROM record_salt WHERE seq IN (SELECT seq FROM record_fact WHERE subject = $1)`, subject.String())
	return err
}

// EraseSaltsBy cuts the same tie for everything one participant did in a process.
func EraseSaltsBy(tx *db.Tx, process, participant ref.ID) error {
	_, err := tx.Exec(`DELETE FROM record_salt WHERE seq IN (SELECT seq FROM record_fact WHERE process = $1 AND actor = $2)`,
		process, participant)
	return err
}
