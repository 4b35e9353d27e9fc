package conversation

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// carryTo makes anew the votes that are carried to a statement from those merged into
// it: for whoever did not vote on it, the latest of the votes that count on those.
// Nobody votes meanwhile. It goes through the people of the conversation, who are
// far fewer than their votes; the order in which the tables stand is kept by SQLite.
func carryTo(tx *db.Tx, conversation, into ref.ID) error {
	if _, err := tx.Exec(`DELETE FROM conversation_vote WHERE statement_id = $1 AND carried_from <> ''`, into); err != nil {
		return err
	}
	_, err := tx.Exec(`
		INSERT INTO conversation_vote (participant_id, statement_id, conversation_id, vote, ord, carried_from)
		SELECT l.participant_id, $2, $1, l.vote, l.ord, l.origin
		FROM (SELECT v.participant_id, v.vote, v.ord,
				CASE WHEN v.carried_from = '' THEN v.statement_id ELSE v.carried_from END AS origin,
				ROW_NUMBER() OVER (PARTITION BY v.participant_id ORDER BY v.ord DESC, v.statement_id) AS place
			FROM conversation_participant p CROSS JOIN conversation_vote v
			WHERE p.conversation_id = $1 AND v.participant_id = p.id AND v.statement_id IN (SELECT id FROM conversation_statement WHERE merged_into = $2)) l
		WHERE l.place = 1 AND NOT EXISTS (
			SELECT 1 FROM conversation_vote o WHERE o.participant_id = l.participant_id AND o.statement_id = $2)`,
		conversation, into)
	return err
}

// carriedTally returns the votes that are carried to a statement.
func carriedTally(tx *db.Tx, into ref.ID) (s swing, err error) {
	err = tx.Row(`
		SELECT count(*) FILTER (WHERE vote = 1), count(*) FILTER (WHERE vote = -1), count(*) FILTER (WHERE vote = 0), count(*)
		FROM conversation_vote WHERE statement_id = $1 AND carried_from <> ''`, into).Scan(&s.Agree, &s.Disagree, &s.Pass, &s.carried)
	return s, err
}

// wouldCarry returns the votes that count on one statement of people who have none
// on the other.
func wouldCarry(tx *db.Tx, conversation, from, into ref.ID) (t Tally, err error) {
	err = tx.Row(`
		SELECT count(*) FILTER (WHERE v.vote = 1), count(*) FILTER (WHERE v.vote = -1), count(*) FILTER (WHERE v.vote = 0)
		FROM conversation_participant p CROSS JOIN conversation_vote v
		WHERE p.conversation_id = $1 AND v.participant_id = p.id AND v.statement_id = $2
			AND NOT EXISTS (SELECT 1 FROM conversation_vote o WHERE o.participant_id = p.id AND o.statement_id = $3)`,
		conversation, from, into).Scan(&t.Agree, &t.Disagree, &t.Pass)
	return t, err
}

// carriedBy returns how many votes are carried to a statement by way of one that
// was merged into it.
func carriedBy(tx *db.Tx, from, into ref.ID) (n int, err error) {
	err = tx.Row(`
		WITH RECURSIVE conversation_part (id) AS (
			SELECT id FROM conversation_statement WHERE id = $1
			UNION SELECT s.id FROM conversation_statement s JOIN conversation_part p ON s.merged_into = p.id)
		SELECT count(*) FROM conversation_vote
		WHERE statement_id = $2 AND carried_from <> '' AND carried_from IN (SELECT id FROM conversation_part)`, from, into).Scan(&n)
	return n, err
}

// carriedRows returns the votes of a conversation that are carried.
func carriedRows(tx *db.Tx, conversation ref.ID) ([]Answer, error) {
	return db.List(tx, scanAnswer, `
		SELECT v.participant_id, v.statement_id, v.vote, v.ord, v.carried_from
		FROM conversation_statement s JOIN conversation_vote v ON v.statement_id = s.id
		WHERE s.conversation_id = $1 AND v.carried_from <> '' ORDER BY v.participant_id, v.statement_id`, conversation)
}

// castVotes returns every vote of a conversation where it was cast, in no order.
func castVotes(tx *db.Tx, conversation ref.ID) ([]Answer, error) {
	return db.List(tx, scanAnswer, `
		SELECT participant_id, statement_id, vote, ord, '' FROM conversation_vote
		WHERE conversation_id = $1 AND carried_from = ''`, conversation)
}
