package attendance

import (
	"time"

	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scanRegistration(r db.Row) (g Registration, err error) {
	err = r.Scan(&g.ID, &g.Meeting, &g.Process, &g.Participant, &g.State, &g.Mode, &g.Name, &g.Address, &g.Group, &g.Organization,
		&g.Affiliation, &g.SpeaksFor, &g.Lang, &g.NamedInPublic, &g.Turn, &g.Edition, &g.Sequence, db.ScanTime(&g.Reminded),
		db.ScanTime(&g.Asked), db.ScanTime(&g.Changed))
	return g, err
}

const registrationColumns = `id, meeting, process, participant, state, mode, name, address, stakeholder_group, organization,
	affiliation, speaks_for, lang, named, turn, edition, sequence, reminded, asked, changed`

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

func registrationByID(tx *db.Tx, id ref.ID) (Registration, error) {
	return db.One(tx, "attendance.registration.unknown", scanRegistration,
		`SELECT `+registrationColumns+` FROM attendance_registration WHERE id = $1`, id)
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

func waitingFor(tx *db.Tx, meeting ref.ID) ([]Registration, error) {
	return db.List(tx, scanRegistration,
		`SELECT `+registrationColumns+` FROM attendance_registration WHERE meeting = $1 AND state = 'waiting' ORDER BY turn, id`, meeting)
}

// registrationsOf returns the registrations of a participant.
func registrationsOf(tx *db.Tx, participant ref.ID) ([]Registration, error) {
	return db.List(tx, scanRegistration,
		`SELECT `+registrationColumns+` FROM attendance_registration WHERE participant = $1 ORDER BY asked, id`, participant)
}

// placesTaken counts the registered by mode.
func placesTaken(tx *db.Tx, meeting ref.ID) (Taken, error) {
	var room, remote int
	err := tx.Row(`SELECT count(*) FILTER (WHERE mode = 'room'), count(*) FILTER (WHERE mode = 'remote')
		FROM attendance_registration WHERE meeting = $1 AND state = 'registered'`, meeting).Scan(&room, &remote)
	return Taken{Room: room, Remote: remote}, err
}

func saveRegistration(tx *db.Tx, r Registration) error {
	_, err := tx.Exec(`
		INSERT INTO attendance_registration (id, meeting, process, participant, state, mode, name, address, stakeholder_group,
			organization, affiliation, speaks_for, lang, named, turn, edition, sequence, reminded, asked, changed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, mode = excluded.mode, name = excluded.name, address = excluded.address,
			stakeholder_group = excluded.stakeholder_group, organization = excluded.organization, affiliation = excluded.affiliation,
			speaks_for = excluded.speaks_for, lang = excluded.lang, named = excluded.named, turn = excluded.turn,
			edition = excluded.edition, sequence = excluded.sequence, reminded = excluded.reminded, changed = excluded.changed`,
		r.ID, r.Meeting, r.Process, r.Participant, r.State, r.Mode, r.Name, r.Address, r.Group, r.Organization, r.Affiliation,
		r.SpeaksFor, r.Lang, r.NamedInPublic, r.Turn, r.Edition, r.Sequence, db.Time(r.Reminded), db.Time(r.Asked), db.Time(r.Changed))
	return err
}

func insertKey(tx *db.Tx, hash string, registration ref.ID, made time.Time) error {
	_, err := tx.Exec(`INSERT INTO attendance_key (hash, registration, made) VALUES ($1, $2, $3)`, hash, registration, db.Time(made))
	return err
}

func dropKeys(tx *db.Tx, registration ref.ID) error {
	_, err := tx.Exec(`DELETE FROM attendance_key WHERE registration = $1`, registration)
	return err
}

// registeredMeetings returns the meetings for which somebody registered.
func registeredMeetings(tx *db.Tx) ([]ref.ID, error) {
	return db.List(tx, db.Value[ref.ID],
		`SELECT DISTINCT meeting FROM attendance_registration WHERE state = 'registered' AND reminded = '' ORDER BY meeting`)
}

// addressRegistered reports whether somebody with an address means to come.
func addressRegistered(tx *db.Tx, meeting ref.ID, address string) (bool, error) {
	n, err := db.One(tx, "attendance.registration.unknown", db.Value[int],
		`SELECT count(*) FROM attendance_registration WHERE meeting = $1 AND address = $2 AND state <> 'cancelled'`, meeting, address)
	return n > 0, err
}
