package minutes

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

const proposalColumns = `id, meeting_id, process_id, section_id, participant, words, lang, at, stand, reason, answered, answerer`

func scanProposal(r db.Row) (p Proposal, err error) {
	err = r.Scan(&p.ID, &p.Meeting, &p.Process, &p.Section, &p.By, &p.Text, &p.Lang, db.ScanTime(&p.At), &p.Stand, db.JSON(&p.Reason),
		db.ScanTime(&p.Answered), &p.Answerer)
	return p, err
}

func proposalsOf(tx *db.Tx, meeting ref.ID) ([]Proposal, error) {
	return db.List(tx, scanProposal, `SELECT `+proposalColumns+` FROM minutes_proposal WHERE meeting_id = $1 ORDER BY at, id`, meeting)
}

func proposalByID(tx *db.Tx, id ref.ID) (Proposal, error) {
	return db.One(tx, "minutes.proposal.unknown", scanProposal, `SELECT `+proposalColumns+` FROM minutes_proposal WHERE id = $1`, id)
}

func proposalsBy(tx *db.Tx, participant ref.ID) ([]Proposal, error) {
	return db.List(tx, scanProposal, `SELECT `+proposalColumns+` FROM minutes_proposal WHERE participant = $1 ORDER BY at, id`, participant)
}

func saveProposal(tx *db.Tx, p Proposal) error {
	_, err := tx.Exec(`
		INSERT INTO minutes_proposal (`+proposalColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (id) DO UPDATE SET words = excluded.words, stand = excluded.stand, reason = excluded.reason,
			answered = excluded.answered, answerer = excluded.answerer`,
		p.ID, p.Meeting, p.Process, p.Section, p.By, p.Text, p.Lang, db.Time(p.At), p.Stand, db.JSON(p.Reason), db.Time(p.Answered), p.Answerer)
	return err
}

// forget takes out the words that a participant wrote in corrections.
func forget(tx *db.Tx, participant ref.ID) error {
	_, err := tx.Exec(`UPDATE minutes_proposal SET words = '' WHERE participant = $1`, participant)
	return err
}

func errataOf(tx *db.Tx, meeting ref.ID) ([]Erratum, error) {
	return db.List(tx, func(r db.Row) (e Erratum, err error) {
		err = r.Scan(&e.ID, &e.Meeting, &e.Process, &e.Section, &e.By, db.ScanTime(&e.At), db.JSON(&e.Text))
		return e, err
	}, `SELECT id, meeting_id, process_id, section_id, participant, at, body FROM minutes_erratum WHERE meeting_id = $1 ORDER BY at, id`, meeting)
}

func insertErratum(tx *db.Tx, e Erratum) error {
	_, err := tx.Exec(`
		INSERT INTO minutes_erratum (id, meeting_id, process_id, section_id, participant, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		e.ID, e.Meeting, e.Process, e.Section, e.By, db.Time(e.At), db.JSON(e.Text))
	return err
}
