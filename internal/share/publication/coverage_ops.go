package publication

import (
	"context"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// Enter keeps an article: a new one if in has no id, or the stored one as it is
// to be, with the version that was read. Conveners and editors may. Faults:
// NotFound, Forbidden, Conflict if it changed meanwhile or if the same act entered
// an article before, Invalid by field. Fact: CoverageEntered or CoverageChanged.
func (s *Service) Enter(ctx context.Context, who access.Actor, in Coverage) (c Coverage, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		old, w, err := s.lockedCoverage(tx, who, in.Process, in.ID)
		if err != nil {
			return err
		}
		if c, err = old.Enter(who, w, in, tx.Now); err != nil {
			return err
		}
		fact := CoverageChanged
		if c.ID == "" {
			fact = CoverageEntered
			if err := record.Once(tx, who, fact); err != nil {
				return err
			}
			if c.ID, err = tx.NewID(); err != nil {
				return err
			}
		}
		if err := saveCoverage(tx, c); err != nil {
			return err
		}
		return record.Append(tx, who, fact, c.Ref(), c.Process, c)
	})
	return c, fault.Wrap("enter media coverage", err)
}

// Remove takes an article off the list. Conveners and editors may. Faults:
// NotFound, Forbidden, Conflict. Fact: CoverageRemoved.
func (s *Service) Remove(ctx context.Context, who access.Actor, id ref.ID, version int) error {
	return fault.Wrap("remove media coverage", s.db.Write(ctx, func(tx *db.Tx) error {
		c, _, err := s.lockedCoverage(tx, who, "", id)
		if err != nil {
			return err
		}
		if err := c.MayRemove(who, version); err != nil {
			return err
		}
		if err := deleteCoverage(tx, id); err != nil {
			return err
		}
		return record.Append(tx, who, CoverageRemoved, c.Ref(), c.Process, c)
	}))
}

// lockedCoverage is lockedNews for an article.
func (s *Service) lockedCoverage(tx *db.Tx, who access.Actor, in, id ref.ID) (c Coverage, w process.Whole, err error) {
	if id != "" {
		if c, err = coverageByID(tx, id); err != nil {
			return c, w, err
		}
		in = c.Process
	}
	if w, err = s.locked(tx, who, in); err != nil || id == "" {
		return Coverage{}, w, err
	}
	c, err = coverageByID(tx, id)
	return c, w, err
}

// CoverageByID returns an article; NotFound if there is none or who may not know
// of its process.
func (s *Service) CoverageByID(ctx context.Context, who access.Actor, id ref.ID) (c Coverage, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if c, err = coverageByID(tx, id); err != nil {
			return err
		}
		_, err = s.visible(tx, who, c.Process)
		return err
	})
	return c, err
}

// CoverageOf returns the articles about a process, the newest first; NotFound if
// who may not know of it.
func (s *Service) CoverageOf(ctx context.Context, who access.Actor, id ref.ID) (out []Coverage, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := s.visible(tx, who, id); err != nil {
			return err
		}
		out, err = coverageOf(tx, id)
		SortCoverage(out)
		return err
	})
	return out, err
}
