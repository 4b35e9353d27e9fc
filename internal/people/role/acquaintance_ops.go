package role

import (
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/people/person"
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

// arrive makes a participant of a person who was none: the one under whom they
// were registered before they had an account, or a new one.
func (s *Service) arrive(tx *db.Tx, process ref.ID, who person.Person) (Participant, error) {
	p, err := s.registered(tx, process, who)
	if err != nil {
		return p, err
	}
	if p.ID == "" {
		p = Participant{Process: process, Person: who.ID, Since: tx.Now}
		if p.ID, err = tx.NewID(); err != nil {
			return p, err
		}
		if err := insertParticipant(tx, p); err != nil {
			return p, err
		}
	}
	if s.known.Came == nil {
		return p, nil
	}
	return p, s.known.Came(tx, p, who.Email)
}

// registered ties a person to the participant under whom they were registered; the
// zero Participant if there is none, or if somebody else is it.
func (s *Service) registered(tx *db.Tx, process ref.ID, who person.Person) (Participant, error) {
	if s.known.Registered == nil {
		return Participant{}, nil
	}
	id, err := s.known.Registered(tx, process, who.Email)
	if err != nil || id == "" {
		return Participant{}, err
	}
	switch err := s.TieTx(tx, id, who.ID); fault.KindOf(err) {
	case fault.NotFound, fault.Conflict, fault.Closed:
		return Participant{}, nil // what was decided on rows is no failed statement
	default:
		if err != nil {
			return Participant{}, err
		}
	}
	return participantByID(tx, id)
}

// SuggestedTx returns what the secretariat wrote down about for whom a person
// speaks in a process, for them to confirm or to correct; the zero Declaration if
// it knows nothing.
func (s *Service) SuggestedTx(tx *db.Tx, process, id ref.ID) (Declaration, error) {
	if s.known.Said == nil {
		return Declaration{}, nil
	}
	who, err := s.people.ByIDTx(tx, id)
	if err != nil || who.Left() {
		return Declaration{}, err
	}
	d, err := s.known.Said(tx, process, who.Email)
	return d.Tidy(), err
}
