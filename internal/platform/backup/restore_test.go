package backup

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"penc/internal/platform/blob"
	"penc/internal/platform/db"
)

// names lists what lies in a folder.
func names(t testing.TB, dir string) []string {
	t.Helper()
	in, err := os.ReadDir(dir)
	must(t, err)
	out := []string{}
	for _, e := range in {
		out = append(out, e.Name())
	}
	return out
}

// tablesAt returns the schemas and tables of a PostgreSQL database that are not its
// own.
func tablesAt(t testing.TB, where string) []string {
	t.Helper()
	pool, err := sql.Open("pgx", where)
	must(t, err)
	defer pool.Close()
	rows, err := pool.Query(`SELECT n.nspname || '.' || coalesce(c.relname, '') FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid
		WHERE n.nspname NOT LIKE 'pg!_%' ESCAPE '!' AND n.nspname <> 'information_schema' AND (c.relname IS NOT NULL OR n.nspname <> 'public')`)
	must(t, err)
	defer rows.Close()
	out := []string{}
	for rows.Next() {
		var name string
		must(t, rows.Scan(&name))
		out = append(out, name)
	}
	return out
}

// TestWhatFailsMidwayLeavesThePlaceAsItWas lets a restore fail in different places
// after the file was found to be sound.
func TestWhatFailsMidwayLeavesThePlaceAsItWas(t *testing.T) {
	s := small(t, t.TempDir(), 2)
	file := filepath.Join(t.TempDir(), "x")
	_, err := Save(t.Context(), s, nil, file)
	must(t, err)
	raw, err := os.ReadFile(file)
	must(t, err)
	broken := func(old, new string) []byte {
		all := members(t, raw)
		for i := range all {
			all[i].body = bytes.ReplaceAll(all[i].body, []byte(old), []byte(new))
		}
		return signed(t, all)
	}
	for what, c := range map[string]struct {
		raw     []byte
		want    string
		refused bool
	}{
		"a row that belongs to none":      {broken(`["a","z",null`, `["a","nobody",null`), "do not fit together", true},
		"a row that is there twice":       {broken(`["a","z",null`, `["z","z",null`), "", false},
		"a table with other columns":      {broken(`"name": "note"`, `"name": "other"`), "another table apart", true},
		"a record with a gap":             {broken(`[1,0]`, `[1,7]`), "the record counts to 7", false},
		"a file that changes meanwhile":   {nil, "the file changed", true},
		"somebody who changes their mind": {raw, "context canceled", false},
	} {
		where := places(t)
		for _, data := range where {
			at := Place{Data: data, Files: filepath.Join(t.TempDir(), "files"), Schemas: schemas(2)}
			path := filepath.Join(t.TempDir(), "bad")
			ctx, stop := context.WithCancel(t.Context())
			if c.raw == nil {
				must(t, os.WriteFile(path, raw, 0o600))
				at.Tell = func(doing string, _, _, _ int64) {
					if doing == "restoring" {
						os.WriteFile(path, broken("é", "e"), 0o600)
					}
				}
			} else {
				must(t, os.WriteFile(path, c.raw, 0o600))
				if strings.HasPrefix(what, "somebody") {
					at.Tell = func(_ string, _, documents, _ int64) {
						if documents == 2 {
							stop()
						}
					}
				}
			}
			_, err := Restore(ctx, path, nil, at)
			stop()
			if err == nil || !strings.Contains(err.Error(), c.want) || refused(err) != c.refused {
				t.Errorf("%s: %v", what, err)
			}
			if db.IsPostgres(data) {
				if left := tablesAt(t, data); len(left) > 0 {
					t.Errorf("%s left %v", what, left)
				}
			} else if left := names(t, filepath.Dir(data)); len(left) > 0 {
				t.Errorf("%s left %v", what, left)
			}
			if left := names(t, filepath.Dir(at.Files)); len(left) > 0 {
				t.Errorf("%s left %v", what, left)
			}
		}
	}
}

