package exchange

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"penc/bundle"
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/carry"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// A Room is one that takes its sections of a file over.
type Room interface {
	PlanTx(tx *db.Tx, b *bundle.Bundle) ([]carry.Change, error)
	ImportTx(tx *db.Tx, who access.Actor, b *bundle.Bundle) ([]carry.Change, error)
	ExportTx(tx *db.Tx, process ref.ID, b *bundle.Bundle) error
}

// Processes is the room of the process itself, which says who may.
type Processes interface {
	Room
	MayImportTx(tx *db.Tx, who access.Actor, id ref.ID) error
	ByIDTx(tx *db.Tx, id ref.ID) (process.Process, error)
}

// Service takes processes over and writes them out.
type Service struct {
	db        *db.DB
	processes Processes
	rooms     []Room // in building order, that of the process first
}

// New returns a service for the room of the process and those above it, in
// building order.
func New(d *db.DB, p Processes, above ...Room) *Service {
	return &Service{d, p, append([]Room{p}, above...)}
}

// Plan reads a file and returns what it would do. Those who may adopt it may plan:
// a plan tells what is here already. A broken file gives bundle.Faults with all
// that is wrong, by line. Faults: Forbidden.
func (s *Service) Plan(ctx context.Context, who access.Actor, file []byte) (p Plan, err error) {
	b, err := read(who, file)
	if err != nil {
		return p, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if err := s.processes.MayImportTx(tx, who, ref.ID(b.Process.ID)); err != nil {
			return err
		}
		p, err = s.planTx(tx, b)
		return err
	})
	return p, fault.Wrap("plan an import", err)
}

func read(who access.Actor, file []byte) (*bundle.Bundle, error) {
	if err := process.MayOpen(who); err != nil {
		return nil, err
	}
	return bundle.Read(bytes.NewReader(file))
}

// planTx asks every room, so that the faults of all of them are told at once.
func (s *Service) planTx(tx *db.Tx, b *bundle.Bundle) (Plan, error) {
	p := Plan{Process: ref.ID(b.Process.ID), Title: b.Process.Title}
	var faults bundle.Faults
	for _, r := range s.rooms {
		changes, err := r.PlanTx(tx, b)
		if own, ok := errors.AsType[bundle.Faults](err); ok {
			faults = append(faults, own...)
			continue
		}
		if err != nil {
			return p, err
		}
		p.Changes = append(p.Changes, changes...)
	}
	if len(faults) > 0 {
		slices.SortStableFunc(faults, func(a, b bundle.Fault) int { return a.Line - b.Line })
		return p, faults
	}
	return p, nil
}

// Adopt carries out what Plan returns: everything or nothing. A process that is
// not here is opened as a draft. Each room asks whether who may, and appends its
// own facts.
func (s *Service) Adopt(ctx context.Context, who access.Actor, file []byte) (p Plan, err error) {
	b, err := read(who, file)
	if err != nil {
		return p, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.processes.MayImportTx(tx, who, ref.ID(b.Process.ID)); err != nil {
			return err
		}
		if p, err = s.planTx(tx, b); err != nil {
			return err
		}
		p.Changes = nil
		for _, r := range s.rooms {
			changes, err := r.ImportTx(tx, who, b)
			if err != nil {
				return err
			}
			p.Changes = append(p.Changes, changes...)
		}
		return nil
	})
	return p, fault.Wrap("adopt a process", err)
}

// Export writes a process into a file that Plan reads again. The convener and
// the editors of the process may; others get what is public from its pages.
// Faults: NotFound, Forbidden.
func (s *Service) Export(ctx context.Context, who access.Actor, id ref.ID) ([]byte, error) {
	b := &bundle.Bundle{}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		p, err := s.processes.ByIDTx(tx, id)
		if err == nil && !p.VisibleTo(who) {
			err = fault.New(fault.NotFound, "", "process.unknown")
		}
		if err == nil {
			err = process.MayWrite(who, id)
		}
		if err != nil {
			return err
		}
		*b = bundle.Bundle{Penc: bundle.Format}
		for _, r := range s.rooms {
			if err := r.ExportTx(tx, id, b); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fault.Wrap("export a process", err)
	}
	var out bytes.Buffer
	if err := bundle.Write(&out, b); err != nil {
		return nil, fault.Wrap("export a process", err)
	}
	return out.Bytes(), nil
}

// Faults returns what is wrong with a file, by line, if that is what err says.
func Faults(err error) bundle.Faults {
	if f, ok := errors.AsType[bundle.Faults](err); ok {
		return f
	}
	return nil
}
