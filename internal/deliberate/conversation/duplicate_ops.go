package conversation

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// Duplicates is what moderators see of statements that may be the same.
type Duplicates struct {
	Pairs  []Pair // the most alike first, at most MaxPairs
	More   int    // further pairs
	Merged []Joined
}

// Joined is a statement that was merged, and where its votes count.
type Joined struct {
	Statement
	Head Statement
}

// DuplicatesOf returns the statements of a conversation that are open or wait and
// whose words are much alike, and those that were merged. Those who run the
// conversation may know. It compares all with all, and no transaction waits for
// it. Faults: NotFound, Forbidden.
func (s *Service) DuplicatesOf(ctx context.Context, who access.Actor, id ref.ID) (d Duplicates, err error) {
	var all []Statement
	var tallies map[ref.ID]Tally
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err := conversationByID(tx, id)
		if err != nil {
			return err
		}
		if err := s.visible(tx, who, c); err != nil {
			return err
		}
		if !c.Runs(who) {
			return fault.New(fault.Forbidden, "", "conversation.prepare.facilitator-only")
		}
		if all, err = statementsOf(tx, id); err != nil {
			return err
		}
		tallies, err = talliesOf(tx, id)
		return err
	})
	if err != nil {
		return d, err
	}
	heads := Heads(all)
	var open []Statement
	for _, st := range all {
		if mayRepeat(st) {
			open = append(open, st)
		} else if st.Into != "" {
			d.Merged = append(d.Merged, Joined{st, heads[st.ID]})
		}
	}
	near := nearPairs(open)
	d.More = max(0, len(near)-MaxPairs)
	for _, p := range near[:len(near)-d.More] {
		d.Pairs = append(d.Pairs, pairOf(open[p.a], open[p.b], p.likeness, tallies))
	}
	if len(d.Pairs) == 0 {
		return d, nil
	}
	var votes []Answer
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		votes, err = castVotes(tx, id)
		return err
	})
	votedAlike(d.Pairs, votes)
	return d, err
}
