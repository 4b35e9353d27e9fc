package role

import (
	"database/sql"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

const participantColumns = `id, process, person, stakeholder_group, organization, interest, mandate, since, declared`

func scanParticipant(r db.Row) (p Participant, err error) {
	var person sql.NullString
	err = r.Scan(&p.ID, &p.Process, &person, &p.Group, &p.Organization, &p.Interest, &p.Mandate,
		db.ScanTime(&p.Since), db.ScanTime(&p.Declared))
	p.Person = ref.ID(person.String)
	return p, err
}

func participantByID(tx *db.Tx, id ref.ID) (Participant, error) {
	p, err := db.One(tx, "role.participant.unknown", scanParticipant,
		`SELECT `+participantColumns+` FROM role_participant WHERE id = $1`, id)
	if err != nil {
		return p, err
	}
	p.Roles, err = heldBy(tx, p.ID)
	return p, err
}

func participantOf(tx *db.Tx, process, person ref.ID) (Participant, error) {
	p, err := db.One(tx, "role.participant.unknown", scanParticipant,
		`SELECT `+participantColumns+` FROM role_participant WHERE process = $1 AND person = $2`, process, person)
	if err != nil {
		return p, err
	}
	p.Roles, err = heldBy(tx, p.ID)
	return p, err
}

func participationsOf(tx *db.Tx, person ref.ID) ([]Participant, error) {
	all, err := db.List(tx, scanParticipant,
		`SELECT `+participantColumns+` FROM role_participant WHERE person = $1 ORDER BY id`, person)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Roles, err = heldBy(tx, all[i].ID); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// A span asks for a page of the participants of a process.
type span struct {
	carrying bool // those who carry the process, or the others
	limit    int
	offset   int
}

// participantsOf returns participants who hold a role, by the time they came.
func participantsOf(tx *db.Tx, process ref.ID, page span) ([]Participant, error) {
	all, err := db.List(tx, scanParticipant, `SELECT `+participantColumns+` FROM role_participant p
		WHERE process = $1 AND person IS NOT NULL
			AND EXISTS (SELECT 1 FROM role_held h WHERE h.participant = p.id)
			AND $2 = EXISTS (SELECT 1 FROM role_held h WHERE h.participant = p.id
				AND h.role IN ('convener', 'facilitator', 'editor'))
		ORDER BY since, id LIMIT $3 OFFSET $4`, process, page.carrying, page.limit, page.offset)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Roles, err = heldBy(tx, all[i].ID); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// countMembers counts the members of a process by stakeholder group.
func countMembers(tx *db.Tx, process ref.ID) (map[ref.ID]int, error) {
	out := map[ref.ID]int{}
	_, err := db.List(tx, func(r db.Row) (n int, err error) {
		var group ref.ID
		err = r.Scan(&group, &n)
		out[group] = n
		return n, err
	}, `SELECT p.stakeholder_group, count(*) FROM role_participant p JOIN role_held h ON h.participant = p.id
		WHERE p.process = $1 AND h.role = 'member' GROUP BY p.stakeholder_group`, process)
	return out, err
}

// standing returns, in one answer, everything that a person holds anywhere. A
// row without process is the operator's role.
func standing(tx *db.Tx, person ref.ID) ([]stand, error) {
	return db.List(tx, func(r db.Row) (s stand, err error) {
		err = r.Scan(&s.process, &s.participant, &s.role)
		return s, err
	}, `SELECT p.process, p.id, coalesce(h.role, '') FROM role_participant p
			LEFT JOIN role_held h ON h.participant = p.id WHERE p.person = $1
		UNION ALL SELECT '', '', 'operator' FROM role_operator WHERE person = $1`, person)
}

type stand struct {
	process, participant ref.ID
	role                 string
}

func insertParticipant(tx *db.Tx, p Participant) error {
	_, err := tx.Exec(`INSERT INTO role_participant (id, process, person, since) VALUES ($1, $2, $3, $4)`,
		p.ID, p.Process, p.Person, db.Time(p.Since))
	return err
}

func saveDeclaration(tx *db.Tx, p Participant) error {
	_, err := tx.Exec(`UPDATE role_participant
		SET stakeholder_group = $2, organization = $3, interest = $4, mandate = $5, declared = $6 WHERE id = $1`,
		p.ID, p.Group, p.Organization, p.Interest, p.Mandate, db.Time(p.Declared))
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO role_declaration (participant, at, stakeholder_group, organization, interest, mandate)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (participant, at) DO UPDATE SET stakeholder_group = excluded.stakeholder_group,
			organization = excluded.organization, interest = excluded.interest, mandate = excluded.mandate`,
		p.ID, db.Time(p.Declared), p.Group, p.Organization, p.Interest, p.Mandate)
	return err
}

func declarationsOf(tx *db.Tx, participant ref.ID) ([]Declared, error) {
	return db.List(tx, func(r db.Row) (d Declared, err error) {
		err = r.Scan(db.ScanTime(&d.At), &d.Group, &d.Organization, &d.Interest, &d.Mandate)
		return d, err
	}, `SELECT at, stakeholder_group, organization, interest, mandate FROM role_declaration
		WHERE participant = $1 ORDER BY at`, participant)
}

// groupsOf returns the declared stakeholder group of each participant, erased ones too.
func groupsOf(tx *db.Tx, process ref.ID) (map[ref.ID]ref.ID, error) {
	out := map[ref.ID]ref.ID{}
	_, err := db.List(tx, func(r db.Row) (group ref.ID, err error) {
		var id ref.ID
		err = r.Scan(&id, &group)
		out[id] = group
		return group, err
	}, `SELECT id, stakeholder_group FROM role_participant WHERE process = $1 AND stakeholder_group <> ''`, process)
	return out, err
}

// cut unties a participant from the person. The stakeholder group stays, for the
// figures.
func cut(tx *db.Tx, participant ref.ID) error {
	_, err := tx.Exec(`UPDATE role_participant SET person = NULL, organization = '', interest = '', mandate = ''
		WHERE id = $1`, participant)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE role_declaration SET organization = '', interest = '', mandate = ''
		WHERE participant = $1`, participant)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM role_held WHERE participant = $1`, participant)
	return err
}
