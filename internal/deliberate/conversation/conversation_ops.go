package conversation

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/job"
	"penc/internal/platform/record"
)

// The facts of this room.
const (
	Prepared            = "conversation.prepared"
	Changed             = "conversation.changed"
	Opened              = "conversation.opened"
	Ended               = "conversation.closed"
	Imported            = "conversation.imported"
	StatementProposed   = "conversation.statement-proposed"
	StatementAccepted   = "conversation.statement-accepted"
	StatementRejected   = "conversation.statement-rejected"
	StatementWithdrawn  = "conversation.statement-withdrawn"
	StatementTranslated = "conversation.statement-translated"
	StatementMerged     = "conversation.statement-merged"
	StatementSplit      = "conversation.statement-split"
	VotesCounted        = "conversation.votes-counted"
	MapDrawn            = "conversation.map-drawn"
)

// Prepare keeps a new conversation, as a draft. Conveners and facilitators of
// the process may. Faults: Conflict if the same act has done it before, Invalid by
// field. Fact: Prepared.
func (s *Service) Prepare(ctx context.Context, who access.Actor, in Plan) (c Conversation, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		c, err = s.PrepareTx(tx, who, in)
		return err
	})
	return c, fault.Wrap("prepare a conversation", err)
}

// PrepareTx is Prepare inside another transaction.
func (s *Service) PrepareTx(tx *db.Tx, who access.Actor, in Plan) (Conversation, error) {
	p, err := s.processes.ByIDTx(tx, in.Process)
	if err != nil {
		return Conversation{}, err
	}
	c, err := Conversation{Simulated: p.Simulated}.Prepare(who, in)
	if err != nil {
		return c, err
	}
	if c.ID == "" {
		if err := tx.Lock("conversation/" + string(in.Process)); err != nil {
			return c, err
		}
		if err := record.Once(tx, who, Prepared); err != nil {
			return c, err
		}
		if c.ID, err = tx.NewID(); err != nil {
			return c, err
		}
	}
	if err := saveConversation(tx, c); err != nil {
		return c, err
	}
	return c, record.Append(tx, who, Prepared, c.Ref(), c.Process, c.Public())
}

// Change replaces the texts and settings of a conversation. Conveners and
// facilitators may. Faults: Conflict if it changed meanwhile, Invalid by field.
// Fact: Changed.
func (s *Service) Change(ctx context.Context, who access.Actor, id ref.ID, in Plan) (c Conversation, err error) {
	err = s.change(ctx, id, func(tx *db.Tx, old Conversation) (Conversation, error) {
		c, err = old.Prepare(who, in)
		if err != nil {
			return c, err
		}
		return c, record.Append(tx, who, Changed, c.Ref(), c.Process, c.Public())
	})
	return c, fault.Wrap("change a conversation", err)
}

// Begin opens a conversation, or opens it again. Conveners and facilitators may.
// Fact: Opened.
func (s *Service) Begin(ctx context.Context, who access.Actor, id ref.ID) error {
	return fault.Wrap("open a conversation", s.become(ctx, who, id, Open, Opened))
}

// End closes a conversation: it can be read, and nothing changes. Conveners and
// facilitators may. Fact: Ended.
func (s *Service) End(ctx context.Context, who access.Actor, id ref.ID) error {
	return fault.Wrap("close a conversation", s.become(ctx, who, id, Closed, Ended))
}

func (s *Service) become(ctx context.Context, who access.Actor, id ref.ID, state State, kind string) error {
	return s.change(ctx, id, func(tx *db.Tx, old Conversation) (Conversation, error) {
		all, err := statementsOf(tx, id)
		if err != nil {
			return old, err
		}
		open := 0
		for _, st := range all {
			if st.Standing == Accepted {
				open++
			}
		}
		c, err := old.Become(who, state, open)
		if err != nil {
			return c, err
		}
		if state == Closed { // its last figures by stakeholder group may be due
			if err := job.Queue(tx, mapJob, string(id), 0); err != nil {
				return c, err
			}
		}
		return c, record.Append(tx, who, kind, c.Ref(), c.Process, nil)
	})
}

