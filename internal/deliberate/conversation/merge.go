package conversation

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/talk/moderation"
)

// The rule of merging, which the pages state in the same words:
//
//   - B is merged into A. B takes no more votes and nobody is asked about it.
//   - A vote belongs to a person. Whoever voted only on B has that vote counted on
//     A, at the time at which it was cast; whoever voted on A keeps that vote.
//   - Whoever voted on several statements that were merged into A, and not on A, has
//     the latest of those votes counted, once.
//   - Whoever has a vote counted on A is not asked about A again. They see where it
//     comes from and can vote on A, which always counts before a carried vote.
//   - If A is merged into C later, what counts on A counts on C by the same rule.
//   - Splitting B off gives every vote back to where it was cast. Votes cast on A
//     stay on A.
//
// Nothing that was cast is rewritten: the vote on B and its history stay, and
// beside it stands a row that says "counts on A, carried from B". Those rows are
// made anew, for one statement at a time, whenever something is merged into it or
// split off it. So a vote costs the same as before, the tally of a statement is
// the number of its rows, and each vote that was cast is counted once: where it
// was cast, or where it is carried to.

// A Merger says which statement is merged into which other, and why.
type Merger struct {
	Statement ref.ID
	Into      ref.ID
	Reason    string
	Lang      lang.Tag // of the reason
	Version   int      // of the statement that the moderator read
}

// MayMerge returns why who may not merge and split statements of the
// conversation, nil if they may.
func (c Conversation) MayMerge(who access.Actor) error {
	switch {
	case !c.Runs(who):
		return fault.New(fault.Forbidden, "", "conversation.prepare.facilitator-only")
	case c.Imported():
		return fault.New(fault.Closed, "", "conversation.merge.imported")
	case c.State == Closed:
		return fault.New(fault.Closed, "", "conversation.merge.closed")
	}
	return nil
}

// Merge decides whether who may merge one statement into another, and returns the
// first as it is afterwards. Into must be open to votes, so that nothing is merged
// into what is merged itself, and no ring comes about.
func (c Conversation) Merge(who access.Actor, in Merger, from, into Statement) (Statement, error) {
	if err := c.MayMerge(who); err != nil {
		return from, err
	}
	reason := lang.Clean(in.Reason)
	switch {
	case from.Conversation != c.ID:
		return from, fault.New(fault.NotFound, "", "conversation.statement.unknown")
	case into.Conversation != c.ID:
		return from, fault.Field("into", "conversation.merge.into-unknown")
	case from.ID == into.ID:
		return from, fault.Field("into", "conversation.merge.into-itself")
	case into.Standing != Accepted:
		return from, fault.Field("into", "conversation.merge.into-not-open", "number", into.Number)
	case from.Standing == Merged:
		return from, fault.New(fault.Conflict, "", "conversation.merge.already")
	case from.Standing != Accepted && from.Standing != Waiting:
		return from, fault.New(fault.Closed, "", "conversation.merge.not-open")
	case from.Version != in.Version:
		return from, fault.New(fault.Conflict, "", "conversation.merge.changed")
	case strings.TrimSpace(reason) == "":
		return from, fault.Field("reason", "conversation.merge.reason-empty")
	case utf8.RuneCountInString(reason) > moderation.MaxNote:
		return from, fault.Field("reason", "conversation.merge.reason-long", "n", utf8.RuneCountInString(reason), "limit", moderation.MaxNote)
	}
	from.Was, from.Standing, from.Into, from.Reason = from.Standing, Merged, into.ID, lang.Say(in.Lang, reason)
	from.Version++
	return from, nil
}

// Split decides whether who may split a statement off the one that it was merged
// into, and returns it as it stood before. One that its author took back meanwhile
// stays so: only its votes go back.
func (c Conversation) Split(who access.Actor, from Statement) (Statement, error) {
	if err := c.MayMerge(who); err != nil {
		return from, err
	}
	if from.Into == "" {
		return from, fault.New(fault.Conflict, "", "conversation.split.not-merged")
	}
	if from.Standing == Merged {
		from.Standing = from.Was
	}
	from.Into, from.Was, from.Reason = "", "", lang.Text{}
	from.Version++
	return from, nil
}

// Carried returns the votes of one person as they count: those they cast, and those
// that are carried to the statements into which others were merged. Rule: see
// [Merger]. It is what the rows of conversation_vote hold for the person.
func Carried(cast map[ref.ID]LastVote, statements []Statement) map[ref.ID]LastVote {
	parts := map[ref.ID][]ref.ID{} // what was merged into each
	for _, st := range statements {
		if st.Into != "" {
			parts[st.Into] = append(parts[st.Into], st.ID)
		}
	}
	out := make(map[ref.ID]LastVote, len(cast))
	for id, v := range cast {
		out[id] = v
	}
	done := map[ref.ID]bool{}
	var fill func(id ref.ID)
	fill = func(id ref.ID) {
		if done[id] {
			return
		}
		done[id] = true
		best, found := LastVote{}, false
		slices.Sort(parts[id])
		for _, part := range parts[id] {
			fill(part)
			v, voted := out[part]
			if !voted || found && v.Ord <= best.Ord {
				continue
			}
			v.From = cmp.Or(v.From, part)
			best, found = v, true
		}
		if _, own := out[id]; !own && found {
			out[id] = best
		}
	}
	for id := range parts {
		fill(id)
	}
	return out
}

// Heads returns, for every statement that was merged, the one on which its votes
// count: the last of the chain.
func Heads(statements []Statement) map[ref.ID]Statement {
	byID := make(map[ref.ID]Statement, len(statements))
	for _, st := range statements {
		byID[st.ID] = st
	}
	out := map[ref.ID]Statement{}
	for _, st := range statements {
		if st.Into == "" {
			continue
		}
		head := byID[st.Into]
		for n := 0; head.Into != "" && n < len(statements); n++ {
			head = byID[head.Into]
		}
		out[st.ID] = head
	}
	return out
}

// Whither says to which statement the vote that a participant cast on another one
// is carried.
type Whither map[castOn]ref.ID

type castOn struct{ participant, statement ref.ID }

// WhitherOf reads from the votes that stand where each is carried in the end.
func WhitherOf(votes []Answer, statements []Statement) Whither {
	merged := mergedOf(statements)
	out := Whither{}
	for _, v := range votes {
		if v.From != "" && !merged[v.Statement] {
			out[castOn{v.Participant, v.From}] = v.Statement
		}
	}
	return out
}

// Of returns the statement on which a vote counts that was cast on statement.
func (w Whither) Of(participant, statement ref.ID) ref.ID {
	if to, carried := w[castOn{participant, statement}]; carried {
		return to
	}
	return statement
}

// Once returns the votes that stand with each that was cast there once: where it
// is carried to, or else where it was cast.
func (w Whither) Once(votes []Answer, statements []Statement) []Answer {
	merged := mergedOf(statements)
	if len(merged) == 0 {
		return votes
	}
	out := make([]Answer, 0, len(votes))
	for _, v := range votes {
		onTheWay := v.From != "" && merged[v.Statement]
		if !onTheWay && w.Of(v.Participant, v.Statement) == v.Statement {
			out = append(out, v)
		}
	}
	return out
}

func mergedOf(statements []Statement) map[ref.ID]bool {
	out := map[ref.ID]bool{}
	for _, st := range statements {
		if st.Into != "" {
			out[st.ID] = true
		}
	}
	return out
}
