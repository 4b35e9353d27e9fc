package role

import (
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// A Standing says what is to become of a line of a pasted list.
type Standing string

// The standings.
const (
	Sound    Standing = "sound"    // an offer will be made
	Holding  Standing = "holding"  // the person holds the role already
	Waiting  Standing = "waiting"  // an offer of the role waits for an answer
	Repeated Standing = "repeated" // the address stands on a line above
	Faulty   Standing = "faulty"   // the line was not understood
)

// A Guest is a line of a pasted list and what is to become of it.
type Guest struct {
	Contact
	Standing Standing
}

// An Invitation is what a convener wants to send.
type Invitation struct {
	Process ref.ID
	Role    string
	Lang    lang.Tag // for lines that name none
	List    string
	Sound   bool // send the sound lines although others have faults
}

// sortOut says what is to become of each contact, given the addresses that hold
// the role and those that an offer waits for.
func sortOut(contacts []Contact, holding, waiting map[string]bool) []Guest {
	out := make([]Guest, len(contacts))
	for i, c := range contacts {
		g := Guest{c, Sound}
		switch {
		case c.Fault != nil:
			g.Standing = Faulty
		case c.SameAs > 0:
			g.Standing = Repeated
		case holding[c.Address]:
			g.Standing = Holding
		case waiting[c.Address]:
			g.Standing = Waiting
		}
		out[i] = g
	}
	return out
}

// Count returns how many guests have a standing.
func Count(guests []Guest, s Standing) int {
	n := 0
	for _, g := range guests {
		if g.Standing == s {
			n++
		}
	}
	return n
}

// send returns the guests to whom offers are made, or why none are.
func (in Invitation) send(guests []Guest, open int) ([]Guest, error) {
	if n := Count(guests, Faulty); n > 0 && !in.Sound {
		return nil, fault.Field("list", "role.invite.faults", "n", n)
	}
	var sound []Guest
	for _, g := range guests {
		if g.Standing == Sound {
			sound = append(sound, g)
		}
	}
	switch {
	case len(sound) == 0:
		return nil, fault.Field("list", "role.invite.nobody")
	case open+len(sound) > MaxOpenOffers:
		return nil, fault.Field("list", "role.invite.too-many-open", "limit", MaxOpenOffers)
	}
	return sound, nil
}

// A Letter is the words of a mail.
type Letter struct {
	Subject string
	Text    string
	Reason  string // why the mail came
}

// An Envelope is all that the mail of an offer may say.
type Envelope struct {
	Offer   Offer
	Process lang.Text // its name
	By      string    // the public name of whoever offers; may be empty
	Token   string    // of the link
}

// Write finds the words of an offer's mail, in the offer's language.
type Write func(Envelope) Letter
