package conversation

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

const statementColumns = `id, conversation_id, number, words, author, state, meta, reason, proposed, version, merged_into, merged_was`

func scanStatement(r db.Row) (s Statement, err error) {
	err = r.Scan(&s.ID, &s.Conversation, &s.Number, db.JSON(&s.Words), &s.Author, &s.Standing, &s.Meta,
		db.JSON(&s.Reason), db.ScanTime(&s.Proposed), &s.Version, &s.Into, &s.Was)
	return s, err
}

func statementByID(tx *db.Tx, id ref.ID) (Statement, error) {
	return db.One(tx, "conversation.statement.unknown", scanStatement,
		`SELECT `+statementColumns+` FROM conversation_statement WHERE id = $1`, id)
}

func statementByNumber(tx *db.Tx, conversation ref.ID, number int) (Statement, error) {
	return db.One(tx, "conversation.statement.unknown", scanStatement,
		`SELECT `+statementColumns+` FROM conversation_statement WHERE conversation_id = $1 AND number = $2`, conversation, number)
}

// statementsOf returns every statement of a conversation, by number.
func statementsOf(tx *db.Tx, conversation ref.ID) ([]Statement, error) {
	return db.List(tx, scanStatement,
		`SELECT `+statementColumns+` FROM conversation_statement WHERE conversation_id = $1 ORDER BY number`, conversation)
}

func statementsBy(tx *db.Tx, author ref.ID) ([]Statement, error) {
	return db.List(tx, scanStatement,
		`SELECT `+statementColumns+` FROM conversation_statement WHERE author = $1 AND author <> '' ORDER BY number`, author)
}

func nextNumber(tx *db.Tx, conversation ref.ID) (n int, err error) {
	err = tx.Row(`SELECT COALESCE(MAX(number), 0) + 1 FROM conversation_statement WHERE conversation_id = $1`, conversation).Scan(&n)
	return n, err
}

func saveStatement(tx *db.Tx, s Statement) error {
	_, err := tx.Exec(`INSERT INTO conversation_statement (`+statementColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (id) DO UPDATE SET words = excluded.words, author = excluded.author, state = excluded.state,
			meta = excluded.meta, reason = excluded.reason, version = excluded.version,
			merged_into = excluded.merged_into, merged_was = excluded.merged_was`,
		s.ID, s.Conversation, s.Number, db.JSON(s.Words), s.Author, s.Standing, s.Meta, db.JSON(s.Reason),
		db.Time(s.Proposed), s.Version, s.Into, s.Was)
	return err
}

// cutAuthor takes the author off every statement of a participant.
func cutAuthor(tx *db.Tx, participant ref.ID) error {
	_, err := tx.Exec(`UPDATE conversation_statement SET author = '' WHERE author = $1`, participant)
	return err
}
