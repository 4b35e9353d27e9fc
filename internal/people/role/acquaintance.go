package role

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// An Acquaintance is what a room above knows of people before they have an
// account: the secretariat's list of contacts. It knows them by their mail
// address, which is proved by the time anybody acts under it. Every part may be
// left out.
type Acquaintance struct {
	// Registered returns the participant without account under whom whoever reads
	// an address was registered in a process, empty if there is none.
	Registered func(tx *db.Tx, process ref.ID, address string) (ref.ID, error)
	// Came is told that whoever reads an address takes part in a process.
	Came func(tx *db.Tx, p Participant, address string) error
	// Said returns what is known of for whom they speak, for them to confirm.
	Said func(tx *db.Tx, process ref.ID, address string) (Declaration, error)
}

// Acquaint enters what a room above knows of people. It is called once, when that
// room is built.
func (s *Service) Acquaint(a Acquaintance) { s.known = a }
