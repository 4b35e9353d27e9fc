package breakout

import (
	"time"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// rapporteursIn returns who reports in the rooms of a meeting, by room, the first
// who was named first.
func rapporteursIn(tx *db.Tx, meeting ref.ID) (map[ref.ID][]ref.ID, error) {
	type row struct{ breakout, participant ref.ID }
	all, err := db.List(tx, func(r db.Row) (x row, err error) {
		err = r.Scan(&x.breakout, &x.participant)
		return x, err
	}, `SELECT breakout_id, participant_id FROM breakout_rapporteur WHERE meeting_id = $1 ORDER BY named, participant_id`, meeting)
	out := map[ref.ID][]ref.ID{}
	for _, x := range all {
		out[x.breakout] = append(out[x.breakout], x.participant)
	}
	return out, err
}

func saveRapporteur(tx *db.Tx, meeting, breakout, participant ref.ID, named time.Time) error {
	_, err := tx.Exec(`
		INSERT INTO breakout_rapporteur (meeting_id, breakout_id, participant_id, named) VALUES ($1, $2, $3, $4)
		ON CONFLICT (meeting_id, breakout_id, participant_id) DO NOTHING`, meeting, breakout, participant, db.Time(named))
	return err
}

func dropRapporteur(tx *db.Tx, meeting, breakout, participant ref.ID) error {
	_, err := tx.Exec(`
		DELETE FROM breakout_rapporteur WHERE meeting_id = $1 AND breakout_id = $2 AND participant_id = $3`,
		meeting, breakout, participant)
	return err
}

// meetingOf returns the meeting in which a room has reported or is reported for.
func meetingOf(tx *db.Tx, breakout ref.ID) (ref.ID, error) {
	return db.One(tx, "breakout.unknown", db.Value[ref.ID], `
		SELECT meeting_id FROM breakout_version WHERE breakout_id = $1
		UNION SELECT meeting_id FROM breakout_rapporteur WHERE breakout_id = $1 ORDER BY meeting_id LIMIT 1`, breakout)
}
