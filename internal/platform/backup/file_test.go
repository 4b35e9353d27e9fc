package backup

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/klauspost/compress/gzip"

	"penc/internal/platform/blob"
	"penc/internal/platform/db"
	"penc/internal/platform/job"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
)

// schemas are those of the machines that a restore asks, and of a room with every
// kind of column, with a row in another that it belongs to. The room's first n files
// are taken.
func schemas(n int) []db.Schema {
	all := []string{
		`-- +goose Up
CREATE TABLE thing (id TEXT PRIMARY KEY, parent TEXT REFERENCES thing (id), n BIGINT, x DOUBLE PRECISION, yes BOOLEAN);
CREATE TABLE apart (thing TEXT NOT NULL REFERENCES thing (id), note TEXT NOT NULL);
CREATE VIEW thing_public AS SELECT id FROM thing;
INSERT INTO thing (id) VALUES ('made-by-the-file');
`,
		`-- +goose Up
ALTER TABLE thing ADD COLUMN later TEXT NOT NULL DEFAULT 'new';
UPDATE apart SET note = 'upgraded ' || note;
`,
	}
	files := fstest.MapFS{}
	for i := range n {
		files[fmt.Sprintf("%03d_thing.sql", i+1)] = &fstest.MapFile{Data: []byte(all[i])}
	}
	machines := (&Schedule{}).Feature().Schema
	return []db.Schema{record.Schema(), job.Schema(), mail.Schema(), {Room: "thing", Files: files}, {Room: room, Files: machines}}
}

