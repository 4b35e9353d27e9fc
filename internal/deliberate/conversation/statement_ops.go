package conversation

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"unicode/utf8"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/job"
	"penc/internal/platform/record"
	"penc/internal/talk/moderation"
	"penc/opinion"
)

// Propose takes a statement that others are to vote on. Anybody who takes part
// may while proposals are open; see [Conversation.Propose]. Statements that say
// much the same are returned beside a Conflict fault, so that the author can
// vote on one of them instead. Fact: StatementProposed.
func (s *Service) Propose(ctx context.Context, v Voice, in Proposal) (st Statement, similar []Statement, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		st, similar, err = s.proposeTx(tx, v, in)
		return err
	})
	if err != nil {
		return Statement{}, similar, fmt.Errorf("propose a statement: %w", err)
	}
	return st, nil, nil
}

func (s *Service) proposeTx(tx *db.Tx, v Voice, in Proposal) (Statement, []Statement, error) {
	c, err := conversationByID(tx, in.Conversation)
	if err != nil {
		return Statement{}, nil, err
	}
	at, err := s.courses.of(tx, s, c.Process)
	if err != nil {
		return Statement{}, nil, err
	}
	if err := v.lock(tx); err != nil {
		return Statement{}, nil, err
	}
	if err := tx.Lock("conversation/" + string(c.ID)); err != nil {
		return Statement{}, nil, err
	}
	if err := record.Once(tx, v.Who, StatementProposed); err != nil {
		return Statement{}, nil, err
	}
	all, err := statementsOf(tx, c.ID)
	if err != nil {
		return Statement{}, nil, err
	}
	p, _, err := v.participant(tx, c.ID)
	if err != nil {
		return Statement{}, nil, err
	}
	similar := Similar(all, lang.Say(in.Lang, in.Words), p.ID)
	st, err := c.Propose(v.Who, proposer(all, p.ID, v.known(c)), in, similar, tx.Now.In(at.zone))
	if err != nil {
		return st, similar, err
	}
	if !c.Runs(v.Who) {
		if err := at.opens(proposeAct); err != nil {
			return st, nil, err
		}
	}
	if p, err = s.enter(tx, v, c); err != nil {
		return st, nil, err
	}
	st.Author, st.Proposed = p.ID, tx.Now
	if err := s.addTx(tx, v.Who, c, &st, p.ID); err != nil {
		return st, nil, err
	}
	if st.Standing == Waiting {
		err = s.moderation.SubmitTx(tx, moderation.Item{
			Ref: st.Ref(), Process: c.Process, Text: st.Words, AuthorPerson: p.Person,
		})
	}
	return st, nil, err
}

// Sow adds several statements at once, all of them or none. Those who run the
// conversation may. Faults: Invalid by line. Fact: StatementProposed for each.
func (s *Service) Sow(ctx context.Context, v Voice, in Sowing) (sown []Statement, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := v.lock(tx); err != nil {
			return err
		}
		if err := tx.Lock("conversation/" + string(in.Conversation)); err != nil {
			return err
		}
		c, err := conversationByID(tx, in.Conversation)
		if err != nil {
			return err
		}
		all, err := statementsOf(tx, c.ID)
		if err != nil {
			return err
		}
		if sown, err = c.Sow(v.Who, in, all); err != nil {
			return err
		}
		author := Participant{}
		if v.Who.Person != "" {
			if author, err = s.enter(tx, v, c); err != nil {
				return err
			}
		}
		for i := range sown {
			sown[i].Author, sown[i].Proposed = author.ID, tx.Now
			if err := s.addTx(tx, v.Who, c, &sown[i], author.ID); err != nil {
				return err
			}
		}
		return nil
	})
	return sown, fault.Wrap("sow statements", err)
}

