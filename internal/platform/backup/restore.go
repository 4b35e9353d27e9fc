package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"filippo.io/age"

	"penc/internal/platform/blob"
	"penc/internal/platform/db"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
)

// A Place is where a backup is restored to.
type Place struct {
	Data  string // a folder or a postgres:// URL
	Files string // the folder of documents; empty for the one inside the data folder
	// Schemas are the tables of every room of the program, in building order, for the
	// database that Data names.
	Schemas []db.Schema
	// SendQueued lets messages go out that waited when the backup was made. Without it
	// they are given up.
	SendQueued bool
	Tell       Tell
}

// A Restored says what was restored.
type Restored struct {
	Summary
	Held int64 // messages that were given up
}

// Restore reads and checks a backup, and then makes a site of it where nothing is.
// It returns Refused if the file is damaged, of a newer program or encrypted to other
// keys, or if there is anything at the place. Whatever goes wrong, the place is as it
// was: the site is made beside it and put there at the end, at one stroke.
//
// A backup of an older program is restored as it was and then upgraded.
func Restore(ctx context.Context, path string, ids []age.Identity, at Place) (out Restored, err error) {
	f, err := open(path)
	if err != nil {
		return out, err
	}
	defer f.Close()
	if err := vacant(at); err != nil {
		return out, err
	}
	if out.Summary, err = check(ctx, f, ids, at.judge(), at.Tell); err != nil {
		return out, err
	}
	r := &restoring{at: at}
	defer r.abort()
	if err := r.begin(ctx, out.Manifest); err != nil {
		return out, err
	}
	at.Tell.tell("restoring", 0, 0, 0)
	// The file is checked again while it is read for the second time: it may lie where
	// somebody can change it.
	again, err := check(ctx, f, ids, r.visitor(ctx), at.Tell)
	if err != nil {
		return out, err
	}
	if again.End.Manifest != out.End.Manifest || again.End.Files != out.End.Files || !slices.Equal(again.End.Tables, out.End.Tables) {
		return out, Refused("the file changed while it was being restored")
	}
	at.Tell.tell("checking", again.End.Rows(), again.End.Files.Count, again.Bytes)
	if out.Held, err = r.finish(ctx, out.End); err != nil {
		return out, err
	}
	return out, r.commit(ctx)
}

// vacant refuses places that are taken, before a long file is read.
func vacant(at Place) error {
	folders := []string{at.Files}
	if !db.IsPostgres(at.Data) {
		folders = append(folders, at.Data)
	}
	for _, folder := range folders {
		if folder == "" {
			continue
		}
		if _, _, err := db.EmptyFolder(folder); err != nil {
			return taken(err)
		}
	}
	return nil
}

// taken makes a refusal of an error about a place that is not empty.
func taken(err error) error {
	if errors.Is(err, db.ErrNotEmpty) {
		return Refused("nothing is restored over something else: " + strings.TrimSuffix(err.Error(), ": "+db.ErrNotEmpty.Error()))
	}
	return err
}

// judge refuses, in the first reading, what this program or database cannot take.
func (at Place) judge() visitor {
	v := visitor{manifest: func(m Manifest) error {
		newest := map[string]int64{}
		for _, s := range at.Schemas {
			n, err := s.Newest()
			if err != nil {
				return err
			}
			newest[s.Room] = n
		}
		for room, n := range m.Schema {
			if n > newest[room] {
				return Refused(fmt.Sprintf("this backup was made by a newer Penc (%s), with tables of %s that this program does not know: use the newer program", m.Program, room))
			}
		}
		return nil
	}}
	if !db.IsPostgres(at.Data) {
		return v
	}
	v.table = func(t db.Table, next func() ([]any, error)) error {
		for n := 1; ; n++ {
			values, err := next()
			if err != nil || values == nil {
				return err
			}
			for i, v := range values {
				if !fits(v, t.Fields[i].Kind) {
					return Refused(fmt.Sprintf("PostgreSQL cannot keep the column %s of row %d of the table %s: restore into a folder, mend it there, and make another backup", t.Fields[i].Name, n, t.Name))
				}
			}
		}
	}
	return v
}

// restoring is a site in the making.
type restoring struct {
	at     Place
	target *db.Target
	tables []db.Table // as this program makes them

	files     *blob.Store
	stage     string      // of documents that do not lie in the data folder
	filesPath string      // where they are to be
	filesInfo os.FileInfo // the empty folder that is there, if there is one
	placed    bool

	rows, documents, bytes int64
}

