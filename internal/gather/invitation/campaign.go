package invitation

import (
	"slices"
	"time"
	"unicode/utf8"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
)

// Limits of a campaign: characters of a subject, bytes of a text, so that the mail
// stays small.
const (
	MaxSubject = 120
	MaxText    = 5000
)

// RemindPause is the least time between two mails to one recipient.
const RemindPause = role.OfferPause

// A Campaign is one letter to a choice of contacts, each in their language, with
// an offer of a role for each of them. It is written first and sent once.
type Campaign struct {
	ID      ref.ID
	Process ref.ID
	Role    string // what is offered: access.Member or access.Observer
	Subject lang.Text
	Text    lang.Text // plain text; greeting and link are added
	Choice  Choice
	Made    time.Time
	By      ref.ID    // the participant who sends it
	Sent    time.Time // zero while it is being written
	Version int
}

// Ref returns the campaign's name for the rest of the house.
func (c Campaign) Ref() ref.Ref { return ref.To("invitation.campaign", c.ID) }

// Roles are the roles that a campaign can offer. Those who answer for a process
// are asked one by one.
var Roles = []string{access.Member, access.Observer}

// A Draft is what a convener writes of a campaign.
type Draft struct {
	Role    string
	From    lang.Tag
	Subject map[lang.Tag]string
	Text    map[lang.Tag]string
	Choice  Choice
	Version int
}

// Write returns the campaign with what a convener wrote.
func (c Campaign) Write(in Draft) (Campaign, error) {
	if !c.Sent.IsZero() {
		return c, fault.New(fault.Closed, "", "invitation.campaign.sent")
	}
	if c.Version != in.Version {
		return c, fault.New(fault.Conflict, "", "invitation.campaign.changed")
	}
	c.Role, c.Choice = in.Role, in.Choice
	c.Subject, c.Text = c.Subject.Revise(in.From, in.Subject), c.Text.Revise(in.From, in.Text)
	c.Version++
	var faults fault.List
	if !slices.Contains(Roles, c.Role) {
		faults = faults.Add(fault.Field("role", "invitation.campaign.role"))
	}
	for _, f := range []struct {
		name  string
		text  lang.Text
		limit int
	}{{"subject", c.Subject, MaxSubject}, {"text", c.Text, MaxText}} {
		if f.text.Empty() {
			faults = faults.Add(fault.Field(f.name+"."+string(in.From), "invitation.campaign.empty"))
		}
		for _, l := range f.text.Languages() {
			words := f.text.Words(l)
			n := len(words)
			if f.name == "subject" {
				n = utf8.RuneCountInString(words)
			}
			if n > f.limit {
				faults = faults.Add(fault.Field(f.name+"."+string(l), "invitation.too-long", "limit", f.limit, "length", n))
			} else if !printable(words) {
				faults = faults.Add(fault.Field(f.name+"."+string(l), "invitation.unprintable"))
			}
		}
	}
	return c, faults.Err()
}

// An Audience is who gets a campaign, and who of those chosen does not, and why.
type Audience struct {
	To     []Known
	ByLang map[lang.Tag]int // how many of To read which language
	Passed []Passed
}

// A Passed contact is chosen and gets no letter: Why ends a word after
// "invitation.passed.".
type Passed struct {
	Known
	Why string
}

// Why somebody gets no letter.
const (
	NoAddress = "no-address"
	TakesPart = "takes-part"
	HasOffer  = "has-offer" // an invitation waits for their answer: remind them instead
	SaidNo    = "said-no"
)

// AudienceOf sorts the chosen contacts. Whoever takes part, waits with an open
// invitation or said no is passed over.
func AudienceOf(chosen []Known) Audience {
	a := Audience{ByLang: map[lang.Tag]int{}}
	for _, k := range chosen {
		why := ""
		switch {
		case k.Standing == Joined:
			why = TakesPart
		case k.Standing == Refused:
			why = SaidNo
		case k.Standing == Awaited:
			why = HasOffer
		case k.Address == "":
			why = NoAddress
		}
		if why != "" {
			a.Passed = append(a.Passed, Passed{k, why})
			continue
		}
		a.To = append(a.To, k)
		a.ByLang[k.Lang]++
	}
	return a
}

