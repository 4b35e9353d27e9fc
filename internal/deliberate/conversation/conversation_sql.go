package conversation

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

const conversationColumns = `id, process_id, title, intro, state, stage_id, starts, ends, guests, proposals, review, simulated, origin, evidence, revision, version`

func scanConversation(r db.Row) (c Conversation, err error) {
	err = r.Scan(&c.ID, &c.Process, db.JSON(&c.Title), db.JSON(&c.Intro), &c.State, &c.Stage, &c.Dates.Start, &c.Dates.End, &c.Guests, &c.Proposals, &c.Review,
		&c.Simulated, db.JSON(&c.Origin), db.JSON(&c.Evidence), &c.Revision, &c.Version)
	return c, err
}

func conversationByID(tx *db.Tx, id ref.ID) (Conversation, error) {
	return db.One(tx, "conversation.unknown", scanConversation,
		`SELECT `+conversationColumns+` FROM conversation WHERE id = $1`, id)
}

func conversationsOf(tx *db.Tx, process ref.ID) ([]Conversation, error) {
	return db.List(tx, scanConversation,
		`SELECT `+conversationColumns+` FROM conversation WHERE process_id = $1 ORDER BY id`, process)
}

func openConversations(tx *db.Tx) ([]Conversation, error) {
	return db.List(tx, scanConversation,
		`SELECT `+conversationColumns+` FROM conversation WHERE state = 'open' ORDER BY id`)
}

func saveConversation(tx *db.Tx, c Conversation) error {
	_, err := tx.Exec(`INSERT INTO conversation (`+conversationColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
		ON CONFLICT (id) DO UPDATE SET title = excluded.title, intro = excluded.intro, state = excluded.state,
			stage_id = excluded.stage_id, starts = excluded.starts, ends = excluded.ends, guests = excluded.guests, proposals = excluded.proposals, review = excluded.review, origin = excluded.origin,
			evidence = excluded.evidence, revision = excluded.revision, version = excluded.version`,
		c.ID, c.Process, db.JSON(c.Title), db.JSON(c.Intro), c.State, c.Stage, c.Dates.Start, c.Dates.End, c.Guests, c.Proposals, c.Review,
		c.Simulated, db.JSON(c.Origin), db.JSON(c.Evidence), c.Revision, c.Version)
	return err
}

// touch moves the conversation's revision, so that what is kept in memory about
// it is read again.
func touch(tx *db.Tx, id ref.ID) error {
	_, err := tx.Exec(`UPDATE conversation SET revision = revision + 1 WHERE id = $1`, id)
	return err
}

func revisionOf(tx *db.Tx, id ref.ID) (n int, err error) {
	return db.One(tx, "conversation.unknown", db.Value[int], `SELECT revision FROM conversation WHERE id = $1`, id)
}
