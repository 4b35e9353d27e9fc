package minutes

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/notice"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// Propose proposes a correction of a section of minutes that are circulated.
// Whoever was in the meeting may, with an account or a pass, and members of the
// process. Faults: NotFound, Forbidden, Closed, Invalid "correction". Fact:
// ProposedIt.
func (s *Service) Propose(ctx context.Context, who access.Actor, meeting, section ref.ID, text string, l lang.Tag) (p Proposal, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := tx.Lock("minutes/" + string(meeting)); err != nil {
			return err
		}
		d, err := s.at(tx, who, meeting)
		if err != nil {
			return err
		}
		if !d.minutes.VisibleTo(d.reader) {
			return fault.New(fault.NotFound, "", "minutes.unknown")
		}
		if err := record.Once(tx, who, ProposedIt); err != nil {
			return err
		}
		all, err := proposalsOf(tx, meeting)
		if err != nil {
			return err
		}
		me, count := who.In(d.meeting.Process), 0
		for _, o := range all {
			if o.By == me {
				count++
			}
		}
		p, err = d.minutes.Propose(Proposal{Section: section, By: me, Text: text, Lang: l}, d.reader.Took, count, d.today, tx.Now)
		if err != nil {
			return err
		}
		if p.ID, err = tx.NewID(); err != nil {
			return err
		}
		if err := saveProposal(tx, p); err != nil {
			return err
		}
		return record.Append(tx, who, ProposedIt, p.Ref(), p.Process, p.Text)
	})
	return p, fault.Wrap("propose correction", err)
}

// Answer answers a proposed correction. Who may write the minutes may; accepting
// one does not change the text, its editor does. Faults: NotFound, Forbidden,
// Conflict if it has an answer, Invalid by field. Fact: AnsweredIt.
func (s *Service) Answer(ctx context.Context, who access.Actor, id ref.ID, accept bool, reason lang.Text) (p Proposal, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if p, err = proposalByID(tx, id); err != nil {
			return err
		}
		d, err := s.locked(tx, who, p.Meeting)
		if err != nil {
			return err
		}
		if p, err = proposalByID(tx, id); err != nil {
			return err
		}
		if p, err = p.Answer(accept, reason, who.In(d.meeting.Process), tx.Now); err != nil {
			return err
		}
		if err := saveProposal(tx, p); err != nil {
			return err
		}
		if err := s.tellProposer(tx, d.minutes, p); err != nil {
			return err
		}
		return record.Append(tx, who, AnsweredIt, p.Ref(), p.Process, p.Reason, record.Figure("accepted", map[bool]int{true: 1}[accept]))
	})
	return p, fault.Wrap("answer correction", err)
}

func (s *Service) tellProposer(tx *db.Tx, m Minutes, p Proposal) error {
	person, err := s.roles.PersonOf(tx, p.By)
	if fault.KindOf(err) == fault.NotFound || err == nil && person == "" {
		return nil
	}
	if err != nil {
		return err
	}
	return s.notices.TellTx(tx, person, notice.Notice{Kind: AnsweredNotice, Ref: m.Ref()})
}

// Correct adds a dated correction to published minutes. Who may write them may.
// Faults: NotFound, Forbidden, Closed before they are published, Invalid by field.
// Fact: CorrectedThem.
func (s *Service) Correct(ctx context.Context, who access.Actor, meeting ref.ID, in Erratum) (e Erratum, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		d, err := s.locked(tx, who, meeting)
		if err != nil {
			return err
		}
		if err := record.Once(tx, who, CorrectedThem); err != nil {
			return err
		}
		if e, err = d.minutes.Correct(in, tx.Now); err != nil {
			return err
		}
		e.By = who.In(d.meeting.Process)
		if e.ID, err = tx.NewID(); err != nil {
			return err
		}
		if err := insertErratum(tx, e); err != nil {
			return err
		}
		return record.Append(tx, who, CorrectedThem, d.minutes.Ref(), e.Process, e.Text)
	})
	return e, fault.Wrap("correct minutes", err)
}
