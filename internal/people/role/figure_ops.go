package role

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// A Membership is a participant of a process as figures see them.
type Membership struct {
	Participant ref.ID
	Person      ref.ID // empty without an account
	Member      bool   // holds the role of a member
}

// MembershipsOf returns every participant of a process, those without an account
// included: for figures.
func (s *Service) MembershipsOf(tx *db.Tx, process ref.ID) ([]Membership, error) {
	return membershipsOf(tx, process)
}
