package conversation

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/opinion"
)

// statementAndConversation returns what MayVote asks about, in one query.
func statementAndConversation(tx *db.Tx, statement ref.ID) (s Statement, c Conversation, err error) {
	_, err = db.One(tx, "conversation.statement.unknown", func(r db.Row) (ok bool, err error) {
		return true, r.Scan(&s.ID, &s.Conversation, &s.Standing, &c.ID, &c.Process, &c.State, &c.Dates.Start, &c.Dates.End, &c.Guests, &c.Revision)
	}, `SELECT s.id, s.conversation_id, s.state, c.id, c.process_id, c.state, c.starts, c.ends, c.guests, c.revision
		FROM conversation_statement s JOIN conversation c ON c.id = s.conversation_id WHERE s.id = $1`, statement)
	return s, c, err
}

func lastVote(tx *db.Tx, participant, statement ref.ID) (LastVote, bool, error) {
	return maybe(db.One(tx, "conversation.vote.unknown", func(r db.Row) (v LastVote, err error) {
		err = r.Scan(&v.Vote, &v.Ord, &v.From)
		return v, err
	}, `SELECT vote, ord, carried_from FROM conversation_vote WHERE participant_id = $1 AND statement_id = $2`, participant, statement))
}

// storeCast adds a vote to the history.
func storeCast(tx *db.Tx, conversation, participant, statement ref.ID, v LastVote) error {
	_, err := tx.Exec(`
		INSERT INTO conversation_cast (conversation_id, ord, participant_id, statement_id, vote)
		VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`, conversation, v.Ord, participant, statement, int64(v.Vote))
	return err
}

// storeVote makes a vote the one that stands.
func storeVote(tx *db.Tx, conversation, participant, statement ref.ID, v LastVote) error {
	_, err := tx.Exec(`
		INSERT INTO conversation_vote (participant_id, statement_id, conversation_id, vote, ord, carried_from)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (participant_id, statement_id) DO UPDATE SET vote = excluded.vote, ord = excluded.ord,
			carried_from = excluded.carried_from`,
		participant, statement, conversation, int64(v.Vote), v.Ord, v.From)
	return err
}

func dropVote(tx *db.Tx, participant, statement ref.ID) error {
	_, err := tx.Exec(`DELETE FROM conversation_vote WHERE participant_id = $1 AND statement_id = $2`, participant, statement)
	return err
}

// A swing is how a tally changes.
type swing struct {
	Tally
	carried int
}

// by adds a vote to the swing n times, which may be negative.
func (s *swing) by(v LastVote, n int) {
	switch v.Vote {
	case opinion.Agree:
		s.Agree += n
	case opinion.Disagree:
		s.Disagree += n
	default:
		s.Pass += n
	}
	if v.From != "" {
		s.carried += n
	}
}

// less returns the swing from one tally to another.
func (s swing) less(o swing) swing {
	return swing{Tally{Agree: s.Agree - o.Agree, Disagree: s.Disagree - o.Disagree, Pass: s.Pass - o.Pass}, s.carried - o.carried}
}

// count swings a statement's tally.
func count(tx *db.Tx, conversation, statement ref.ID, s swing) error {
	if s == (swing{}) {
		return nil
	}
	_, err := tx.Exec(`
		INSERT INTO conversation_tally (statement_id, conversation_id, agree, disagree, pass, carried) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (statement_id) DO UPDATE SET agree = conversation_tally.agree + excluded.agree,
			disagree = conversation_tally.disagree + excluded.disagree, pass = conversation_tally.pass + excluded.pass,
			carried = conversation_tally.carried + excluded.carried`,
		statement, conversation, s.Agree, s.Disagree, s.Pass, s.carried)
	return err
}

// recount makes the tallies of a conversation anew from the votes that stand.
func recount(tx *db.Tx, conversation ref.ID) error {
	if _, err := tx.Exec(`DELETE FROM conversation_tally WHERE conversation_id = $1`, conversation); err != nil {
		return err
	}
	_, err := tx.Exec(`
		INSERT INTO conversation_tally (statement_id, conversation_id, agree, disagree, pass, carried)
		SELECT statement_id, conversation_id, count(*) FILTER (WHERE vote = 1), count(*) FILTER (WHERE vote = -1),
			count(*) FILTER (WHERE vote = 0), count(*) FILTER (WHERE carried_from <> '')
		FROM conversation_vote WHERE conversation_id = $1 GROUP BY statement_id, conversation_id`, conversation)
	return err
}

