package invitation

import (
	"context"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// outcome returns what became of a campaign, recipients by name.
func (v view) outcome(tx *db.Tx, c Campaign) (Outcome, error) {
	out := Outcome{Campaign: c}
	list, err := recipientsOf(tx, c.ID)
	if err != nil || len(list) == 0 {
		return out, err
	}
	to := make(map[ref.ID]Recipient, len(list))
	for _, x := range list {
		to[x.Contact] = x
	}
	for _, k := range v.known {
		if x, ok := to[k.ID]; ok {
			out.All = append(out.All, v.reached(tx, x, k))
		}
	}
	return out, nil
}

func (v view) reached(tx *db.Tx, x Recipient, k Known) Reached {
	o := v.offers[x.Offer]
	if now, ok := v.letters[x.Mail]; ok && x.Delivery == InQueue {
		x.Delivery = Delivery(now)
	}
	r := Reached{Recipient: x, To: k, State: x.StateAt(tx.Now, o, k)}
	if r.State == HasDeclined {
		r.Reason = o.Reason
	}
	return r
}

// A Mailing is a campaign as its conveners see it: who would get it while it is
// written, what became of it once it is sent.
type Mailing struct {
	Process process.Whole
	Outcome
	To   Audience // while it is written
	Late int      // how many can be reminded now
	// LateByLang says how many of those read which language.
	LateByLang map[lang.Tag]int
}

// CampaignOf returns a campaign. Conveners may. Faults: NotFound, Forbidden.
func (s *Service) CampaignOf(ctx context.Context, who access.Actor, id ref.ID) (m Mailing, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err := campaignByID(tx, id)
		if err != nil {
			return err
		}
		if m.Process, err = s.at(tx, who, c.Process); err != nil {
			return err
		}
		v, err := s.view(tx, c.Process)
		if err != nil {
			return err
		}
		if m.Outcome, err = v.outcome(tx, c); err != nil {
			return err
		}
		late := m.Outcome.Late(tx.Now)
		m.Late, m.LateByLang = len(late), ByLang(late)
		if c.Sent.IsZero() {
			m.To = AudienceOf(c.Choice.Choose(v.known))
		}
		return nil
	})
	return m, fault.Wrap("view campaign", err)
}

// Campaigns are those of a process, the newest first.
type Campaigns struct {
	Process process.Whole
	All     []Outcome
	Known   int // contacts
	Fresh   int // of them, those whom nobody has invited yet and who have an address
}

// CampaignsOf returns the campaigns of a process. Conveners may. Faults: NotFound,
// Forbidden.
func (s *Service) CampaignsOf(ctx context.Context, who access.Actor, id ref.ID) (out Campaigns, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if out.Process, err = s.at(tx, who, id); err != nil {
			return err
		}
		all, err := campaignsOf(tx, id)
		if err != nil {
			return err
		}
		v, err := s.view(tx, id)
		if err != nil {
			return err
		}
		for _, c := range all {
			o, err := v.outcome(tx, c)
			if err != nil {
				return err
			}
			out.All = append(out.All, o)
		}
		for _, k := range v.known {
			if !k.Gone {
				out.Known++
			}
			if !k.Gone && k.Address != "" && k.Standing == NotInvited {
				out.Fresh++
			}
		}
		return nil
	})
	return out, fault.Wrap("list campaigns", err)
}

// A Book is a page of the address book.
type Book struct {
	Process process.Whole
	Chosen  []Known
	Total   int      // contacts of the process
	Orgs    []string // the organizations of all contacts, as they are called
}

// BookOf returns the contacts of a process that fit a choice, by name. Conveners
// may. Faults: NotFound, Forbidden.
func (s *Service) BookOf(ctx context.Context, who access.Actor, id ref.ID, ch Choice) (b Book, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if b.Process, err = s.at(tx, who, id); err != nil {
			return err
		}
		all, err := s.known(tx, id)
		if err != nil {
			return err
		}
		b.Orgs = organizations(all)
		for _, k := range all {
			if !k.Gone {
				b.Total++
			}
		}
		b.Chosen = ch.Choose(all)
		return nil
	})
	return b, fault.Wrap("list contacts", err)
}

// A Sheetful is one contact with everything known of them.
type Sheetful struct {
	Process process.Whole
	Known
	History    []Past
	Alternates []Alternate // who stands in, and for whom the contact does
	Names      map[ref.ID]string
	Letters    []Letter
	Others     []Known // of the process, to choose an alternate from
}

// A Letter is one campaign that went to a contact.
type Letter struct {
	Campaign Campaign
	Reached
}

// ContactOf returns a contact. Conveners may. Faults: NotFound, Forbidden.
func (s *Service) ContactOf(ctx context.Context, who access.Actor, id ref.ID) (v Sheetful, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err := contactByID(tx, id)
		if err != nil {
			return err
		}
		if v.Process, err = s.at(tx, who, c.Process); err != nil {
			return err
		}
		if c.Gone {
			return fault.New(fault.NotFound, "", "invitation.contact.gone")
		}
		if v.History, err = pastOf(tx, id); err != nil {
			return err
		}
		if v.Alternates, err = alternatesOf(tx, id); err != nil {
			return err
		}
		now, err := s.view(tx, c.Process)
		if err != nil {
			return err
		}
		v.Names = map[ref.ID]string{}
		for _, k := range now.known {
			v.Names[k.ID] = k.Called()
			switch {
			case k.ID == id:
				v.Known = k
			case !k.Gone:
				v.Others = append(v.Others, k)
			}
		}
		v.Letters, err = now.lettersTo(tx, v.Known)
		return err
	})
	return v, fault.Wrap("view contact", err)
}

// lettersTo returns the campaigns that went to a contact, the newest first.
func (v view) lettersTo(tx *db.Tx, k Known) ([]Letter, error) {
	campaigns, err := campaignsOf(tx, k.Process)
	if err != nil {
		return nil, err
	}
	list, err := lettersOf(tx, k.ID)
	if err != nil {
		return nil, err
	}
	var out []Letter
	for _, c := range campaigns {
		if x, ok := list[c.ID]; ok {
			out = append(out, Letter{c, v.reached(tx, x, k)})
		}
	}
	return out, nil
}