func (r *restoring) begin(ctx context.Context, m Manifest) (err error) {
	if r.target, err = db.NewTarget(ctx, r.at.Data); err != nil {
		return taken(err)
	}
	at := m.Schema
	if r.tables, err = r.target.Make(ctx, r.at.Schemas, at); err != nil {
		return err
	}
	r.tables = slices.DeleteFunc(r.tables, func(t db.Table) bool { return own(t.Name) })
	if len(r.tables) != len(m.Tables) {
		return Refused(fmt.Sprintf("this backup has %d tables, and this program makes %d of the same age", len(m.Tables), len(r.tables)))
	}
	for i, t := range m.Tables {
		if !same(t, r.tables[i]) {
			return Refused("this backup has another table " + t.Name + " than this program makes at the same age")
		}
	}
	dir := filepath.Join(r.target.Stage(), "files")
	if r.at.Files != "" {
		if r.filesPath, r.filesInfo, err = db.EmptyFolder(r.at.Files); err != nil {
			return taken(err)
		}
		parent := filepath.Dir(r.filesPath)
		if err := os.MkdirAll(parent, 0o755); err != nil {
			return err
		}
		if r.stage, err = os.MkdirTemp(parent, "."+filepath.Base(r.filesPath)+".restoring-"); err != nil {
			return err
		}
		dir = r.stage
	}
	r.files, err = blob.Open(dir)
	return err
}

// same reports whether two tables have the same columns, in whatever order.
func same(a, b db.Table) bool {
	if a.Name != b.Name || len(a.Fields) != len(b.Fields) {
		return false
	}
	for _, f := range a.Fields {
		if !slices.Contains(b.Fields, f) {
			return false
		}
	}
	return true
}

// visitor puts rows and documents in.
func (r *restoring) visitor(ctx context.Context) visitor {
	return visitor{
		table: func(t db.Table, next func() ([]any, error)) error {
			_, err := r.target.Fill(ctx, t, func() ([]any, error) {
				if r.rows++; r.rows%often == 0 {
					r.at.Tell.tell("rows", r.rows, 0, 0)
				}
				return next()
			})
			return err
		},
		file: func(digest string, body io.Reader) error {
			b, err := r.files.Put(ctx, body, maxFile)
			if err != nil {
				return err
			}
			if b.Digest != digest {
				return damaged(nil, "the document %s is not what its name says", digest)
			}
			r.documents++
			r.bytes += b.Size
			r.at.Tell.tell("documents", r.rows, r.documents, r.bytes)
			return nil
		},
	}
}

// finish checks what was put in and brings it up to date.
func (r *restoring) finish(ctx context.Context, end End) (held int64, err error) {
	counts := map[string]int64{}
	for _, t := range end.Tables {
		counts[t.Name] = t.Rows
	}
	if err := r.target.Finish(ctx, counts); err != nil {
		return 0, Refused("the rows of this backup do not fit together: " + err.Error())
	}
	if err := r.target.Upgrade(ctx, r.at.Schemas); err != nil {
		return 0, err
	}
	d, err := db.Open(ctx, db.Options{Where: r.target.Stage()})
	if err != nil {
		return 0, err
	}
	defer d.Close()
	err = d.Write(ctx, func(tx *db.Tx) (err error) {
		held = 0
		found, err := record.Check(tx)
		if err != nil {
			return err
		}
		for _, f := range found {
			if !slices.Contains(end.Findings, f) {
				return errors.New("after it was restored " + f)
			}
		}
		if r.at.SendQueued {
			return nil
		}
		held, err = mail.HoldBack(tx)
		return err
	})
	return held, err
}

// commit puts the site where it is to be.
func (r *restoring) commit(ctx context.Context) error {
	if err := r.files.Close(); err != nil {
		return err
	}
	r.files = nil
	return r.target.Commit(ctx, func() error {
		if r.stage == "" {
			return nil
		}
		if err := db.Replace(r.stage, r.filesPath, r.filesInfo); err != nil {
			return err
		}
		r.placed = true
		return nil
	}, func() {
		if !r.placed {
			return
		}
		// The documents were put in place and the database could not be.
		os.Rename(r.filesPath, r.stage)
		if r.filesInfo != nil {
			os.Mkdir(r.filesPath, r.filesInfo.Mode().Perm())
		}
	})
}

// abort removes what was made and not put in place.
func (r *restoring) abort() {
	if r.files != nil {
		r.files.Close()
	}
	if r.target != nil {
		r.target.Abort()
	}
	if r.stage != "" && !r.placed {
		os.RemoveAll(r.stage)
	}
}