func talliesOf(tx *db.Tx, conversation ref.ID) (map[ref.ID]Tally, error) {
	type line struct {
		id ref.ID
		t  Tally
	}
	lines, err := db.List(tx, func(r db.Row) (l line, err error) {
		err = r.Scan(&l.id, &l.t.Agree, &l.t.Disagree, &l.t.Pass)
		return l, err
	}, `SELECT statement_id, agree, disagree, pass FROM conversation_tally WHERE conversation_id = $1`, conversation)
	out := make(map[ref.ID]Tally, len(lines))
	for _, l := range lines {
		out[l.id] = l.t
	}
	return out, err
}

// tallyOf returns the tally of one statement; the zero tally if nobody voted.
func tallyOf(tx *db.Tx, statement ref.ID) (Tally, error) {
	t, _, err := maybe(db.One(tx, "conversation.vote.unknown", func(r db.Row) (t Tally, err error) {
		err = r.Scan(&t.Agree, &t.Disagree, &t.Pass)
		return t, err
	}, `SELECT agree, disagree, pass FROM conversation_tally WHERE statement_id = $1`, statement))
	return t, err
}

// votesOf returns the votes of a participant: those they cast, and those that are
// carried.
func votesOf(tx *db.Tx, participant ref.ID) (map[ref.ID]LastVote, error) {
	type line struct {
		id ref.ID
		v  LastVote
	}
	lines, err := db.List(tx, func(r db.Row) (l line, err error) {
		err = r.Scan(&l.id, &l.v.Vote, &l.v.Ord, &l.v.From)
		return l, err
	}, `SELECT statement_id, vote, ord, carried_from FROM conversation_vote WHERE participant_id = $1`, participant)
	out := make(map[ref.ID]LastVote, len(lines))
	for _, l := range lines {
		out[l.id] = l.v
	}
	return out, err
}

// A cast is one line of the history.
type cast struct {
	Participant ref.ID       `json:"participant"`
	Statement   ref.ID       `json:"statement"`
	Vote        opinion.Vote `json:"vote"`
	Ord         int64        `json:"ord"`
}

func scanCast(r db.Row) (c cast, err error) {
	err = r.Scan(&c.Participant, &c.Statement, &c.Vote, &c.Ord)
	return c, err
}

// castsOf returns the history of a conversation in order, between two places.
func castsOf(tx *db.Tx, conversation ref.ID, after, upTo int64, limit int) ([]cast, error) {
	return db.List(tx, scanCast, `
		SELECT participant_id, statement_id, vote, ord FROM conversation_cast
		WHERE conversation_id = $1 AND ord > $2 AND ord <= $3 ORDER BY ord, participant_id, statement_id LIMIT $4`,
		conversation, after, upTo, limit)
}

func scanAnswer(r db.Row) (a Answer, err error) {
	err = r.Scan(&a.Participant, &a.Statement, &a.Vote, &a.Ord, &a.From)
	return a, err
}

func summaryOf(tx *db.Tx, conversation ref.ID) (m Summary, err error) {
	err = tx.Row(`
		SELECT (SELECT count(*) FROM conversation_statement WHERE conversation_id = $1 AND state = 'accepted'),
			(SELECT count(DISTINCT participant_id) FROM conversation_vote WHERE conversation_id = $1),
			(SELECT COALESCE(SUM(agree + disagree + pass - carried), 0) FROM conversation_tally WHERE conversation_id = $1)`,
		conversation).Scan(&m.Statements, &m.Voters, &m.Votes)
	return m, err
}

type progress struct{ counted, mapped int64 }

func progressOf(tx *db.Tx, conversation ref.ID) (p progress, err error) {
	err = tx.Row(`
		INSERT INTO conversation_progress (conversation_id, counted, mapped) VALUES ($1, 0, 0)
		ON CONFLICT (conversation_id) DO UPDATE SET counted = conversation_progress.counted RETURNING counted, mapped`,
		conversation).Scan(&p.counted, &p.mapped)
	return p, err
}

func saveProgress(tx *db.Tx, conversation ref.ID, p progress) error {
	_, err := tx.Exec(`UPDATE conversation_progress SET counted = $2, mapped = $3 WHERE conversation_id = $1`,
		conversation, p.counted, p.mapped)
	return err
}

// behind returns the conversations that have votes which the record or the map
// has not followed.
func behind(tx *db.Tx) ([]ref.ID, error) {
	return db.List(tx, db.Value[ref.ID], `
		SELECT c.id FROM conversation c LEFT JOIN conversation_progress p ON p.conversation_id = c.id
		WHERE EXISTS (SELECT 1 FROM conversation_cast h WHERE h.conversation_id = c.id
			AND h.ord > CASE WHEN p.counted < p.mapped THEN p.counted ELSE COALESCE(p.mapped, 0) END)
		ORDER BY c.id`)
}
