package conversation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/job"
	"penc/internal/platform/record"
)

// mapJob is the kind of job that draws the map of one conversation.
const mapJob = "conversation.map"

// settle is how long a vote is left alone before it is counted in a digest:
// on PostgreSQL a vote with an earlier time may commit after one with a later.
const settle = 10 * time.Second

// digestLimit is how many votes one digest covers.
const digestLimit = 50_000

// follow appends a digest of the votes that came since the last one, and has the
// map drawn where votes came that it does not show. A clock calls it once a
// minute.
func (s *Service) follow(ctx context.Context) error {
	var late []ref.ID
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		late, err = behind(tx)
		return err
	})
	if err != nil {
		return err
	}
	for _, id := range late {
		if err := s.db.Write(ctx, func(tx *db.Tx) error { return s.followOne(tx, id) }); err != nil {
			return fmt.Errorf("count the votes of %s: %w", id, err)
		}
	}
	return nil
}

func (s *Service) followOne(tx *db.Tx, id ref.ID) error {
	c, err := conversationByID(tx, id)
	if err != nil {
		return err
	}
	p, err := progressOf(tx, id) // locks the row: one node counts at a time
	if err != nil {
		return err
	}
	for {
		casts, err := castsOf(tx, id, p.counted, tx.Now.Add(-settle).UnixMicro(), digestLimit)
		if err != nil {
			return err
		}
		if len(casts) == digestLimit { // votes of one moment stay in one digest
			last := casts[digestLimit-1].Ord
			casts = slices.DeleteFunc(casts, func(h cast) bool { return h.Ord == last })
		}
		if len(casts) == 0 {
			break
		}
		p.counted = casts[len(casts)-1].Ord
		err = record.Append(tx, access.Machine(), VotesCounted, c.Ref(), c.Process, casts, record.Figure("votes", len(casts)))
		if err != nil {
			return err
		}
	}
	if err := saveProgress(tx, id, p); err != nil {
		return err
	}
	return job.Queue(tx, mapJob, string(id), 0)
}

// readBook reads the votes of a conversation for the mathematics, from its history.
func readBook(tx *db.Tx, id ref.ID) (*Book, Sheet, error) {
	b, err := bookOf(tx, id)
	if err != nil {
		return nil, Sheet{}, err
	}
	if err := eachCast(tx, id, 0, b.Enter); err != nil {
		return nil, Sheet{}, err
	}
	voters, err := votersOf(tx, id)
	return b, b.Sheet(voters), err
}

// bookOf returns an empty book of a conversation as it is now.
func bookOf(tx *db.Tx, id ref.ID) (*Book, error) {
	statements, err := statementsOf(tx, id)
	if err != nil {
		return nil, err
	}
	claimed, err := claims(tx, id)
	if err != nil {
		return nil, err
	}
	carried, err := carriedRows(tx, id)
	return NewBook(statements, claimed, WhitherOf(carried, statements)), err
}

// drawMap draws the map of a conversation, or notes why there is none. It is a job,
// never part of a request; what it writes is one row. Fact: MapDrawn if there is a
// map.
func (s *Service) drawMap(ctx context.Context, subject string) error {
	id := ref.ID(subject)
	d, last, err := s.draw(ctx, id)
	if err != nil {
		return err
	}
	return s.keepDrawing(ctx, id, d, last)
}

// keepDrawing stores a drawing, unless another one was stored since it was begun: that
// one may be of later votes, and one drawn now is of all. So an older drawing never
// takes the place of a newer one, and figures by stakeholder group follow on those
// that were shown.
func (s *Service) keepDrawing(ctx context.Context, id ref.ID, d Drawing, last int64) error {
	row, err := newMapRow(d)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := conversationByID(tx, id)
		if err != nil {
			return err
		}
		p, err := progressOf(tx, id)
		if err != nil {
			return err
		}
		stands, _, err := drawnAt(tx, id)
		if err != nil {
			return err
		}
		if stands != d.seen {
			return job.Queue(tx, mapJob, string(id), 0)
		}
		p.mapped = max(p.mapped, last)
		if err := saveProgress(tx, id, p); err != nil {
			return err
		}
		if err := saveMap(tx, id, row); err != nil {
			return err
		}
		if err := touch(tx, id); err != nil {
			return err
		}
		if d.Chart.Refusal != nil {
			return nil
		}
		return record.Append(tx, access.Machine(), MapDrawn, c.Ref(), c.Process, row.sum,
			record.Figure("votes", d.Chart.Votes), record.Figure("people", d.Chart.Voters), record.Figure("groups", len(d.Chart.Opinion)))
	})
}

// Chart returns the last map of a conversation; false if none was drawn yet.
func (s *Service) Chart(ctx context.Context, id ref.ID) (c Chart, ok bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		d, there, err := s.atlas.of(tx, id)
		c, ok = d.Chart, there
		return err
	})
	return c, ok, err
}

// Spot returns where a voice stands on the last map, with the votes they have at
// this moment; false if they have none.
func (s *Service) Spot(ctx context.Context, v Voice, conversation ref.ID) (at Spot, ok bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, known, err := v.participant(tx, conversation)
		if err != nil || !known {
			return err
		}
		votes, err := countedOf(tx, p)
		if err != nil || len(votes) == 0 {
			return err
		}
		d, _, err := s.atlas.of(tx, conversation)
		at, ok = d.Stand.Place(votes), true
		return err
	})
	return at, ok, err
}

// countedOf returns the votes of a participant, each where it counts.
func countedOf(tx *db.Tx, p Participant) ([]Answer, error) {
	votes, err := votesOf(tx, p.ID)
	if err != nil {
		return nil, err
	}
	merged, err := mergersOf(tx, p.Conversation)
	if err != nil {
		return nil, err
	}
	var all []Answer
	for id, v := range votes {
		all = append(all, Answer{p.ID, id, v.Vote, v.Ord, v.From})
	}
	return WhitherOf(all, merged).Once(all, merged), nil
}
