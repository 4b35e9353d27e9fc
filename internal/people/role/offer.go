package role

import (
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// OfferLife is how long an offer can be answered, counted from its last mail.
const OfferLife = 30 * 24 * time.Hour

// OfferPause is the least time between two mails about one offer.
const OfferPause = 24 * time.Hour

// AddressLife is how long the address of an offer that came to nothing is kept.
const AddressLife = 90 * 24 * time.Hour

// MaxOpenOffers is how many offers of one process can wait for an answer.
const MaxOpenOffers = 5000

// MaxReason is the length in characters of the reason for declining.
const MaxReason = 1000

// A State says what became of an offer.
type State string

// The states. An offer that was not answered in time has expired.
const (
	Offered   State = "offered"
	Accepted  State = "accepted"
	Declined  State = "declined"
	Withdrawn State = "withdrawn"
	Expired   State = "expired"
)

// An Offer is a role on a process offered to whoever reads a mail address.
type Offer struct {
	ID      ref.ID
	Process ref.ID
	Role    string
	Address string
	Name    string // as the convener wrote it; may be empty
	Lang    lang.Tag
	State   State
	By      ref.ID // the convener who offers it, as participant; empty for the operator
	Made    time.Time
	Mailed  time.Time // the last mail
	Opened  time.Time // when the page of the link was first visited
	Expires time.Time
	Settled time.Time // when it was accepted, declined or withdrawn
	Person  ref.ID    // who accepted
	Reason  string    // why it was declined, if they said
}

// Ref returns the offer's name for the rest of the house.
func (o Offer) Ref() ref.Ref { return ref.To("role.offer", o.ID) }

// At returns the state of the offer at a moment.
func (o Offer) At(now time.Time) State {
	if o.State == Offered && !now.Before(o.Expires) {
		return Expired
	}
	return o.State
}

// Open returns why the offer cannot be answered any more, nil if it can.
func (o Offer) Open(now time.Time) error {
	switch o.At(now) {
	case Offered:
		return nil
	case Accepted:
		return fault.New(fault.Closed, "", "role.offer.closed-accepted")
	case Declined:
		return fault.New(fault.Closed, "", "role.offer.closed-declined")
	case Withdrawn:
		return fault.New(fault.Closed, "", "role.offer.closed-withdrawn")
	}
	return fault.New(fault.Closed, "", "role.offer.closed-expired")
}

// Accept returns the offer as accepted by a person.
func (o Offer) Accept(person ref.ID, now time.Time) (Offer, error) {
	if err := o.Open(now); err != nil {
		return o, err
	}
	o.State, o.Person, o.Settled = Accepted, person, now
	return o, nil
}

// Decline returns the offer as declined, with a reason if one is given.
func (o Offer) Decline(reason string, now time.Time) (Offer, error) {
	if err := o.Open(now); err != nil {
		return o, err
	}
	if n := len([]rune(reason)); n > MaxReason {
		return o, fault.Field("reason", "role.offer.reason-too-long", "limit", MaxReason, "length", n)
	}
	o.State, o.Reason, o.Settled = Declined, reason, now
	return o, nil
}

// Withdraw returns the offer as withdrawn by a convener.
func (o Offer) Withdraw(who access.Actor, conveners int, now time.Time) (Offer, error) {
	if err := MayGive(who, o.Process, o.Role, conveners); err != nil {
		return o, err
	}
	if s := o.At(now); s != Offered && s != Expired {
		return o, o.Open(now)
	}
	o.State, o.Settled = Withdrawn, now
	return o, nil
}

// Again returns the offer as mailed once more: at most once a day. An expired
// offer comes back to life.
func (o Offer) Again(who access.Actor, conveners int, now time.Time) (Offer, error) {
	if err := MayGive(who, o.Process, o.Role, conveners); err != nil {
		return o, err
	}
	return o.again(now)
}

func (o Offer) again(now time.Time) (Offer, error) {
	if s := o.At(now); s != Offered && s != Expired {
		return o, o.Open(now)
	}
	if o.Address == "" {
		return o, fault.New(fault.Closed, "", "role.offer.forgotten")
	}
	if now.Before(o.Mailed.Add(OfferPause)) {
		return o, fault.New(fault.Closed, "", "role.offer.mailed-today")
	}
	o.State, o.Mailed, o.Expires = Offered, now, now.Add(OfferLife)
	return o, nil
}
