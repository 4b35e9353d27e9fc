package minutes

import (
	"time"
	"unicode/utf8"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// Limits of corrections, in characters.
const (
	MaxProposal  = 2000
	MaxReason    = 1000
	MaxProposals = 50 // of one participant, for one meeting
)

// A Stand says what became of a proposed correction.
type Stand string

// The stands.
const (
	Waiting  Stand = "waiting"
	Accepted Stand = "accepted"
	Declined Stand = "declined"
)

// A Proposal is a correction that somebody who took part proposes.
type Proposal struct {
	ID       ref.ID
	Meeting  ref.ID
	Process  ref.ID
	Section  ref.ID
	By       ref.ID // participant
	Text     string // in their own words; empty once they took them back
	Lang     lang.Tag
	At       time.Time
	Stand    Stand
	Reason   lang.Text // of the answer
	Answered time.Time
	Answerer ref.ID // participant
}

// Ref returns the correction's name for the rest of the house.
func (p Proposal) Ref() ref.Ref { return ref.To("minutes.proposal", p.ID) }

// Propose decides whether a participant who has proposed count corrections before
// may propose one more on a day, and returns it.
func (m Minutes) Propose(in Proposal, took bool, count int, today when.Date, now time.Time) (Proposal, error) {
	switch {
	case !took || in.By == "":
		return in, fault.New(fault.Forbidden, "", "minutes.propose.took-part-only")
	case !m.Correctable(today):
		return in, fault.New(fault.Closed, "", "minutes.propose.closed")
	case count >= MaxProposals:
		return in, fault.New(fault.Closed, "", "minutes.propose.many", "limit", MaxProposals)
	}
	s, ok := m.Section(in.Section)
	if !ok || s.Left {
		return in, fault.New(fault.NotFound, "", "minutes.section.unknown")
	}
	if in.Text == "" {
		return in, fault.Field("correction", "minutes.propose.empty")
	}
	if n := utf8.RuneCountInString(in.Text); n > MaxProposal {
		return in, fault.Field("correction", "minutes.propose.long", "limit", MaxProposal, "length", n)
	}
	in.Meeting, in.Process, in.Stand, in.At = m.Meeting, m.Process, Waiting, now
	return in, nil
}

// Answer returns the proposal accepted, or declined for a reason.
func (p Proposal) Answer(accept bool, reason lang.Text, by ref.ID, now time.Time) (Proposal, error) {
	if p.Stand != Waiting {
		return p, fault.New(fault.Conflict, "", "minutes.answer.done")
	}
	if !accept && reason.Empty() {
		return p, fault.Field("reason."+string(lang.Interface[0]), "minutes.answer.no-reason")
	}
	for l, words := range reason.All() {
		if n := utf8.RuneCountInString(words); n > MaxReason {
			return p, fault.Field("reason."+string(l), "minutes.answer.long", "limit", MaxReason, "length", n)
		}
	}
	p.Stand = Declined
	if accept {
		p.Stand = Accepted
	}
	p.Reason, p.Answerer, p.Answered = reason, by, now
	return p, nil
}

// An Erratum is a correction of published minutes. The text above it stays.
type Erratum struct {
	ID      ref.ID
	Meeting ref.ID
	Process ref.ID
	Section ref.ID // empty for the whole
	Text    lang.Text
	By      ref.ID // participant
	At      time.Time
}

// Correct returns a correction of the published minutes.
func (m Minutes) Correct(in Erratum, now time.Time) (Erratum, error) {
	if m.State != Published {
		return in, fault.New(fault.Closed, "", "minutes.erratum.not-published")
	}
	if _, ok := m.Section(in.Section); in.Section != "" && !ok {
		return in, fault.Field("section", "minutes.section.unknown")
	}
	if in.Text.Empty() {
		return in, fault.Field("text."+string(lang.Interface[0]), "minutes.erratum.empty")
	}
	for l, words := range in.Text.All() {
		if n := utf8.RuneCountInString(words); n > MaxProposal {
			return in, fault.Field("text."+string(l), "minutes.erratum.long", "limit", MaxProposal, "length", n)
		}
	}
	in.Meeting, in.Process, in.At = m.Meeting, m.Process, now
	return in, nil
}
