package priority

import (
	"time"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scanVoted(r db.Row) (v Voted, err error) {
	err = r.Scan(&v.Ballot, &v.Participant, &v.Via, db.ScanTime(&v.At))
	return v, err
}

// votedIn returns who voted in a ballot, in the order of their names, not of
// time.
func votedIn(tx *db.Tx, ballot ref.ID) ([]Voted, error) {
	return db.List(tx, scanVoted, `
		SELECT ballot_id, participant_id, via, at FROM priority_voted WHERE ballot_id = $1 ORDER BY participant_id`, ballot)
}

func votedBy(tx *db.Tx, participant ref.ID) ([]Voted, error) {
	return db.List(tx, scanVoted, `
		SELECT ballot_id, participant_id, via, at FROM priority_voted WHERE participant_id = $1 ORDER BY ballot_id`, participant)
}

// votedOf returns somebody's note in a ballot; false if they did not vote.
func votedOf(tx *db.Tx, ballot, participant ref.ID) (Voted, bool, error) {
	all, err := db.List(tx, scanVoted, `
		SELECT ballot_id, participant_id, via, at FROM priority_voted WHERE ballot_id = $1 AND participant_id = $2`, ballot, participant)
	if err != nil || len(all) == 0 {
		return Voted{}, false, err
	}
	return all[0], true, nil
}

func insertVoted(tx *db.Tx, v Voted) error {
	_, err := tx.Exec(`INSERT INTO priority_voted (ballot_id, participant_id, via, at) VALUES ($1, $2, $3, $4)`,
		v.Ballot, v.Participant, v.Via, db.Time(v.At))
	return err
}

func deleteVoted(tx *db.Tx, ballot, participant ref.ID) error {
	_, err := tx.Exec(`DELETE FROM priority_voted WHERE ballot_id = $1 AND participant_id = $2`, ballot, participant)
	return err
}

func countVoted(tx *db.Tx, ballot ref.ID) (all, paper int, err error) {
	err = tx.Row(`SELECT count(*), count(*) FILTER (WHERE via = 'paper') FROM priority_voted WHERE ballot_id = $1`, ballot).Scan(&all, &paper)
	return all, paper, err
}

// votersOf returns who voted in any ballot of a meeting.
func votersOf(tx *db.Tx, meeting ref.ID) ([]ref.ID, error) {
	return db.List(tx, db.Value[ref.ID], `
		SELECT DISTINCT v.participant_id FROM priority_voted v JOIN priority_ballot b ON b.id = v.ballot_id
		WHERE b.meeting_id = $1 AND b.state <> 'cancelled' ORDER BY v.participant_id`, meeting)
}

func scanPaper(r db.Row) (p Slip, err error) {
	err = r.Scan(&p.Voter, &p.Group, db.JSON(&p.Marks))
	return p, err
}

// openSlips returns the papers of an open ballot.
func openSlips(tx *db.Tx, ballot ref.ID) ([]Slip, error) {
	return db.List(tx, scanPaper, `
		SELECT participant_id, group_id, marks FROM priority_paper WHERE ballot_id = $1 ORDER BY participant_id`, ballot)
}

func openSlipOf(tx *db.Tx, ballot, participant ref.ID) (Slip, bool, error) {
	all, err := db.List(tx, scanPaper, `
		SELECT participant_id, group_id, marks FROM priority_paper WHERE ballot_id = $1 AND participant_id = $2`, ballot, participant)
	if err != nil || len(all) == 0 {
		return Slip{}, false, err
	}
	return all[0], true, nil
}

func saveOpenSlip(tx *db.Tx, ballot ref.ID, p Slip) error {
	_, err := tx.Exec(`
		INSERT INTO priority_paper (ballot_id, participant_id, group_id, marks) VALUES ($1, $2, $3, $4)
		ON CONFLICT (ballot_id, participant_id) DO UPDATE SET group_id = excluded.group_id, marks = excluded.marks`,
		ballot, p.Voter, p.Group, db.JSON(p.Marks))
	return err
}

func deleteOpenSlip(tx *db.Tx, ballot, participant ref.ID) error {
	_, err := tx.Exec(`DELETE FROM priority_paper WHERE ballot_id = $1 AND participant_id = $2`, ballot, participant)
	return err
}

func urnOf(tx *db.Tx, ballot ref.ID) (Urn, error) {
	all, err := db.List(tx, func(r db.Row) (u Urn, err error) {
		err = r.Scan(db.JSON(&u))
		return u, err
	}, `SELECT urn FROM priority_urn WHERE ballot_id = $1`, ballot)
	if err != nil || len(all) == 0 {
		return Urn{}, err
	}
	return all[0], nil
}

func saveUrn(tx *db.Tx, ballot ref.ID, u Urn) error {
	_, err := tx.Exec(`
		INSERT INTO priority_urn (ballot_id, urn) VALUES ($1, $2)
		ON CONFLICT (ballot_id) DO UPDATE SET urn = excluded.urn`, ballot, db.JSON(u))
	return err
}

// A link is a personal link by which somebody votes in one ballot.
type link struct {
	Ballot, Participant ref.ID
	Expires             time.Time
}

func linkBy(tx *db.Tx, digest string) (link, error) {
	return db.One(tx, "priority.link.unknown", func(r db.Row) (l link, err error) {
		err = r.Scan(&l.Ballot, &l.Participant, db.ScanTime(&l.Expires))
		return l, err
	}, `SELECT ballot_id, participant_id, expires FROM priority_link WHERE digest = $1`, digest)
}

func insertLink(tx *db.Tx, digest string, l link) error {
	_, err := tx.Exec(`INSERT INTO priority_link (digest, ballot_id, participant_id, expires) VALUES ($1, $2, $3, $4)`,
		digest, l.Ballot, l.Participant, db.Time(l.Expires))
	return err
}

func deleteLinksOf(tx *db.Tx, participant ref.ID) error {
	_, err := tx.Exec(`DELETE FROM priority_link WHERE participant_id = $1`, participant)
	return err
}

func sweepLinks(tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(`DELETE FROM priority_link WHERE expires < $1`, db.Time(before))
	return err
}
