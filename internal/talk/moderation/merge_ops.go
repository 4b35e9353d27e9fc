package moderation

import (
	"strconv"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/notice"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// A Merger is what the owner of two things says of merging one into the other, or
// of splitting it off again.
type Merger struct {
	Ref          ref.Ref // the thing that is merged, or was
	Process      ref.ID
	AuthorPerson ref.ID   // to be told; empty for guests
	Number       int      // of the other thing
	Note         string   // why, in the moderator's own words
	Lang         lang.Tag // of the note
}

// MergeTx notes that a thing was merged into another, in the transaction of the
// room that owns it and that has asked who may: it leaves the queue, its author
// is told and the log says so. Fact: DecidedIt.
func (s *Service) MergeTx(tx *db.Tx, who access.Actor, m Merger) error {
	return s.settle(tx, who, m, Decision{
		Act: Merged, Reason: Reason{Code: Duplicate, Number: m.Number, Note: m.Note, Lang: m.Lang}.tidy(),
	}, Rejected)
}

// SplitTx notes that a thing was split off the one that it was merged into. If it
// waited for a decision before, it waits again. Fact: DecidedIt.
func (s *Service) SplitTx(tx *db.Tx, who access.Actor, m Merger, waits bool) error {
	state := Accepted
	if waits {
		state = Waiting
	}
	return s.settle(tx, who, m, Decision{Act: Split, Accept: !waits}, state)
}

// settle brings the thing's item into a state, if it has one, and keeps the
// decision.
func (s *Service) settle(tx *db.Tx, who access.Actor, m Merger, d Decision, state State) (err error) {
	i, err := itemByRef(tx, m.Ref)
	if err == nil {
		err = settleItem(tx, i, d, state)
	}
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	d.Ref, d.Process, d.Again, d.By, d.At = m.Ref, m.Process, true, who.In(m.Process), tx.Now
	if d.ID, err = tx.NewID(); err != nil {
		return err
	}
	if err := insertDecision(tx, d); err != nil {
		return err
	}
	if err := s.tellMerger(tx, m, d); err != nil {
		return err
	}
	accepted := 0
	if d.Accept {
		accepted = 1
	}
	return record.Append(tx, who, DecidedIt, m.Ref, m.Process, d.Public(), record.Figure("accepted", accepted))
}

func settleItem(tx *db.Tx, i Item, d Decision, state State) error {
	i.State, i.Merged, i.Reason, i.Flags, i.Decided = state, d.Act == Merged, d.Reason, 0, tx.Now
	i.Version++
	if first, err := update(tx, i); err != nil {
		return err
	} else if !first {
		return fault.New(fault.Conflict, "", "moderation.decide.meanwhile")
	}
	return settleFlags(tx, i.ID)
}

// The notices of merging.
const (
	mergedNotice = "moderation.merged"
	splitNotice  = "moderation.split"
)

func (s *Service) tellMerger(tx *db.Tx, m Merger, d Decision) error {
	if m.AuthorPerson == "" {
		return nil
	}
	n := notice.Notice{Kind: splitNotice, Ref: m.Ref, Parts: map[string]string{"number": strconv.Itoa(m.Number)}}
	if d.Act == Merged {
		n.Kind, n.Parts["reason"] = mergedNotice, d.Reason.Note
	}
	return s.notices.TellTx(tx, m.AuthorPerson, n)
}
