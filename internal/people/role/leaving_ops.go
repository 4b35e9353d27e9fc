package role

import (
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/people/person"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
)

// export is this room's part of what the site keeps about a person.
func (s *Service) export(tx *db.Tx, id ref.ID) (any, error) {
	all, err := participationsOf(tx, id)
	if err != nil {
		return nil, err
	}
	parts := make([]map[string]any, len(all))
	for i, p := range all {
		history, err := historyOf(tx, p.ID)
		if err != nil {
			return nil, err
		}
		parts[i] = map[string]any{
			"process": p.Process, "participant": p.ID, "since": p.Since, "roles": p.Names(),
			"declared": p.Declaration, "history": history,
		}
	}
	operator, err := isOperator(tx, id)
	if err != nil {
		return nil, err
	}
	who, err := s.people.ByIDTx(tx, id)
	if err != nil {
		return nil, err
	}
	offers, err := offersTo(tx, id, who.Email)
	if err != nil {
		return nil, err
	}
	invited := make([]map[string]any, len(offers))
	for i, o := range offers {
		invited[i] = map[string]any{
			"process": o.Process, "role": o.Role, "address": o.Address, "name": o.Name,
			"state": o.At(tx.Now), "made": o.Made, "reason": o.Reason,
		}
	}
	return map[string]any{"processes": parts, "operator": operator, "invitations": invited}, nil
}

// erase cuts the person out of every process: their roles end, what they declared
// goes except the stakeholder group, and the salts of what they said go too. The
// last convener of a process and the last operator hand over first. Faults: Closed.
func (s *Service) erase(tx *db.Tx, id ref.ID, _ feature.Wish) error {
	who, err := s.people.ByIDTx(tx, id)
	if err != nil {
		return err
	}
	all, err := participationsOf(tx, id)
	if err != nil {
		return err
	}
	for _, p := range all {
		if err := s.eraseFrom(tx, p); err != nil {
			return err
		}
	}
	if operator, err := isOperator(tx, id); err != nil {
		return err
	} else if operator {
		if err := dismiss(tx, id); err != nil {
			return err
		}
	}
	return eraseOffers(tx, who)
}

func (s *Service) eraseFrom(tx *db.Tx, p Participant) error {
	conveners, err := lockConveners(tx, p.Process)
	if err != nil {
		return err
	}
	if p.Holds(access.Convener) && conveners <= 1 {
		return fault.New(fault.Closed, "", "role.take-back.last-convener")
	}
	for _, name := range p.Names() {
		err := record.Append(tx, access.Machine(), TakenBack, p.Ref(), p.Process, nil, record.By(p.ID), record.Figure(name, 1))
		if err != nil {
			return err
		}
	}
	if err := record.EraseSaltsBy(tx, p.Process, p.ID); err != nil {
		return err
	}
	if err := record.EraseSalts(tx, p.Ref()); err != nil {
		return err
	}
	return cut(tx, p.ID)
}

func eraseOffers(tx *db.Tx, who person.Person) error {
	offers, err := offersTo(tx, who.ID, who.Email)
	if err != nil {
		return err
	}
	for _, o := range offers {
		if err := record.EraseSalts(tx, o.Ref()); err != nil {
			return err
		}
	}
	return forgetInvited(tx, who.ID, who.Email)
}
