package record

import (
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

//go:embed schema/*.sql
var files embed.FS

// Words holds the sentences of the record's faults, in i18n/<language>.json.
//
//go:embed i18n
var Words embed.FS

// Schema returns the record's own tables.
func Schema() db.Schema {
	sub, _ := fs.Sub(files, "schema")
	return db.Schema{Room: "record", Files: sub}
}

// A Detail adds something to a fact that is being appended.
type Detail func(*Fact)

// Figure adds a count.
func Figure(name string, n int) Detail {
	return func(f *Fact) {
		if f.Figures == nil {
			f.Figures = map[string]int64{}
		}
		f.Figures[name] = int64(n)
	}
}

// Happened says that the act was done at t and is recorded only now.
func Happened(t time.Time) Detail { return func(f *Fact) { f.Happened = t } }

// By names the actor where it is not who acts in the process, such as the new
// member a fact is about.
func By(participant ref.ID) Detail { return func(f *Fact) { f.Actor = participant } }

// Append adds a fact to the line, in the transaction that makes the change. The
// fact is written as the last thing before the commit. Said is what was said,
// kept only as a salted hash; nil if nothing was.
//
// If the actor's act was recorded before, the transaction fails with a Conflict
// fault: a repeated request changes nothing.
func Append(tx *db.Tx, who access.Actor, kind string, subject ref.Ref, process ref.ID, said any, details ...Detail) error {
	f := Fact{
		Kind: kind, Subject: subject, Process: process, Actor: who.In(process),
		Channel: who.Channel, Act: who.Act, Happened: tx.Now, Recorded: tx.Now,
	}
	for _, d := range details {
		d(&f)
	}
	salt := make([]byte, saltBytes)
	if said != nil {
		if err := tx.Chance(salt); err != nil {
			return err
		}
		var err error
		if f.Hash, err = Seal(salt, said); err != nil {
			return fmt.Errorf("append %s: %w", kind, err)
		}
	}
	if _, err := f.Bytes(); err != nil {
		return err
	}
	tx.AtEnd(func(tx *db.Tx) error { return write(tx, f, salt) })
	return nil
}

// Repeated is the message of a request that was carried out before.
const Repeated = "record.act.repeated"

func write(tx *db.Tx, f Fact, salt []byte) error {
	if f.Act != "" {
		var n int
		err := tx.Row(`SELECT count(*) FROM record_fact WHERE act = $1 AND kind = $2 AND subject = $3`,
			f.Act, f.Kind, f.Subject.String()).Scan(&n)
		if err != nil {
			return err
		}
		if n > 0 {
			return fault.New(fault.Conflict, "", Repeated)
		}
	}
	err := tx.Row(`UPDATE record_head SET seq = seq + 1 WHERE id = 1 RETURNING seq`).Scan(&f.Seq)
	if err != nil {
		return fmt.Errorf("take a number: %w", err)
	}
	_, err = tx.Exec(`INSERT INTO record_fact
		(seq, kind, subject, process, actor, channel, act, happened, recorded, figures, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		f.Seq, f.Kind, f.Subject.String(), f.Process, f.Actor, f.Channel, f.Act,
		db.Time(f.Happened), db.Time(f.Recorded), db.JSON(f.Figures), f.Hash)
	if db.IsDuplicate(err) {
		return fault.New(fault.Conflict, "", Repeated)
	}
	if err != nil {
		return fmt.Errorf("write the fact: %w", err)
	}
	if f.Hash != "" {
		_, err = tx.Exec(`INSERT INTO record_salt (seq, salt) VALUES ($1, $2)`, f.Seq, hex.EncodeToString(salt))
		if err != nil {
			return err
		}
	}
	tx.RingOnCommit(bell, f.Seq)
	return nil
}

// bell is the bell that rings with the number of each committed fact.
const bell = "record"

// Moved returns a number that changes whenever this program has seen the line
// move. Pages kept for strangers are good while it stays the same.
func Moved(d *db.DB) int64 { return d.Bell(bell).Number() }
