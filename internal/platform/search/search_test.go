package search_test

import (
	"testing"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/search"
)

// each runs test on both databases.
func each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		test(t, dbtest.Open(t, t.TempDir(), dbtest.NewClock(), []db.Schema{search.Schema(db.SQLite)}))
	})
	t.Run("postgres", func(t *testing.T) {
		test(t, dbtest.Open(t, dbtest.Postgres(t), dbtest.NewClock(), []db.Schema{search.Schema(db.Postgres)}))
	})
}

func put(t *testing.T, d *db.DB, docs ...search.Doc) {
	t.Helper()
	if err := d.Write(t.Context(), func(tx *db.Tx) error { return search.Put(tx, docs...) }); err != nil {
		t.Fatal(err)
	}
}

func find(t *testing.T, d *db.DB, q search.Query) (hits []search.Hit, total int) {
	t.Helper()
	err := d.Read(t.Context(), func(tx *db.Tx) (err error) {
		hits, total, err = search.Find(tx, q)
		return err
	})
	if err != nil {
		t.Fatalf("%q: %v", q.Words, err)
	}
	return hits, total
}

func point(id ref.ID) ref.Ref { return ref.To("meeting.point", id) }

func TestX(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		put(t, d, search.Doc{Ref: point("a"), Lang: "fr", Title: "L’évaluation", Text: "Les œuvres de l'eau", Public: true})
		h, n := find(t, d, search.Query{Words: "evaluations oeuv"})
		if n != 1 { t.Errorf("%v", h) }
	})
}