// Ready decides whether the campaign can be sent to an audience: somebody gets it,
// and it has words in every language that they read.
func (c Campaign) Ready(a Audience) error {
	if !c.Sent.IsZero() {
		return fault.New(fault.Closed, "", "invitation.campaign.sent")
	}
	if len(a.To) == 0 {
		return fault.Field("choice", "invitation.campaign.nobody")
	}
	var faults fault.List
	for _, l := range lang.Interface {
		if a.ByLang[l] > 0 && !c.Subject.Has(l) {
			faults = faults.Add(fault.Field("subject."+string(l), "invitation.campaign.language", "n", a.ByLang[l], "language", string(l)))
		}
		if a.ByLang[l] > 0 && !c.Text.Has(l) {
			faults = faults.Add(fault.Field("text."+string(l), "invitation.campaign.language", "n", a.ByLang[l], "language", string(l)))
		}
	}
	return faults.Err()
}

// A State says what became of a letter.
type State string

// The states, from the first to the last.
const (
	Waiting       State = "waiting"       // for its batch
	Queued        State = "queued"        // for the mail server
	Sent          State = "sent"          // the mail server took it
	Undeliverable State = "undeliverable" // the mail server refused it for good
	Opened        State = "opened"        // the page of the link was visited
	HasJoined     State = "joined"
	HasDeclined   State = "declined"
	NoAnswer      State = "no-answer" // the time to answer is over
	Ended         State = "ended"     // withdrawn, or the contact was removed
	PassedOver    State = "passed"    // nothing was sent after all
)

// States lists them in the order in which they are told.
var States = []State{Waiting, Queued, Sent, Undeliverable, Opened, HasJoined, HasDeclined, NoAnswer, Ended, PassedOver}

// A Delivery is what the mail queue knows of a letter's way, in its own words.
type Delivery string

// The deliveries.
const (
	InQueue  Delivery = "queued"
	AtServer Delivery = "sent"
	InOutbox Delivery = "kept" // of the demonstration
	GivenUp  Delivery = "failed"
)

// A Recipient is a contact to whom a campaign goes.
type Recipient struct {
	Campaign ref.ID
	Contact  ref.ID
	Process  ref.ID
	Lang     lang.Tag
	Due      string // "invite" or "remind" while a letter is to be written
	Offer    ref.ID
	Mail     ref.ID    // the newest letter
	Delivery Delivery  // of the newest letter, as far as is known; empty before
	Passed   string    // why nothing was sent
	Mailed   time.Time // the newest letter
	Reminded time.Time // zero if never
}

// What is due.
const (
	dueInvite = "invite"
	dueRemind = "remind"
)

// StateAt says what became of the letter, given the offer and the contact as they
// are now.
func (r Recipient) StateAt(now time.Time, o role.Offer, k Known) State {
	switch {
	case k.Gone:
		return Ended
	case r.Passed != "":
		return PassedOver
	case o.State == role.Accepted || k.Standing == Joined:
		return HasJoined
	case r.Offer == "":
		return Waiting
	}
	switch o.At(now) {
	case role.Declined:
		return HasDeclined
	case role.Expired:
		return NoAnswer
	case role.Withdrawn, "":
		return Ended
	}
	switch {
	case !o.Opened.IsZero():
		return Opened
	case r.Delivery == GivenUp:
		return Undeliverable
	case r.Delivery == AtServer || r.Delivery == InOutbox:
		return Sent
	}
	return Queued
}

// MayRemind reports whether a recipient can be reminded now: they have not
// answered, and the last letter is a day old.
func (r Recipient) MayRemind(now time.Time, s State) bool {
	open := s == Sent || s == Opened || s == NoAnswer
	return open && r.Due == "" && !now.Before(r.Mailed.Add(RemindPause))
}
