package conversation

import (
	"slices"
	"sync"

	"penc/internal/gather/process"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// The acts of a stage that concern conversations.
const (
	voteAct    = process.Vote
	proposeAct = process.Propose
)

// gates remembers which acts the stages of a process open, because a vote may
// not cost the reading of a whole process. An answer is good while the record
// has not moved and the minute is the same.
type gates struct {
	mu    sync.Mutex
	moved int64
	at    int64 // minute
	open  map[gate]bool
}

type gate struct {
	process ref.ID
	act     process.Act
}

// stageOpen returns a Closed fault where the process has stages for an act and
// none of them is open now. A process whose stages do not speak of the act leaves
// it to the conversation.
func (s *Service) stageOpen(tx *db.Tx, c Conversation, act process.Act) error {
	open, err := s.gates.ask(tx, s, gate{c.Process, act})
	if err != nil || open {
		return err
	}
	return fault.New(fault.Closed, "", "conversation.stage.closed")
}

func (g *gates) ask(tx *db.Tx, s *Service, about gate) (bool, error) {
	moved, minute := record.Moved(s.db), tx.Now.Unix()/60
	g.mu.Lock()
	if g.moved != moved || g.at != minute || g.open == nil {
		g.moved, g.at, g.open = moved, minute, map[gate]bool{}
	}
	open, known := g.open[about]
	g.mu.Unlock()
	if known {
		return open, nil
	}
	w, err := s.processes.WholeTx(tx, about.process)
	if err != nil {
		return false, err
	}
	spoken := false
	for _, st := range w.Stages {
		spoken = spoken || slices.Contains(st.Acts, about.act)
	}
	open = !spoken || w.Open(tx.Now, about.act)
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.moved == moved && g.at == minute {
		g.open[about] = open
	}
	return open, nil
}

// declared returns the stakeholder group that a person declared in a process,
// empty if none.
func (s *Service) declared(tx *db.Tx, process, person ref.ID) (ref.ID, error) {
	p, _, err := maybe(s.roles.ParticipantOf(tx, process, person))
	return p.Group, err
}

// followDeclaration moves a person's votes to the stakeholder group they declare
// now.
func (s *Service) followDeclaration(tx *db.Tx, f record.Fact) error {
	person, known, err := maybe(s.roles.PersonOf(tx, f.Actor))
	if err != nil || !known || person == "" {
		return err
	}
	group, err := s.declared(tx, f.Process, person)
	if err != nil {
		return err
	}
	return setGroup(tx, f.Process, person, group)
}
