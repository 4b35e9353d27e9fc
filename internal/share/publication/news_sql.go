package publication

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scanNews(r db.Row) (n News, err error) {
	err = r.Scan(&n.ID, &n.Process, &n.State, &n.Version, db.ScanTime(&n.Published), db.ScanTime(&n.Changed), db.JSON(&n))
	return n, err
}

func newsByID(tx *db.Tx, id ref.ID) (News, error) {
	return db.One(tx, "publication.news.unknown", scanNews, `
		SELECT id, process_id, state, version, published, changed, body FROM publication_news WHERE id = $1`, id)
}

// newsOf returns the posts of a process, the latest first.
func newsOf(tx *db.Tx, process ref.ID) ([]News, error) {
	return db.List(tx, scanNews, `
		SELECT id, process_id, state, version, published, changed, body FROM publication_news
		WHERE process_id = $1 ORDER BY date DESC, published DESC, id DESC`, process)
}

// publishedOf returns the latest published posts of a process.
func publishedOf(tx *db.Tx, process ref.ID, limit int) ([]News, error) {
	return db.List(tx, scanNews, `
		SELECT id, process_id, state, version, published, changed, body FROM publication_news
		WHERE process_id = $1 AND state = 'published' ORDER BY date DESC, published DESC, id DESC LIMIT $2`, process, limit)
}

func saveNews(tx *db.Tx, n News) error {
	_, err := tx.Exec(`
		INSERT INTO publication_news (id, process_id, state, date, version, published, changed, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, date = excluded.date, version = excluded.version,
			published = excluded.published, changed = excluded.changed, body = excluded.body`,
		n.ID, n.Process, n.State, n.Date, n.Version, db.Time(n.Published), db.Time(n.Changed), db.JSON(n))
	return err
}

func deleteNews(tx *db.Tx, id ref.ID) error {
	_, err := tx.Exec(`DELETE FROM publication_news WHERE id = $1`, id)
	return err
}
