package conversation

import (
	"context"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"sync"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/opinion"
)

// A Turn is what a voice is asked next.
type Turn struct {
	Conversation Conversation
	Statement    Statement
	Left         bool // there is a statement to vote on
	Voted        int  // statements the voice has voted on
	Of           int  // statements that are open
}

// shelf is what routing needs of a conversation, kept while its revision stays
// the same.
type shelf struct {
	conversation Conversation
	open         []Statement // those let in
	priority     []float64   // of each; nil before the first map
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
	chart, _, err := chartOf(tx, id)
	if err != nil {
		return nil, err
	}
	tallies, err := talliesOf(tx, id)
	if err != nil {
		return nil, err
	}
	weight := make(map[ref.ID]float64, len(chart.Statements))
	for j, st := range chart.Statements {
		if j < len(chart.Priorities) {
			weight[st] = chart.Priorities[j]
		}
	}
	s := &shelf{conversation: c}
	for _, st := range all {
		if st.Standing != Accepted {
			continue
		}
		w := weight[st.ID]
		if w == 0 {
			w = freshPriority(tallies[st.ID].Total())
		}
		s.open = append(s.open, st)
		s.priority = append(s.priority, w)
	}
	return s, nil
}

// freshPriority is the priority of a statement that no map shows yet, by the
// votes it has: the part of Polis' formula that gives new statements their turn,
// (½·½·(1 + 8·2^(−S/5)))² with no knowledge of agreement, passes or extremity
// (a = p = ½, E = 0; opinion-mapping constants as in package opinion).
func freshPriority(votes int) float64 {
	x := 0.25 * (1 + 8*math.Exp2(-float64(votes)/5))
	return x * x
}

// Next returns the statement a voice is asked about next: at random among those
// it has not voted on, with probability proportional to priority, so that
// statements which few have seen get their turn. Whoever may see the conversation
// may ask. Faults: NotFound.
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
	for _, st := range sh.open {
		if _, voted := votes[st.ID]; voted {
			t.Voted++
		}
	}
	j, left := opinion.Next(rng, len(sh.open), sh.priority, func(j int) bool {
		_, voted := votes[sh.open[j].ID]
		return voted
	})
	if left {
		t.Statement, t.Left = sh.open[j], true
	}
	return t, nil
}
