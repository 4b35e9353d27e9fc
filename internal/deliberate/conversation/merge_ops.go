package conversation

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/job"
	"penc/internal/platform/record"
	"penc/internal/talk/moderation"
)

// Merge merges a statement into another that says the same; for the rule see
// [Merger]. Those who run the conversation may. The author is told, and the log of
// moderation says so. Faults: NotFound, Forbidden, Closed, Conflict if somebody
// changed or merged it meanwhile, Invalid by field. Fact: StatementMerged.
func (s *Service) Merge(ctx context.Context, who access.Actor, in Merger) (st Statement, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		from, c, err := lockedForMerging(tx, in.Statement)
		if err != nil {
			return err
		}
		into, known, err := maybe(statementByID(tx, in.Into))
		if err != nil {
			return err
		}
		if !known {
			into = Statement{ID: in.Into}
		}
		if st, err = c.Merge(who, in, from, into); err != nil {
			return err
		}
		if err := s.keepMerger(tx, c, st, into.ID); err != nil {
			return err
		}
		carried, err := carriedBy(tx, st.ID, into.ID)
		if err != nil {
			return err
		}
		m, err := noteOf(tx, c, st, into)
		if err != nil {
			return err
		}
		m.Note, m.Lang = st.Reason.String(), in.Lang
		if err := s.moderation.MergeTx(tx, who, m); err != nil {
			return err
		}
		return record.Append(tx, who, StatementMerged, st.Ref(), c.Process, st.Into, record.Figure("carried", carried))
	})
	return st, fault.Wrap("merge a statement", err)
}

// Split splits a statement off the one that it was merged into, and gives every
// vote back to where it was cast. Those who run the conversation may. The author is
// told, and the log of moderation says so. Faults: NotFound, Forbidden, Closed,
// Conflict if it is not merged. Fact: StatementSplit.
func (s *Service) Split(ctx context.Context, who access.Actor, statement ref.ID) (st Statement, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		from, c, err := lockedForMerging(tx, statement)
		if err != nil {
			return err
		}
		if st, err = c.Split(who, from); err != nil {
			return err
		}
		into, err := statementByID(tx, from.Into)
		if err != nil {
			return err
		}
		carried, err := carriedBy(tx, st.ID, into.ID)
		if err != nil {
			return err
		}
		if err := s.keepMerger(tx, c, st, into.ID); err != nil {
			return err
		}
		m, err := noteOf(tx, c, st, into)
		if err != nil {
			return err
		}
		if st.Standing != Withdrawn { // its words are gone from there too
			if err := s.moderation.SplitTx(tx, who, m, st.Standing == Waiting); err != nil {
				return err
			}
		}
		return record.Append(tx, who, StatementSplit, st.Ref(), c.Process, from.Into, record.Figure("carried", carried))
	})
	return st, fault.Wrap("split a statement off", err)
}

// lockedForMerging is lockedStatement, and nobody votes in the conversation until
// the transaction is over.
func lockedForMerging(tx *db.Tx, id ref.ID) (Statement, Conversation, error) {
	st, c, err := lockedStatement(tx, id)
	if err != nil {
		return st, c, err
	}
	return st, c, tx.Lock(votesLock(c.ID))
}

// keepMerger stores a statement that was merged into another or split off it, and
// carries the votes anew, up to the end of the chain.
func (s *Service) keepMerger(tx *db.Tx, c Conversation, st Statement, into ref.ID) error {
	if err := saveStatement(tx, st); err != nil {
		return err
	}
	for into != "" {
		was, err := carriedTally(tx, into)
		if err != nil {
			return err
		}
		if err := carryTo(tx, c.ID, into); err != nil {
			return err
		}
		now, err := carriedTally(tx, into)
		if err != nil {
			return err
		}
		if err := count(tx, c.ID, into, now.less(was)); err != nil {
			return err
		}
		next, err := statementByID(tx, into)
		if err != nil {
			return err
		}
		into = next.Into
	}
	if err := touch(tx, c.ID); err != nil {
		return err
	}
	return job.Queue(tx, mapJob, string(c.ID), 0)
}

// noteOf is what the moderation room is told of a merger.
func noteOf(tx *db.Tx, c Conversation, st, into Statement) (moderation.Merger, error) {
	m := moderation.Merger{Ref: st.Ref(), Process: c.Process, Number: into.Number}
	author, _, err := maybe(participantByID(tx, st.Author))
	m.AuthorPerson = author.Person
	return m, err
}

// An Effect is what merging one statement into another changes.
type Effect struct {
	From, Into Statement
	Before     Tally // of Into
	After      Tally
	Carried    int // people whose vote on From would count on Into
	Kept       int // people with a vote on both, who keep the one on Into
}

// EffectOf returns what merging a statement into that with a number would change,
// for those who may merge them. Faults: those of [Conversation.Merge].
func (s *Service) EffectOf(ctx context.Context, who access.Actor, statement ref.ID, number int) (e Effect, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		e, err = effectOf(tx, who, statement, number)
		return err
	})
	return e, err
}

func effectOf(tx *db.Tx, who access.Actor, statement ref.ID, number int) (e Effect, err error) {
	if e.From, err = statementByID(tx, statement); err != nil {
		return e, err
	}
	c, err := conversationByID(tx, e.From.Conversation)
	if err != nil {
		return e, err
	}
	if e.Into, _, err = maybe(statementByNumber(tx, c.ID, number)); err != nil {
		return e, err
	}
	try := Merger{Statement: statement, Into: e.Into.ID, Reason: "?", Lang: "en", Version: e.From.Version}
	if _, err := c.Merge(who, try, e.From, e.Into); err != nil {
		return e, err
	}
	from, err := tallyOf(tx, e.From.ID)
	if err != nil {
		return e, err
	}
	if e.Before, err = tallyOf(tx, e.Into.ID); err != nil {
		return e, err
	}
	carried, err := wouldCarry(tx, c.ID, e.From.ID, e.Into.ID)
	e.After = e.Before.Plus(carried)
	e.Carried, e.Kept = carried.Total(), from.Total()-carried.Total()
	return e, err
}

// GivenBack returns how many votes splitting a statement off gives back to it and
// to those merged into it.
func (s *Service) GivenBack(ctx context.Context, st Statement) (n int, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		n, err = carriedBy(tx, st.ID, st.Into)
		return err
	})
	return n, err
}
