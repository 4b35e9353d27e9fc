package backup

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"penc/internal/ground/fault"
	"penc/internal/ground/when"
	"penc/internal/platform/blob"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// A Source is what a backup is made of.
type Source struct {
	DB    *db.DB
	Files *blob.Store
	// Named calls do with the digest of every document that rows name. May be nil.
	Named   func(tx *db.Tx, do func(digest string) error) error
	Program string // the version of the program
	Tell    Tell
}

// Tell is told how the work goes on: what is being done, and how much of it there
// was so far. May be nil.
type Tell func(doing string, rows, documents, bytes int64)

// often is after how many rows Tell is told again.
const often = 10_000

func (t Tell) tell(doing string, rows, documents, bytes int64) {
	if t != nil {
		t(doing, rows, documents, bytes)
	}
}

// own reports whether a table is this package's: what backups there are is no part
// of one.
func own(table string) bool { return strings.HasPrefix(table, room+"_") }

// compose writes a backup of one state of the database, and of the documents that
// belong to it, to w.
//
// Documents are copied after the rows and outside of their transaction. A document
// that rows name lies in the store before the row is committed, never changes, and
// stays for a day after the last row let go of it; so what the rows name is there,
// unless copying takes longer than a day. What came since is copied too and does no
// harm.
func compose(ctx context.Context, s Source, w io.Writer) (Manifest, End, error) {
	var m Manifest
	var out *writer
	named := map[string]bool{}
	var rows int64
	err := s.DB.Snapshot(ctx, func(tx *db.Tx) (err error) {
		if m, err = manifest(tx, s.Program); err != nil {
			return err
		}
		if out, err = newWriter(w, m); err != nil {
			return err
		}
		if out.end.Findings, err = record.Check(tx); err != nil {
			return err
		}
		if s.Named != nil {
			if err := s.Named(tx, func(digest string) error { named[digest] = true; return nil }); err != nil {
				return fmt.Errorf("list the documents that rows name: %w", err)
			}
		}
		for _, t := range m.Tables {
			out.table(t)
			err := db.EachRow(tx, t, func(values []any) error {
				if rows++; rows%often == 0 {
					s.Tell.tell("rows", rows, 0, 0)
				}
				return out.row(values)
			})
			if err != nil {
				return fmt.Errorf("read the table %s: %w", t.Name, err)
			}
			if _, err := out.endTable(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return m, End{}, err
	}
	err = s.Files.Each(ctx, func(b blob.Blob) error {
		copied, err := copyDocument(ctx, s.Files, out, b)
		if copied {
			delete(named, b.Digest)
			s.Tell.tell("documents", rows, out.end.Files.Count, out.end.Files.Bytes)
		}
		return err
	})
	if err != nil {
		return m, End{}, err
	}
	out.end.Missing = append(out.end.Missing, slices.Sorted(maps.Keys(named))...)
	return m, out.end, out.close()
}

func manifest(tx *db.Tx, program string) (m Manifest, err error) {
	m = Manifest{Format: format, Program: program, Made: when.Format(tx.Now), Engine: tx.Engine().String()}
	if m.Schema, err = db.Versions(tx); err != nil {
		return m, err
	}
	all, err := db.Tables(tx)
	if err != nil {
		return m, err
	}
	m.Tables = slices.DeleteFunc(all, func(t db.Table) bool { return own(t.Name) })
	if len(m.Schema) == 0 || len(m.Tables) == 0 {
		return m, Refused("there is no site here: the database has no tables")
	}
	return m, m.check()
}

// copyDocument copies one document and reports whether it did. One that went since it
// was listed, or that is not what its name says, is left out.
func copyDocument(ctx context.Context, files *blob.Store, out *writer, b blob.Blob) (bool, error) {
	sound, err := files.Check(ctx, b.Digest)
	if fault.KindOf(err) == fault.NotFound || err == nil && !sound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	r, err := files.Get(b.Digest)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer r.Close()
	if b.Size > maxFile {
		return false, fmt.Errorf("the document %s has %d bytes, and %d is the most", b.Digest, b.Size, int64(maxFile))
	}
	return true, out.file(b.Digest, b.Size, r)
}
