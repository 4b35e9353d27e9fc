package minutes

import (
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// minutesOf returns the minutes of a meeting with their sections; state None if
// there are none yet.
func minutesOf(tx *db.Tx, process, meeting ref.ID) (Minutes, error) {
	m, err := db.One(tx, "minutes.unknown", func(r db.Row) (m Minutes, err error) {
		err = r.Scan(&m.Meeting, &m.Process, &m.State, &m.Version, db.JSON(&m))
		return m, err
	}, `SELECT meeting_id, process_id, state, version, body FROM minutes WHERE meeting_id = $1`, meeting)
	if fault.KindOf(err) == fault.NotFound {
		return Minutes{Meeting: meeting, Process: process}, nil
	}
	if err != nil {
		return m, err
	}
	m.Sections, err = sectionsOf(tx, meeting)
	return m, err
}

func saveMinutes(tx *db.Tx, m Minutes) error {
	body := m
	body.Sections = nil
	_, err := tx.Exec(`
		INSERT INTO minutes (meeting_id, process_id, state, version, body) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (meeting_id) DO UPDATE SET state = excluded.state, version = excluded.version, body = excluded.body`,
		m.Meeting, m.Process, m.State, m.Version, db.JSON(body))
	return err
}

func scanSection(r db.Row) (s Section, err error) {
	err = r.Scan(&s.ID, &s.Place, &s.Version, db.ScanTime(&s.Changed), &s.By, db.JSON(&s))
	return s, err
}

func sectionsOf(tx *db.Tx, meeting ref.ID) ([]Section, error) {
	return db.List(tx, scanSection, `
		SELECT id, place, version, changed, participant, body FROM minutes_section
		WHERE meeting_id = $1 ORDER BY place, id`, meeting)
}

// saveSection stores a section, and its version beside those before it.
func saveSection(tx *db.Tx, meeting ref.ID, s Section) error {
	_, err := tx.Exec(`
		INSERT INTO minutes_section (meeting_id, id, place, version, changed, participant, body) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (meeting_id, id) DO UPDATE SET place = excluded.place, version = excluded.version, changed = excluded.changed,
			participant = excluded.participant, body = excluded.body`,
		meeting, s.ID, s.Place, s.Version, db.Time(s.Changed), s.By, db.JSON(s))
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		INSERT INTO minutes_wording (meeting_id, section_id, version, at, participant, body) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (meeting_id, section_id, version) DO UPDATE SET at = excluded.at, participant = excluded.participant, body = excluded.body`,
		meeting, s.ID, s.Version, db.Time(s.Changed), s.By, db.JSON(s))
	return err
}

// wordingsOf returns the versions of a section, the newest first.
func wordingsOf(tx *db.Tx, meeting, section ref.ID) ([]Section, error) {
	return db.List(tx, scanSection, `
		SELECT section_id, 0, version, at, participant, body FROM minutes_wording
		WHERE meeting_id = $1 AND section_id = $2 ORDER BY version DESC`, meeting, section)
}

func practiceOf(tx *db.Tx, process ref.ID) (Practice, error) {
	p, err := db.One(tx, "minutes.unknown", func(r db.Row) (p Practice, err error) {
		err = r.Scan(&p.Process, &p.Silence, &p.Version)
		return p, err
	}, `SELECT process_id, silence, version FROM minutes_practice WHERE process_id = $1`, process)
	if fault.KindOf(err) == fault.NotFound {
		return Practice{Process: process}, nil
	}
	return p, err
}

func savePractice(tx *db.Tx, p Practice) error {
	_, err := tx.Exec(`
		INSERT INTO minutes_practice (process_id, silence, version) VALUES ($1, $2, $3)
		ON CONFLICT (process_id) DO UPDATE SET silence = excluded.silence, version = excluded.version`,
		p.Process, p.Silence, p.Version)
	return err
}
