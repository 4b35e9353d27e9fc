package role

import (
	"context"
	"slices"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/people/person"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
)

// JoinTx makes who asks a participant of a process with the role of a member or
// an observer, in the transaction of the process room, which has decided that the
// process can be joined. Joining twice changes nothing. Faults: Forbidden for
// somebody else or another role, NotFound. Fact: Given.
func (s *Service) JoinTx(tx *db.Tx, who access.Actor, process, person ref.ID, name string) (Participant, error) {
	if name != access.Member && name != access.Observer || person != who.Person {
		return Participant{}, fault.New(fault.Forbidden, "", "role.join.own-only")
	}
	if err := tx.Lock("role/" + string(process)); err != nil {
		return Participant{}, err
	}
	p, _, err := s.put(tx, who, process, person, name)
	return p, err
}

// DeclareTx keeps for whom who asks speaks in a process, in the transaction of the
// process room, which has checked that the stakeholder group is one of its own.
// What was declared before is kept with its date. Saying the same again changes
// nothing. Faults: NotFound if they do not take part, Invalid by field. Fact:
// Declaring.
func (s *Service) DeclareTx(tx *db.Tx, who access.Actor, process ref.ID, in Declaration) (Participant, error) {
	if err := tx.Lock("role/" + string(process)); err != nil {
		return Participant{}, err
	}
	p, err := participantOf(tx, process, who.Person)
	if err != nil {
		return p, err
	}
	p, changed, err := p.Declare(who, in, tx.Now)
	if err != nil || !changed {
		return p, err
	}
	if err := saveDeclaration(tx, p); err != nil {
		return p, err
	}
	return p, record.Append(tx, who, Declaring, p.Ref(), process, p.Declaration, record.By(p.ID))
}

// participate returns the participant that a person is in a process, made if they
// were none.
func (s *Service) participate(tx *db.Tx, process, person ref.ID) (Participant, error) {
	if _, ok := s.dir.Card(tx, Process(process)); !ok {
		return Participant{}, fault.New(fault.NotFound, "", "role.process.unknown")
	}
	who, err := s.here(tx, person)
	if err != nil {
		return Participant{}, err
	}
	p, err := participantOf(tx, process, person)
	if fault.KindOf(err) != fault.NotFound {
		return p, err
	}
	return s.arrive(tx, process, who)
}

// here returns a person, or NotFound if they have left.
func (s *Service) here(tx *db.Tx, id ref.ID) (person.Person, error) {
	p, err := s.people.ByIDTx(tx, id)
	if err == nil && p.Left() {
		return p, fault.New(fault.NotFound, "", "role.person.left")
	}
	return p, err
}

// present returns NotFound unless the person is here.
func (s *Service) present(tx *db.Tx, id ref.ID) error {
	_, err := s.here(tx, id)
	return err
}

// ParticipantOf returns the participant that a person is in a process; NotFound if
// they are none.
func (s *Service) ParticipantOf(tx *db.Tx, process, person ref.ID) (Participant, error) {
	return participantOf(tx, process, person)
}

// PersonOf returns the person behind a participant, empty if they have been
// erased; NotFound for an unknown participant. It is for telling that person
// something: nobody else learns it.
func (s *Service) PersonOf(tx *db.Tx, participant ref.ID) (ref.ID, error) {
	p, err := participantByID(tx, participant)
	return p.Person, err
}

// Holders returns the persons who hold a role on a process, for telling them.
func (s *Service) Holders(tx *db.Tx, process ref.ID, name string) ([]ref.ID, error) {
	return holders(tx, process, name)
}

// DeclarationsOf returns what each participant of a process declares, those
// without an account and those who have left included (of whom the group is
// left): for figures.
func (s *Service) DeclarationsOf(tx *db.Tx, process ref.ID) (map[ref.ID]Declaration, error) {
	return declarationsOf(tx, process)
}

// AccountsTx returns the participants of a process who have an account.
func (s *Service) AccountsTx(tx *db.Tx, process ref.ID) (map[ref.ID]bool, error) {
	return accountsIn(tx, process)
}

// GroupsOf returns the declared stakeholder group of each participant of a process
// who declared one, people who have left included: for figures.
func (s *Service) GroupsOf(tx *db.Tx, process ref.ID) (map[ref.ID]ref.ID, error) {
	return groupsOf(tx, process)
}

// History returns what a participant declared over time, oldest first. The
// participant and the conveners of the process may know it. Faults: Forbidden,
// NotFound.
func (s *Service) History(tx *db.Tx, who access.Actor, participant ref.ID) ([]Declared, error) {
	p, err := participantByID(tx, participant)
	if err != nil {
		return nil, err
	}
	if p.Person != who.Person && !who.Holds(access.Convener, Process(p.Process)) {
		return nil, fault.New(fault.Forbidden, "", "role.declare.own-only")
	}
	return historyOf(tx, participant)
}

// A Part is one process in which a person takes part.
type Part struct {
	Participant
	Card feature.Card
}

// Parts returns the processes in which who asks takes part, the newest first.
// Faults: Forbidden for a stranger.
func (s *Service) Parts(ctx context.Context, who access.Actor) (out []Part, err error) {
	if who.Person == "" {
		return nil, fault.New(fault.Forbidden, "", "role.declare.own-only")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := participationsOf(tx, who.Person)
		for _, p := range slices.Backward(all) {
			if card, ok := s.dir.Card(tx, Process(p.Process)); ok {
				out = append(out, Part{p, card})
			}
		}
		return err
	})
	return out, fault.Wrap("list parts", err)
}
