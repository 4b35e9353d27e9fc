package process

import (
	"context"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// Open opens a process as a draft; the person who opens it becomes its first
// convener (nobody does if it is opened at the server's command line).
// Operators may, and those who convene a process already. Faults: Forbidden,
// Invalid by field, Conflict if the same act opened it before. Fact: Opened.
func (s *Service) Open(ctx context.Context, who access.Actor, in Process) (p Process, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		p, err = s.OpenTx(tx, who, in)
		return err
	})
	return p, fault.Wrap("open process", err)
}

// OpenTx is Open inside a higher room's transaction.
func (s *Service) OpenTx(tx *db.Tx, who access.Actor, in Process) (Process, error) {
	p, err := Open(who, in, tx.Now)
	if err != nil {
		return p, err
	}
	if err := tx.Lock("process/" + string(p.ID)); err != nil {
		return p, err
	}
	if err := record.Once(tx, who, Opened); err != nil {
		return p, err
	}
	if taken, err := exists(tx, p.ID); err != nil {
		return p, err
	} else if taken {
		return p, fault.Field("id", "process.process.taken", "id", string(p.ID))
	}
	if err := saveProcess(tx, p); err != nil {
		return p, err
	}
	if err := record.Append(tx, who, Opened, p.Ref(), p.ID, p); err != nil || who.Person == "" {
		return p, err
	}
	_, err = s.roles.FirstConvenerTx(tx, who, p.ID, who.Person)
	return p, err
}

// Change replaces what is said of a process. Conveners and editors may. Faults:
// NotFound, Forbidden, Conflict if it changed meanwhile, Invalid by field. Fact:
// Changed.
func (s *Service) Change(ctx context.Context, who access.Actor, in Process) (Process, error) {
	return s.decide(ctx, who, in.ID, "change process", Changed, func(w Whole, _ time.Time) (Process, error) {
		return w.Change(who, in)
	})
}

// Publish shows a draft to everybody. Conveners may, once nothing is missing.
// Faults: NotFound, Forbidden, Closed if something is missing or it is done.
// Fact: PublishedIt.
func (s *Service) Publish(ctx context.Context, who access.Actor, id ref.ID) (Process, error) {
	return s.decide(ctx, who, id, "publish process", PublishedIt, func(w Whole, now time.Time) (Process, error) {
		return w.Publish(who, now)
	})
}

// Archive closes a published process for good: it stays public, nothing is open
// in it any more. Conveners may. Faults: NotFound, Forbidden, Closed if it is not
// published. Fact: ArchivedIt.
func (s *Service) Archive(ctx context.Context, who access.Actor, id ref.ID) (Process, error) {
	return s.decide(ctx, who, id, "archive process", ArchivedIt, func(w Whole, now time.Time) (Process, error) {
		return w.Archive(who, now)
	})
}

// decide loads a process, has a rule decide what becomes of it, and keeps that.
func (s *Service) decide(ctx context.Context, who access.Actor, id ref.ID, what, fact string, rule func(Whole, time.Time) (Process, error)) (p Process, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		w, err := locked(tx, who, id)
		if err != nil {
			return err
		}
		if p, err = rule(w, tx.Now); err != nil {
			return err
		}
		if err := saveProcess(tx, p); err != nil {
			return err
		}
		return record.Append(tx, who, fact, p.Ref(), p.ID, p)
	})
	return p, fault.Wrap(what, err)
}

// locked returns a process as it stays until the transaction is over; NotFound
// if who may not know of it.
func locked(tx *db.Tx, who access.Actor, id ref.ID) (Whole, error) {
	if err := tx.Lock("process/" + string(id)); err != nil {
		return Whole{}, err
	}
	w, err := whole(tx, id)
	return visible(w, who, err)
}

func visible(w Whole, who access.Actor, err error) (Whole, error) {
	if err == nil && !w.VisibleTo(who) {
		return Whole{}, fault.New(fault.NotFound, "", "process.unknown")
	}
	return w, err
}

// ByID returns a process; NotFound if there is none or it is a draft that is not
// for who to know of.
func (s *Service) ByID(ctx context.Context, who access.Actor, id ref.ID) (p Process, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		p, err = byID(tx, id)
		if err == nil && !p.VisibleTo(who) {
			return fault.New(fault.NotFound, "", "process.unknown")
		}
		return err
	})
	return p, err
}

// ByIDTx returns a process, whoever asks; NotFound if there is none.
func (s *Service) ByIDTx(tx *db.Tx, id ref.ID) (Process, error) { return byID(tx, id) }

// Whole returns a process with all its parts; NotFound as ByID.
func (s *Service) Whole(ctx context.Context, who access.Actor, id ref.ID) (w Whole, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		w, err = whole(tx, id)
		w, err = visible(w, who, err)
		return err
	})
	return w, err
}

// WholeTx returns a process with all its parts, whoever asks.
func (s *Service) WholeTx(tx *db.Tx, id ref.ID) (Whole, error) { return whole(tx, id) }

// All returns the processes that who may see, the latest opened first, each with
// its stages and no other part.
func (s *Service) All(ctx context.Context, who access.Actor) (out []Whole, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		out, err = s.AllTx(tx, who)
		return err
	})
	return out, err
}

// AllTx is All inside a transaction.
func (s *Service) AllTx(tx *db.Tx, who access.Actor) ([]Whole, error) {
	processes, err := all(tx)
	if err != nil {
		return nil, err
	}
	rows, err := stagesOfAll(tx)
	if err != nil {
		return nil, err
	}
	stages := map[ref.ID][]partRow{}
	for _, r := range rows {
		stages[r.process] = append(stages[r.process], r)
	}
	out := []Whole{}
	for i := len(processes) - 1; i >= 0; i-- {
		w := Whole{Process: processes[i]}
		if !w.VisibleTo(who) {
			continue
		}
		for _, r := range stages[w.ID] {
			if err := w.take(r); err != nil {
				return nil, err
			}
		}
		out = append(out, w)
	}
	return out, nil
}

func whole(tx *db.Tx, id ref.ID) (Whole, error) {
	p, err := byID(tx, id)
	if err != nil {
		return Whole{}, err
	}
	rows, err := partsOf(tx, id)
	if err != nil {
		return Whole{}, err
	}
	w := Whole{Process: p}
	for _, r := range rows {
		if err := w.take(r); err != nil {
			return Whole{}, err
		}
	}
	return w, nil
}
