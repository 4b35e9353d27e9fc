package insight

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// SetTargets puts a list in the place of the targets of a process, of which who
// asks has read a version. Its conveners may. Faults: NotFound, Forbidden,
// Conflict, Invalid by field. Fact: TargetsSet.
func (s *Service) SetTargets(ctx context.Context, who access.Actor, process ref.ID, list []Target, version int) (t Targets, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := tx.Lock("insight/" + string(process)); err != nil {
			return err
		}
		w, err := s.processes.WholeTx(tx, process)
		if err == nil && !w.VisibleTo(who) {
			err = fault.New(fault.NotFound, "", "process.unknown")
		}
		if err != nil {
			return err
		}
		was, err := targetsOf(tx, process)
		if err != nil {
			return err
		}
		if t, err = was.Set(who, w, list, version, tx.Now); err != nil {
			return err
		}
		if err := saveTargets(tx, t); err != nil {
			return err
		}
		return record.Append(tx, who, TargetsSet, w.Ref(), process, t.List, record.Figure("n", len(t.List)))
	})
	return t, fault.Wrap("set targets", err)
}
