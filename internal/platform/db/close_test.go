package db_test

import (
	"os"
	"path/filepath"
	"testing"

	"penc/internal/platform/db"
)

// TestClosingLeavesOneFile holds what was written to the file itself once the
// database is closed: nothing is left in the log beside it.
func TestClosingLeavesOneFile(t *testing.T) {
	dir := t.TempDir()
	d, err := db.Open(t.Context(), db.Options{Where: dir})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		err = d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`CREATE TABLE IF NOT EXISTS word (id TEXT PRIMARY KEY)`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, db.FileName+"-wal")); err != nil {
		t.Fatal("there is no log to begin with", err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(dir, db.FileName+"-wal")); err == nil {
		t.Errorf("a log of %d bytes is left", info.Size())
	}
}
