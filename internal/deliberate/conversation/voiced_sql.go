package conversation

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func voiced(tx *db.Tx, process ref.ID) ([]Voiced, error) {
	return db.List(tx, func(r db.Row) (v Voiced, err error) {
		err = r.Scan(&v.Participant, &v.Person, &v.Group, &v.Proposed, &v.Voted)
		return v, err
	}, `SELECT p.id, p.person_id, p.stakeholder_group,
			EXISTS (SELECT 1 FROM conversation_statement s WHERE s.author = p.id),
			EXISTS (SELECT 1 FROM conversation_vote v WHERE v.participant_id = p.id)
		FROM conversation_participant p JOIN conversation c ON c.id = p.conversation_id
		WHERE c.process_id = $1 AND p.label = '' ORDER BY p.id`, process)
}
