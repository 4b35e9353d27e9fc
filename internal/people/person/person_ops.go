package person

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/org"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
)

// The facts of this room.
const (
	Joined    = "person.joined"
	Changed   = "person.changed"
	Consented = "person.consented"
	Erased    = "person.erased"
)

// Join makes a person of a newcomer, or returns the one who has the mail address
// already, unchanged. Whoever calls has made sure that the address is theirs.
// Faults: Invalid by field. Fact: Joined.
func (s *Service) Join(ctx context.Context, who access.Actor, in Joining) (p Person, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		p, err = s.JoinTx(tx, who, in)
		return err
	})
	return p, fault.Wrap("join", err)
}

// JoinTx is Join inside a higher room's transaction.
func (s *Service) JoinTx(tx *db.Tx, who access.Actor, in Joining) (Person, error) {
	email, err := mail.Check(in.Email)
	if err != nil {
		return Person{}, err
	}
	if err := tx.Lock("person/email/" + email); err != nil {
		return Person{}, err
	}
	if p, err := byEmail(tx, email); fault.KindOf(err) != fault.NotFound {
		return p, err
	}
	in.Email = email
	p, err := Person{}.Join(in, tx.Now)
	if err != nil {
		return p, err
	}
	if p.ID, err = tx.NewID(); err != nil {
		return p, err
	}
	if err := save(tx, p); err != nil {
		return p, err
	}
	return p, record.Append(tx, who, Joined, p.Ref(), "", p.said())
}

// Change replaces what a person says about themselves. Only the person may. A
// new organization is entered on the way. Faults: Forbidden, Conflict if the
// profile changed meanwhile, Invalid by field. Fact: Changed.
func (s *Service) Change(ctx context.Context, who access.Actor, in Profile) (p Person, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if p, err = own(tx, who); err != nil {
			return err
		}
		if in, err = s.organization(tx, who, in); err != nil {
			return err
		}
		if p, err = p.Change(who, in); err != nil {
			return err
		}
		if err := save(tx, p); err != nil {
			return err
		}
		return record.Append(tx, who, Changed, p.Ref(), "", p.said())
	})
	return p, fault.Wrap("change profile", err)
}

// organization makes sure that the organization of a profile is there.
func (s *Service) organization(tx *db.Tx, who access.Actor, in Profile) (Profile, error) {
	if name := lang.Clean(in.NewOrganization); name != "" {
		from := in.Lang
		if !lang.Known(from) {
			from = lang.Interface[0]
		}
		o, err := s.orgs.EnterTx(tx, who, org.Entry{Name: map[lang.Tag]string{from: name}, From: from})
		if all := fault.All(err); len(all) > 0 {
			return in, fault.New(all[0].Kind, "new-organization", all[0].Message, parts(all[0])...)
		}
		in.Organization = o.ID
		return in, err
	}
	if in.Organization == "" {
		return in, nil
	}
	_, err := s.orgs.ByIDTx(tx, in.Organization)
	if fault.KindOf(err) == fault.NotFound {
		return in, fault.Field("organization", "person.organization.unknown")
	}
	return in, err
}

func parts(e *fault.Error) (out []any) {
	for name, value := range e.Parts {
		out = append(out, name, value)
	}
	return out
}

// Agree notes that the person agreed to a version of the consent text. Only the
// person may. Faults: Forbidden, Invalid if the version is not the present one.
// Fact: Consented.
func (s *Service) Agree(ctx context.Context, who access.Actor, version string) (p Person, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if p, err = own(tx, who); err != nil {
			return err
		}
		if p, err = p.Agree(who, version, tx.Now); err != nil {
			return err
		}
		if err := save(tx, p); err != nil {
			return err
		}
		return record.Append(tx, who, Consented, p.Ref(), "", p.said())
	})
	return p, fault.Wrap("agree", err)
}

// Erase has every room cut its ties to the person who asks, in one transaction,
// and takes away the words they wrote where they wish it. Only the person may.
// Mails to them are forgotten, waiting ones too. Faults: Forbidden. Fact: Erased.
func (s *Service) Erase(ctx context.Context, who access.Actor, wish feature.Wish) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := own(tx, who)
		if err != nil {
			return err
		}
		gone, err := p.Leave(who, tx.Now)
		if err != nil {
			return err
		}
		if err := s.dir.Erase(tx, p.ID, wish); err != nil {
			return err
		}
		return record.Append(tx, who, Erased, gone.Ref(), "", nil)
	})
	return fault.Wrap("erase", err)
}

// erase is this room's own part of an erasure.
func (s *Service) erase(tx *db.Tx, id ref.ID, _ feature.Wish) error {
	p, err := byID(tx, id)
	if err != nil {
		return err
	}
	gone, err := p.Leave(access.Actor{Person: id}, tx.Now)
	if err != nil {
		return err
	}
	if err := save(tx, gone); err != nil {
		return err
	}
	if err := mail.Forget(tx, p.Email); err != nil {
		return err
	}
	return record.EraseSalts(tx, p.Ref())
}

// Export returns everything that every room keeps about the person who asks.
// Faults: Forbidden.
func (s *Service) Export(ctx context.Context, who access.Actor) (out Export, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := own(tx, who); err != nil {
			return err
		}
		out.At = tx.Now
		out.Rooms, err = s.dir.Export(tx, who.Person)
		return err
	})
	return out, fault.Wrap("export", err)
}

// export is this room's own part of an export.
func (s *Service) export(tx *db.Tx, id ref.ID) (any, error) {
	p, err := byID(tx, id)
	if err != nil {
		return nil, err
	}
	facts, err := record.About(tx, p.Ref(), 1000)
	if err != nil {
		return nil, err
	}
	history := make([]map[string]any, len(facts))
	for i, f := range facts {
		history[i] = map[string]any{"what": f.Kind, "when": f.Happened}
	}
	return map[string]any{"person": p.said(), "history": history}, nil
}

// own locks and returns the person who acts.
func own(tx *db.Tx, who access.Actor) (Person, error) {
	refused := fault.New(fault.Forbidden, "", "person.own-account-only")
	if who.Person == "" {
		return Person{}, refused
	}
	if err := tx.Lock("person/" + string(who.Person)); err != nil {
		return Person{}, err
	}
	p, err := byID(tx, who.Person)
	if fault.KindOf(err) == fault.NotFound || err == nil && p.Left() {
		return p, refused
	}
	return p, err
}
