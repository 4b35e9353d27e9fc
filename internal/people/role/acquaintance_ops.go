package role

import (
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/people/person"
	"penc/internal/platform/db"
)

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
