package moderation

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
)

// Flag puts a thing that is shown into the queue again, with what who has against
// it. Everybody who takes part in the process may, once for each thing. Faults:
// NotFound, Forbidden, Closed if the thing is not shown, Conflict if they flagged
// it before, Invalid by field. Fact: Flagged.
func (s *Service) Flag(ctx context.Context, who access.Actor, r ref.Ref, why Reason) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		i, _, err := s.shown(tx, who, r)
		if err != nil {
			return err
		}
		i, why, err = i.Flag(who, why)
		if err != nil {
			return err
		}
		return s.keepFlag(tx, who, i, why)
	})
	return fault.Wrap("flag", err)
}

func (s *Service) keepFlag(tx *db.Tx, who access.Actor, i Item, why Reason) error {
	if i.ID == "" {
		i.Shown = true
		if err := s.SubmitTx(tx, i); err != nil {
			return err
		}
		noted, err := itemByRef(tx, i.Ref)
		if err != nil {
			return err
		}
		i = noted
		i.Flags++
		i.Version++
	}
	id, err := tx.NewID()
	if err != nil {
		return err
	}
	if isNew, err := raise(tx, i.ID, id, who.Person, why); err != nil {
		return err
	} else if !isNew {
		return fault.New(fault.Conflict, "", "moderation.flag.again")
	}
	if first, err := update(tx, i); err != nil {
		return err
	} else if !first {
		return fault.New(fault.Conflict, "", "moderation.flag.meanwhile")
	}
	return record.Append(tx, who, Flagged, i.Ref, i.Process, why.Code)
}

// shown returns a thing that may be flagged, with its card. It is NotFound unless
// some room knows it, has entered a rule for its kind, and shows it to who.
func (s *Service) shown(tx *db.Tx, who access.Actor, r ref.Ref) (Item, feature.Card, error) {
	unknown := fault.New(fault.NotFound, "", "moderation.item.unknown")
	card, ok := s.dir.Card(tx, r)
	if !ok || s.rules[r.Kind] == nil || !card.Public && !MayFlag(who, card.Process) {
		return Item{}, card, unknown
	}
	i, err := itemByRef(tx, r)
	if fault.KindOf(err) != fault.NotFound {
		return i, card, err
	}
	if !card.Public {
		return Item{}, card, unknown
	}
	return Item{Ref: r, Process: card.Process, Text: card.Name, State: Accepted}, card, nil
}

// Flaggable returns the card of a thing that who may flag, for the page that asks
// why. Faults: those of [Service.Flag].
func (s *Service) Flaggable(ctx context.Context, who access.Actor, r ref.Ref) (card feature.Card, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		i, c, err := s.shown(tx, who, r)
		if err != nil {
			return err
		}
		card = c
		_, _, err = i.Flag(who, Reason{Code: OffSubject})
		return err
	})
	return card, err
}