// signed puts members together with sums that fit what they hold, as somebody could
// who wants to deceive.
func signed(t testing.TB, all []member) []byte {
	t.Helper()
	var m Manifest
	must(t, decode(all[0].body, &m))
	var b bytes.Buffer
	w, err := newWriter(&b, m)
	must(t, err)
	at := 1
	for _, table := range m.Tables {
		w.table(table)
		for n := 1; at < len(all) && all[at].name == chunkName(table.Name, n); n++ {
			for line := range bytes.Lines(all[at].body) {
				values := make([]any, len(table.Fields))
				must(t, readRow(bytes.TrimSuffix(line, []byte("\n")), values))
				must(t, w.row(values))
			}
			at++
		}
		_, err := w.endTable()
		must(t, err)
	}
	for ; all[at].name != endName; at++ {
		must(t, w.file(strings.TrimPrefix(all[at].name, "files/"), int64(len(all[at].body)), bytes.NewReader(all[at].body)))
	}
	must(t, w.close())
	must(t, judged(b.Bytes()))
	return b.Bytes()
}

// TestAKilledRestoreLeavesThePlaceAsItWas kills a process that restores, at moments
// all over its run, and then restores for good.
func TestAKilledRestoreLeavesThePlaceAsItWas(t *testing.T) {
	if at := os.Getenv("PENC_TEST_RESTORE"); at != "" {
		_, err := Restore(context.Background(), os.Getenv("PENC_TEST_FILE"), nil,
			Place{Data: at, Files: os.Getenv("PENC_TEST_FILES"), Schemas: schemas(2)})
		must(t, err)
		return
	}
	s := small(t, t.TempDir(), 2)
	must(t, s.DB.Write(t.Context(), func(tx *db.Tx) error { // work for a while
		for range 20_000 {
			if _, err := tx.Exec(`INSERT INTO apart (thing, note) VALUES ('a', $1)`, strings.Repeat("x", 50)); err != nil {
				return err
			}
		}
		return nil
	}))
	file := filepath.Join(t.TempDir(), "x")
	_, err := Save(t.Context(), s, nil, file)
	must(t, err)
	for _, where := range places(t) {
		files := filepath.Join(t.TempDir(), "files")
		killed, after := 0, time.Millisecond
		for ; killed < 50; after = after*5/4 + 5*time.Millisecond {
			c := exec.Command(os.Args[0], "-test.run", "^TestAKilledRestore")
			c.Env = append(os.Environ(), "PENC_TEST_RESTORE="+where, "PENC_TEST_FILE="+file, "PENC_TEST_FILES="+files)
			must(t, c.Start())
			done := make(chan error, 1)
			go func() { done <- c.Wait() }()
			select {
			case err := <-done:
				must(t, err)
				done = nil
			case <-time.After(after):
				c.Process.Kill()
				<-done
			}
			if done == nil {
				break
			}
			killed++
			if _, err := os.Stat(files); err == nil {
				break // it was killed after the stroke: that is a restored site
			}
			if db.IsPostgres(where) {
				for _, name := range tablesAt(t, where) {
					if !strings.HasPrefix(name, "penc_restore.") {
						t.Fatalf("killed after %v: %s is there", after, name)
					}
				}
			} else if _, err := os.Stat(where); err == nil {
				t.Fatalf("killed after %v: the folder is there", after)
			}
		}
		if killed < 5 {
			t.Errorf("killed only %d times", killed)
		}
		d, err := db.Open(t.Context(), db.Options{Where: where})
		must(t, err)
		must(t, d.Read(t.Context(), func(tx *db.Tx) error {
			n, err := db.Value[int](tx.Row(`SELECT count(*) FROM apart`))
			if n != 20_001 {
				t.Errorf("%d rows", n)
			}
			return err
		}))
		must(t, d.Close())
		if db.IsPostgres(where) {
			if left := strings.Join(tablesAt(t, where), " "); strings.Contains(left, "penc_restore") {
				t.Error("left", left)
			}
		}
	}
}

