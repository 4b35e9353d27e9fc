package invitation

import (
	"context"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// at returns a process whose address book who may keep. Whoever may not know of
// the process learns nothing. Faults: NotFound, Forbidden.
func (s *Service) at(tx *db.Tx, who access.Actor, id ref.ID) (process.Whole, error) {
	w, err := s.seen(tx, who, id)
	if err == nil {
		err = MayKeep(who, id)
	}
	return w, err
}

// seen returns a process that who may see.
func (s *Service) seen(tx *db.Tx, who access.Actor, id ref.ID) (process.Whole, error) {
	if _, ok := s.dir.Visible(tx, who, role.Process(id)); !ok {
		return process.Whole{}, fault.New(fault.NotFound, "", "process.unknown")
	}
	return s.processes.WholeTx(tx, id)
}

// lock has other writers of the address book of a process wait.
func lock(tx *db.Tx, id ref.ID) error { return tx.Lock("invitation/" + string(id)) }

// Add writes down a contact. Conveners may. Faults: NotFound, Forbidden, Conflict
// for an address that another contact has or an act that was done before, Invalid
// by field. Fact: Added.
func (s *Service) Add(ctx context.Context, who access.Actor, id ref.ID, in Card) (c Contact, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		w, err := s.at(tx, who, id)
		if err != nil {
			return err
		}
		if err := lock(tx, id); err != nil {
			return err
		}
		if err := record.Once(tx, who, Added); err != nil {
			return err
		}
		if err := hasRoom(tx, id, 1); err != nil {
			return err
		}
		if c, err = s.enter(tx, who, w, in, ByHand); err != nil {
			return err
		}
		return record.Append(tx, who, Added, c.Ref(), id, c.Card)
	})
	return c, fault.Wrap("add contact", err)
}

// hasRoom refuses more contacts than a process can have.
func hasRoom(tx *db.Tx, id ref.ID, more int) error {
	n, err := countContacts(tx, id)
	if err == nil && n+more > MaxContacts {
		return fault.New(fault.Closed, "", "invitation.contact.full", "limit", MaxContacts)
	}
	return err
}

// enter keeps a new contact and ties it to the participant with the same address.
func (s *Service) enter(tx *db.Tx, who access.Actor, w process.Whole, in Card, via Via) (Contact, error) {
	c, _, err := Contact{Process: w.ID, Via: via, Since: tx.Now}.Write(in, 0, w, tx.Now)
	if err != nil {
		return c, err
	}
	if c.ID, err = tx.NewID(); err != nil {
		return c, err
	}
	return s.keep(tx, who, c, via)
}

// keep stores a contact with its history, under the organization that it names and
// the participant whom its address belongs to.
func (s *Service) keep(tx *db.Tx, who access.Actor, c Contact, via Via) (Contact, error) {
	if other, err := contactByAddress(tx, c.Process, c.Address); err == nil && other.ID != c.ID {
		return c, fault.New(fault.Conflict, "address", "invitation.contact.address-taken", "name", other.Called())
	} else if err != nil && fault.KindOf(err) != fault.NotFound {
		return c, err
	}
	o, err := s.orgs.NamedTx(tx, c.OrgName)
	if err != nil {
		return c, err
	}
	c.Organization = o.ID
	if c.Participant == "" {
		if c.Participant, err = s.participant(tx, c); err != nil {
			return c, err
		}
	}
	if err := saveContact(tx, c); err != nil {
		return c, err
	}
	return c, insertPast(tx, c, who.In(c.Process), via)
}

// participant returns who takes part under the contact's address, empty if nobody.
func (s *Service) participant(tx *db.Tx, c Contact) (ref.ID, error) {
	if c.Address == "" {
		return "", nil
	}
	who, err := s.people.ByEmailTx(tx, c.Address)
	if err == nil {
		var p role.Participant
		p, err = s.roles.ParticipantOf(tx, c.Process, who.ID)
		if err == nil {
			return p.ID, nil
		}
	}
	if fault.KindOf(err) == fault.NotFound {
		err = nil
	}
	return "", err
}

// Change writes a contact anew; what stood there before is kept with its date. If
// the contact takes part without an account, for whom they speak changes with it.
// Conveners may. Faults: NotFound, Forbidden, Conflict if it changed meanwhile or
// another contact has the address, Closed, Invalid by field. Fact: Changed.
func (s *Service) Change(ctx context.Context, who access.Actor, id ref.ID, in Card, version int) (c Contact, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var w process.Whole
		if c, w, err = s.own(tx, who, id); err != nil {
			return err
		}
		next, changed, err := c.Write(in, version, w, tx.Now)
		if err != nil || !changed {
			return err
		}
		if c, err = s.keep(tx, who, next, ByHand); err != nil {
			return err
		}
		if err := s.declareFor(tx, who, c); err != nil {
			return err
		}
		return record.Append(tx, who, Changed, c.Ref(), c.Process, c.Card)
	})
	return c, fault.Wrap("change contact", err)
}

// declareFor writes down for whom a contact speaks who takes part without an
// account; others declare for themselves.
func (s *Service) declareFor(tx *db.Tx, who access.Actor, c Contact) error {
	if c.Participant == "" {
		return nil
	}
	p, err := s.roles.ParticipantTx(tx, c.Participant)
	if err != nil || p.Person != "" || p.Erased {
		return err
	}
	in := c.Declaration()
	in.Gender, in.Region = p.Gender, p.Region
	_, err = s.roles.DeclareForTx(tx, who, p.ID, in)
	return err
}

