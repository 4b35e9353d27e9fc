package conversation

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func storeRemainder(tx *db.Tx, conversation ref.ID, text string) error {
	_, err := tx.Exec(`
		INSERT INTO conversation_polis (conversation_id, remainder) VALUES ($1, $2)
		ON CONFLICT (conversation_id) DO UPDATE SET remainder = excluded.remainder`, conversation, text)
	return err
}

func remainderOfID(tx *db.Tx, conversation ref.ID) (remainder, bool, error) {
	return maybe(db.One(tx, "conversation.polis.unknown", func(row db.Row) (r remainder, err error) {
		err = row.Scan(db.JSON(&r))
		return r, err
	}, `SELECT remainder FROM conversation_polis WHERE conversation_id = $1`, conversation))
}

// claims returns, for guests whose votes an account claimed, that account's name
// in the conversation.
func claims(tx *db.Tx, conversation ref.ID) (map[ref.ID]ref.ID, error) {
	type pair struct{ guest, by ref.ID }
	pairs, err := db.List(tx, func(r db.Row) (p pair, err error) {
		err = r.Scan(&p.guest, &p.by)
		return p, err
	}, `SELECT id, claimed_by FROM conversation_participant WHERE conversation_id = $1 AND claimed_by <> ''`, conversation)
	out := make(map[ref.ID]ref.ID, len(pairs))
	for _, p := range pairs {
		out[p.guest] = p.by
	}
	return out, err
}
