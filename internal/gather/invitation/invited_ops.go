package invitation

import (
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
	"penc/internal/platform/db"
)

// Invited is somebody whom an invitation to a process went to, for figures.
type Invited struct {
	Contact      ref.ID // empty for an invitation that was made without a contact
	Participant  ref.ID // empty until they take part
	Group        ref.ID
	Organization ref.ID
	Lang         lang.Tag
	State        role.State
}

// ContactsTx returns the contacts of a process, without those who were removed: for
// figures, and for rooms above that may know them.
func (s *Service) ContactsTx(tx *db.Tx, process ref.ID) ([]Contact, error) {
	all, err := contactsOf(tx, process)
	if err != nil {
		return nil, err
	}
	out := all[:0]
	for _, c := range all {
		if !c.Gone {
			out = append(out, c)
		}
	}
	sortContacts(out)
	return out, nil
}

// InvitedTx returns everybody to whom an invitation to a process went, each once:
// contacts, those who were removed too, and those invited without one.
func (s *Service) InvitedTx(tx *db.Tx, process ref.ID) ([]Invited, error) {
	contacts, err := contactsOf(tx, process)
	if err != nil {
		return nil, err
	}
	offers, err := s.roles.OffersTx(tx, process)
	if err != nil {
		return nil, err
	}
	said, err := s.roles.DeclarationsOf(tx, process)
	if err != nil {
		return nil, err
	}
	list, err := recipientsIn(tx, process)
	if err != nil {
		return nil, err
	}
	byContact, taken := map[ref.ID]role.Offer{}, map[ref.ID]bool{}
	for _, x := range list { // the newest campaign counts
		if o, ok := offers[x.Offer]; ok {
			byContact[x.Contact], taken[o.ID] = o, true
		}
	}
	newest, counted := byAddress(offers), map[string]bool{}
	var out []Invited
	for _, c := range contacts {
		o, ok := byContact[c.ID]
		if newer, is := newest[c.Address]; is && c.Address != "" {
			o, ok = newer, true
		}
		if !ok {
			continue
		}
		one := Invited{Contact: c.ID, Participant: c.Participant, Group: c.Group, Organization: c.Organization, Lang: c.Lang, State: o.At(tx.Now)}
		out = append(out, one.as(said))
		counted[c.Address] = true
	}
	for _, o := range offers {
		if o.Address != "" && counted[o.Address] {
			taken[o.ID] = true
		}
	}
	rest, err := s.uncontacted(tx, process, offers, taken, said)
	return append(out, rest...), err
}

// as returns the invited one as they declare themselves, if they do.
func (i Invited) as(said map[ref.ID]role.Declaration) Invited {
	if d, ok := said[i.Participant]; ok && d.Group != "" {
		i.Group, i.Organization = d.Group, d.Organization
	}
	return i
}

// uncontacted returns those who were invited without being contacts.
func (s *Service) uncontacted(tx *db.Tx, process ref.ID, offers map[ref.ID]role.Offer, taken map[ref.ID]bool, said map[ref.ID]role.Declaration) ([]Invited, error) {
	seen := map[string]bool{}
	var out []Invited
	for _, o := range newestFirst(offers) {
		if taken[o.ID] || o.Address != "" && seen[o.Address] {
			continue
		}
		seen[o.Address] = true
		one := Invited{Lang: o.Lang, State: o.At(tx.Now)}
		if o.Person != "" {
			p, err := maybe(s.roles.ParticipantOf(tx, process, o.Person))
			if err != nil {
				return nil, err
			}
			one.Participant = p.ID
		}
		out = append(out, one.as(said))
	}
	return out, nil
}
