package person

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/mail"
)

// ByID returns a person, also one who left; NotFound if there never was one.
// What it holds is for the person and the secretariat: others see Public.
func (s *Service) ByID(ctx context.Context, id ref.ID) (p Person, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		p, err = byID(tx, id)
		return err
	})
	return p, err
}

// ByIDTx is ByID inside a transaction.
func (s *Service) ByIDTx(tx *db.Tx, id ref.ID) (Person, error) { return byID(tx, id) }

// ByEmailTx returns the person with a mail address, written in any case;
// NotFound if nobody has it.
func (s *Service) ByEmailTx(tx *db.Tx, address string) (Person, error) {
	email, err := mail.Check(address)
	if err != nil {
		return Person{}, fault.New(fault.NotFound, "", "person.unknown")
	}
	return byEmail(tx, email)
}

// ByIDsTx returns people by their identifier, a few at a time. Unknown ones are
// left out.
func (s *Service) ByIDsTx(tx *db.Tx, ids []ref.ID) (map[ref.ID]Person, error) {
	out := make(map[ref.ID]Person, len(ids))
	for len(ids) > 0 {
		n := min(batch, len(ids))
		some, err := byIDs(tx, ids[:n])
		if err != nil {
			return nil, err
		}
		for _, p := range some {
			out[p.ID] = p
		}
		ids = ids[n:]
	}
	return out, nil
}

// PublicName returns the name by which others see a person. It is empty if the
// person left or was never here: faces then show the word "person.left".
func (s *Service) PublicName(tx *db.Tx, id ref.ID) (string, error) {
	p, err := byID(tx, id)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	return p.PublicName(), err
}

// A Query asks for a page of the list of people.
type Query struct {
	Words  string // in name or address; empty for all
	Before ref.ID // the last person of the page before
	Limit  int
}

// List returns people, the newest first, and how many there are in all. Only the
// operator may. Faults: Forbidden.
func (s *Service) List(ctx context.Context, who access.Actor, q Query) (people []Person, all int, err error) {
	if !who.Holds(access.Operator, access.Site) {
		return nil, 0, fault.New(fault.Forbidden, "", "person.list.operator-only")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if people, err = page(tx, q.Before, lang.Clean(q.Words), q.Limit); err != nil {
			return err
		}
		all, err = db.Value[int](tx.Row(countPeople))
		return err
	})
	return people, all, fault.Wrap("list people", err)
}
