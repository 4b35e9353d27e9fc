package attendance

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// forgetParticipant takes everything out that names a participant.
func forgetParticipant(tx *db.Tx, id ref.ID) error {
	if _, err := tx.Exec(`UPDATE attendance_presence SET name = '', organization = '', affiliation = '', speaks_for = '', named = false
		WHERE participant = $1`, id); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM attendance_pass WHERE participant = $1`, id); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM attendance_key WHERE registration IN
		(SELECT id FROM attendance_registration WHERE participant = $1)`, id); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE attendance_registration SET name = '', address = '', organization = '', affiliation = '', speaks_for = '',
		named = false WHERE participant = $1`, id)
	return err
}