// TestDocumentsThatAreNotThereAreNamed makes a backup of a store that has lost one
// document and spoilt another.
func TestDocumentsThatAreNotThereAreNamed(t *testing.T) {
	s := small(t, t.TempDir(), 2)
	dir := t.TempDir()
	files, err := blob.Open(dir)
	must(t, err)
	defer files.Close()
	s.Files = files
	good, err := files.Put(t.Context(), strings.NewReader("good"), 100)
	must(t, err)
	spoilt, err := files.Put(t.Context(), strings.NewReader("spoilt"), 100)
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, spoilt.Digest[:2], spoilt.Digest[2:]), []byte("spoil!"), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, good.Digest[:2], "note.txt"), []byte("no document"), 0o600))
	lost := strings.Repeat("0", 64)
	s.Named = func(_ *db.Tx, do func(string) error) error {
		return errors.Join(do(good.Digest), do(spoilt.Digest), do(lost), do(lost))
	}
	sum, err := Save(t.Context(), s, nil, filepath.Join(t.TempDir(), "x"))
	must(t, err)
	if want := []string{lost, spoilt.Digest}; !slices.Equal(sum.End.Missing, want) || sum.End.Files.Count != 1 {
		t.Errorf("missing %v, want %v; %d documents", sum.End.Missing, want, sum.End.Files.Count)
	}
}

// TestNoHalfFile makes backups that fail and finds nothing left of them, and nothing
// written over.
func TestNoHalfFile(t *testing.T) {
	s := small(t, t.TempDir(), 2)
	dir := t.TempDir()
	there := filepath.Join(dir, "there")
	must(t, os.WriteFile(there, []byte("mine"), 0o600))
	if _, err := Save(t.Context(), s, nil, there); !refused(err) {
		t.Error(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	s.Tell = func(string, int64, int64, int64) { stop() }
	if _, err := Save(ctx, s, nil, filepath.Join(dir, "new")); err == nil {
		t.Error("a backup that was stopped is there")
	}
	s.Tell = func(doing string, _, _, _ int64) {
		if doing == "checking" { // somebody else takes the name meanwhile
			os.WriteFile(filepath.Join(dir, "late"), []byte("mine"), 0o600)
		}
	}
	if _, err := Save(t.Context(), s, nil, filepath.Join(dir, "late")); !refused(err) {
		t.Error(err)
	}
	if left := names(t, dir); !slices.Equal(left, []string{"late", "there"}) {
		t.Errorf("left %v", left)
	}
	for _, name := range []string{"late", "there"} {
		if text, err := os.ReadFile(filepath.Join(dir, name)); string(text) != "mine" {
			t.Error(name, text, err)
		}
	}
}

// FuzzRead holds the reader to refusing, and never to more memory or time than the
// file is worth.
func FuzzRead(f *testing.F) {
	raw := bytesOf(f, small(f, f.TempDir(), 2))
	f.Add(raw)
	f.Add(raw[:len(raw)/2])
	f.Add(append([]byte("age-encryption.org/v1\n"), raw...))
	f.Fuzz(func(t *testing.T, raw []byte) {
		plain, _, err := unseal(bytes.NewReader(raw), nil)
		if err == nil {
			_, _, err = read(plain, visitor{})
		}
		if err != nil && !refused(err) {
			t.Fatal(err)
		}
	})
}

// FuzzMembers fuzzes what is inside the container: the manifest, rows, the end.
func FuzzMembers(f *testing.F) {
	all := members(f, bytesOf(f, small(f, f.TempDir(), 2)))
	for i, m := range all {
		f.Add(uint8(i), m.name, m.body)
	}
	f.Fuzz(func(t *testing.T, at uint8, name string, body []byte) {
		if len(name) > 90 || strings.HasSuffix(name, "/") || strings.ContainsRune(name, 0) || !ascii(name) {
			return
		}
		changed := slices.Clone(all)
		changed[int(at)%len(all)] = member{name, body}
		if err := judged(packed(t, changed, nil)); err != nil && !refused(err) {
			t.Fatal(err)
		}
	})
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}
