package role

import (
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// RegisterTx makes a participant of somebody who has no account: from a list, at
// the door, on paper. The higher room in whose transaction it happens has decided
// who may, keeps their name if it needs one, and sees that the same act registers
// nobody twice. Faults: NotFound for an unknown process, Invalid by field. Fact:
// Registered.
func (s *Service) RegisterTx(tx *db.Tx, who access.Actor, process ref.ID, in Declaration) (Participant, error) {
	if _, ok := s.dir.Card(tx, Process(process)); !ok {
		return Participant{}, fault.New(fault.NotFound, "", "role.process.unknown")
	}
	p := Participant{Process: process, Since: tx.Now}
	p, said, err := p.DeclareFor(in, tx.Now)
	if err != nil {
		return p, err
	}
	if p.ID, err = tx.NewID(); err != nil {
		return p, err
	}
	if err := insertParticipant(tx, p); err != nil {
		return p, err
	}
	if said {
		if err := saveDeclaration(tx, p); err != nil {
			return p, err
		}
	}
	var details []record.Detail
	if who.In(process) == "" {
		details = append(details, record.By(p.ID)) // they register themselves
	}
	return p, record.Append(tx, who, Registered, p.Ref(), process, p.Declaration, details...)
}

// DeclareForTx writes down for whom a participant without account speaks, in the
// transaction of the room that registered them, which has decided who may. What
// was declared before is kept with its date. Faults: NotFound, Forbidden for
// somebody with an account, who declares for themselves, Invalid by field. Fact:
// Declaring.
func (s *Service) DeclareForTx(tx *db.Tx, who access.Actor, participant ref.ID, in Declaration) (Participant, error) {
	p, err := lockParticipant(tx, participant)
	if err != nil {
		return p, err
	}
	p, changed, err := p.DeclareFor(in, tx.Now)
	if err != nil || !changed {
		return p, err
	}
	if err := saveDeclaration(tx, p); err != nil {
		return p, err
	}
	return p, record.Append(tx, who, Declaring, p.Ref(), p.Process, p.Declaration)
}

// TieTx says that a participant without account is the person with this account.
// Their roles, words and presence are one from then on. Tying what is tied changes
// nothing. Faults: NotFound, Conflict if the participant is somebody else or the
// person takes part already, Closed if the participant was erased. Fact: Tied.
func (s *Service) TieTx(tx *db.Tx, participant, person ref.ID) error {
	p, err := lockParticipant(tx, participant)
	if err != nil {
		return err
	}
	if err := s.present(tx, person); err != nil {
		return err
	}
	other, err := participantOf(tx, p.Process, person)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	tied, err := p.Tie(person, other)
	if err != nil || tied.Person == p.Person {
		return err
	}
	if err := tieParticipant(tx, tied); err != nil {
		return err
	}
	return record.Append(tx, access.Machine(), Tied, p.Ref(), p.Process, nil, record.By(p.ID))
}

// ForgetTx erases what a participant without account declared, the stakeholder
// group excepted, and the salts of what they said. The participant stays, so that
// figures stay right. Faults: NotFound, Forbidden for somebody with an account,
// who erases themselves.
func (s *Service) ForgetTx(tx *db.Tx, participant ref.ID) error {
	p, err := lockParticipant(tx, participant)
	if err != nil {
		return err
	}
	if p.Person != "" {
		return fault.New(fault.Forbidden, "", "role.declare.own-only")
	}
	return s.eraseFrom(tx, p)
}

// ParticipantTx returns a participant; NotFound if there is none with that
// identifier.
func (s *Service) ParticipantTx(tx *db.Tx, id ref.ID) (Participant, error) {
	return participantByID(tx, id)
}

// lockParticipant returns a participant as they stay until the commit.
func lockParticipant(tx *db.Tx, id ref.ID) (Participant, error) {
	p, err := participantByID(tx, id)
	if err != nil {
		return p, err
	}
	if err := tx.Lock("role/" + string(p.Process)); err != nil {
		return p, err
	}
	return participantByID(tx, id)
}
