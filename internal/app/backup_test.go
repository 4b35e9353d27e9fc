package app_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"

	"penc/examples"
	"penc/internal/app"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/config"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
	"penc/internal/talk/library"
)

// A site is a place with a whole site on it.
type site struct {
	config.Place
	app *app.App
}

func placeOn(t testing.TB, engine string) config.Place {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "site")
	if engine == "sqlite" {
		return config.Place{Data: dir}
	}
	return config.Place{Data: dbtest.Postgres(t), Files: dir}
}

func openAt(t testing.TB, p config.Place) *app.App {
	t.Helper()
	c := config.Config{Place: p, Addr: "127.0.0.1:0", BaseURL: "http://localhost:8080", SiteName: "Penc"}
	a, err := app.Open(t.Context(), app.Options{Config: c, Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// rich makes a site with everything that the demonstration has: three processes, a
// plenary with its hall, breakouts, ballots and minutes, votes; and two documents and
// a message that waits.
func rich(t testing.TB, engine string) site {
	t.Helper()
	s := site{Place: placeOn(t, engine)}
	s.app = openAt(t, s.Place)
	if _, err := s.app.Seed(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.document(t, "%PDF-1.4\n% the first\n%%EOF\n")
	s.document(t, "%PDF-1.4\n"+strings.Repeat("% a longer one\n", 100_000)+"%%EOF\n")
	err := s.app.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := mail.Queue(tx, mail.Message{
			To: "awa@example.org", Lang: "fr", Kind: "notice.digest", Subject: "Réunion", Text: "Demain.", Reason: "Vous êtes membre.",
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const mareola ref.ID = "mareola-water-meters"

func (s site) document(t testing.TB, text string) string {
	t.Helper()
	d, err := s.app.Library.Add(t.Context(), access.AtConsole(mareola), library.Document{Process: mareola, Title: lang.Say(lang.English, "Paper")}, lang.English,
		&library.Upload{Name: "paper.pdf", Size: int64(len(text)), Body: strings.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	return d.Files[0].Digest
}

// rowsOf returns every row of every table as text, sorted, by table; as one database
// says it and as the other would.
func rowsOf(t testing.TB, d *db.DB) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := d.Snapshot(t.Context(), func(tx *db.Tx) error {
		tables, err := db.Tables(tx)
		if err != nil {
			return err
		}
		for _, table := range tables {
			out[table.Name] = []string{}
			err := db.EachRow(tx, table, func(values []any) error {
				cells := make([]string, len(values))
				for i, v := range values {
					cells[i] = fmt.Sprintf("%s=%T %#v", table.Fields[i].Name, v, v)
				}
				slices.Sort(cells) // columns may stand in another order
				out[table.Name] = append(out[table.Name], strings.Join(cells, "|"))
				return nil
			})
			if err != nil {
				return err
			}
			slices.Sort(out[table.Name])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// differ tells in which tables two sites differ.
func differ(a, b map[string][]string) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if !slices.Equal(a[name], b[name]) {
			out = append(out, name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			out = append(out, name)
		}
	}
	return out
}

func backUp(t testing.TB, p config.Place, keys ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "site.tar.gz")
	out := app.Backup(t.Context(), app.BackupJob{Place: p, File: file, Keys: keys})
	if out.Exit != 0 || out.Fault != "" {
		t.Fatalf("exit code %d: %s", out.Exit, out.Fault)
	}
	return file
}

func restore(t testing.TB, p config.Place, file string) app.Outcome {
	t.Helper()
	out := app.Restore(t.Context(), app.RestoreJob{Place: p, File: file})
	if out.Exit != 0 || out.Fault != "" {
		t.Fatalf("exit code %d: %s", out.Exit, out.Fault)
	}
	return out
}

// engines are the databases of this test run.
func engines() []string {
	if os.Getenv("PENC_TEST_POSTGRES") == "" {
		return []string{"sqlite"}
	}
	return []string{"sqlite", "postgres"}
}

// TestTheDrill backs a rich site up, restores it into each database, and finds every
// row and every document as it was, a site that answers, and a search that finds.
func TestTheDrill(t *testing.T) {
	for _, from := range engines() {
		t.Run("from "+from, func(t *testing.T) {
			s := rich(t, from)
			want := rowsOf(t, s.app.DB)
			if len(want["conversation_vote"]) < 1000 || len(want["library_file"]) != 2 || len(want["hall_move"]) == 0 || len(want["search_doc"]) < 50 {
				for name, rows := range want {
					t.Log(name, len(rows))
				}
				t.Fatal("the site is not rich")
			}
			file := backUp(t, s.Place)
			for _, into := range engines() {
				t.Run("into "+into, func(t *testing.T) {
					p := placeOn(t, into)
					out := restore(t, p, file)
					if held := out.Data.(map[string]any)["held"]; held != int64(1) {
						t.Errorf("%v messages were held back, want 1", held)
					}
					d, err := db.Open(t.Context(), db.Options{Where: p.Data})
					must(t, err)
					got := rowsOf(t, d)
					must(t, d.Read(t.Context(), func(tx *db.Tx) error {
						if found, err := record.Check(tx); err != nil || len(found) > 0 {
							t.Error(found, err)
						}
						return nil
					}))
					must(t, d.Close())
					// What is not as it was is the message that waited, and its job.
					if names := differ(want, got); !slices.Equal(names, []string{"job", "mail_message"}) {
						t.Errorf("differences in %v", names)
					}
					works(t, p)
				})
			}
		})
	}
}

// works opens a restored site, reads its pages, and does something on it.
func works(t *testing.T, p config.Place) {
	t.Helper()
	s := site{p, openAt(t, p)}
	server := handle(t, s.app)
	for path, want := range map[string]string{
		"/en/processes/mareola-water-meters":                  "Mareola",
		"/fr/processes/senegal-iot-security":                  "Processus multipartite sénégalais",
		"/en/conversations/ma-conversation-meters/results":    "<svg",
		"/en/search?q=" + url.QueryEscape("multistakeholder"): "Senegal",
	} {
		if body := get(t, server+path); !strings.Contains(body, want) {
			t.Errorf("%s does not say %q", path, want)
		}
	}
	must(t, s.app.DB.Read(t.Context(), func(tx *db.Tx) error {
		n, err := mail.Count(tx, mail.Queued)
		if n != 0 {
			t.Errorf("%d messages wait to be sent a second time", n)
		}
		return err
	}))
	// New rows are numbered after the old ones, and documents can be read and added.
	digest := s.document(t, "%PDF-1.4\n% after the restore\n%%EOF\n")
	must(t, s.app.CatchUp(t.Context()))
	must(t, s.app.DB.Read(t.Context(), func(tx *db.Tx) error {
		named := []string{}
		if err := s.app.Directory.Files(tx, func(d string) error { named = append(named, d); return nil }); err != nil {
			return err
		}
		if len(named) != 3 || !slices.Contains(named, digest) {
			t.Errorf("documents %v", named)
		}
		return nil
	}))
	for name, sum := range documentsIn(t, p) {
		if name != sum {
			t.Errorf("the document %s has the sum %s", name, sum)
		}
	}
	if n := len(documentsIn(t, p)); n != 3 {
		t.Errorf("%d documents in the store", n)
	}
}

func documentsIn(t *testing.T, p config.Place) map[string]string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(p.Documents(), "??", "*"))
	must(t, err)
	out := map[string]string{}
	for _, path := range found {
		raw, err := os.ReadFile(path)
		must(t, err)
		sum := sha256.Sum256(raw)
		out[filepath.Base(filepath.Dir(path))+filepath.Base(path)] = hex.EncodeToString(sum[:])
	}
	return out
}

// TestMessagesThatWaitedGoOutIfToldSo restores with --send-queued.
func TestMessagesThatWaitedGoOutIfToldSo(t *testing.T) {
	s := rich(t, "sqlite")
	file := backUp(t, s.Place)
	want := rowsOf(t, s.app.DB)
	p := placeOn(t, "sqlite")
	out := app.Restore(t.Context(), app.RestoreJob{Place: p, File: file, SendQueued: true})
	if out.Fault != "" || !strings.Contains(out.Text, "go out when the server starts") {
		t.Fatal(out)
	}
	d, err := db.Open(t.Context(), db.Options{Where: p.Data})
	must(t, err)
	defer d.Close()
	if names := differ(want, rowsOf(t, d)); len(names) > 0 {
		t.Errorf("differences in %v", names)
	}
}

// TestABackupIsOfOneMomentWhilePeopleWrite makes backups while acts change rows in
// several tables at once, and finds in each as many of one as of the other.
func TestABackupIsOfOneMomentWhilePeopleWrite(t *testing.T) {
	for _, engine := range engines() {
		t.Run(engine, func(t *testing.T) {
			s := site{Place: placeOn(t, engine)}
			s.app = openAt(t, s.Place)
			ctx, stop := context.WithCancel(t.Context())
			var wg sync.WaitGroup
			raw, err := examples.Files.ReadFile("mareola-water-meters.yaml")
			must(t, err)
			adopt(t, s.app, raw)
			for range 4 {
				wg.Go(func() {
					for ctx.Err() == nil {
						s.app.DB.Write(ctx, func(tx *db.Tx) error {
							for range 3 { // three facts, and one message with its job
								id, err := tx.NewID()
								if err != nil {
									return err
								}
								if err := record.Append(tx, access.Machine(), "mail.tried", ref.To("mail", id), "", "x"); err != nil {
									return err
								}
							}
							_, err := mail.Queue(tx, mail.Message{To: "awa@example.org", Lang: "fr", Kind: "x", Subject: "x", Text: "x"})
							return err
						})
					}
				})
			}
			time.Sleep(200 * time.Millisecond)
			var files []string
			for range 3 {
				files = append(files, backUp(t, s.Place))
			}
			stop()
			wg.Wait()
			last := 0
			for _, file := range files {
				p := placeOn(t, "sqlite")
				out := app.Restore(t.Context(), app.RestoreJob{Place: p, File: file, SendQueued: true})
				if out.Fault != "" {
					t.Fatal(out.Fault)
				}
				d, err := db.Open(t.Context(), db.Options{Where: p.Data})
				must(t, err)
				defer d.Close()
				got := rowsOf(t, d)
				facts, jobs := 0, 0
				for _, row := range got["job"] {
					if strings.Contains(row, mail.Job) {
						jobs++
					}
				}
				for _, row := range got["record_fact"] {
					if strings.Contains(row, "mail.tried") {
						facts++
					}
				}
				if n := len(got["mail_message"]); n <= last || facts != 3*n || jobs != n {
					t.Errorf("%d messages (before: %d), %d jobs, %d facts", n, last, jobs, facts)
				} else {
					last = n
				}
			}
		})
	}
}

// TestNothingIsRestoredOverSomething tries places that are taken.
func TestNothingIsRestoredOverSomething(t *testing.T) {
	s := site{Place: placeOn(t, "sqlite")}
	s.app = openAt(t, s.Place)
	file := backUp(t, s.Place)
	refuses := func(p config.Place, want string) {
		t.Helper()
		before := tree(t, filepath.Dir(p.Data))
		out := app.Restore(t.Context(), app.RestoreJob{Place: p, File: file})
		if out.Exit != app.ExitRefuse || !strings.Contains(out.Fault, want) {
			t.Errorf("exit code %d: %s, want %q", out.Exit, out.Fault, want)
		}
		if after := tree(t, filepath.Dir(p.Data)); !slices.Equal(before, after) {
			t.Errorf("the place changed from %v to %v", before, after)
		}
	}
	taken := t.TempDir()
	must(t, os.WriteFile(filepath.Join(taken, "note.txt"), []byte("x"), 0o600))
	refuses(config.Place{Data: taken}, "holds note.txt")
	refuses(config.Place{Data: filepath.Join(taken, "note.txt")}, "is a file")
	refuses(config.Place{Data: filepath.Join(t.TempDir(), "new"), Files: taken}, "holds note.txt")
	refuses(s.Place, "holds files")

	// An empty folder is taken, with its mode; and a link to one.
	empty := filepath.Join(t.TempDir(), "empty")
	must(t, os.Mkdir(empty, 0o750))
	link := filepath.Join(t.TempDir(), "link")
	must(t, os.Symlink(empty, link))
	restore(t, config.Place{Data: link}, file)
	info, err := os.Stat(empty)
	must(t, err)
	if info.Mode().Perm() != 0o750 {
		t.Errorf("mode %v", info.Mode())
	}
	if got := tree(t, empty); !slices.Contains(got, "penc.db") || slices.Contains(got, "penc.db-wal") {
		t.Errorf("restored %v", got)
	}
	if left := tree(t, filepath.Dir(empty)); strings.Contains(strings.Join(left, " "), "restoring") {
		t.Errorf("left %v", left)
	}

	if len(engines()) == 1 {
		return
	}
	where := dbtest.Postgres(t)
	pool, err := sql.Open("pgx", where)
	must(t, err)
	defer pool.Close()
	_, err = pool.Exec(`CREATE TABLE somebody (id TEXT)`)
	must(t, err)
	refuses(config.Place{Data: where, Files: filepath.Join(t.TempDir(), "files")}, "holds the table somebody")
}

// tree lists what lies under a folder.
func tree(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if err == nil {
			rel, _ := filepath.Rel(dir, path)
			out = append(out, rel)
		}
		return nil
	})
	return out
}

// TestEncryptedToTwo reads an encrypted backup with either of two keys and with no
// other.
func TestEncryptedToTwo(t *testing.T) {
	s := site{Place: placeOn(t, "sqlite")}
	s.app = openAt(t, s.Place)
	var public, secret []string
	for i := range 3 {
		id, err := age.GenerateX25519Identity()
		must(t, err)
		public = append(public, id.Recipient().String())
		secret = append(secret, filepath.Join(t.TempDir(), fmt.Sprint("key", i)))
		must(t, os.WriteFile(secret[i], []byte("# a key\n"+id.String()+"\n"), 0o600))
	}
	file := backUp(t, s.Place, public[:2]...)
	raw, err := os.ReadFile(file)
	must(t, err)
	if bytes.Contains(raw, []byte("record_head")) || !bytes.HasPrefix(raw, []byte("age-encryption.org/v1\n")) {
		t.Error("it is not encrypted")
	}
	for i, key := range append(secret, "", file) {
		out := app.CheckBackup(t.Context(), app.BackupJob{File: file, Identity: key})
		p := config.Place{Data: filepath.Join(t.TempDir(), "new")}
		if done := app.Restore(t.Context(), app.RestoreJob{Place: p, File: file, Identity: key}); done.Exit != out.Exit {
			t.Errorf("key %d: checking says %d, restoring %d", i, out.Exit, done.Exit)
		}
		switch want := []string{"", "", "other keys", "--identity", "no secret key"}[i]; {
		case want == "" && (out.Exit != 0 || !strings.Contains(out.Text, "encrypted")):
			t.Errorf("key %d: %v", i, out)
		case want != "" && (out.Exit != app.ExitRefuse || !strings.Contains(out.Fault, want)):
			t.Errorf("key %d: exit code %d: %s, want %q", i, out.Exit, out.Fault, want)
		}
	}
	for _, key := range []string{"age1nothing", "AGE-SECRET-KEY-1", "ssh-ed25519 AAAA"} {
		out := app.Backup(t.Context(), app.BackupJob{Place: s.Place, File: filepath.Join(t.TempDir(), "x"), Keys: []string{key}})
		if out.Exit != app.ExitRefuse {
			t.Errorf("%s: %v", key, out)
		}
	}
}

// TestAStreamIsTheSameBackup writes to standard output.
func TestAStreamIsTheSameBackup(t *testing.T) {
	s := site{Place: placeOn(t, "sqlite")}
	s.app = openAt(t, s.Place)
	var b bytes.Buffer
	if out := app.Backup(t.Context(), app.BackupJob{Place: s.Place, File: "-", Out: &b}); out.Fault != "" {
		t.Fatal(out.Fault)
	}
	file := filepath.Join(t.TempDir(), "x")
	must(t, os.WriteFile(file, b.Bytes(), 0o600))
	restore(t, placeOn(t, "sqlite"), file)
}

// TestABackupNeedsNoServer backs up a folder on which no server runs, as the server
// left it and as somebody copied it, and leaves it as it is.
func TestABackupNeedsNoServer(t *testing.T) {
	p := placeOn(t, "sqlite")
	must(t, openAt(t, p).Close())
	os.Remove(filepath.Join(p.Data, "penc.lock"))
	before := tree(t, p.Data)
	was, err := os.ReadFile(filepath.Join(p.Data, "penc.db"))
	must(t, err)
	backUp(t, p)
	// A reader makes the log that a server would; the file itself stays as it is.
	after := slices.DeleteFunc(tree(t, p.Data), func(name string) bool {
		return name == "penc.db-wal" || name == "penc.db-shm"
	})
	if !slices.Equal(before, after) {
		t.Errorf("the folder changed from %v to %v", before, after)
	}
	if now, err := os.ReadFile(filepath.Join(p.Data, "penc.db")); err != nil || !bytes.Equal(now, was) {
		t.Error("the database changed", err)
	}
	if out := app.Backup(t.Context(), app.BackupJob{Place: config.Place{Data: filepath.Join(t.TempDir(), "none")}, File: "x"}); out.Exit != app.ExitRefuse || !strings.Contains(out.Fault, "no site") {
		t.Error(out)
	}
}
