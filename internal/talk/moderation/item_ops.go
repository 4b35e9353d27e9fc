package moderation

import (
	"context"
	"fmt"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/people/notice"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// SubmitTx takes a thing into the queue, in the transaction of the room that
// owns it. A thing that is Shown is only noted, so that its author can be told
// one day. A thing that is there already waits again with its new words.
func (s *Service) SubmitTx(tx *db.Tx, in Item) (err error) {
	if s.rules[in.Ref.Kind] == nil {
		return fmt.Errorf("submit %s: nobody entered a rule for things of this kind", in.Ref)
	}
	in.State, in.Submitted = Waiting, tx.Now
	if in.Shown {
		in.State = Accepted
	}
	if in.ID, err = tx.NewID(); err != nil {
		return err
	}
	return put(tx, in)
}

// DropTx takes a thing out of the queue, in the transaction in which its author
// took it back or was erased. Its words go; what was decided about it stays in
// the log. It is no fault if the thing was never here.
func (s *Service) DropTx(tx *db.Tx, r ref.Ref) error { return drop(tx, r) }

// Decide accepts or rejects a thing, for the first time or again. Conveners and
// facilitators of its process may. The owner's rule runs in the same transaction,
// and the author is told. Faults: NotFound, Forbidden, Conflict if somebody else
// decided meanwhile, Invalid by field, and those of the owner's rule. Fact:
// DecidedIt.
func (s *Service) Decide(ctx context.Context, who access.Actor, id ref.ID, v Verdict) (i Item, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if i, err = s.visibleItem(tx, who, id); err != nil {
			return err
		}
		was := i
		if i, err = i.Decide(who, v, tx.Now); err != nil {
			return err
		}
		return s.keepDecision(tx, who, was, i)
	})
	return i, fault.Wrap("decide", err)
}

func (s *Service) keepDecision(tx *db.Tx, who access.Actor, was, i Item) error {
	if err := s.carryOut(tx, who, was, i); err != nil {
		return err
	}
	if first, err := update(tx, i); err != nil {
		return err
	} else if !first {
		return fault.New(fault.Conflict, "", "moderation.decide.meanwhile")
	}
	if err := settleFlags(tx, i.ID); err != nil {
		return err
	}
	d := Decision{
		Ref: i.Ref, Process: i.Process, Accept: i.State == Accepted, Again: was.State != Waiting,
		Reason: i.Reason, By: who.In(i.Process), At: tx.Now,
	}
	var err error
	if d.ID, err = tx.NewID(); err != nil {
		return err
	}
	if err := insertDecision(tx, d); err != nil {
		return err
	}
	if err := s.tell(tx, was, i); err != nil {
		return err
	}
	accepted := 0
	if d.Accept {
		accepted = 1
	}
	return record.Append(tx, who, DecidedIt, i.Ref, i.Process, d.Public(), record.Figure("accepted", accepted))
}

// carryOut runs the owner's rule, unless a thing that is shown stays shown.
func (s *Service) carryOut(tx *db.Tx, who access.Actor, was, i Item) error {
	if was.State == Accepted && i.State == Accepted {
		return nil
	}
	rule := s.rules[i.Ref.Kind]
	if rule == nil {
		return fmt.Errorf("nobody entered a rule for %s", i.Ref.Kind)
	}
	return rule(tx, who, i.Ref.ID, i.State == Accepted, i.Reason.Text(s.say))
}

// The notices of this room.
const (
	acceptedNotice = "moderation.accepted"
	rejectedNotice = "moderation.rejected"
)

// tell lets the author know, unless nothing changed for them.
func (s *Service) tell(tx *db.Tx, was, i Item) error {
	if i.AuthorPerson == "" || was.State == i.State && was.Reason == i.Reason {
		return nil
	}
	author, err := s.people.ByIDTx(tx, i.AuthorPerson)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	n := notice.Notice{Kind: acceptedNotice, Ref: i.Ref}
	if i.State == Rejected {
		n.Kind = rejectedNotice
		n.Parts = map[string]string{"reason": i.Reason.In(s.say, author.Lang)}
	}
	return s.notices.TellTx(tx, i.AuthorPerson, n)
}

// visibleItem returns an item of a process in which who has a say; NotFound to
// everybody else, so that nobody learns what waits.
func (s *Service) visibleItem(tx *db.Tx, who access.Actor, id ref.ID) (Item, error) {
	i, err := itemByID(tx, id)
	if err == nil && !MayModerate(who, i.Process) {
		return Item{}, fault.New(fault.NotFound, "", "moderation.item.unknown")
	}
	return i, err
}
