package conversation

import (
	"encoding/json"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// storedChart is a chart with the priorities that routing needs.
type storedChart struct {
	Chart
	Routing []float64 `json:"routing"`
}

func saveChart(tx *db.Tx, conversation ref.ID, c Chart, spots []Spot) error {
	refusal := ""
	if c.Refusal != nil {
		refusal = c.Refusal.Reason
	}
	text, err := json.Marshal(storedChart{c, c.Priorities})
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`
		INSERT INTO conversation_map (conversation_id, drawn, refusal, chart) VALUES ($1, $2, $3, $4)
		ON CONFLICT (conversation_id) DO UPDATE SET drawn = excluded.drawn, refusal = excluded.refusal, chart = excluded.chart`,
		conversation, db.Time(c.Drawn), refusal, string(text)); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM conversation_place WHERE conversation_id = $1`, conversation); err != nil {
		return err
	}
	for _, s := range spots {
		if _, err := tx.Exec(`
			INSERT INTO conversation_place (participant_id, conversation_id, x, y, opinion_group) VALUES ($1, $2, $3, $4, $5)`,
			s.Participant, conversation, s.X, s.Y, s.Group); err != nil {
			return err
		}
	}
	return nil
}

func chartOf(tx *db.Tx, conversation ref.ID) (Chart, bool, error) {
	c, ok, err := maybe(db.One(tx, "conversation.map.unknown", func(r db.Row) (c storedChart, err error) {
		err = r.Scan(db.JSON(&c))
		return c, err
	}, `SELECT chart FROM conversation_map WHERE conversation_id = $1`, conversation))
	c.Chart.Priorities = c.Routing
	return c.Chart, ok, err
}

func spotOf(tx *db.Tx, participant ref.ID) (Dot, bool, error) {
	return maybe(db.One(tx, "conversation.place.unknown", func(r db.Row) (d Dot, err error) {
		err = r.Scan(&d.X, &d.Y, &d.Group)
		return d, err
	}, `SELECT x, y, opinion_group FROM conversation_place WHERE participant_id = $1`, participant))
}

func dropSpot(tx *db.Tx, participant ref.ID) error {
	_, err := tx.Exec(`DELETE FROM conversation_place WHERE participant_id = $1`, participant)
	return err
}
