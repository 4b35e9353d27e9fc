package conversation

import (
	"cmp"
	"errors"
	"fmt"

	"penc/bundle"
	"penc/internal/ground/access"
	"penc/internal/ground/carry"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
	"penc/internal/platform/job"
	"penc/internal/platform/record"
)

// What a process file can be refused for by this room.
const msgTaken = "conversation.import.id-taken" // id

// intake is what becomes of one conversation of a file.
type intake struct {
	conversation Conversation
	statements   []Statement // new or changed
	kind         carry.Kind
	fresh        bool
}

// PlanTx returns what the conversations of a process file would create and
// change. Votes never travel in a process file.
func (s *Service) PlanTx(tx *db.Tx, b *bundle.Bundle) ([]carry.Change, error) {
	plans, err := s.intakes(tx, b)
	return changes(plans), err
}

func (s *Service) intakes(tx *db.Tx, b *bundle.Bundle) ([]intake, error) {
	var out []intake
	var faults bundle.Faults
	for _, f := range b.Conversations {
		in, err := s.intake(tx, b, f)
		if e := new(fault.Error); errors.As(err, &e) && e.Kind != fault.NotFound {
			faults = append(faults, bundleFault(e, f))
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, in)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return out, nil
}

// bundleFault says where in a file a fault lies.
func bundleFault(e *fault.Error, f bundle.Conversation) bundle.Fault {
	out := bundle.Fault{Line: f.Line, Field: e.Field, Key: e.Message, Parts: map[string]string{}}
	for name, v := range e.Parts {
		out.Parts[name] = fmt.Sprint(v)
	}
	if line, ok := e.Parts["line"].(int); ok {
		out.Line = line
	}
	switch e.Message {
	case msgTaken:
		out.Text = "The id " + out.Parts["id"] + " is that of another conversation or statement on this site."
	default:
		out.Text = "The statement has " + out.Parts["n"] + " characters; " + out.Parts["limit"] + " is the limit."
	}
	return out
}

func (s *Service) intake(tx *db.Tx, b *bundle.Bundle, f bundle.Conversation) (intake, error) {
	c := carry.Of(b)
	old, known, err := maybe(conversationByID(tx, ref.ID(f.ID)))
	if err != nil {
		return intake{}, err
	}
	if known && old.Process != ref.ID(b.Process.ID) {
		return intake{}, fault.New(fault.Conflict, "conversations.id", msgTaken, "id", f.ID)
	}
	now := old
	if !known {
		now = Conversation{
			ID: ref.ID(f.ID), Process: ref.ID(b.Process.ID), State: Draft, Proposals: true, Review: true, Simulated: b.Process.Simulated,
		}
		if f.Open {
			now.State = Open
		}
	}
	now.Title, now.Intro = c.Text(old.Title, f.Title), c.Text(old.Intro, f.Intro)
	now.Stage, now.Guests = ref.ID(f.Stage), f.Anonymous
	now.Dates = when.Span{Start: when.Date(f.Start), End: when.Date(f.End)}
	now.Evidence = c.Evidence(old.Evidence, f.Evidence)
	in := intake{conversation: now, kind: carry.Unchanged, fresh: !known}
	if in.statements, err = s.takeStatements(tx, c, old.ID, f); err != nil {
		return in, err
	}
	switch {
	case !known:
		in.kind = carry.Created
	case !carry.Same(now, old) || len(in.statements) > 0:
		in.kind = carry.Changed
	}
	return in, nil
}

// takeStatements returns the statements of the file that are new or say
// something else. Statements that people proposed here stay.
func (s *Service) takeStatements(tx *db.Tx, c carry.Case, conversation ref.ID, f bundle.Conversation) ([]Statement, error) {
	var all []Statement
	if conversation != "" {
		var err error
		if all, err = statementsOf(tx, conversation); err != nil {
			return nil, err
		}
	}
	byID := map[ref.ID]Statement{}
	next := 1
	for _, st := range all {
		byID[st.ID] = st
		next = max(next, st.Number+1)
	}
	var out []Statement
	for _, line := range f.Statements {
		st, known := byID[ref.ID(line.ID)]
		was := st.Words
		if st.Standing == Withdrawn {
			continue // its author took it back here
		}
		if !known {
			if _, taken, err := maybe(statementByID(tx, ref.ID(line.ID))); taken || err != nil {
				return nil, cmp.Or(err, error(fault.New(fault.Conflict, "conversations.statements.id", msgTaken, "id", line.ID, "line", line.Line)))
			}
			st = Statement{
				ID: ref.ID(line.ID), Conversation: ref.ID(f.ID), Number: next, Standing: Accepted, Proposed: tx.Now,
			}
			next++
		}
		st.Words = c.Text(was, line.Text)
		if n := longest(st.Words); n > MaxStatement {
			return nil, fault.New(fault.Invalid, "conversations.statements.text", "conversation.statement.too-long", "n", n, "limit", MaxStatement, "line", line.Line)
		}
		if !known || !carry.Same(st.Words, was) {
			st.Version++
			out = append(out, st)
		}
	}
	return out, nil
}

// ImportTx carries out what PlanTx returns. Those who run the process may, which
// the process's own room has asked by then. Facts: Prepared or Changed for each
// conversation.
func (s *Service) ImportTx(tx *db.Tx, who access.Actor, b *bundle.Bundle) ([]carry.Change, error) {
	plans, err := s.intakes(tx, b)
	if err != nil {
		return nil, err
	}
	for _, in := range plans {
		if in.kind == carry.Unchanged {
			continue
		}
		if err := s.keepIntake(tx, who, in); err != nil {
			return nil, err
		}
	}
	return changes(plans), nil
}

func changes(plans []intake) []carry.Change {
	var out []carry.Change
	for _, p := range plans {
		out = append(out, carry.Change{Section: "conversations", ID: p.conversation.ID, Name: p.conversation.Title, Kind: p.kind})
	}
	return out
}

func (s *Service) keepIntake(tx *db.Tx, who access.Actor, in intake) error {
	c := in.conversation
	c.Version++
	c.Revision++
	if err := saveConversation(tx, c); err != nil {
		return err
	}
	for _, st := range in.statements {
		if err := saveStatement(tx, st); err != nil {
			return err
		}
	}
	if err := job.Queue(tx, mapJob, string(c.ID), 0); err != nil {
		return err
	}
	kind := Changed
	if in.fresh {
		kind = Prepared
		if c.State == Open {
			kind = Opened
		}
	}
	return record.Append(tx, who, kind, c.Ref(), c.Process, c.Public(), record.Figure("statements", len(in.statements)))
}

// ExportTx adds the conversations of a process to a file, with the statements
// that were let in, and without votes.
func (s *Service) ExportTx(tx *db.Tx, process ref.ID, b *bundle.Bundle) error {
	all, err := conversationsOf(tx, process)
	if err != nil {
		return err
	}
	carrier := carry.Of(b)
	for _, c := range all {
		if c.Imported() {
			continue // it has a format of its own: the Polis folder
		}
		f := bundle.Conversation{
			ID: string(c.ID), Title: carrier.OutText(c.Title), Intro: carrier.OutText(c.Intro), Stage: string(c.Stage),
			Start: bundle.Date(c.Dates.Start), End: bundle.Date(c.Dates.End), Open: c.State == Open, Anonymous: c.Guests,
			Evidence: carrier.OutEvidence(c.Evidence),
		}
		statements, err := statementsOf(tx, c.ID)
		if err != nil {
			return err
		}
		for _, st := range statements {
			if st.Standing == Accepted {
				f.Statements = append(f.Statements, bundle.Statement{ID: string(st.ID), Text: carrier.OutText(st.Words)})
			}
		}
		b.Conversations = append(b.Conversations, f)
	}
	return nil
}
