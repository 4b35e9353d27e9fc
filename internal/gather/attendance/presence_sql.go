package attendance

import (
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

func scanPresence(r db.Row) (p Presence, err error) {
	err = r.Scan(&p.Meeting, &p.Participant, &p.Process, &p.Name, &p.Mode, &p.Group, &p.Organization, &p.Affiliation,
		&p.SpeaksFor, &p.Via, &p.Lang, &p.NamedInPublic, db.ScanTime(&p.In), db.ScanTime(&p.Out))
	return p, err
}

const presenceColumns = `meeting, participant, process, name, mode, stakeholder_group, organization, affiliation,
	speaks_for, via, lang, named, came, gone`

func presenceOf(tx *db.Tx, meeting, participant ref.ID) (Presence, error) {
	return db.One(tx, "attendance.presence.unknown", scanPresence,
		`SELECT `+presenceColumns+` FROM attendance_presence WHERE meeting = $1 AND participant = $2`, meeting, participant)
}

// maybePresence is presenceOf, and says whether there is one.
func maybePresence(tx *db.Tx, meeting, participant ref.ID) (Presence, bool, error) {
	if participant == "" {
		return Presence{}, false, nil
	}
	p, err := presenceOf(tx, meeting, participant)
	if fault.KindOf(err) == fault.NotFound {
		return Presence{}, false, nil
	}
	return p, err == nil, err
}

func presencesIn(tx *db.Tx, meeting ref.ID) ([]Presence, error) {
	return db.List(tx, scanPresence,
		`SELECT `+presenceColumns+` FROM attendance_presence WHERE meeting = $1 ORDER BY came, participant`, meeting)
}

// presencesOf returns where a participant was, for their export.
func presencesOf(tx *db.Tx, participant ref.ID) ([]Presence, error) {
	return db.List(tx, scanPresence,
		`SELECT `+presenceColumns+` FROM attendance_presence WHERE participant = $1 ORDER BY came`, participant)
}

func countPresent(tx *db.Tx, meeting ref.ID) (n Headcount, err error) {
	err = tx.Row(`SELECT count(*) FILTER (WHERE gone = '' AND mode = 'room'), count(*) FILTER (WHERE gone = '' AND mode = 'remote'),
		count(*) FILTER (WHERE gone <> '') FROM attendance_presence WHERE meeting = $1`, meeting).Scan(&n.Room, &n.Remote, &n.Left)
	return n, err
}

// groupsPresent returns how many people are in a meeting for each stakeholder group.
func groupsPresent(tx *db.Tx, meeting ref.ID) (map[ref.ID]int, error) {
	type row struct {
		group ref.ID
		n     int
	}
	all, err := db.List(tx, func(r db.Row) (x row, err error) {
		err = r.Scan(&x.group, &x.n)
		return x, err
	}, `SELECT stakeholder_group, count(*) FROM attendance_presence WHERE meeting = $1 AND gone = '' GROUP BY stakeholder_group`, meeting)
	out := map[ref.ID]int{}
	for _, x := range all {
		out[x.group] = x.n
	}
	return out, err
}

func savePresence(tx *db.Tx, p Presence) error {
	_, err := tx.Exec(`
		INSERT INTO attendance_presence (meeting, participant, process, name, mode, stakeholder_group, organization, affiliation,
			speaks_for, via, lang, named, came, gone)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT (meeting, participant) DO UPDATE SET name = excluded.name, mode = excluded.mode,
			stakeholder_group = excluded.stakeholder_group, organization = excluded.organization, affiliation = excluded.affiliation,
			speaks_for = excluded.speaks_for, via = excluded.via, lang = excluded.lang, named = excluded.named,
			came = excluded.came, gone = excluded.gone`,
		p.Meeting, p.Participant, p.Process, p.Name, p.Mode, p.Group, p.Organization, p.Affiliation, p.SpeaksFor, p.Via, p.Lang,
		p.NamedInPublic, db.Time(p.In), db.Time(p.Out))
	return err
}

func dropPresence(tx *db.Tx, meeting, participant ref.ID) error {
	if _, err := tx.Exec(`DELETE FROM attendance_presence WHERE meeting = $1 AND participant = $2`, meeting, participant); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM attendance_pass WHERE meeting = $1 AND participant = $2`, meeting, participant)
	return err
}

// A movement is somebody coming or going.
type movement struct {
	Ord         int64  `json:"ord"`
	Participant ref.ID `json:"participant"`
	What        string `json:"what"` // the mode in which they came, "out", or "undone"
	Happened    string `json:"happened"`
}

func addMovement(tx *db.Tx, meeting ref.ID, m movement, act string) error {
	_, err := tx.Exec(`INSERT INTO attendance_movement (meeting, ord, participant, act, what, happened)
		VALUES ($1, $2, $3, $4, $5, $6)`, meeting, m.Ord, m.Participant, act, m.What, m.Happened)
	return err
}

// movedBy returns the participant whom an act moved; empty if it is new.
func movedBy(tx *db.Tx, meeting ref.ID, act string) (ref.ID, error) {
	if act == "" {
		return "", nil
	}
	id, err := db.One(tx, "attendance.presence.unknown", db.Value[ref.ID],
		`SELECT participant FROM attendance_movement WHERE meeting = $1 AND act = $2`, meeting, act)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	return id, err
}

// movementsAfter returns the movements between two places, in order.
func movementsAfter(tx *db.Tx, meeting ref.ID, after, upTo int64, limit int) ([]movement, error) {
	return db.List(tx, func(r db.Row) (m movement, err error) {
		err = r.Scan(&m.Ord, &m.Participant, &m.What, &m.Happened)
		return m, err
	}, `SELECT ord, participant, what, happened FROM attendance_movement
		WHERE meeting = $1 AND ord > $2 AND ord <= $3 ORDER BY ord, participant LIMIT $4`, meeting, after, upTo, limit)
}

// uncounted returns the meetings with movements that no digest covers.
func uncounted(tx *db.Tx) ([]ref.ID, error) {
	return db.List(tx, db.Value[ref.ID], `
		SELECT DISTINCT m.meeting FROM attendance_movement m LEFT JOIN attendance_digest d ON d.meeting = m.meeting
		WHERE m.ord > coalesce(d.counted, 0) ORDER BY m.meeting`)
}

// countedUpTo locks and returns the place up to which digests cover the movements.
func countedUpTo(tx *db.Tx, meeting ref.ID) (ord int64, err error) {
	err = tx.Row(`INSERT INTO attendance_digest (meeting, counted) VALUES ($1, 0)
		ON CONFLICT (meeting) DO UPDATE SET counted = attendance_digest.counted RETURNING counted`, meeting).Scan(&ord)
	return ord, err
}

func saveCounted(tx *db.Tx, meeting ref.ID, ord int64) error {
	_, err := tx.Exec(`UPDATE attendance_digest SET counted = $2 WHERE meeting = $1`, meeting, ord)
	return err
}
