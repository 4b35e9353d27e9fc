package role

import (
	"slices"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scanHeld(r db.Row) (h Held, err error) {
	err = r.Scan(&h.Role, db.ScanTime(&h.Since))
	return h, err
}

func heldBy(tx *db.Tx, participant ref.ID) ([]Held, error) {
	all, err := db.List(tx, scanHeld, `SELECT role, since FROM role_held WHERE participant = $1`, participant)
	sortHeld(all)
	return all, err
}

func sortHeld(all []Held) {
	slices.SortFunc(all, func(a, b Held) int { return widest(a.Role, b.Role) })
}

// countHeld counts who holds a role on a process.
func countHeld(tx *db.Tx, process ref.ID, name string) (int, error) {
	return db.Value[int](tx.Row(`SELECT count(*) FROM role_held WHERE process = $1 AND role = $2`, process, name))
}

// insertHeld reports whether the role was not held already.
func insertHeld(tx *db.Tx, p Participant, name string) (bool, error) {
	n, err := tx.Exec(`INSERT INTO role_held (participant, process, role, since) VALUES ($1, $2, $3, $4)
		ON CONFLICT (participant, role) DO NOTHING`, p.ID, p.Process, name, db.Time(tx.Now))
	return n > 0, err
}

func deleteHeld(tx *db.Tx, participant ref.ID, name string) (bool, error) {
	n, err := tx.Exec(`DELETE FROM role_held WHERE participant = $1 AND role = $2`, participant, name)
	return n > 0, err
}

// holders returns the persons who hold a role on a process.
func holders(tx *db.Tx, process ref.ID, name string) ([]ref.ID, error) {
	return db.List(tx, db.Value[ref.ID], `SELECT p.person FROM role_held h JOIN role_participant p ON p.id = h.participant
		WHERE h.process = $1 AND h.role = $2 AND p.person IS NOT NULL ORDER BY h.since, p.id`, process, name)
}

func scanOperator(r db.Row) (o Operator, err error) {
	err = r.Scan(&o.Person, db.ScanTime(&o.Since))
	return o, err
}

func operators(tx *db.Tx) ([]Operator, error) {
	return db.List(tx, scanOperator, `SELECT person, since FROM role_operator ORDER BY since, person`)
}

func isOperator(tx *db.Tx, person ref.ID) (bool, error) {
	return db.Value[bool](tx.Row(`SELECT EXISTS (SELECT 1 FROM role_operator WHERE person = $1)`, person))
}

func insertOperator(tx *db.Tx, person ref.ID) (bool, error) {
	n, err := tx.Exec(`INSERT INTO role_operator (person, since) VALUES ($1, $2) ON CONFLICT (person) DO NOTHING`,
		person, db.Time(tx.Now))
	return n > 0, err
}

func deleteOperator(tx *db.Tx, person ref.ID) (bool, error) {
	n, err := tx.Exec(`DELETE FROM role_operator WHERE person = $1`, person)
	return n > 0, err
}