// addTx numbers and stores a new statement, and appends its fact.
func (s *Service) addTx(tx *db.Tx, who access.Actor, c Conversation, st *Statement, by ref.ID) (err error) {
	if st.ID, err = tx.NewID(); err != nil {
		return err
	}
	if st.Number, err = nextNumber(tx, c.ID); err != nil {
		return err
	}
	if err := saveStatement(tx, *st); err != nil {
		return err
	}
	if err := touch(tx, c.ID); err != nil {
		return err
	}
	return record.Append(tx, who, StatementProposed, st.Ref(), c.Process, st.Words, record.By(by))
}

func proposer(all []Statement, participant ref.ID, known bool) Proposer {
	by := Proposer{Known: known}
	for _, st := range all {
		if participant == "" || st.Author != participant {
			continue
		}
		by.Proposed++
		if st.Standing == Waiting {
			by.Waiting++
		}
	}
	return by
}

// decideTx is what a moderator's decision changes here; the moderation room
// calls it in its own transaction. Facts: StatementAccepted, StatementRejected.
func (s *Service) decideTx(tx *db.Tx, who access.Actor, id ref.ID, accept bool, reason lang.Text) error {
	st, c, err := lockedStatement(tx, id)
	if err != nil {
		return err
	}
	if !c.Runs(who) {
		return fault.New(fault.Forbidden, "", "conversation.prepare.facilitator-only")
	}
	if st, err = st.Decide(accept, reason); err != nil {
		return err
	}
	if err := saveStatement(tx, st); err != nil {
		return err
	}
	if err := touch(tx, c.ID); err != nil {
		return err
	}
	if err := redraw(tx, st); err != nil {
		return err
	}
	kind := StatementAccepted
	if !accept {
		kind = StatementRejected
	}
	return record.Append(tx, who, kind, st.Ref(), c.Process, reason)
}

// Withdraw takes a statement back. Only its author may. The words go; the votes
// of others stay. Fact: StatementWithdrawn.
func (s *Service) Withdraw(ctx context.Context, v Voice, statement ref.ID) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		st, c, err := lockedStatement(tx, statement)
		if err != nil {
			return err
		}
		p, _, err := v.participant(tx, st.Conversation)
		if err != nil {
			return err
		}
		return s.withdrawTx(tx, v.Who, c, st, p.ID)
	})
	if err != nil {
		return fmt.Errorf("withdraw a statement: %w", err)
	}
	return nil
}

func (s *Service) withdrawTx(tx *db.Tx, who access.Actor, c Conversation, st Statement, author ref.ID) error {
	st, err := st.Withdraw(author)
	if err != nil {
		return err
	}
	if err := saveStatement(tx, st); err != nil {
		return err
	}
	if err := touch(tx, st.Conversation); err != nil {
		return err
	}
	if err := redraw(tx, st); err != nil {
		return err
	}
	if err := record.EraseSalts(tx, st.Ref()); err != nil {
		return err
	}
	if err := s.moderation.DropTx(tx, st.Ref()); err != nil {
		return err
	}
	return record.Append(tx, who, StatementWithdrawn, st.Ref(), c.Process, nil, record.By(author))
}

// Translate writes a statement in further languages, or confirms a translation.
// The original stays as its author wrote it. Conveners, facilitators and editors
// may. Fact: StatementTranslated.
func (s *Service) Translate(ctx context.Context, who access.Actor, statement ref.ID, words map[lang.Tag]string, confirmed []lang.Tag, version int) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		st, c, err := lockedStatement(tx, statement)
		if err != nil {
			return err
		}
		switch {
		case !c.Runs(who) && !who.HoldsAny([]string{access.Editor}, c.scopes()...):
			return fault.New(fault.Forbidden, "", "conversation.translate.editor-only")
		case st.Version != version:
			return fault.New(fault.Conflict, "", "conversation.statement.changed")
		case st.Standing == Withdrawn:
			return fault.New(fault.Closed, "", "conversation.statement.withdrawn")
		}
		words = maps.Clone(words)
		delete(words, st.Words.Original())
		st.Words = st.Words.Revise(st.Words.Original(), words, confirmed...)
		for l := range words {
			if n := utf8.RuneCountInString(st.Words.Words(l)); n > MaxStatement {
				return fault.Field("words."+string(l), "conversation.statement.too-long", "n", n, "limit", MaxStatement)
			}
		}
		st.Version++
		if err := saveStatement(tx, st); err != nil {
			return err
		}
		if err := touch(tx, c.ID); err != nil {
			return err
		}
		return record.Append(tx, who, StatementTranslated, st.Ref(), c.Process, st.Words)
	})
	if err != nil {
		return fmt.Errorf("translate a statement: %w", err)
	}
	return nil
}

