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
	case s.Standing == Merged:
		return fault.New(fault.Closed, "", "conversation.statement.merged")
	case s.Standing != Accepted:
		return fault.New(fault.Closed, "", "conversation.statement.not-open")
	}
	return nil
}

// A Mine is a vote of one's own, with the statement it is on.
type Mine struct {
	Statement Statement
	Vote      opinion.Vote
	// From is the statement on which it was cast, if it was merged into this one
	// and the vote counts here.
	From *Statement
	// Instead is the statement that this one was merged into, if the vote does not
	// count, because a vote on that one, or a later vote, does.
	Instead *Statement
}

// MineOf returns the votes of one person as they see them. Statements are all of
// the conversation, in the order in which the votes are to be.
func MineOf(votes map[ref.ID]LastVote, statements []Statement) []Mine {
	byID := make(map[ref.ID]*Statement, len(statements))
	for i := range statements {
		byID[statements[i].ID] = &statements[i]
	}
	heads := Heads(statements)
	var out []Mine
	for _, st := range statements {
		vote, ok := votes[st.ID]
		if !ok || st.Into != "" && vote.From != "" {
			continue // a chain carries it on
		}
		m := Mine{Statement: st, Vote: vote.Vote, From: byID[vote.From]}
		if st.Into != "" {
			head := heads[st.ID]
			if votes[head.ID].From == st.ID {
				continue // it stands there
			}
			m.Instead = &head
		}
		out = append(out, m)
	}
	return out
}

// Latest returns the votes that stand after a guest's were claimed by an
// account: where both voted, the later one. Votes that are carried are left out.
func Latest(account, guest map[ref.ID]LastVote) map[ref.ID]LastVote {
	out := make(map[ref.ID]LastVote, len(account)+len(guest))
	for _, votes := range []map[ref.ID]LastVote{account, guest} {
		for id, v := range votes {
			if before, both := out[id]; v.From == "" && (!both || v.Ord > before.Ord) {
				out[id] = v
			}
		}
	}
	return out
}

// An Answer is one vote, with its place in the history.
type Answer struct {
	Participant ref.ID
	Statement   ref.ID
	Vote        opinion.Vote
	Ord         int64
	From        ref.ID // the statement on which it was cast, if it is carried from there
}

// A LastVote is the vote that stands and its place in the history.
type LastVote struct {
	Vote opinion.Vote
	Ord  int64
	From ref.ID // the statement on which it was cast, if it is carried from there
}
