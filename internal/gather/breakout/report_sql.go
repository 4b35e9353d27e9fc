package breakout

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// A versionRow is a version with the room that it belongs to.
type versionRow struct {
	process, breakout ref.ID
	Version
}

const versionColumns = `breakout_id, process_id, number, of_number, standing, filed, body, author_id, way, note, people, act, happened, recorded`

func scanVersion(r db.Row) (v versionRow, err error) {
	err = r.Scan(&v.breakout, &v.process, &v.Number, &v.Of, &v.Standing, &v.Filed, db.JSON(&v.Body), &v.By, &v.Way, &v.Note,
		db.JSON(&v.Groups), &v.act, db.ScanTime(&v.Happened), db.ScanTime(&v.At))
	return v, err
}

// reportsIn returns the report-backs of the rooms of a meeting, by room.
func reportsIn(tx *db.Tx, meeting ref.ID) (map[ref.ID]*ReportBack, error) {
	all, err := db.List(tx, scanVersion, `
		SELECT `+versionColumns+` FROM breakout_version WHERE meeting_id = $1 ORDER BY breakout_id, number`, meeting)
	return grouped(meeting, all), err
}

// reportOf returns the report-back of one room, without versions if nothing was
// written.
func reportOf(tx *db.Tx, meeting, process, breakout ref.ID) (ReportBack, error) {
	all, err := db.List(tx, scanVersion, `
		SELECT `+versionColumns+` FROM breakout_version WHERE meeting_id = $1 AND breakout_id = $2 ORDER BY number`, meeting, breakout)
	if r := grouped(meeting, all)[breakout]; r != nil {
		return *r, err
	}
	return ReportBack{Meeting: meeting, Process: process, Breakout: breakout}, err
}

func grouped(meeting ref.ID, all []versionRow) map[ref.ID]*ReportBack {
	out := map[ref.ID]*ReportBack{}
	for _, v := range all {
		r := out[v.breakout]
		if r == nil {
			r = &ReportBack{Meeting: meeting, Process: v.process, Breakout: v.breakout}
			out[v.breakout] = r
		}
		r.Versions = append(r.Versions, v.Version)
	}
	return out
}

// saveReport stores a new version, and how the others stand now.
func saveReport(tx *db.Tx, r ReportBack, v Version) error {
	_, err := tx.Exec(`
		INSERT INTO breakout_version (meeting_id, `+versionColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		r.Meeting, r.Breakout, r.Process, v.Number, v.Of, v.Standing, v.Filed, db.JSON(v.Body), v.By, v.Way, v.Note,
		db.JSON(v.Groups), v.act, db.Time(v.Happened), db.Time(v.At))
	if err != nil {
		return err
	}
	for _, was := range r.Versions {
		if was.Number == v.Number {
			continue
		}
		_, err := tx.Exec(`UPDATE breakout_version SET standing = $4 WHERE meeting_id = $1 AND breakout_id = $2 AND number = $3`,
			r.Meeting, r.Breakout, was.Number, was.Standing)
		if err != nil {
			return err
		}
	}
	return nil
}
