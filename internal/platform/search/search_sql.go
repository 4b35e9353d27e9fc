package search

import (
	"embed"
	"io/fs"
	"strings"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

//go:embed schema
var files embed.FS

// Schema returns the index of one database.
func Schema(e db.Engine) db.Schema {
	dir := "schema/sqlite"
	if e == db.Postgres {
		dir = "schema/postgres"
	}
	sub, _ := fs.Sub(files, dir)
	return db.Schema{Room: "search", Files: sub}
}

const (
	putDoc = `INSERT INTO search_doc (ref, lang, kind, process, title, body, path, public, title_terms, body_terms, size)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (ref, lang) DO UPDATE SET kind = excluded.kind, process = excluded.process, title = excluded.title,
			body = excluded.body, path = excluded.path, public = excluded.public, title_terms = excluded.title_terms,
			body_terms = excluded.body_terms, size = excluded.size`
	deleteDoc = `DELETE FROM search_doc WHERE ref = $1`
)

// What the two databases say differently: whether a document has all the words
// ($1), has them all in its title ($2), has some in its title ($3).
const (
	anywhereSQLite = `d.id IN (SELECT rowid FROM search_term WHERE search_term MATCH $1)`
	allSQLite      = `d.id IN (SELECT rowid FROM search_term WHERE search_term MATCH $2)`
	someSQLite     = `d.id IN (SELECT rowid FROM search_term WHERE search_term MATCH $3)`

	anywherePostgres = `d.found @@ CAST($1 AS tsquery)`
	allPostgres      = `d.title_found @@ CAST($2 AS tsquery)`
	somePostgres     = `d.title_found @@ CAST($3 AS tsquery)`
)

const (
	findSQLite   = findFrom + allSQLite + findSome + someSQLite + findWhere + anywhereSQLite + findOrder
	findPostgres = findFrom + allPostgres + findSome + somePostgres + findWhere + anywherePostgres + findOrder

	findFrom = `WITH ranked AS (
		SELECT d.id, d.ref, d.size,
			CASE WHEN d.lang = $4 THEN 0 ELSE 1 END AS foreign_words,
			CASE WHEN `
	findSome  = ` THEN 0 WHEN `
	findWhere = ` THEN 1 ELSE 2 END AS title_words
		FROM search_doc d WHERE `
	findOrder = `
			AND (CAST($5 AS TEXT) = '' OR d.process = $5)
			AND (d.public OR (d.process <> '' AND CAST($6 AS TEXT) LIKE '%,' || d.process || ',%'))
	), best AS (
		SELECT id, ref, size, foreign_words, title_words,
			row_number() OVER (PARTITION BY ref ORDER BY foreign_words, title_words, size, id) AS place
		FROM ranked
	)
	SELECT s.ref, s.lang, s.kind, s.process, s.title, s.body, s.path, s.public, count(*) OVER ()
	FROM best b JOIN search_doc s ON s.id = b.id
	WHERE b.place = 1
	ORDER BY b.foreign_words, b.title_words, b.size, b.ref
	LIMIT $7 OFFSET $8`
)

func put(tx *db.Tx, d Doc) error {
	title, body := clean(d.Title, maxTitle), clean(d.Text, maxText)
	inTitle, inBody := Terms(d.Lang, title), Terms(d.Lang, body)
	_, err := tx.Exec(putDoc, d.Ref.String(), d.Lang, d.Kind, d.Process, title, body, d.Path, d.Public,
		join(inTitle, maxTitleTerms), join(inBody, maxTerms), len(inTitle)+len(inBody))
	return err
}

func find(tx *db.Tx, q Query, asked question) (docs []Doc, total int, err error) {
	limit := min(q.Limit, 100)
	if limit <= 0 {
		limit = 20
	}
	text, way := findSQLite, fts5
	all, some := `{title} : (`+way.write(asked, way.and)+`)`, `{title} : (`+way.write(asked, way.or)+`)`
	if tx.Engine() == db.Postgres {
		text, way = findPostgres, tsquery
		all, some = way.write(asked, way.and), way.write(asked, way.or)
	}
	docs, err = db.List(tx, func(r db.Row) (d Doc, err error) {
		var at string
		err = r.Scan(&at, &d.Lang, &d.Kind, &d.Process, &d.Title, &d.Text, &d.Path, &d.Public, &total)
		d.Ref, _ = ref.Parse(at)
		return d, err
	}, text, way.write(asked, way.and), all, some, q.Lang, q.Process, inside(q.Inside), limit, max(q.Offset, 0))
	return docs, total, err
}

// inside writes identifiers as ",a,b,".
func inside(ids []ref.ID) string {
	var b strings.Builder
	b.WriteByte(',')
	for _, id := range ids {
		if id.Valid() {
			b.WriteString(string(id) + ",")
		}
	}
	return b.String()
}
