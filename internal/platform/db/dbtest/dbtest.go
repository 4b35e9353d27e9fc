// Package dbtest gives tests real databases: SQLite always, PostgreSQL when
// PENC_TEST_POSTGRES names a server.
package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"net/url"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"penc/internal/platform/db"
)

// Clock is a clock that tests move by hand. It starts on 1 March 2026 at 09:30
// UTC and goes on by one microsecond each time it is read, so that things made
// one after the other sort that way.
type Clock struct{ micros atomic.Int64 }

// NewClock returns a clock at its start.
func NewClock() *Clock {
	c := &Clock{}
	c.micros.Store(time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC).UnixMicro())
	return c
}

// Now returns the time and moves on by a microsecond.
func (c *Clock) Now() time.Time { return time.UnixMicro(c.micros.Add(1)).UTC() }

// Advance moves the clock on.
func (c *Clock) Advance(d time.Duration) { c.micros.Add(d.Microseconds()) }

// Each runs test on an empty database of each engine, with the tables of the
// schemas.
func Each(t *testing.T, schemas []db.Schema, test func(t *testing.T, d *db.DB, c *Clock)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		c := NewClock()
		test(t, Open(t, t.TempDir(), c, schemas), c)
	})
	t.Run("postgres", func(t *testing.T) {
		c := NewClock()
		test(t, Open(t, Postgres(t), c, schemas), c)
	})
}

// Open opens the database at where with the tables of the schemas and closes it
// after the test.
func Open(t testing.TB, where string, c *Clock, schemas []db.Schema) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), db.Options{Where: where, Clock: c.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := d.Migrate(context.Background(), schemas); err != nil {
		t.Fatal(err)
	}
	return d
}

// Postgres makes an empty database on the server named by PENC_TEST_POSTGRES,
// to be dropped after the test, and returns its URL. It skips the test if there
// is no server.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv("PENC_TEST_POSTGRES")
	if server == "" {
		t.Skip("PENC_TEST_POSTGRES is not set")
	}
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	pool, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	var tail [8]byte
	rand.Read(tail[:])
	name := "penc_test_" + hex.EncodeToString(tail[:])
	if _, err := pool.Exec("CREATE DATABASE " + name + " TEMPLATE template0 LC_COLLATE 'C' ENCODING 'UTF8'"); err != nil {
		pool.Close()
		t.Fatal(err)
	}
	t.Cleanup(func() {
		pool.Exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)")
		pool.Close()
	})
	u.Path = "/" + name
	return u.String()
}
