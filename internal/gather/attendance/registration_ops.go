package attendance

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// RegistrationsTx returns the registrations for a meeting in the order in which
// they were asked for, those that were cancelled included.
func (s *Service) RegistrationsTx(tx *db.Tx, meeting ref.ID) ([]Registration, error) {
	return registrationsFor(tx, meeting)
}
