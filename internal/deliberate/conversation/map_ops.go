package conversation

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
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

// sheet reads the votes of a conversation for the mathematics: each once, where it
// counts.
func sheet(tx *db.Tx, id ref.ID) (Sheet, int64, error) {
	votes, err := standing(tx, id)
	if err != nil {
		return Sheet{}, 0, err
	}
	people, err := participantsOf(tx, id)
	if err != nil {
		return Sheet{}, 0, err
	}
	statements, err := statementsOf(tx, id)
	if err != nil {
		return Sheet{}, 0, err
	}
	rows, err := firstVoters(tx, id)
	if err != nil {
		return Sheet{}, 0, err
	}
	whither := WhitherOf(votes, statements)
	columns, err := firstColumns(tx, id, whither, len(mergedOf(statements)) > 0)
	if err != nil {
		return Sheet{}, 0, err
	}
	last := int64(0)
	for _, v := range votes {
		last = max(last, v.Ord)
	}
	answers := whither.Once(votes, statements)
	voted, asked := map[ref.ID]bool{}, map[ref.ID]bool{}
	for _, v := range answers {
		voted[v.Participant], asked[v.Statement] = true, true
	}
	people = slices.DeleteFunc(people, func(p Participant) bool { return !voted[p.ID] })
	statements = slices.DeleteFunc(statements, func(st Statement) bool { return !asked[st.ID] })
	byFirst(people, rows, func(p Participant) ref.ID { return p.ID })
	byFirst(statements, columns, func(st Statement) ref.ID { return st.ID })
	return NewSheet(people, statements, answers), last, nil
}

// firstColumns returns statements in the order of the first votes that count on
// them.
func firstColumns(tx *db.Tx, id ref.ID, whither Whither, merged bool) ([]ref.ID, error) {
	firsts, err := firstVotes(tx, id)
	if err != nil {
		return nil, err
	}
	if merged {
		more, err := firstMerged(tx, id)
		if err != nil {
			return nil, err
		}
		firsts = append(firsts, more...)
	}
	at := map[ref.ID]int64{}
	for _, f := range firsts {
		st := whither.Of(f.Participant, f.Statement)
		if ord, there := at[st]; !there || f.Ord < ord {
			at[st] = f.Ord
		}
	}
	return slices.SortedFunc(maps.Keys(at), func(a, b ref.ID) int {
		return cmp.Or(cmp.Compare(at[a], at[b]), cmp.Compare(a, b))
	}), nil
}

// byFirst puts things into the order of ids; those that are not there stay last.
func byFirst[T any](things []T, ids []ref.ID, id func(T) ref.ID) {
	at := make(map[ref.ID]int, len(ids))
	for i, x := range ids {
		at[x] = i
	}
	place := func(t T) int {
		if i, ok := at[id(t)]; ok {
			return i
		}
		return math.MaxInt
	}
	slices.SortStableFunc(things, func(a, b T) int { return cmp.Compare(place(a), place(b)) })
}

// drawMap draws the map of a conversation, or notes that there are too few votes
// for one. It is a job, never part of a request. Fact: MapDrawn if there is a map.
func (s *Service) drawMap(ctx context.Context, subject string) error {
	id := ref.ID(subject)
	var sh Sheet
	var last int64
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		sh, last, err = sheet(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	chart, spots := sh.Draw(s.db.Now())
	return s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := conversationByID(tx, id)
		if err != nil {
			return err
		}
		p, err := progressOf(tx, id)
		if err != nil {
			return err
		}
		p.mapped = max(p.mapped, last)
		if err := saveProgress(tx, id, p); err != nil {
			return err
		}
		if err := saveChart(tx, id, chart, spots); err != nil {
			return err
		}
		if err := touch(tx, id); err != nil {
			return err
		}
		if chart.Refusal != nil {
			return nil
		}
		return record.Append(tx, access.Machine(), MapDrawn, c.Ref(), c.Process, chart.Result,
			record.Figure("votes", chart.Votes), record.Figure("people", chart.Voters), record.Figure("groups", len(chart.Result.Groups)))
	})
}

// Chart returns the last map of a conversation; false if none was drawn yet.
func (s *Service) Chart(ctx context.Context, id ref.ID) (c Chart, ok bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		c, ok, err = chartOf(tx, id)
		return err
	})
	return c, ok, err
}

// Spot returns where a voice stands on the last map; false if it is not placed.
func (s *Service) Spot(ctx context.Context, v Voice, conversation ref.ID) (d Dot, ok bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, known, err := v.participant(tx, conversation)
		if err != nil || !known {
			return err
		}
		d, ok, err = spotOf(tx, p.ID)
		return err
	})
	return d, ok, err
}
