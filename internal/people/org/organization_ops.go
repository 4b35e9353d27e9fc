package org

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// The facts of this room.
const (
	Entered = "org.entered"
	Changed = "org.changed"
)

// Enter keeps a new organization, or returns the one that has the same name
// already. Anybody with an account may. Faults: Invalid by field. Fact: Entered.
func (s *Service) Enter(ctx context.Context, who access.Actor, in Entry) (o Organization, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		o, err = s.EnterTx(tx, who, in)
		return err
	})
	return o, fault.Wrap("enter organization", err)
}

// EnterTx is Enter inside a higher room's transaction.
func (s *Service) EnterTx(tx *db.Tx, who access.Actor, in Entry) (Organization, error) {
	o, err := Organization{}.Enter(who, in)
	if err != nil {
		return o, err
	}
	if err := tx.Lock("org"); err != nil {
		return o, err
	}
	for _, l := range o.Name.Languages() {
		same, err := byFolded(tx, Fold(o.Name.Words(l)))
		if err != nil {
			return o, err
		}
		if len(same) > 0 {
			return same[0], nil
		}
	}
	if o.ID, err = tx.NewID(); err != nil {
		return o, err
	}
	if err := save(tx, o); err != nil {
		return o, err
	}
	return o, record.Append(tx, who, Entered, o.Ref(), "", o.Public())
}

// Change replaces what is said of an organization. Only the operator may. Faults:
// NotFound, Conflict if it changed meanwhile, Invalid by field. Fact: Changed.
func (s *Service) Change(ctx context.Context, who access.Actor, id ref.ID, in Entry) (o Organization, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if err := tx.Lock("org"); err != nil {
			return err
		}
		if o, err = byID(tx, id); err != nil {
			return err
		}
		if o, err = o.Enter(who, in); err != nil {
			return err
		}
		if err := save(tx, o); err != nil {
			return err
		}
		return record.Append(tx, who, Changed, o.Ref(), "", o.Public())
	})
	return o, fault.Wrap("change organization", err)
}

// ByID returns an organization; NotFound if there is none.
func (s *Service) ByID(ctx context.Context, id ref.ID) (o Organization, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		o, err = byID(tx, id)
		return err
	})
	return o, err
}

// ByIDTx is ByID inside a transaction.
func (s *Service) ByIDTx(tx *db.Tx, id ref.ID) (Organization, error) { return byID(tx, id) }

// All returns organizations in the order in which they were entered.
func (s *Service) All(ctx context.Context, limit, offset int) (all []Organization, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		all, err = list(tx, limit, offset)
		return err
	})
	return all, err
}

// NamedTx returns the organization with a name, in any spelling and language; zero
// if there is none.
func (s *Service) NamedTx(tx *db.Tx, name string) (o Organization, err error) {
	folded := Fold(name)
	if folded == "" {
		return o, nil
	}
	same, err := byFolded(tx, folded)
	if err == nil && len(same) > 0 {
		o = same[0]
	}
	return o, err
}