// change loads a conversation under its lock, lets decide change it and stores
// what comes out.
func (s *Service) change(ctx context.Context, id ref.ID, decide func(*db.Tx, Conversation) (Conversation, error)) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := tx.Lock("conversation/" + string(id)); err != nil {
			return err
		}
		old, err := conversationByID(tx, id)
		if err != nil {
			return err
		}
		now, err := decide(tx, old)
		if err != nil {
			return err
		}
		return saveConversation(tx, now)
	})
}

// ByID returns a conversation for those who may see it; NotFound for others.
func (s *Service) ByID(ctx context.Context, who access.Actor, id ref.ID) (c Conversation, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if c, err = conversationByID(tx, id); err != nil {
			return err
		}
		return s.visible(tx, who, c)
	})
	return c, err
}

// Of returns the conversations of a process that who may see.
func (s *Service) Of(ctx context.Context, who access.Actor, process ref.ID) (seen []Conversation, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := conversationsOf(tx, process)
		if err != nil {
			return err
		}
		seen, err = s.only(tx, who, all)
		return err
	})
	return seen, err
}

// AllOpen returns the open conversations of the site that who may see.
func (s *Service) AllOpen(ctx context.Context, who access.Actor) (seen []Conversation, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := openConversations(tx)
		if err != nil {
			return err
		}
		seen, err = s.only(tx, who, all)
		return err
	})
	return seen, err
}

// only returns those of all that who may see.
func (s *Service) only(tx *db.Tx, who access.Actor, all []Conversation) (seen []Conversation, err error) {
	for _, c := range all {
		switch err := s.visible(tx, who, c); fault.KindOf(err) {
		case fault.NotFound:
		default:
			if err != nil {
				return nil, err
			}
			seen = append(seen, c)
		}
	}
	return seen, nil
}

// visible returns NotFound where who may not know of a conversation: it is a
// draft, or its process is.
func (s *Service) visible(tx *db.Tx, who access.Actor, c Conversation) error {
	at, err := s.courses.of(tx, s, c.Process)
	if err != nil {
		return err
	}
	if !c.MaySee(who) || !at.process.VisibleTo(who) {
		return fault.New(fault.NotFound, "", "conversation.unknown")
	}
	return nil
}

// A Summary is how large a conversation is.
type Summary struct {
	Statements int // that were let in
	Voters     int
	Votes      int // that stand, each once
}

// SummaryOf returns how large a conversation is.
func (s *Service) SummaryOf(ctx context.Context, id ref.ID) (m Summary, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		m, err = summaryOf(tx, id)
		return err
	})
	return m, err
}

// A Board is all there is to see of a conversation's statements.
type Board struct {
	Statements []Statement // by number; those let in, merged ones too; all for who runs the conversation
	Tallies    map[ref.ID]Tally
	Voters     int
	Votes      int
}

// BoardOf returns the statements of a conversation with their tallies, for those
// who may see it.
func (s *Service) BoardOf(ctx context.Context, who access.Actor, id ref.ID) (b Board, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		b = Board{}
		c, err := conversationByID(tx, id)
		if err != nil {
			return err
		}
		if err := s.visible(tx, who, c); err != nil {
			return err
		}
		all, err := statementsOf(tx, id)
		if err != nil {
			return err
		}
		for _, st := range all {
			if st.Shown() || c.Runs(who) {
				b.Statements = append(b.Statements, st)
			}
		}
		if b.Tallies, err = talliesOf(tx, id); err != nil {
			return err
		}
		m, err := summaryOf(tx, id)
		b.Voters, b.Votes = m.Voters, m.Votes
		return err
	})
	return b, err
}