// small is a site with a few rows of every kind and three documents.
func small(t testing.TB, where string, n int) Source {
	t.Helper()
	ctx := context.Background()
	d, err := db.Open(ctx, db.Options{Where: where})
	must(t, err)
	t.Cleanup(func() { d.Close() })
	must(t, d.Migrate(ctx, schemas(n)))
	files, err := blob.Open(t.TempDir())
	must(t, err)
	t.Cleanup(func() { files.Close() })
	for _, text := range []string{"", "a document", strings.Repeat("another ", 10_000)} {
		_, err := files.Put(ctx, strings.NewReader(text), 1<<20)
		must(t, err)
	}
	must(t, d.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`INSERT INTO thing (id, parent, n, x, yes) VALUES ('z', 'made-by-the-file', -1, 0.1, TRUE), ('a', 'z', NULL, NULL, NULL)`); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO apart (thing, note) VALUES ('a', $1)`, "é\n\"\\")
		return err
	}))
	return Source{DB: d, Files: files, Program: "test"}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func bytesOf(t testing.TB, s Source) []byte {
	t.Helper()
	var b bytes.Buffer
	_, err := Stream(context.Background(), s, nil, &b)
	must(t, err)
	return b.Bytes()
}

// judged reads a backup as Check does.
func judged(raw []byte) (err error) {
	_, _, err = read(bytes.NewReader(raw), visitor{})
	return err
}

func refused(err error) bool {
	_, ok := errors.AsType[Refused](err)
	return ok
}

// told collects everything that a reading tells, to compare it.
func told(raw []byte) (string, error) {
	var b strings.Builder
	_, _, err := read(bytes.NewReader(raw), visitor{
		manifest: func(m Manifest) error { fmt.Fprintf(&b, "%v\n", m); return nil },
		table: func(t db.Table, next func() ([]any, error)) error {
			for {
				values, err := next()
				if err != nil || values == nil {
					return err
				}
				fmt.Fprintf(&b, "%s %#v\n", t.Name, values)
			}
		},
		file: func(digest string, r io.Reader) error {
			n, err := io.Copy(io.Discard, r)
			fmt.Fprintf(&b, "%s %d\n", digest, n)
			return err
		},
	})
	return b.String(), err
}

// TestDamageIsRefused cuts a backup off at every place and changes every byte of it.
// What is taken must tell the same: some bits of what is packed have no meaning, such
// as from which of many zeros one is copied.
func TestDamageIsRefused(t *testing.T) {
	raw := bytesOf(t, small(t, t.TempDir(), 2))
	want, err := told(raw)
	must(t, err)
	if !strings.Contains(want, `apart []interface {}{"a", "é\n\"\\"}`) {
		t.Fatal(want)
	}
	for n := range len(raw) {
		if err := judged(raw[:n]); !refused(err) {
			t.Fatalf("cut off after %d of %d bytes: %v", n, len(raw), err)
		}
	}
	harmless := 0
	for i := range raw {
		for _, flip := range []byte{1, 0x80, 0xff} {
			bad := slices.Clone(raw)
			bad[i] ^= flip
			got, err := told(bad)
			switch {
			case err != nil && !refused(err):
				t.Fatalf("byte %d: %v", i, err)
			case err == nil && (got != want || i < len(head)):
				t.Fatalf("byte %d: a changed backup is taken", i)
			case err == nil:
				harmless++
			}
		}
	}
	if harmless*100 > 3*len(raw) {
		t.Errorf("%d changes of a byte are not noticed", harmless)
	}
	for _, more := range [][]byte{{0}, raw, make([]byte, 1024)} {
		if err := judged(append(slices.Clone(raw), more...)); !refused(err) {
			t.Errorf("%d bytes after the end: %v", len(more), err)
		}
	}
}

type member struct {
	name string
	body []byte
}

// members takes a backup apart.
func members(t testing.TB, raw []byte) []member {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(raw))
	must(t, err)
	r := tar.NewReader(z)
	var all []member
	for {
		h, err := r.Next()
		if err == io.EOF {
			return all
		}
		must(t, err)
		body, err := io.ReadAll(r)
		must(t, err)
		all = append(all, member{h.Name, body})
	}
}

// packed puts members together again, with sound sums of the container.
func packed(t testing.TB, all []member, change func(*tar.Header)) []byte {
	t.Helper()
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, compressLevel)
	z.ModTime = time.Unix(0, 0)
	w := tar.NewWriter(z)
	for _, m := range all {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: m.name, Size: int64(len(m.body)), Mode: 0o600, Format: tar.FormatUSTAR}
		if change != nil {
			change(h)
		}
		must(t, w.WriteHeader(h))
		if h.Size > 0 {
			_, err := w.Write(m.body)
			must(t, err)
		}
	}
	must(t, w.Close())
	must(t, z.Close())
	return b.Bytes()
}

// TestMembersThatAreMovedAddedOrTakenAwayAreRefused changes what the sums of the
// container do not guard.
func TestMembersThatAreMovedAddedOrTakenAwayAreRefused(t *testing.T) {
	raw := bytesOf(t, small(t, t.TempDir(), 2))
	all := members(t, raw)
	must(t, judged(packed(t, all, nil))) // the test's own packing is sound
	if len(all) < 8 {
		t.Fatal(len(all), "members")
	}
	is := func(what string, changed []member) {
		t.Helper()
		if err := judged(packed(t, changed, nil)); !refused(err) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for i := range all {
		is("without "+all[i].name, slices.Delete(slices.Clone(all), i, i+1))
		is("twice "+all[i].name, slices.Insert(slices.Clone(all), i, all[i]))
		is("something before "+all[i].name, slices.Insert(slices.Clone(all), i, member{"note.txt", []byte("x")}))
		for j := range i {
			swapped := slices.Clone(all)
			swapped[i], swapped[j] = swapped[j], swapped[i]
			is("swapped "+all[i].name+" and "+all[j].name, swapped)
			swapped[i].name, swapped[j].name = swapped[j].name, swapped[i].name
			if !bytes.Equal(all[i].body, all[j].body) {
				is("swapped the content of "+all[i].name+" and "+all[j].name, swapped)
			}
		}
	}
	is("after the end", append(slices.Clone(all), member{"files/" + strings.Repeat("0", 64), nil}))
	for _, name := range []string{
		"../evil", "/etc/passwd", "files/../../evil", "files/" + strings.Repeat("A", 64),
		"files/..", "tables/../penc.json", "tables/thing/000009.jsonl", "files/" + strings.Repeat("0", 65), "",
	} {
		at := slices.IndexFunc(all, func(m member) bool { return strings.HasPrefix(m.name, "files/") })
		is("the name "+name, slices.Insert(slices.Clone(all), at, member{name, []byte("x")}))
		renamed := slices.Clone(all)
		renamed[at].name = name
		is("renamed to "+name, renamed)
	}
	for what, change := range map[string]func(*tar.Header){
		"a link":   func(h *tar.Header) { h.Typeflag, h.Linkname, h.Size = tar.TypeSymlink, "/etc/passwd", 0 },
		"a folder": func(h *tar.Header) { h.Typeflag, h.Size = tar.TypeDir, 0 },
		"PAX":      func(h *tar.Header) { h.Format, h.PAXRecords = tar.FormatPAX, map[string]string{"PENC.x": "1"} },
	} {
		if err := judged(packed(t, all, change)); !refused(err) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestABombIsRefused reads small files that unpack to much.
func TestABombIsRefused(t *testing.T) {
	all := members(t, bytesOf(t, small(t, t.TempDir(), 2)))
	zeros := make([]byte, maxChunk+chunkBytes+1)
	for name, m := range map[string]member{
		"a first member too large": {manifestName, zeros[:maxJSON+1]},
		"rows too large":           {chunkName("apart", 1), zeros},
	} {
		bad := slices.Clone(all)
		at := slices.IndexFunc(bad, func(old member) bool { return old.name == m.name })
		bad[at] = m
		if err := judged(packed(t, bad, nil)); !refused(err) || !strings.Contains(err.Error(), "is the most") {
			t.Errorf("%s: %v", name, err)
		}
	}
	big := make([]byte, 256<<20)
	sum := sha256.Sum256(big)
	at := slices.IndexFunc(all, func(m member) bool { return strings.HasPrefix(m.name, "files/") })
	bomb := packed(t, slices.Insert(slices.Clone(all), at, member{"files/" + hex.EncodeToString(sum[:]), big}), nil)
	if err := judged(bomb); !refused(err) || !strings.Contains(err.Error(), "unpacks to more") {
		t.Errorf("%d bytes that unpack to %d: %v", len(bomb), len(big), err)
	}
}

func TestNewerBackupsAreRefused(t *testing.T) {
	s := small(t, t.TempDir(), 2)
	all := members(t, bytesOf(t, s))
	newer := slices.Clone(all)
	newer[0].body = bytes.Replace(newer[0].body, []byte(`"format": 1`), []byte(`"format": 2`), 1)
	if err := judged(packed(t, newer, nil)); !refused(err) || !strings.Contains(err.Error(), "newer Penc") {
		t.Error(err)
	}
	file := filepath.Join(t.TempDir(), "x")
	_, err := Save(t.Context(), s, nil, file)
	must(t, err)
	at := Place{Data: filepath.Join(t.TempDir(), "new"), Schemas: schemas(1)}
	if _, err := Restore(t.Context(), file, nil, at); !refused(err) || !strings.Contains(err.Error(), "tables of thing") {
		t.Error(err)
	}
	if left, _ := os.ReadDir(filepath.Dir(at.Data)); len(left) > 0 {
		t.Error("left", left)
	}
}

// TestAnOlderBackupIsUpgraded restores into a program whose tables have moved on.
func TestAnOlderBackupIsUpgraded(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x")
	_, err := Save(t.Context(), small(t, t.TempDir(), 1), nil, file)
	must(t, err)
	for _, where := range places(t) {
		at := Place{Data: where, Files: filepath.Join(t.TempDir(), "files"), Schemas: schemas(2)}
		_, err := Restore(t.Context(), file, nil, at)
		must(t, err)
		d, err := db.Open(t.Context(), db.Options{Where: where})
		must(t, err)
		defer d.Close()
		must(t, d.Migrate(t.Context(), schemas(2))) // nothing is left to do
		must(t, d.Read(t.Context(), func(tx *db.Tx) error {
			var note, later string
			var n int
			err := tx.Row(`SELECT apart.note, thing.later FROM apart JOIN thing ON thing.id = apart.thing`).Scan(&note, &later)
			if err != nil || note != "upgraded é\n\"\\" || later != "new" {
				t.Errorf("%q, %q, %v", note, later, err)
			}
			if err := tx.Row(`SELECT count(*) FROM thing_public`).Scan(&n); err != nil || n != 3 {
				t.Error(n, err)
			}
			return nil
		}))
		// Foreign keys are in force again.
		err = d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO apart (thing, note) VALUES ('nobody', '')`)
			return err
		})
		if err == nil {
			t.Error("a row may belong to one that is not there")
		}
	}
}

func places(t *testing.T) []string {
	out := []string{filepath.Join(t.TempDir(), "new")}
	if os.Getenv("PENC_TEST_POSTGRES") != "" {
		out = append(out, postgres(t))
	}
	return out
}
