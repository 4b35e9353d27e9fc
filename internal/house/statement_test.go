package house

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"penc/internal/app"
	"penc/internal/platform/config"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
)

// TestStatementsAreUnderstoodByBothDatabases prepares every SQL text of the house
// on both engines, because nothing else checks texts that stand beside Go.
func TestStatementsAreUnderstoodByBothDatabases(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		open(t, dir)
		pool, err := sql.Open("sqlite", "file:"+dir+"/"+db.FileName+"?mode=ro")
		if err != nil {
			t.Fatal(err)
		}
		prepareAll(t, pool, "postgres")
	})
	t.Run("postgres", func(t *testing.T) {
		where := dbtest.Postgres(t)
		open(t, where)
		pool, err := sql.Open("pgx", where)
		if err != nil {
			t.Fatal(err)
		}
		prepareAll(t, pool, "sqlite")
	})
}

// open makes the tables of every room.
func open(t *testing.T, where string) {
	t.Helper()
	c := config.Config{Addr: "127.0.0.1:0", SiteName: "Penc"}
	c.Data, c.Files = where, t.TempDir()
	a, err := app.Open(t.Context(), app.Options{Config: c, Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
}

// only names the packages that may ask which engine it is; their texts for the
// other engine are marked by these signs.
var dialect = map[string][]string{
	"postgres": {"tsquery", "tsvector", "pg_advisory", "ts_rank", "pg_class"},
	"sqlite":   {"MATCH", "sqlite_", "bm25", "VACUUM", "rowid", "search_index", "pragma_"},
}

func prepareAll(t *testing.T, pool *sql.DB, other string) {
	t.Helper()
	defer pool.Close()
	n := 0
	for _, s := range sources(t) {
		if s.at.floor < floorPlatform || s.at.floor >= floorApp {
			continue
		}
		for text, at := range s.texts() {
			if !statement.MatchString(text) || !table.MatchString(text) || strings.Contains(text, "%s") {
				continue
			}
			if owner := s.owner(); (owner == "db" || owner == "search") && holdsAny(text, dialect[other]) {
				continue
			}
			n++
			st, err := pool.PrepareContext(context.Background(), text)
			if err != nil {
				t.Errorf("%s: %v\n%s", at, err, text)
				continue
			}
			st.Close()
		}
	}
	if n < 150 {
		t.Errorf("only %d statements were prepared", n)
	}
}

func holdsAny(text string, signs []string) bool {
	for _, s := range signs {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}
