package invitation

import (
	"context"
	"fmt"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/job"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
)

// sendJob writes the letters of a campaign that are due.
const sendJob = "invitation.send"

// perBatch is how many letters are written in one transaction: others get their
// turn in between.
const perBatch = 20

// An Envelope is what the letter of an invitation may say.
type Envelope struct {
	role.Envelope
	Subject  string // in the recipient's language
	Text     string
	Reminder bool
}

// Write finds the words of a letter, in the language of its offer.
type Write func(Envelope) role.Letter

// A view is what a process's contacts and letters look like now: loaded once, for
// everything that a page or an act asks of them.
type view struct {
	known   []Known // by name
	offers  map[ref.ID]role.Offer
	letters map[ref.ID]mail.State
}

func (s *Service) view(tx *db.Tx, id ref.ID) (v view, err error) {
	all, err := contactsOf(tx, id)
	if err != nil {
		return v, err
	}
	if v.offers, err = s.roles.OffersTx(tx, id); err != nil {
		return v, err
	}
	if v.letters, err = mail.States(tx, role.Mails, id); err != nil {
		return v, err
	}
	accounts, err := s.roles.AccountsTx(tx, id)
	if err != nil {
		return v, err
	}
	sortContacts(all)
	newest := byAddress(v.offers)
	v.known = make([]Known, len(all))
	for i, c := range all {
		v.known[i] = Known{c, standing(c, accounts[c.Participant], newest[c.Address].At(tx.Now))}
	}
	return v, nil
}

// known returns the contacts of a process with their standing, by name.
func (s *Service) known(tx *db.Tx, id ref.ID) ([]Known, error) {
	v, err := s.view(tx, id)
	return v.known, err
}

// standing says how far a contact has come.
func standing(c Contact, account bool, offer role.State) Standing {
	switch {
	case c.Participant != "" && account:
		return Joined
	case offer == role.Offered:
		return Awaited
	case offer == role.Declined:
		return Refused
	case c.Participant != "":
		return Registered
	}
	return NotInvited
}

// Draft keeps a new campaign. Conveners may. Faults: NotFound, Forbidden, Conflict
// for an act that was done before, Invalid by field. Fact: Drafted.
func (s *Service) Draft(ctx context.Context, who access.Actor, id ref.ID, in Draft) (c Campaign, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := s.at(tx, who, id); err != nil {
			return err
		}
		if err := lock(tx, id); err != nil {
			return err
		}
		if err := record.Once(tx, who, Drafted); err != nil {
			return err
		}
		c = Campaign{Process: id, Made: tx.Now, By: who.In(id)}
		if c, err = c.Write(in); err != nil {
			return err
		}
		if c.ID, err = tx.NewID(); err != nil {
			return err
		}
		if err := saveCampaign(tx, c); err != nil {
			return err
		}
		return record.Append(tx, who, Drafted, c.Ref(), id, nil)
	})
	return c, fault.Wrap("draft campaign", err)
}

// Redraft writes a campaign anew that has not been sent. Conveners may. Faults:
// NotFound, Forbidden, Conflict, Closed, Invalid by field. Fact: Drafted.
func (s *Service) Redraft(ctx context.Context, who access.Actor, id ref.ID, in Draft) (c Campaign, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if c, _, err = s.ownCampaign(tx, who, id); err != nil {
			return err
		}
		if c, err = c.Write(in); err != nil {
			return err
		}
		if err := saveCampaign(tx, c); err != nil {
			return err
		}
		return record.Append(tx, who, Drafted, c.Ref(), c.Process, nil)
	})
	return c, fault.Wrap("redraft campaign", err)
}

// Discard throws away a campaign that has not been sent. Conveners may. Faults:
// NotFound, Forbidden, Closed. Fact: Discarded.
func (s *Service) Discard(ctx context.Context, who access.Actor, id ref.ID) (c Campaign, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if c, _, err = s.ownCampaign(tx, who, id); err != nil {
			return err
		}
		if !c.Sent.IsZero() {
			return fault.New(fault.Closed, "", "invitation.campaign.sent")
		}
		if err := dropCampaign(tx, id); err != nil {
			return err
		}
		return record.Append(tx, who, Discarded, c.Ref(), c.Process, nil)
	})
	return c, fault.Wrap("discard campaign", err)
}

// ownCampaign returns a campaign that who may send, as it stays until the commit.
func (s *Service) ownCampaign(tx *db.Tx, who access.Actor, id ref.ID) (Campaign, process.Whole, error) {
	c, err := campaignByID(tx, id)
	if err != nil {
		return c, process.Whole{}, err
	}
	w, err := s.at(tx, who, c.Process)
	if err != nil {
		return Campaign{}, w, err
	}
	if err := lock(tx, c.Process); err != nil {
		return c, w, err
	}
	c, err = campaignByID(tx, id)
	return c, w, err
}

