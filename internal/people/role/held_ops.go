package role

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/people/notice"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// Of returns what a person holds anywhere, and the names under which they take
// part, by process: what the doorkeeper needs to know.
func (s *Service) Of(tx *db.Tx, person ref.ID) ([]access.Role, map[ref.ID]ref.ID, error) {
	all, err := standing(tx, person)
	if err != nil || len(all) == 0 {
		return nil, nil, err
	}
	var roles []access.Role
	participants := map[ref.ID]ref.ID{}
	for _, st := range all {
		scope := Process(st.process)
		if st.process == "" {
			scope = access.Site
		} else {
			participants[st.process] = st.participant
		}
		if st.role != "" {
			roles = append(roles, access.Role{Name: st.role, Scope: scope})
		}
	}
	return roles, participants, nil
}

// Give gives a person a role on a process. Conveners of the process may give any;
// the operator gives the first convener's. Giving what is held already changes
// nothing. The person is told. Faults: Forbidden, Invalid for an unknown role,
// NotFound for an unknown person or process. Fact: Given.
func (s *Service) Give(ctx context.Context, who access.Actor, process, person ref.ID, name string) (p Participant, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		p, err = s.GiveTx(tx, who, process, person, name)
		return err
	})
	return p, fault.Wrap("give role", err)
}

// GiveTx is Give inside a higher room's transaction.
func (s *Service) GiveTx(tx *db.Tx, who access.Actor, process, person ref.ID, name string) (Participant, error) {
	conveners, err := lockConveners(tx, process)
	if err != nil {
		return Participant{}, err
	}
	if err := MayGive(who, process, name, conveners); err != nil {
		return Participant{}, err
	}
	p, isNew, err := s.put(tx, who, process, person, name)
	if err != nil || !isNew || person == who.Person {
		return p, err
	}
	return p, s.tell(tx, person, Given, process, name)
}

// FirstConvenerTx makes a person the first convener of a process that has none.
// Who may open a process has been decided by the process room. Faults: Conflict
// if there is a convener. Fact: Given.
func (s *Service) FirstConvenerTx(tx *db.Tx, who access.Actor, process, person ref.ID) (Participant, error) {
	conveners, err := lockConveners(tx, process)
	if err != nil {
		return Participant{}, err
	}
	if conveners > 0 {
		return Participant{}, fault.New(fault.Conflict, "", "role.give.has-convener")
	}
	p, _, err := s.put(tx, who, process, person, access.Convener)
	return p, err
}

// TakeBack takes a role from a person. Conveners of the process may, and the
// person may lay it down. The person is told if somebody else did. Faults:
// Forbidden, NotFound if the role is not held, Closed for the last convener.
// Fact: TakenBack.
func (s *Service) TakeBack(ctx context.Context, who access.Actor, process, person ref.ID, name string) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		conveners, err := lockConveners(tx, process)
		if err != nil {
			return err
		}
		if err := MayTakeBack(who, process, person, name, conveners); err != nil {
			return err
		}
		p, err := participantOf(tx, process, person)
		if err != nil {
			return err
		}
		if held, err := deleteHeld(tx, p.ID, name); err != nil {
			return err
		} else if !held {
			return fault.New(fault.NotFound, "", "role.take-back.not-held")
		}
		if err := record.Append(tx, who, TakenBack, p.Ref(), process, nil, record.Figure(name, 1)); err != nil {
			return err
		}
		if person == who.Person {
			return nil
		}
		return s.tell(tx, person, TakenBack, process, name)
	})
	return fault.Wrap("take back role", err)
}

// lockConveners has the other changes to the roles of a process wait, and counts
// its conveners.
func lockConveners(tx *db.Tx, process ref.ID) (int, error) {
	if err := tx.Lock("role/" + string(process)); err != nil {
		return 0, err
	}
	return countHeld(tx, process, access.Convener)
}

