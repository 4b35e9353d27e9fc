package conversation

import (
	"errors"

	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scanParticipant(r db.Row) (p Participant, err error) {
	err = r.Scan(&p.ID, &p.Conversation, &p.Person, &p.Group, &p.Label)
	return p, err
}

const participantUnknown = "conversation.participant.unknown"

func participantOfPerson(tx *db.Tx, conversation, person ref.ID) (Participant, bool, error) {
	return maybe(db.One(tx, participantUnknown, scanParticipant, `
		SELECT id, conversation_id, person_id, stakeholder_group, label FROM conversation_participant
		WHERE conversation_id = $1 AND person_id = $2 AND person_id <> ''`, conversation, person))
}

func participantOfGuest(tx *db.Tx, conversation ref.ID, digest string) (Participant, bool, error) {
	return maybe(db.One(tx, participantUnknown, scanParticipant, `
		SELECT id, conversation_id, person_id, stakeholder_group, label FROM conversation_participant
		WHERE conversation_id = $1 AND guest = $2 AND guest <> ''`, conversation, digest))
}

func participantByID(tx *db.Tx, id ref.ID) (Participant, error) {
	return db.One(tx, participantUnknown, scanParticipant, `
		SELECT id, conversation_id, person_id, stakeholder_group, label FROM conversation_participant WHERE id = $1`, id)
}

// maybe turns the NotFound fault of a query into false.
func maybe[T any](v T, err error) (T, bool, error) {
	if e := new(fault.Error); errors.As(err, &e) && e.Kind == fault.NotFound {
		return v, false, nil
	}
	return v, err == nil, err
}

func participantsOfPerson(tx *db.Tx, person ref.ID) ([]Participant, error) {
	return db.List(tx, scanParticipant, `
		SELECT id, conversation_id, person_id, stakeholder_group, label FROM conversation_participant
		WHERE person_id = $1 AND person_id <> '' ORDER BY id`, person)
}

func insertParticipant(tx *db.Tx, p Participant, guest string) error {
	_, err := tx.Exec(`
		INSERT INTO conversation_participant (id, conversation_id, person_id, guest, claimed_by, stakeholder_group, label, since)
		VALUES ($1, $2, $3, $4, '', $5, $6, $7)`,
		p.ID, p.Conversation, p.Person, guest, p.Group, p.Label, db.Time(tx.Now))
	return err
}

// cutParticipant takes away what ties a participant to somebody.
func cutParticipant(tx *db.Tx, id ref.ID) error {
	_, err := tx.Exec(`UPDATE conversation_participant SET person_id = '', guest = '' WHERE id = $1`, id)
	return err
}

func claimParticipant(tx *db.Tx, guest, by ref.ID) error {
	_, err := tx.Exec(`UPDATE conversation_participant SET claimed_by = $2, guest = '' WHERE id = $1`, guest, by)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE conversation_statement SET author = $2 WHERE author = $1`, guest, by)
	return err
}

// setGroup gives a person another stakeholder group in the conversations of a
// process, and returns those in which they take part.
func setGroup(tx *db.Tx, process, person, group ref.ID) ([]ref.ID, error) {
	return db.List(tx, db.Value[ref.ID], `
		UPDATE conversation_participant SET stakeholder_group = $3
		WHERE person_id = $2 AND person_id <> '' AND conversation_id IN (SELECT id FROM conversation WHERE process_id = $1)
		RETURNING conversation_id`, process, person, group)
}

// leftBy counts the votes that stand, carried ones left out, and the statements of a guest.
func leftBy(tx *db.Tx, digest string) (n int, err error) {
	err = tx.Row(`
		SELECT (SELECT count(*) FROM conversation_vote v JOIN conversation_participant p ON p.id = v.participant_id
				WHERE p.guest = $1 AND p.guest <> '' AND v.carried_from = '')
			+ (SELECT count(*) FROM conversation_statement s JOIN conversation_participant p ON p.id = s.author
				WHERE p.guest = $1 AND p.guest <> '')`, digest).Scan(&n)
	return n, err
}

func participantsOfGuest(tx *db.Tx, digest string) ([]Participant, error) {
	return db.List(tx, scanParticipant, `
		SELECT id, conversation_id, person_id, stakeholder_group, label FROM conversation_participant
		WHERE guest = $1 AND guest <> '' ORDER BY id`, digest)
}
