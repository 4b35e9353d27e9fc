package conversation

import (
	"time"

	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/opinion"
)

// A Tally is how many people stand behind each answer to a statement.
type Tally = opinion.Counts

// A Ballot is one vote as it arrives.
type Ballot struct {
	Conversation ref.ID // in which the vote is meant to be cast
	Statement    ref.ID
	Vote         opinion.Vote
}

// ParseVote reads "agree", "disagree" or "pass".
func ParseVote(s string) (opinion.Vote, bool) {
	switch s {
	case "agree":
		return opinion.Agree, true
	case "disagree":
		return opinion.Disagree, true
	case "pass":
		return opinion.Pass, true
	}
	return 0, false
}

// VoteName returns what ParseVote reads.
func VoteName(v opinion.Vote) string {
	switch v {
	case opinion.Agree:
		return "agree"
	case opinion.Disagree:
		return "disagree"
	}
	return "pass"
}

// MayVote returns why a vote on a statement may not be cast, nil if it may.
func (c Conversation) MayVote(s Statement, known bool, now time.Time) error {
	switch {
	case s.Conversation != c.ID:
		return fault.New(fault.NotFound, "", "conversation.statement.unknown")
	case !c.Running(when.DateOf(now)):
		return fault.New(fault.Closed, "", "conversation.closed")
	case !known:
		return fault.New(fault.Forbidden, "", "conversation.join-first")
	case s.Standing != Accepted:
		return fault.New(fault.Closed, "", "conversation.statement.not-open")
	}
	return nil
}

// A Mine is a vote of one's own, with the statement it is on.
type Mine struct {
	Statement Statement
	Vote      opinion.Vote
}

// Merged returns the votes that stand after a guest's were claimed by an
// account: where both voted, the later one.
func Merged(account, guest map[ref.ID]LastVote) map[ref.ID]LastVote {
	out := make(map[ref.ID]LastVote, len(account)+len(guest))
	for id, v := range account {
		out[id] = v
	}
	for id, v := range guest {
		if own, both := out[id]; !both || v.Ord > own.Ord {
			out[id] = v
		}
	}
	return out
}

// A LastVote is the vote that stands and its place in the history.
type LastVote struct {
	Vote opinion.Vote
	Ord  int64
}