// A View is a statement as one voice sees it.
type View struct {
	Statement
	In    Conversation
	Tally Tally
	Own   bool // the voice proposed it
	// Head is the statement on which the votes of a merged one count.
	Head  *Statement
	Voted bool // the voice has voted on it
	Vote  opinion.Vote
}

// StatementByID returns a statement with its conversation, for those who may see
// it: everybody if it was let in, and even if it was merged since, else its author and those who run the
// conversation. Faults: NotFound.
func (s *Service) StatementByID(ctx context.Context, v Voice, id ref.ID) (view View, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		view, err = s.view(tx, v, id)
		return err
	})
	return view, err
}

func (s *Service) view(tx *db.Tx, v Voice, id ref.ID) (view View, err error) {
	if view.Statement, err = statementByID(tx, id); err != nil {
		return view, err
	}
	if view.In, err = conversationByID(tx, view.Conversation); err != nil {
		return view, err
	}
	if err := s.visible(tx, v.Who, view.In); err != nil {
		return View{}, err
	}
	p, known, err := v.participant(tx, view.In.ID)
	if err != nil {
		return View{}, err
	}
	view.Own = known && view.Author == p.ID
	if !view.Shown() && !view.Own && !view.In.Runs(v.Who) {
		return View{}, fault.New(fault.NotFound, "", "conversation.statement.unknown")
	}
	if view.Head, err = headOf(tx, view.Statement); err != nil {
		return View{}, err
	}
	if view.Tally, err = tallyOf(tx, id); err != nil || !known {
		return view, err
	}
	last, voted, err := lastVote(tx, p.ID, id)
	view.Vote, view.Voted = last.Vote, voted
	return view, err
}

// headOf returns the statement on which the votes of a merged one count; nil if it
// was not merged.
func headOf(tx *db.Tx, st Statement) (*Statement, error) {
	if st.Into == "" {
		return nil, nil
	}
	for st.Into != "" {
		var err error
		if st, err = statementByID(tx, st.Into); err != nil {
			return nil, err
		}
	}
	return &st, nil
}

// lockedStatement returns a statement as it stays until the transaction is over,
// with its conversation.
func lockedStatement(tx *db.Tx, id ref.ID) (Statement, Conversation, error) {
	st, err := statementByID(tx, id)
	if err != nil {
		return st, Conversation{}, err
	}
	if err := tx.Lock("conversation/" + string(st.Conversation)); err != nil {
		return st, Conversation{}, err
	}
	if st, err = statementByID(tx, id); err != nil {
		return st, Conversation{}, err
	}
	c, err := conversationByID(tx, st.Conversation)
	return st, c, err
}

// Authored returns the statements that a voice proposed in a conversation, with
// what became of them.
func (s *Service) Authored(ctx context.Context, v Voice, conversation ref.ID) (own []Statement, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, ok, err := v.participant(tx, conversation)
		if err != nil || !ok {
			return err
		}
		own, err = statementsBy(tx, p.ID)
		return err
	})
	return own, err
}

// IsSimilar reports whether err points at similar statements rather than at a
// rule that was broken.
func IsSimilar(err error) bool {
	e := new(fault.Error)
	return errors.As(err, &e) && e.Message == "conversation.statement.similar"
}

// redraw has the map drawn anew if people voted on a statement that stands otherwise
// now.
func redraw(tx *db.Tx, st Statement) error {
	if t, err := tallyOf(tx, st.ID); err != nil || t.Total() == 0 {
		return err
	}
	return job.Queue(tx, mapJob, string(st.Conversation), 0)
}
