package attendance

import (
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scanRegistration(r db.Row) (g Registration, err error) {
	err = r.Scan(&g.ID, &g.Meeting, &g.Process, &g.Participant, &g.State, &g.Mode, &g.Name, &g.Address, &g.Group, &g.Organization,
		&g.Affiliation, &g.SpeaksFor, &g.Lang, &g.NamedInPublic, &g.Turn, db.ScanTime(&g.Asked), db.ScanTime(&g.Changed))
	return g, err
}

const registrationColumns = `id, meeting, process, participant, state, mode, name, address, stakeholder_group, organization,
	affiliation, speaks_for, lang, named, turn, asked, changed`

// maybeRegistration returns the registration of a participant for a meeting, and
// whether there is one.
func maybeRegistration(tx *db.Tx, meeting, participant ref.ID) (Registration, bool, error) {
	r, err := db.One(tx, "attendance.registration.unknown", scanRegistration,
		`SELECT `+registrationColumns+` FROM attendance_registration WHERE meeting = $1 AND participant = $2`, meeting, participant)
	if fault.KindOf(err) == fault.NotFound {
		return Registration{}, false, nil
	}
	return r, err == nil, err
}

func registrationByKey(tx *db.Tx, hash string) (Registration, error) {
	return db.One(tx, "attendance.key.unknown", scanRegistration,
		`SELECT `+registrationColumns+` FROM attendance_registration WHERE id IN
			(SELECT registration FROM attendance_key WHERE hash = $1)`, hash)
}

func registrationsFor(tx *db.Tx, meeting ref.ID) ([]Registration, error) {
	return db.List(tx, scanRegistration,
		`SELECT `+registrationColumns+` FROM attendance_registration WHERE meeting = $1 ORDER BY turn, id`, meeting)
}