// Send sends a campaign to the contacts it chooses now; n is how many the convener
// was told. Letters are written in small batches afterwards. Conveners may. Faults:
// NotFound, Forbidden, Conflict if the number is another by now, Closed if it was
// sent, Invalid if somebody's language is missing or nobody is left. Fact:
// CampaignSent.
func (s *Service) Send(ctx context.Context, who access.Actor, id ref.ID, n int) (c Campaign, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var w process.Whole
		if c, w, err = s.ownCampaign(tx, who, id); err != nil {
			return err
		}
		all, err := s.known(tx, c.Process)
		if err != nil {
			return err
		}
		to := AudienceOf(c.Choice.Choose(all))
		if err := c.Ready(to); err != nil {
			return err
		}
		if len(to.To) != n {
			return fault.New(fault.Conflict, "", "invitation.campaign.audience")
		}
		for _, k := range to.To {
			x := Recipient{Campaign: c.ID, Contact: k.ID, Process: c.Process, Lang: k.Lang, Due: dueInvite}
			if err := saveRecipient(tx, x); err != nil {
				return err
			}
		}
		c.Sent, c.By = tx.Now, who.In(c.Process)
		c.Version++
		if err := saveCampaign(tx, c); err != nil {
			return err
		}
		if err := job.Queue(tx, sendJob, string(c.ID), 0); err != nil {
			return err
		}
		return record.Append(tx, who, CampaignSent, c.Ref(), w.ID, nil, figures(to.ByLang)...)
	})
	return c, fault.Wrap("send campaign", err)
}

// figures counts letters by language.
func figures(byLang map[lang.Tag]int) []record.Detail {
	n := 0
	var out []record.Detail
	for _, l := range lang.Interface {
		if byLang[l] > 0 {
			out = append(out, record.Figure(string(l), byLang[l]))
		}
		n += byLang[l]
	}
	return append(out, record.Figure("n", n))
}

// Remind writes once more to the recipients of a campaign who have not answered,
// nobody more than once a day; n is how many the convener was told. Conveners may.
// Faults: NotFound, Forbidden, Conflict if the number is another by now, Invalid if
// nobody is left. Fact: Reminded.
func (s *Service) Remind(ctx context.Context, who access.Actor, id ref.ID, n int) (c Campaign, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if c, _, err = s.ownCampaign(tx, who, id); err != nil {
			return err
		}
		v, err := s.view(tx, c.Process)
		if err != nil {
			return err
		}
		out, err := v.outcome(tx, c)
		if err != nil {
			return err
		}
		late := out.Late(tx.Now)
		switch {
		case len(late) == 0:
			return fault.New(fault.Invalid, "", "invitation.campaign.nobody-late")
		case len(late) != n:
			return fault.New(fault.Conflict, "", "invitation.campaign.audience")
		}
		byLang := map[lang.Tag]int{}
		for _, x := range late {
			byLang[x.Lang]++
			x.Due = dueRemind
			if err := saveRecipient(tx, x.Recipient); err != nil {
				return err
			}
		}
		if err := job.Queue(tx, sendJob, string(c.ID), 0); err != nil {
			return err
		}
		return record.Append(tx, who, Reminded, c.Ref(), c.Process, nil, figures(byLang)...)
	})
	return c, fault.Wrap("remind", err)
}

// send writes the letters of a campaign that are due, a batch in each transaction.
func (s *Service) send(ctx context.Context, subject string) error {
	for {
		left := 0
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			c, err := campaignByID(tx, ref.ID(subject))
			if err != nil {
				return err
			}
			if err := lock(tx, c.Process); err != nil {
				return err
			}
			due, err := dueIn(tx, c.ID, perBatch)
			left = len(due)
			for i := 0; i < len(due) && err == nil; i++ {
				err = s.letter(tx, c, due[i])
			}
			return err
		})
		if err != nil || left < perBatch {
			return fault.Wrap("send letters", err)
		}
	}
}

// letter writes one letter, or notes why it is not written after all.
func (s *Service) letter(tx *db.Tx, c Campaign, x Recipient) error {
	to, err := contactByID(tx, x.Contact)
	if err != nil {
		return err
	}
	words := func(e role.Envelope) role.Letter {
		subject, _ := c.Subject.In(e.Offer.Lang)
		text, _ := c.Text.In(e.Offer.Lang)
		return s.write(Envelope{e, subject, text, x.Due == dueRemind})
	}
	var o role.Offer
	var letter ref.ID
	switch {
	case to.Gone || to.Address == "":
		x.Passed = NoAddress
	case x.Due == dueRemind:
		o, letter, err = s.roles.RemindTx(tx, x.Offer, words)
	default:
		o, letter, err = s.roles.OfferTx(tx, role.Offering{
			Process: c.Process, Role: c.Role, Address: to.Address, Name: to.Name, Lang: x.Lang, By: c.By,
		}, words)
	}
	// A refusal was decided on rows; the transaction is as good as before.
	switch kind := fault.KindOf(err); {
	case kind == fault.Conflict && x.Due == dueInvite:
		x.Passed = TakesPart
	case kind == fault.Closed && x.Due == dueInvite:
		x.Passed = HasOffer
	case kind == fault.Invalid && x.Due == dueInvite:
		x.Passed = NoAddress
	case kind != fault.Internal: // a reminder that has become needless
	case err != nil:
		return fmt.Errorf("letter: %w", err)
	case letter != "":
		x.Offer, x.Mail, x.Delivery, x.Mailed = o.ID, letter, InQueue, tx.Now
		if x.Due == dueRemind {
			x.Reminded = tx.Now
		}
	}
	x.Due = ""
	return saveRecipient(tx, x)
}

// delivery keeps what the mail queue knows of letters before it forgets them.
func (s *Service) delivery(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		processes, err := undelivered(tx)
		if err != nil {
			return err
		}
		for _, id := range processes {
			if err := tx.Lock("invitation/" + string(id)); err != nil {
				return err
			}
			states, err := mail.States(tx, role.Mails, id)
			if err != nil {
				return err
			}
			if err := noteDelivery(tx, id, states); err != nil {
				return err
			}
		}
		return nil
	})
}
