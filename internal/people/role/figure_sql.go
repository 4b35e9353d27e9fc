package role

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func membershipsOf(tx *db.Tx, process ref.ID) ([]Membership, error) {
	return db.List(tx, func(r db.Row) (m Membership, err error) {
		err = r.Scan(&m.Participant, &m.Person, &m.Member)
		return m, err
	}, `SELECT p.id, coalesce(p.person, ''),
			EXISTS (SELECT 1 FROM role_held h WHERE h.participant = p.id AND h.role = 'member')
		FROM role_participant p WHERE p.process = $1 ORDER BY p.id`, process)
}
