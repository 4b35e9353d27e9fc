package conversation

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"sync"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/opinion"
	"penc/opinion/routing"
)

// A Turn is what a voice is asked next.
type Turn struct {
	Conversation Conversation
	Statement    Statement
	Left         bool           // there is a statement to vote on
	Reason       routing.Reason // why it is that one
	Voted        int            // statements the voice has voted on
	Of           int            // statements that are open
}

// shelf is what routing needs of a conversation, kept while its revision stays
// the same. Everybody who asks reads it, and nobody changes it.
type shelf struct {
	conversation Conversation
	open         []Statement    // those let in
	plan         *routing.Plan  // of these
	groups       map[ref.ID]int // stakeholder groups, as the plan numbers them
}

type shelves struct {
	mu sync.Mutex
	by map[ref.ID]*shelf
}

func (k *shelves) get(tx *db.Tx, id ref.ID) (*shelf, error) {
	revision, err := revisionOf(tx, id)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	kept := k.by[id]
	k.mu.Unlock()
	if kept != nil && kept.conversation.Revision == revision {
		return kept, nil
	}
	fresh, err := newShelf(tx, id)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.by == nil {
		k.by = map[ref.ID]*shelf{}
	}
	k.by[id] = fresh
	return fresh, nil
}

func newShelf(tx *db.Tx, id ref.ID) (*shelf, error) {
	c, err := conversationByID(tx, id)
	if err != nil {
		return nil, err
	}
	all, err := statementsOf(tx, id)
	if err != nil {
		return nil, err
	}
	drawing, _, _, err := drawingOf(tx, id)
	if err != nil {
		return nil, err
	}
	tallies, err := talliesOf(tx, id)
	if err != nil {
		return nil, err
	}
	s := &shelf{conversation: c}
	for _, st := range all {
		if st.Standing == Accepted {
			s.open = append(s.open, st)
		}
	}
	s.follow(drawing, tallies)
	return s, nil
}

// follow makes the plan for the statements that are open now out of that of the last
// map, which may know more of them and fewer. Before the first map, and beside one
// that was drawn without a plan, votes on each statement are all there is to go by.
func (s *shelf) follow(d Drawing, tallies map[ref.ID]Tally) {
	kinds, counts := make([]opinion.Kind, len(s.open)), make([]opinion.Counts, len(s.open))
	for k, st := range s.open {
		if counts[k] = tallies[st.ID]; st.Meta {
			kinds[k] = opinion.Meta
		}
	}
	p := d.Stand.Plan
	if p == nil || len(p.Columns) != len(d.Stand.Statements) || p.Declared != len(d.Stand.Groups) {
		s.plan = routing.Start(kinds, counts, 0)
		return
	}
	known := make(map[ref.ID]int, len(d.Stand.Statements))
	for j, id := range d.Stand.Statements {
		known[id] = j
	}
	columns := make([]int, len(s.open))
	for k, st := range s.open {
		columns[k] = -1
		if j, ok := known[st.ID]; ok {
			columns[k] = j
		}
	}
	s.plan = p.Select(columns, kinds, counts)
	s.groups = make(map[ref.ID]int, len(d.Stand.Groups))
	for g, id := range d.Stand.Groups {
		s.groups[id] = g
	}
}

// label returns the number of a stakeholder group in the plan.
func (s *shelf) label(group ref.ID) int {
	if g, ok := s.groups[group]; ok {
		return g
	}
	return opinion.Undeclared
}

// Next returns the statement a voice is asked about next, and why: by chance, as the
// plan of the last map weighs it (package routing). Each that the voice has not voted
// on may come. Whoever may see the conversation may ask. Faults: NotFound.
func (s *Service) Next(ctx context.Context, v Voice, conversation ref.ID) (t Turn, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		t, err = s.nextTx(tx, v, conversation)
		return err
	})
	return t, err
}

func (s *Service) nextTx(tx *db.Tx, v Voice, conversation ref.ID) (Turn, error) {
	sh, err := s.shelves.get(tx, conversation)
	if err != nil {
		return Turn{}, err
	}
	if err := s.visible(tx, v.Who, sh.conversation); err != nil {
		return Turn{}, err
	}
	t := Turn{Conversation: sh.conversation, Of: len(sh.open)}
	p, ok, err := v.participant(tx, conversation)
	if err != nil {
		return t, err
	}
	votes := map[ref.ID]LastVote{}
	if ok {
		if votes, err = votesOf(tx, p.ID); err != nil {
			return t, err
		}
	}
	var seed [16]byte
	if err := tx.Chance(seed[:]); err != nil {
		return t, err
	}
	rng := rand.New(rand.NewPCG(binary.LittleEndian.Uint64(seed[:8]), binary.LittleEndian.Uint64(seed[8:])))
	asked := routing.Asked{Group: sh.label(p.Group), Votes: func(yield func(int, opinion.Vote) bool) {
		for k, st := range sh.open {
			if v, voted := votes[st.ID]; voted && !yield(k, v.Vote) {
				return
			}
		}
	}}
	for range asked.Votes {
		t.Voted++
	}
	c, left := sh.plan.Next(rng, asked)
	if left {
		t.Statement, t.Reason, t.Left = sh.open[c.Statement], c.Reason, true
	}
	return t, nil
}
