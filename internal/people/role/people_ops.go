package role

import (
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

// PeopleOf returns who carries a process and how many members it has. Others are
// not loaded: see [Service.PeoplePage].
func (s *Service) PeopleOf(tx *db.Tx, process ref.ID) (People, error) {
	out := People{Process: process}
	carrying, err := participantsOf(tx, process, span{carrying: true, limit: maxCarrying})
	if err != nil {
		return out, err
	}
	if out.Carrying, err = s.named(tx, carrying); err != nil {
		return out, err
	}
	sortPeople(out.Carrying)
	out.Members, err = countMembers(tx, process)
	return out, err
}

// maxCarrying bounds how many people carry a process on its page.
const maxCarrying = 500

// PeoplePage returns everybody who holds a role on a process, members and
// observers a page at a time. Only conveners may: it names people who are not
// named in public. Faults: Forbidden.
func (s *Service) PeoplePage(tx *db.Tx, who access.Actor, process ref.ID, limit, offset int) (People, error) {
	if !who.Holds(access.Convener, Process(process)) {
		return People{}, fault.New(fault.Forbidden, "", "role.people.conveners-only")
	}
	out, err := s.PeopleOf(tx, process)
	if err != nil {
		return out, err
	}
	others, err := participantsOf(tx, process, span{limit: limit + 1, offset: offset})
	if err != nil {
		return out, err
	}
	if len(others) > limit {
		others, out.More = others[:limit], true
	}
	out.Others, err = s.named(tx, others)
	return out, err
}

// named adds the names of the persons.
func (s *Service) named(tx *db.Tx, all []Participant) ([]Somebody, error) {
	ids := make([]ref.ID, len(all))
	for i, p := range all {
		ids[i] = p.Person
	}
	people, err := s.people.ByIDsTx(tx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]Somebody, len(all))
	for i, p := range all {
		who := people[p.Person]
		out[i] = Somebody{Participant: p, Name: who.Name, PublicName: who.PublicName(), Address: who.Email}
	}
	return out, nil
}

// Scene is what a page of a process's people needs to know about the process.
type Scene struct {
	feature.Card
	Conveners int
}

// See returns the process if who asks may see its people: anybody for a public
// process, whoever holds a role on it for a draft, and the operator while it has
// no convener. NotFound otherwise.
func (s *Service) See(tx *db.Tx, who access.Actor, process ref.ID) (Scene, error) {
	card, ok := s.dir.Card(tx, Process(process))
	unknown := fault.New(fault.NotFound, "", "role.process.unknown")
	if !ok {
		return Scene{}, unknown
	}
	conveners, err := countHeld(tx, process, access.Convener)
	if err != nil {
		return Scene{}, err
	}
	firstConvener := conveners == 0 && who.Holds(access.Operator, access.Site)
	if !card.Public && !firstConvener && !who.HoldsAny(access.OnProcess, Process(process)) {
		return Scene{}, unknown
	}
	return Scene{card, conveners}, nil
}
