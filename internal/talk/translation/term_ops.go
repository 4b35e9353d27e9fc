package translation

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
)

// SetTerm keeps a name of the glossary of a process: a new one if it has no id.
// Conveners and editors of the process may. From is the language in which who
// writes. Faults: NotFound, Forbidden, Conflict if it changed meanwhile or if the
// same act made a name before, Invalid by field. Fact: TermSet.
func (s *Service) SetTerm(ctx context.Context, who access.Actor, in Term, from lang.Tag) (t Term, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		t, err = s.setTx(tx, who, in, from)
		return err
	})
	return t, fault.Wrap("set term", err)
}

func (s *Service) setTx(tx *db.Tx, who access.Actor, in Term, from lang.Tag) (Term, error) {
	if _, err := s.process(tx, who, in.Process); err != nil {
		return in, err
	}
	if err := tx.Lock("translation/" + string(in.Process)); err != nil {
		return in, err
	}
	if in.ID == "" {
		if err := record.Once(tx, who, TermSet); err != nil {
			return in, err
		}
	}
	all, err := ofProcess(tx, in.Process)
	if err != nil {
		return in, err
	}
	old := Term{Process: in.Process}
	if in.ID != "" {
		if old, err = byID(tx, in.ID); err == nil && old.Process != in.Process {
			err = fault.New(fault.NotFound, "", "translation.term.unknown")
		}
		if err != nil {
			return in, err
		}
	}
	t, err := old.Set(who, all, in, from)
	if err != nil {
		return t, err
	}
	if t.ID == "" {
		if t.ID, err = tx.NewID(); err != nil {
			return t, err
		}
	}
	if err := save(tx, t); err != nil {
		return t, err
	}
	return t, record.Append(tx, who, TermSet, t.Ref(), t.Process, t.Public())
}

// RemoveTerm takes a name out of the glossary. Conveners and editors of the
// process may. Faults: NotFound, Forbidden, Conflict. Fact: TermRemoved.
func (s *Service) RemoveTerm(ctx context.Context, who access.Actor, id ref.ID, version int) error {
	return fault.Wrap("remove term", s.db.Write(ctx, func(tx *db.Tx) error {
		t, err := byID(tx, id)
		if err != nil {
			return err
		}
		if err := tx.Lock("translation/" + string(t.Process)); err != nil {
			return err
		}
		if t, err = byID(tx, id); err != nil {
			return err
		}
		if _, err := s.process(tx, who, t.Process); err != nil {
			return err
		}
		if err := t.Remove(who, version); err != nil {
			return err
		}
		if err := remove(tx, id); err != nil {
			return err
		}
		return record.Append(tx, who, TermRemoved, t.Ref(), t.Process, t.Public())
	}))
}

// A Glossary is the official names of a process.
type Glossary struct {
	Process feature.Card
	Terms   []Term
}

// GlossaryOf returns the official names of a process, in no order. Whoever may see
// the process may. Faults: NotFound.
func (s *Service) GlossaryOf(ctx context.Context, who access.Actor, process ref.ID) (g Glossary, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if g.Process, err = s.process(tx, who, process); err != nil {
			return err
		}
		g.Terms, err = ofProcess(tx, process)
		return err
	})
	return g, err
}

// TermByID returns a name with the card of its process. Whoever may see the
// process may. Faults: NotFound.
func (s *Service) TermByID(ctx context.Context, who access.Actor, id ref.ID) (t Term, process feature.Card, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if t, err = byID(tx, id); err != nil {
			return err
		}
		process, err = s.process(tx, who, t.Process)
		return err
	})
	return t, process, err
}

// process returns the card of a process that who may see; NotFound otherwise.
func (s *Service) process(tx *db.Tx, who access.Actor, id ref.ID) (feature.Card, error) {
	card, ok := s.dir.Visible(tx, who, Process(id))
	if !ok {
		return feature.Card{}, fault.New(fault.NotFound, "", "translation.process.unknown")
	}
	return card, nil
}
