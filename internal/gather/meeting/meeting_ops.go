package meeting

import (
	"context"
	"slices"
	"strconv"
	"time"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// Convene keeps a new meeting of the process that in names. Conveners, editors and
// facilitators of the process may. Faults: NotFound, Forbidden, Invalid by field,
// Conflict if the same act has done it before.
// Fact: Convened.
func (s *Service) Convene(ctx context.Context, who access.Actor, in Meeting) (m Meeting, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := tx.Lock("meeting/" + string(in.Process)); err != nil {
			return err
		}
		if err := record.Once(tx, who, Convened); err != nil {
			return err
		}
		w, err := s.visible(tx, who, in.Process)
		if err != nil {
			return err
		}
		if m, err = Convene(who, w, in, tx.Now); err != nil {
			return err
		}
		if m.ID, err = tx.NewID(); err != nil {
			return err
		}
		if m.Place, err = lastPlace(tx, w.ID); err != nil {
			return err
		}
		m.Place++
		return keep(tx, who, m, Convened)
	})
	return m, fault.Wrap("convene meeting", err)
}

// Change replaces what is said of a meeting; its programme stays. Who may convene
// it may, and who holds such a role on the meeting alone. Faults: NotFound,
// Forbidden, Conflict if it changed meanwhile, Invalid by field. Fact: Changed.
func (s *Service) Change(ctx context.Context, who access.Actor, in Meeting) (Meeting, error) {
	return s.edit(ctx, who, in.ID, "change meeting", Changed, func(tx *db.Tx, w process.Whole, m Meeting) (Meeting, error) {
		return m.Change(who, w, in, tx.Now)
	})
}

// SetProgramme replaces the agenda, the breakouts and the outcomes of a meeting;
// those without an id are new and get one. Who may change the meeting may.
// Faults: as Change. Fact: AgendaSet.
func (s *Service) SetProgramme(ctx context.Context, who access.Actor, id ref.ID, p Programme, version int) (Meeting, error) {
	return s.edit(ctx, who, id, "set programme", AgendaSet, func(tx *db.Tx, w process.Whole, m Meeting) (Meeting, error) {
		p := p.Clone()
		for _, id := range p.ids() {
			if *id != "" {
				continue
			}
			var err error
			if *id, err = tx.NewID(); err != nil {
				return m, err
			}
		}
		return m.SetProgramme(who, w, p, version, tx.Now)
	})
}

// Cancel says that a meeting will not take place, and why. Calendars that hold it
// are told. Who may change the meeting may, until it is over. Faults: NotFound,
// Forbidden, Conflict, Invalid without a reason, Closed if it is over or cancelled
// already. Fact: CancelledIt.
func (s *Service) Cancel(ctx context.Context, who access.Actor, id ref.ID, reason lang.Text, version int) (Meeting, error) {
	return s.edit(ctx, who, id, "cancel meeting", CancelledIt, func(tx *db.Tx, w process.Whole, m Meeting) (Meeting, error) {
		return m.Cancel(who, w.Process, reason, version, tx.Now)
	})
}

func (s *Service) edit(ctx context.Context, who access.Actor, id ref.ID, what, fact string, rule func(*db.Tx, process.Whole, Meeting) (Meeting, error)) (m Meeting, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		was, err := locked(tx, id)
		if err != nil {
			return err
		}
		w, err := s.visible(tx, who, was.Process)
		if err != nil {
			return unknown(err)
		}
		if m, err = rule(tx, w, was); err != nil {
			return err
		}
		return keep(tx, who, m, fact)
	})
	return m, fault.Wrap(what, err)
}

// locked returns a meeting as it stays until the transaction is over. The lock is
// that of all meetings of the process, since a file changes several.
func locked(tx *db.Tx, id ref.ID) (Meeting, error) {
	m, err := byID(tx, id)
	if err != nil {
		return m, err
	}
	if err := tx.Lock("meeting/" + string(m.Process)); err != nil {
		return m, err
	}
	return byID(tx, id)
}

func keep(tx *db.Tx, who access.Actor, m Meeting, fact string) error {
	if err := save(tx, m); err != nil {
		return err
	}
	return record.Append(tx, who, fact, m.Ref(), m.Process, m)
}

// visible returns a process with all its parts; NotFound if who may not know of
// it.
func (s *Service) visible(tx *db.Tx, who access.Actor, id ref.ID) (process.Whole, error) {
	w, err := s.processes.WholeTx(tx, id)
	if err == nil && !w.VisibleTo(who) {
		return process.Whole{}, fault.New(fault.NotFound, "", "process.unknown")
	}
	return w, err
}

// unknown says that there is no such meeting where its process is not to be known.
func unknown(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.NotFound, "", "meeting.unknown")
	}
	return err
}

// ByID returns a meeting; NotFound if there is none, or if it is of a draft that
// is not for who to know of.
func (s *Service) ByID(ctx context.Context, who access.Actor, id ref.ID) (m Meeting, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if m, err = byID(tx, id); err != nil {
			return err
		}
		p, err := s.processes.ByIDTx(tx, m.Process)
		if err == nil && !p.VisibleTo(who) {
			m, err = Meeting{}, fault.New(fault.NotFound, "", "meeting.unknown")
		}
		return unknown(err)
	})
	return m, err
}

// ByIDTx returns a meeting, whoever asks; NotFound if there is none.
func (s *Service) ByIDTx(tx *db.Tx, id ref.ID) (Meeting, error) { return byID(tx, id) }

// Of returns the meetings of a process, the earliest first; NotFound if the
// process is not for who to know of.
func (s *Service) Of(ctx context.Context, who access.Actor, process ref.ID) (all []Meeting, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err := s.processes.ByIDTx(tx, process)
		if err == nil && !p.VisibleTo(who) {
			err = fault.New(fault.NotFound, "", "process.unknown")
		}
		if err != nil {
			return err
		}
		all, err = s.OfTx(tx, process)
		return err
	})
	return all, err
}

// OfTx is Of inside a transaction, whoever asks.
func (s *Service) OfTx(tx *db.Tx, process ref.ID) ([]Meeting, error) {
	all, err := ofProcess(tx, process)
	slices.SortStableFunc(all, chronological)
	return all, err
}

// Upcoming returns at most limit planned meetings that are to come, the next one
// first, of all processes that who may see.
func (s *Service) Upcoming(ctx context.Context, who access.Actor, now time.Time, limit int) (out []Meeting, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		// A meeting of last year may still last.
		all, err := since(tx, strconv.Itoa(now.Year()-1))
		if err != nil {
			return err
		}
		seen := map[ref.ID]process.Process{}
		for _, m := range all {
			p, ok := seen[m.Process]
			if !ok {
				if p, err = s.processes.ByIDTx(tx, m.Process); err != nil {
					return err
				}
				seen[m.Process] = p
			}
			if m.State == Planned && p.VisibleTo(who) && p.State != process.Archived && !m.Over(p, now) {
				out = append(out, m)
			}
		}
		slices.SortStableFunc(out, chronological)
		out = out[:min(limit, len(out))]
		return nil
	})
	return out, err
}
