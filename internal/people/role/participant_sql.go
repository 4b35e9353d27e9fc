package role

import (
	"database/sql"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

const (
	participantColumns = `id, process, person, erased, ` + declarationColumns + `, since, declared`
	declarationColumns = `stakeholder_group, stakeholder_groups, organization, interest, mandate, funding, gender, region, lang`
)

// in returns where the columns of a declaration are read into.
func (d *Declaration) in() []any {
	return []any{
		&d.Group, db.JSON(&d.Groups), &d.Organization, &d.Interest, &d.Mandate, &d.Funding, &d.Gender, &d.Region, &d.Lang,
	}
}

// out returns what is written into the columns of a declaration.
func (d Declaration) out() []any {
	groups := d.Groups
	if groups == nil {
		groups = []ref.ID{}
	}
	return []any{d.Group, db.JSON(groups), d.Organization, d.Interest, d.Mandate, d.Funding, d.Gender, d.Region, d.Lang}
}

func scanParticipant(r db.Row) (p Participant, err error) {
	var person sql.NullString
	columns := append([]any{&p.ID, &p.Process, &person, &p.Erased}, p.in()...)
	err = r.Scan(append(columns, db.ScanTime(&p.Since), db.ScanTime(&p.Declared))...)
	p.Person, p.Declaration = ref.ID(person.String), p.Tidy()
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
		p.ID, p.Process, sql.NullString{String: string(p.Person), Valid: p.Person != ""}, db.Time(p.Since))
	return err
}

func tieParticipant(tx *db.Tx, p Participant) error {
	_, err := tx.Exec(`UPDATE role_participant SET person = $2 WHERE id = $1`, p.ID, p.Person)
	return err
}

func saveDeclaration(tx *db.Tx, p Participant) error {
	values := append([]any{p.ID, db.Time(p.Declared)}, p.out()...)
	_, err := tx.Exec(`UPDATE role_participant SET declared = $2, stakeholder_group = $3, stakeholder_groups = $4,
		organization = $5, interest = $6, mandate = $7, funding = $8, gender = $9, region = $10, lang = $11
		WHERE id = $1`, values...)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO role_declaration (participant, at, `+declarationColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (participant, at) DO UPDATE SET stakeholder_group = excluded.stakeholder_group,
			stakeholder_groups = excluded.stakeholder_groups, organization = excluded.organization,
			interest = excluded.interest, mandate = excluded.mandate, funding = excluded.funding,
			gender = excluded.gender, region = excluded.region, lang = excluded.lang`, values...)
	return err
}

func historyOf(tx *db.Tx, participant ref.ID) ([]Declared, error) {
	return db.List(tx, func(r db.Row) (d Declared, err error) {
		err = r.Scan(append([]any{db.ScanTime(&d.At)}, d.in()...)...)
		d.Declaration = d.Tidy()
		return d, err
	}, `SELECT at, `+declarationColumns+` FROM role_declaration
		WHERE participant = $1 ORDER BY at`, participant)
}

// declarationsOf returns what each participant of a process declares, erased ones
// too, of whom the group is left.
func declarationsOf(tx *db.Tx, process ref.ID) (map[ref.ID]Declaration, error) {
	out := map[ref.ID]Declaration{}
	_, err := db.List(tx, func(r db.Row) (id ref.ID, err error) {
		var d Declaration
		err = r.Scan(append([]any{&id}, d.in()...)...)
		out[id] = d.Tidy()
		return id, err
	}, `SELECT id, `+declarationColumns+` FROM role_participant WHERE process = $1`, process)
	return out, err
}

// accountsIn returns the participants of a process who have an account.
func accountsIn(tx *db.Tx, process ref.ID) (map[ref.ID]bool, error) {
	out := map[ref.ID]bool{}
	_, err := db.List(tx, func(r db.Row) (id ref.ID, err error) {
		err = r.Scan(&id)
		out[id] = true
		return id, err
	}, `SELECT id FROM role_participant WHERE process = $1 AND person IS NOT NULL`, process)
	return out, err
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

// cut unties a participant from the person. The stakeholder group for which they
// spoke stays, for the figures.
func cut(tx *db.Tx, participant ref.ID) error {
	_, err := tx.Exec(`UPDATE role_participant SET person = NULL, erased = TRUE, stakeholder_groups = '[]',
			organization = '', interest = '', mandate = '', funding = '', gender = '', region = '', lang = ''
		WHERE id = $1`, participant)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE role_declaration SET stakeholder_groups = '[]', organization = '', interest = '',
			mandate = '', funding = '', gender = '', region = '', lang = ''
		WHERE participant = $1`, participant)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM role_held WHERE participant = $1`, participant)
	return err
}