// own returns a contact that who may write, as it stays until the commit.
func (s *Service) own(tx *db.Tx, who access.Actor, id ref.ID) (Contact, process.Whole, error) {
	c, err := contactByID(tx, id)
	if err != nil {
		return c, process.Whole{}, err
	}
	w, err := s.at(tx, who, c.Process)
	if err != nil {
		return c, w, err
	}
	if err := lock(tx, c.Process); err != nil {
		return c, w, err
	}
	c, err = contactByID(tx, id)
	return c, w, err
}

// Remove erases what is known of a contact; their invitations end. The process and
// the stakeholder group stay, for the figures, and so does the participant if there
// is one. Conveners may. Faults: NotFound, Forbidden, Closed. Fact: Removed.
func (s *Service) Remove(ctx context.Context, who access.Actor, id ref.ID) (c Contact, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if c, _, err = s.own(tx, who, id); err != nil {
			return err
		}
		if c.Gone {
			return fault.New(fault.Closed, "", "invitation.contact.gone")
		}
		if err := s.remove(tx, c); err != nil {
			return err
		}
		if err := s.forgetParticipant(tx, c.Participant); err != nil {
			return err
		}
		return record.Append(tx, who, Removed, c.Ref(), c.Process, nil)
	})
	return c, fault.Wrap("remove contact", err)
}

// remove takes everything that tells of a contact out of this room and ends their
// invitations.
func (s *Service) remove(tx *db.Tx, c Contact) error {
	if err := s.roles.ForgetOffersTx(tx, c.Process, c.Address); err != nil {
		return err
	}
	for _, drop := range []func(*db.Tx, ref.ID) error{dropPast, dropAlternates, forgetReferredContact} {
		if err := drop(tx, c.ID); err != nil {
			return err
		}
	}
	if err := record.EraseSalts(tx, c.Ref()); err != nil {
		return err
	}
	return saveContact(tx, c.Remove(tx.Now))
}

// forgetParticipant erases what a participant without account declared.
func (s *Service) forgetParticipant(tx *db.Tx, id ref.ID) error {
	if id == "" {
		return nil
	}
	p, err := s.roles.ParticipantTx(tx, id)
	if err != nil || p.Person != "" || p.Erased {
		return err
	}
	return s.roles.ForgetTx(tx, id)
}

// RegisterTx makes a participant of a contact, without an account: somebody who is
// registered by the secretariat or met at the door. A contact who takes part
// already stays who they are. The room above has decided who may. Faults:
// NotFound, Closed. Fact: role.Registered.
func (s *Service) RegisterTx(tx *db.Tx, who access.Actor, id ref.ID) (role.Participant, error) {
	c, err := contactByID(tx, id)
	if err != nil {
		return role.Participant{}, err
	}
	if err := lock(tx, c.Process); err != nil {
		return role.Participant{}, err
	}
	if c, err = contactByID(tx, id); err != nil {
		return role.Participant{}, err
	}
	if c.Gone {
		return role.Participant{}, fault.New(fault.Closed, "", "invitation.contact.gone")
	}
	if c.Participant != "" {
		return s.roles.ParticipantTx(tx, c.Participant)
	}
	p, err := s.roles.RegisterTx(tx, who, c.Process, c.Declaration())
	if err != nil {
		return p, err
	}
	return p, tieContact(tx, c.ID, p.ID)
}

// Replace says that a contact may stand in for another between two days. Conveners
// may. Faults: NotFound, Forbidden, Invalid by field, Closed for too many. Fact:
// Replaced.
func (s *Service) Replace(ctx context.Context, who access.Actor, in Alternate) (a Alternate, err error) {
	a = in
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		c, _, err := s.own(tx, who, in.For)
		if err != nil {
			return err
		}
		if err := in.Check(); err != nil {
			return err
		}
		other, err := contactByID(tx, in.Contact)
		if err != nil || other.Process != c.Process || other.Gone || c.Gone {
			return fault.Field("alternate", "invitation.alternate.who")
		}
		all, err := alternatesOf(tx, c.ID)
		if err != nil {
			return err
		}
		if len(all) >= MaxAlternate {
			return fault.New(fault.Closed, "", "invitation.alternate.full", "limit", MaxAlternate)
		}
		if err := record.Once(tx, who, Replaced); err != nil {
			return err
		}
		a.Process = c.Process
		if a.ID, err = tx.NewID(); err != nil {
			return err
		}
		if err := insertAlternate(tx, a); err != nil {
			return err
		}
		return record.Append(tx, who, Replaced, c.Ref(), c.Process, nil)
	})
	return a, fault.Wrap("name alternate", err)
}

// Unreplace ends what Replace said. Conveners may. Faults: NotFound, Forbidden.
// Fact: Unreplaced.
func (s *Service) Unreplace(ctx context.Context, who access.Actor, id ref.ID) (a Alternate, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if a, err = alternateByID(tx, id); err != nil {
			return err
		}
		c, _, err := s.own(tx, who, a.For)
		if err != nil {
			return err
		}
		if err := deleteAlternate(tx, id); err != nil {
			return err
		}
		return record.Append(tx, who, Unreplaced, c.Ref(), c.Process, nil)
	})
	return a, fault.Wrap("end alternate", err)
}
