package conversation

import (
	"context"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// A Cast is a line of the history, as tests read it.
type Cast = cast

// History returns every vote that was ever cast in a conversation, in order.
func History(d *db.DB, conversation ref.ID) (all []Cast, err error) {
	err = d.Read(context.Background(), func(tx *db.Tx) (err error) {
		all, err = castsOf(tx, conversation, 0, 1<<62, 1<<31-1)
		return err
	})
	return all, err
}

// Standing returns the votes that stand in a conversation.
func StandingVotes(d *db.DB, conversation ref.ID) (all []Answer, err error) {
	err = d.Read(context.Background(), func(tx *db.Tx) (err error) {
		all, err = db.List(tx, scanAnswer, `
			SELECT participant_id, statement_id, vote, ord, carried_from FROM conversation_vote
			WHERE conversation_id = $1 ORDER BY ord, participant_id, statement_id`, conversation)
		return err
	})
	return all, err
}

// Follow does what the clock does once a minute.
func (s *Service) Follow(ctx context.Context) error { return s.follow(ctx) }

// Unplan leaves the last map of a conversation without a plan, as a program of before
// drew it.
func Unplan(d *db.DB, conversation ref.ID) error {
	return d.Write(context.Background(), func(tx *db.Tx) error {
		drawing, _, _, err := drawingOf(tx, conversation)
		if err != nil {
			return err
		}
		drawing.Stand.Plan = nil
		row, err := newMapRow(drawing)
		if err != nil {
			return err
		}
		if err := saveMap(tx, conversation, row); err != nil {
			return err
		}
		return touch(tx, conversation)
	})
}

// SheetOf returns the votes of a conversation as the mathematics gets them.
func SheetOf(d *db.DB, conversation ref.ID) (out Sheet, err error) {
	err = d.Read(context.Background(), func(tx *db.Tx) (err error) {
		out, err = sheet(tx, conversation)
		return err
	})
	return out, err
}

// NearPairs returns the statements that are much alike, by their places, with their
// likeness.
func NearPairs(statements []Statement) (out [][2]int, likeness []float64) {
	for _, p := range nearPairs(statements) {
		out, likeness = append(out, [2]int{p.a, p.b}), append(likeness, p.likeness)
	}
	return out, likeness
}

// VotedAlike counts who voted on both statements of a pair.
var VotedAlike = votedAlike

// ClaimsOf returns the accounts that claimed guests, by guest.
func ClaimsOf(d *db.DB, conversation ref.ID) (out map[ref.ID]ref.ID, err error) {
	err = d.Read(context.Background(), func(tx *db.Tx) (err error) {
		out, err = claims(tx, conversation)
		return err
	})
	return out, err
}

// VotesLock is what every vote shares and a merger has alone.
var VotesLock = votesLock

// Fill stores votes of people who vote on some statements each, without history.
func Fill(d *db.DB, conversation ref.ID, votes []Answer) error {
	return d.Write(context.Background(), func(tx *db.Tx) error {
		known := map[ref.ID]bool{}
		for _, v := range votes {
			if !known[v.Participant] {
				if err := insertParticipant(tx, Participant{ID: v.Participant, Conversation: conversation}, ""); err != nil {
					return err
				}
			}
			known[v.Participant] = true
			if err := storeVote(tx, conversation, v.Participant, v.Statement, LastVote{Vote: v.Vote, Ord: v.Ord}); err != nil {
				return err
			}
		}
		return recount(tx, conversation)
	})
}