// put makes a person a participant of a process with a role, and reports whether
// they did not hold it before.
func (s *Service) put(tx *db.Tx, who access.Actor, process, person ref.ID, name string) (Participant, bool, error) {
	p, err := s.participate(tx, process, person)
	if err != nil {
		return p, false, err
	}
	isNew, err := insertHeld(tx, p, name)
	if err != nil || !isNew {
		return p, false, err
	}
	details := []record.Detail{record.Figure(name, 1)}
	if person == who.Person {
		details = append(details, record.By(p.ID)) // they may have become a participant just now
	}
	if err := record.Append(tx, who, Given, p.Ref(), process, nil, details...); err != nil {
		return p, false, err
	}
	p.Roles, err = heldBy(tx, p.ID)
	return p, true, err
}

// tell tells a person about a role.
func (s *Service) tell(tx *db.Tx, to ref.ID, kind string, process ref.ID, name string) error {
	return s.notices.TellTx(tx, to, notice.Notice{
		Kind: kind, Ref: Process(process), Parts: map[string]string{"role": name},
	})
}

// NameOperator makes a person an operator of the site. Operators may, and the
// console. Faults: Forbidden, NotFound. Fact: Given.
func (s *Service) NameOperator(ctx context.Context, who access.Actor, person ref.ID) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error { return s.NameOperatorTx(tx, who, person) })
	return fault.Wrap("name operator", err)
}

// NameOperatorTx is NameOperator inside a transaction.
func (s *Service) NameOperatorTx(tx *db.Tx, who access.Actor, person ref.ID) error {
	if err := MayManageOperators(who); err != nil {
		return err
	}
	if err := tx.Lock("role/operators"); err != nil {
		return err
	}
	if err := s.present(tx, person); err != nil {
		return err
	}
	isNew, err := insertOperator(tx, person)
	if err != nil || !isNew {
		return err
	}
	return record.Append(tx, who, Given, access.Site, "", nil, record.Figure(access.Operator, 1))
}

// NameOperatorByAddress is NameOperator for whoever has an account with a mail
// address.
func (s *Service) NameOperatorByAddress(ctx context.Context, who access.Actor, address string) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if err := MayManageOperators(who); err != nil {
			return err
		}
		p, err := s.people.ByEmailTx(tx, address)
		if fault.KindOf(err) == fault.NotFound {
			return fault.Field("address", "role.operator.no-account")
		}
		if err != nil {
			return err
		}
		return s.NameOperatorTx(tx, who, p.ID)
	})
	return fault.Wrap("name operator", err)
}

// DismissOperator takes the operator's role from a person. Operators may; the
// last one stays. Faults: Forbidden, NotFound, Closed. Fact: TakenBack.
func (s *Service) DismissOperator(ctx context.Context, who access.Actor, person ref.ID) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if err := MayManageOperators(who); err != nil {
			return err
		}
		if err := dismiss(tx, person); err != nil {
			return err
		}
		return record.Append(tx, who, TakenBack, access.Site, "", nil, record.Figure(access.Operator, 1))
	})
	return fault.Wrap("dismiss operator", err)
}

// dismiss takes the operator's role from a person unless nobody would be left.
func dismiss(tx *db.Tx, person ref.ID) error {
	if err := tx.Lock("role/operators"); err != nil {
		return err
	}
	if held, err := deleteOperator(tx, person); err != nil {
		return err
	} else if !held {
		return fault.New(fault.NotFound, "", "role.take-back.not-held")
	}
	left, err := operators(tx)
	if err == nil && len(left) == 0 {
		return fault.New(fault.Closed, "", "role.take-back.last-operator")
	}
	return err
}

// Operators returns who runs the site, by name. Only they may know. Faults:
// Forbidden.
func (s *Service) Operators(ctx context.Context, who access.Actor) (out []Operator, err error) {
	if err := MayManageOperators(who); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if out, err = operators(tx); err != nil {
			return err
		}
		for i := range out {
			p, err := s.people.ByIDTx(tx, out[i].Person)
			if err != nil {
				return err
			}
			out[i].Name, out[i].Address = p.Name, p.Email
		}
		return nil
	})
	return out, fault.Wrap("list operators", err)
}
