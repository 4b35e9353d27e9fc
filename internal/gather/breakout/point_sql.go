package breakout

import (
	"database/sql"
	"errors"
	"time"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

const pointColumns = `id, meeting_id, process_id, breakout_id, words, language, author_id, writer_id, group_id, way, act, happened, recorded, withdrawn`

func scanPoint(r db.Row) (p Point, err error) {
	err = r.Scan(&p.ID, &p.Meeting, &p.Process, &p.Breakout, &p.Text, &p.Lang, &p.By, &p.Writer, &p.Group, &p.Way, &p.act,
		db.ScanTime(&p.Happened), db.ScanTime(&p.At), db.ScanTime(&p.Withdrawn))
	return p, err
}

func pointByID(tx *db.Tx, id ref.ID) (Point, error) {
	return db.One(tx, "breakout.point.unknown", scanPoint, `SELECT `+pointColumns+` FROM breakout_point WHERE id = $1`, id)
}

// pointMade returns the point that an act made; false if it made none.
func pointMade(tx *db.Tx, meeting ref.ID, act string) (Point, bool, error) {
	if act == "" {
		return Point{}, false, nil
	}
	p, err := scanPoint(tx.Row(`SELECT `+pointColumns+` FROM breakout_point WHERE meeting_id = $1 AND act = $2`, meeting, act))
	if errors.Is(err, sql.ErrNoRows) {
		return Point{}, false, nil
	}
	return p, err == nil, err
}

func pointsOf(tx *db.Tx, meeting ref.ID) ([]Point, error) {
	return db.List(tx, scanPoint, `
		SELECT `+pointColumns+` FROM breakout_point WHERE meeting_id = $1 ORDER BY recorded, id`, meeting)
}

func pointsIn(tx *db.Tx, meeting, breakout ref.ID) ([]Point, error) {
	return db.List(tx, scanPoint, `
		SELECT `+pointColumns+` FROM breakout_point WHERE meeting_id = $1 AND breakout_id = $2 ORDER BY recorded, id`, meeting, breakout)
}

func pointsBy(tx *db.Tx, participant ref.ID) ([]Point, error) {
	return db.List(tx, scanPoint, `
		SELECT `+pointColumns+` FROM breakout_point WHERE author_id = $1 ORDER BY recorded, id`, participant)
}

// pointCounts returns how many points stand in each room of a meeting.
func pointCounts(tx *db.Tx, meeting ref.ID) (map[ref.ID]int, error) {
	type row struct {
		breakout ref.ID
		n        int
	}
	all, err := db.List(tx, func(r db.Row) (x row, err error) {
		err = r.Scan(&x.breakout, &x.n)
		return x, err
	}, `SELECT breakout_id, count(*) FROM breakout_point WHERE meeting_id = $1 AND withdrawn = '' GROUP BY breakout_id`, meeting)
	out := map[ref.ID]int{}
	for _, x := range all {
		out[x.breakout] = x.n
	}
	return out, err
}

// savePoint stores a point as it is now, and that its meeting has something to
// count.
func savePoint(tx *db.Tx, p Point) error {
	_, err := tx.Exec(`
		INSERT INTO breakout_point (`+pointColumns+`, changed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		ON CONFLICT (id) DO UPDATE SET words = excluded.words, withdrawn = excluded.withdrawn, changed = excluded.changed`,
		p.ID, p.Meeting, p.Process, p.Breakout, p.Text, p.Lang, p.By, p.Writer, p.Group, p.Way, p.act,
		db.Time(p.Happened), db.Time(p.At), db.Time(p.Withdrawn), db.Time(tx.Now))
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		INSERT INTO breakout_counted (meeting_id, process_id, latest) VALUES ($1, $2, $3)
		ON CONFLICT (meeting_id) DO UPDATE SET latest = excluded.latest`, p.Meeting, p.Process, db.Time(tx.Now))
	return err
}

// uncounted returns the meetings with points that no digest covers.
func uncounted(tx *db.Tx) ([]ref.ID, error) {
	return db.List(tx, db.Value[ref.ID], `SELECT meeting_id FROM breakout_counted WHERE latest > counted ORDER BY meeting_id`)
}

// countedUpTo returns up to when the points of a meeting were counted, and its
// process.
func countedUpTo(tx *db.Tx, meeting ref.ID) (process ref.ID, counted string, err error) {
	err = tx.Row(`SELECT process_id, counted FROM breakout_counted WHERE meeting_id = $1`, meeting).Scan(&process, &counted)
	return process, counted, err
}

func saveCounted(tx *db.Tx, meeting ref.ID, at time.Time) error {
	_, err := tx.Exec(`UPDATE breakout_counted SET counted = $2 WHERE meeting_id = $1`, meeting, db.Time(at))
	return err
}

// pointsChanged returns the points of a meeting that were made or changed after
// one moment and not after another, in the order of their last change.
func pointsChanged(tx *db.Tx, meeting ref.ID, after string, upTo time.Time) ([]Point, error) {
	return db.List(tx, scanPoint, `
		SELECT `+pointColumns+` FROM breakout_point
		WHERE meeting_id = $1 AND changed > $2 AND changed <= $3 ORDER BY changed, id`, meeting, after, db.Time(upTo))
}
