package invitation

import (
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
	"penc/internal/platform/db"
)

// acquaintance is what this room tells package role of people before they have an
// account.
func (s *Service) acquaintance() role.Acquaintance {
	return role.Acquaintance{Registered: s.registered, Came: s.came, Said: s.said}
}

// registered returns the participant under whom the contact with an address was
// registered.
func (s *Service) registered(tx *db.Tx, process ref.ID, address string) (ref.ID, error) {
	c, err := maybe(contactByAddress(tx, process, address))
	return c.Participant, err
}

// came ties a contact to the participant with the same address, and closes the
// missing voice from which the contact came.
func (s *Service) came(tx *db.Tx, p role.Participant, address string) error {
	c, err := contactByAddress(tx, p.Process, address)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if c.Participant != p.ID {
		if err := tieContact(tx, c.ID, p.ID); err != nil {
			return err
		}
	}
	all, err := referralsWithContact(tx, c.ID)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.Stand.Over() {
			continue
		}
		r.Stand = CameIn
		if err := s.step(tx, access.Machine(), r.Forgotten().moved(tx.Now), VoiceAnswered); err != nil {
			return err
		}
	}
	return nil
}

// said returns what the contact with an address says about for whom they speak.
func (s *Service) said(tx *db.Tx, process ref.ID, address string) (role.Declaration, error) {
	c, err := maybe(contactByAddress(tx, process, address))
	if err != nil || c.ID == "" {
		return role.Declaration{}, err
	}
	d := c.Declaration()
	d.Lang = "" // they choose it themselves
	return d, nil
}
