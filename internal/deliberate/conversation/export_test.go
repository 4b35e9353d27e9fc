package conversation

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/opinion"
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

// SheetOf returns the votes of a conversation as the mathematics gets them.
func SheetOf(d *db.DB, conversation ref.ID) (out Sheet, err error) {
	err = d.Read(context.Background(), func(tx *db.Tx) (err error) {
		_, out, err = readBook(tx, conversation)
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

// Runnings returns how many running maps a service keeps, and how often one was
// started from the history.
func Runnings(s *Service) (kept, started int) { return len(s.runnings.by), s.runnings.started }

// Forget lets go of all running maps.
func Forget(s *Service) { clear(s.runnings.by) }

// Kept returns the running map of a conversation, to look into.
func Kept(s *Service, conversation ref.ID) any { return *s.runnings.by[conversation].running }

// WhileDrawing has something done each time a map is being worked out.
func WhileDrawing(s *Service, do func()) { s.runnings.meanwhile = do }

// Flood stores a conversation as large as is asked for: statements, people and the
// history of their votes, each person on a run of statements that few others share in
// part, a thousand votes a second. Three camps of unequal size answer differently.
func Flood(d *db.DB, conversation ref.ID, people, statements, each int) error {
	name := func(kind string, n int) ref.ID { return ref.ID(fmt.Sprintf("01j%s%019d", kind, n)) }
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		for j := range statements {
			st := Statement{ID: name("stat", j), Conversation: conversation, Number: 1000 + j, Words: lang.Say(lang.English, "Statement"), Standing: Accepted, Version: 1}
			if err := saveStatement(tx, st); err != nil {
				return err
			}
		}
		return nil
	})
	rng := rand.New(rand.NewPCG(1, 2))
	at := int64(1_700_000_000_000_000)
	for from := 0; from < people && err == nil; from += 1000 {
		err = d.Write(context.Background(), func(tx *db.Tx) error {
			for i := from; i < min(from+1000, people); i++ {
				if err := insertParticipant(tx, Participant{ID: name("part", i), Conversation: conversation, Person: name("pers", i)}, ""); err != nil {
					return err
				}
				camp := []int{0, 0, 0, 0, 0, 1, 1, 1, 2, 2}[i%10]
				for _, j := range rng.Perm(statements)[:min(statements, 1+rng.IntN(2*each))] {
					v := opinion.Agree
					switch {
					case rng.IntN(4) == 0:
						v = opinion.Vote(rng.IntN(3) - 1)
					case (camp+j)%3 == 0:
						v = opinion.Disagree
					}
					at += 1000
					if err := storeCast(tx, conversation, name("part", i), name("stat", j), LastVote{Vote: v, Ord: at}); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	return err
}

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

// Draw draws the map of a conversation and does not keep it yet.
func (s *Service) Draw(ctx context.Context, id ref.ID) (Drawing, int64, error) {
	return s.draw(ctx, id)
}

// KeepDrawing keeps a map that [Service.Draw] drew.
func (s *Service) KeepDrawing(ctx context.Context, id ref.ID, d Drawing, last int64) error {
	return s.keepDrawing(ctx, id, d, last)
}

// Due reports whether figures by stakeholder group are to be drawn anew.
func (k *Stakes) Due(votes int, over bool, now time.Time) bool { return k.due(votes, over, now) }

// SizesOf returns the sizes of opinion groups as they are shown.
func SizesOf(r opinion.Result) []Headcount { return sizesOf(r) }
