package conversation

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/opinion"
)

// A mapRow is a drawing as it is stored.
type mapRow struct {
	drawn, refusal string
	chart, stand   string // JSON
	sum            string // SHA-256 of chart
}

// newMapRow encodes a drawing, outside of any transaction.
func newMapRow(d Drawing) (mapRow, error) {
	r := mapRow{drawn: db.Time(d.Chart.Drawn)}
	if d.Chart.Refusal != nil {
		r.refusal = d.Chart.Refusal.Reason
	}
	chart, err := json.Marshal(d.Chart)
	if err != nil {
		return r, err
	}
	stand, err := json.Marshal(d.Stand)
	r.chart, r.stand = string(chart), string(stand)
	sum := sha256.Sum256(chart)
	r.sum = hex.EncodeToString(sum[:])
	return r, err
}

func saveMap(tx *db.Tx, conversation ref.ID, r mapRow) error {
	_, err := tx.Exec(`
		INSERT INTO conversation_map (conversation_id, drawn, refusal, chart, stand, stood) VALUES ($1, $2, $3, $4, $5, $2)
		ON CONFLICT (conversation_id) DO UPDATE SET drawn = excluded.drawn, refusal = excluded.refusal, chart = excluded.chart,
			stand = excluded.stand, stood = excluded.stood`,
		conversation, r.drawn, r.refusal, r.chart, r.stand)
	if err != nil {
		return err
	}
	return dropSpots(tx, conversation)
}

// dropSpots takes away where people stand. Nothing is kept of it any more; a program
// of before may have kept it while both ran.
func dropSpots(tx *db.Tx, conversation ref.ID) error {
	_, err := tx.Exec(`DELETE FROM conversation_place WHERE conversation_id = $1`, conversation)
	return err
}

// drawnAt tells which drawing of a conversation is the last; false if there is none
// that this program can show.
func drawnAt(tx *db.Tx, conversation ref.ID) (string, bool, error) {
	return maybe(db.One(tx, mapUnknown, db.Value[string],
		`SELECT drawn FROM conversation_map WHERE conversation_id = $1 AND stood = drawn`, conversation))
}

const mapUnknown = "conversation.map.unknown"

// drawingOf returns the last drawing, with what drawnAt tells of it.
func drawingOf(tx *db.Tx, conversation ref.ID) (d Drawing, drawn string, ok bool, err error) {
	d, ok, err = maybe(db.One(tx, mapUnknown, func(r db.Row) (d Drawing, err error) {
		err = r.Scan(&drawn, db.JSON(&d.Chart), db.JSON(&d.Stand))
		return d, err
	}, `SELECT drawn, chart, stand FROM conversation_map WHERE conversation_id = $1 AND stood = drawn`, conversation))
	return d, drawn, ok, err
}

// mergersOf returns the statements of a conversation that were merged into another:
// their ids and where they went.
func mergersOf(tx *db.Tx, conversation ref.ID) ([]Statement, error) {
	return db.List(tx, func(r db.Row) (s Statement, err error) {
		err = r.Scan(&s.ID, &s.Into)
		return s, err
	}, `SELECT id, merged_into FROM conversation_statement WHERE conversation_id = $1 AND merged_into <> ''`, conversation)
}

// votersOf returns those of whom something is known beside their votes.
func votersOf(tx *db.Tx, conversation ref.ID) ([]Voter, error) {
	return db.List(tx, func(r db.Row) (v Voter, err error) {
		label := ""
		err = r.Scan(&v.ID, &v.Group, &label, &v.Guest)
		v.Number = -1
		if n, e := strconv.Atoi(label); e == nil {
			v.Number = n
		}
		return v, err
	}, `SELECT id, stakeholder_group, label, guest <> '' FROM conversation_participant
		WHERE conversation_id = $1 AND (stakeholder_group <> '' OR label <> '' OR guest <> '')`, conversation)
}

// dropSpot takes away where one participant stands; see dropSpots.
func dropSpot(tx *db.Tx, participant ref.ID) error {
	_, err := tx.Exec(`DELETE FROM conversation_place WHERE participant_id = $1`, participant)
	return err
}

// eachCast calls do with each vote of the history after a place, in order, one at a
// time.
func eachCast(tx *db.Tx, conversation ref.ID, after int64, do func(Answer)) error {
	var vote opinion.Vote
	return db.Each(tx, func(r db.Row) error {
		var v Answer
		if err := r.Scan(&v.Participant, &v.Statement, &vote, &v.Ord); err != nil {
			return err
		}
		v.Vote = vote
		do(v)
		return nil
	}, `SELECT participant_id, statement_id, vote, ord FROM conversation_cast
		WHERE conversation_id = $1 AND ord > $2 ORDER BY ord, participant_id, statement_id`, conversation, after)
}
