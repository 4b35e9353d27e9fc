package db_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"

	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
)

func file(name, up string) fstest.MapFS {
	return fstest.MapFS{name: {Data: []byte("-- +goose Up\n" + up + "\n")}}
}

var schemas = []db.Schema{{Room: "sample", Files: file("001_sample.sql", `CREATE TABLE sample (id TEXT PRIMARY KEY, n BIGINT NOT NULL, said TEXT NOT NULL DEFAULT '');`)}}

func count(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	err := d.Read(t.Context(), func(tx *db.Tx) error { return tx.Row(`SELECT count(*) FROM sample`).Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func insert(id string) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO sample (id, n) VALUES ($1, $2)`, id, 1)
		return err
	}
}

func TestOneRefusedActDoesNotRollBackItsNeighbours(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		refused := errors.New("refused")
		var wg sync.WaitGroup
		for i := range 200 {
			wg.Go(func() {
				err := d.Write(context.Background(), func(tx *db.Tx) error {
					id, err := tx.NewID()
					if err != nil {
						return err
					}
					if err := insert(string(id))(tx); err != nil {
						return err
					}
					switch i % 4 {
					case 1:
						return refused
					case 2:
						panic("a defect")
					}
					return nil
				})
				if ok := err == nil; ok != (i%4 == 0 || i%4 == 3) {
					t.Errorf("act %d: %v", i, err)
				}
				if i%4 == 1 && !errors.Is(err, refused) {
					t.Errorf("act %d: %v, want its own error", i, err)
				}
			})
		}
		wg.Wait()
		if got := count(t, d); got != 100 {
			t.Errorf("%d rows, want 100", got)
		}
	})
}

func TestAnActInsideAnActIsRefused(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		err := d.Write(t.Context(), func(tx *db.Tx) error { return d.Write(tx.Ctx, insert("x")) })
		if !errors.Is(err, db.ErrNested) {
			t.Errorf("%v, want ErrNested", err)
		}
	})
}

func TestACancelledActLeavesNothing(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := d.Write(ctx, insert("x")); !errors.Is(err, context.Canceled) {
			t.Errorf("%v, want Canceled", err)
		}
		if got := count(t, d); got != 0 {
			t.Errorf("%d rows, want 0", got)
		}
	})
}

func TestWhatIsPutOffRunsBeforeAndAfterTheCommit(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		var order []string
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			tx.OnCommit(func() { order = append(order, "committed") })
			tx.AtEnd(func(tx *db.Tx) error {
				order = append(order, "end")
				return insert("late")(tx)
			})
			order = append(order, "body")
			return nil
		})
		if err != nil || len(order) != 3 || order[0] != "body" || order[1] != "end" || order[2] != "committed" {
			t.Errorf("%v, %v", order, err)
		}
		if got := count(t, d); got != 1 {
			t.Errorf("%d rows, want 1", got)
		}
	})
}

func TestDuplicateAndColumns(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		type said struct{ A, B string }
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO sample (id, n, said) VALUES ($1, 0, $2)`, "x", db.JSON(said{"é", "b"}))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Write(t.Context(), insert("x")); !db.IsDuplicate(err) {
			t.Errorf("%v, want a duplicate", err)
		}
		var got said
		err = d.Read(t.Context(), func(tx *db.Tx) error {
			return tx.Row(`SELECT said FROM sample WHERE id = $1`, "x").Scan(db.JSON(&got))
		})
		if err != nil || got != (said{"é", "b"}) {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func TestASecondServerIsRefusedAndAReaderIsNot(t *testing.T) {
	dir := t.TempDir()
	d := dbtest.Open(t, dir, dbtest.NewClock(), schemas)
	if err := d.Write(t.Context(), insert("x")); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Open(t.Context(), db.Options{Where: dir}); !errors.Is(err, db.ErrRunning) {
		t.Errorf("%v, want ErrRunning", err)
	}
	r, err := db.Open(t.Context(), db.Options{Where: dir, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got := count(t, r); got != 1 {
		t.Errorf("the reader sees %d rows, want 1", got)
	}
	if err := r.Write(t.Context(), insert("y")); err == nil {
		t.Error("the reader wrote")
	}
}

func TestUpgradeKeepsASnapshotOfADatabaseWithTables(t *testing.T) {
	dir := t.TempDir()
	d := dbtest.Open(t, dir, dbtest.NewClock(), schemas)
	kept := func() int {
		files, _ := os.ReadDir(filepath.Join(dir, "snapshots"))
		return len(files)
	}
	if kept() != 0 {
		t.Fatal("a snapshot of an empty database")
	}
	if err := d.Write(t.Context(), insert("x")); err != nil {
		t.Fatal(err)
	}
	more := append(schemas[:1:1], db.Schema{Room: "other", Files: file("001_other.sql", `CREATE TABLE other (id TEXT PRIMARY KEY);`)})
	for range 2 {
		if err := d.Migrate(t.Context(), more); err != nil {
			t.Fatal(err)
		}
		if kept() != 1 {
			t.Errorf("%d snapshots, want 1", kept())
		}
	}
}

func TestNodesThatStartTogetherUpgradeOnce(t *testing.T) {
	where := dbtest.Postgres(t)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			d, err := db.Open(context.Background(), db.Options{Where: where})
			if err != nil {
				t.Error(err)
				return
			}
			defer d.Close()
			if err := d.Migrate(context.Background(), schemas); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestTheDatabaseIsForOneAccountAlone(t *testing.T) {
	for name, mode := range map[string]os.FileMode{"made here": 0, "made before": 0o755} {
		dir := filepath.Join(t.TempDir(), "data")
		if mode != 0 {
			if err := os.Mkdir(dir, mode); err != nil {
				t.Fatal(err)
			}
		}
		d := dbtest.Open(t, dir, dbtest.NewClock(), schemas)
		if err := d.Write(t.Context(), insert("a")); err != nil {
			t.Fatal(err)
		}
		files, err := os.ReadDir(dir)
		if err != nil || len(files) < 2 {
			t.Fatal(files, err)
		}
		for _, f := range files {
			info, err := f.Info()
			if err != nil {
				t.Fatal(err)
			}
			if info.Mode().Perm()&0o077 != 0 {
				t.Errorf("a folder %s: %s has mode %v", name, f.Name(), info.Mode())
			}
		}
	}
}
