package conversation

import (
	"strings"
	"time"
	"unicode/utf8"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// A Standing is what became of a statement.
type Standing string

// The standings.
const (
	Waiting   Standing = "waiting"   // for a moderator
	Accepted  Standing = "accepted"  // people vote on it
	Rejected  Standing = "rejected"  // with a reason that its author sees
	Withdrawn Standing = "withdrawn" // by its author; the votes on it stay
	Merged    Standing = "merged"    // into another that says the same, on which its votes count
)

// Limits of statements. Polis takes 140 characters; 280 leaves room for French.
const (
	MinStatement = 10  // characters
	MaxStatement = 280 // characters
	MaxWaiting   = 5   // statements of one participant that wait at the same time
	MaxProposed  = 30  // statements of one participant in one conversation
)

// A Statement is one short sentence on which people vote.
type Statement struct {
	ID           ref.ID
	Conversation ref.ID
	Number       int // from 1; as in the Polis export for an imported one
	Words        lang.Text
	Author       ref.ID // participant of the conversation; empty if nobody is named any more
	Standing     Standing
	Meta         bool // about the people rather than the subject
	Reason       lang.Text
	Proposed     time.Time
	Version      int
	Into         ref.ID   // the statement that it was merged into; empty if it was not
	Was          Standing // how a merged one stood before
}

// Shown reports whether everybody may read the statement: it was let in, and may
// have been merged since.
func (s Statement) Shown() bool {
	return s.Standing == Accepted || s.Standing == Merged && s.Was == Accepted
}

// Ref returns the statement's name for the rest of the house.
func (s Statement) Ref() ref.Ref { return ref.To("conversation.statement", s.ID) }

// PublicStatement is what others may see of a statement that was let in. A merged
// one has no votes of its own any more.
type PublicStatement struct {
	ID       ref.ID              `json:"id"`
	Number   int                 `json:"number"`
	Words    map[lang.Tag]string `json:"words"`
	Agree    int                 `json:"agree"`
	Disagree int                 `json:"disagree"`
	Pass     int                 `json:"pass"`
	Standing Standing            `json:"standing"`
	Into     ref.ID              `json:"merged_into,omitempty"` // where the votes of a merged one count
}

// Public returns the statement's public shape with its votes.
func (s Statement) Public(t Tally) PublicStatement {
	if s.Standing == Merged {
		t = Tally{}
	}
	return PublicStatement{s.ID, s.Number, s.Words.All(), t.Agree, t.Disagree, t.Pass, s.Standing, s.Into}
}

// A Proposal is what somebody wants others to vote on.
type Proposal struct {
	Conversation ref.ID
	Words        string
	Lang         lang.Tag
	// Anyway says that the author has seen the similar statements and means
	// another thing.
	Anyway bool
}

// A Proposer is what the rules know about who proposes.
type Proposer struct {
	Known    bool // has an account, or is a guest where guests take part
	Waiting  int  // statements of theirs that wait for a moderator
	Proposed int  // statements of theirs in this conversation
}

// Propose decides whether a statement may be proposed, and returns it. Similar
// are the statements that say much the same; they are pointed out before the
// statement is taken.
func (c Conversation) Propose(who access.Actor, by Proposer, in Proposal, similar []Statement, now time.Time) (Statement, error) {
	words := strings.Join(strings.Fields(in.Words), " ")
	s := Statement{Conversation: c.ID, Words: lang.Say(in.Lang, words), Standing: Accepted, Version: 1}
	if c.Review && !c.Runs(who) {
		s.Standing = Waiting
	}
	switch n := utf8.RuneCountInString(words); {
	case c.State == Closed, !c.Running(when.DateOf(now)) && !c.Runs(who):
		return s, fault.New(fault.Closed, "", "conversation.closed")
	case !c.Proposals && !c.Runs(who):
		return s, fault.New(fault.Closed, "", "conversation.proposals.closed")
	case !by.Known:
		return s, fault.New(fault.Forbidden, "", "conversation.join-first")
	case n == 0:
		return s, fault.Field("words", "conversation.statement.empty")
	case n < MinStatement:
		return s, fault.Field("words", "conversation.statement.too-short", "limit", MinStatement)
	case n > MaxStatement:
		return s, fault.Field("words", "conversation.statement.too-long", "n", n, "limit", MaxStatement)
	case !c.Runs(who) && by.Waiting >= MaxWaiting:
		return s, fault.Field("words", "conversation.statement.too-many-waiting", "limit", MaxWaiting)
	case !c.Runs(who) && by.Proposed >= MaxProposed:
		return s, fault.Field("words", "conversation.statement.too-many", "limit", MaxProposed)
	}
	for _, o := range similar {
		if Same(o.Words, s.Words) {
			return s, fault.Field("words", "conversation.statement.there-already", "number", o.Number)
		}
	}
	if len(similar) > 0 && !in.Anyway {
		return s, fault.New(fault.Conflict, "words", "conversation.statement.similar")
	}
	return s, nil
}

// Decide returns the statement after a moderator's decision. A rejection has a
// reason.
func (s Statement) Decide(accept bool, reason lang.Text) (Statement, error) {
	switch {
	case s.Standing == Withdrawn:
		return s, fault.New(fault.Closed, "", "conversation.statement.withdrawn")
	case s.Standing == Merged:
		return s, fault.New(fault.Closed, "", "conversation.statement.merged-first")
	case !accept && reason.Empty():
		return s, fault.Field("reason", "conversation.statement.reason-empty")
	}
	s.Standing, s.Reason = Accepted, reason
	if !accept {
		s.Standing = Rejected
	}
	s.Version++
	return s, nil
}

// Withdraw returns the statement after its author took it back. The words go;
// the votes stay, for they are other people's.
func (s Statement) Withdraw(author ref.ID) (Statement, error) {
	switch {
	case author == "" || s.Author != author:
		return s, fault.New(fault.Forbidden, "", "conversation.statement.not-yours")
	case s.Standing == Withdrawn:
		return s, fault.New(fault.Conflict, "", "conversation.statement.withdrawn")
	}
	s.Standing, s.Words = Withdrawn, lang.Text{}
	s.Version++
	return s, nil
}

// longest returns the length of the longest wording in characters.
func longest(t lang.Text) int {
	n := 0
	for _, words := range t.All() {
		n = max(n, utf8.RuneCountInString(words))
	}
	return n
}
