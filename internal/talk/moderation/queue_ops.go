package moderation

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

// maxQueue is how many things a page of the queue shows, and how many of the
// latest decisions stand below them.
const (
	maxQueue  = 30
	maxLately = 15
)

// A Case is an item with what a moderator wants to know about it.
type Case struct {
	Item
	Path    string // of the thing's own page; empty if it is not known
	Flags   []Flag // raised since the last decision
	History []Decision
}

// A Queue is what waits in a process.
type Queue struct {
	Process feature.Card
	Waiting []Case // the oldest, at most 30
	All     int    // how many wait
	Lately  []Item // decided last, the latest first
}

// QueueOf returns what waits in a process. Its conveners and facilitators may
// know. Faults: NotFound, Forbidden.
func (s *Service) QueueOf(ctx context.Context, who access.Actor, process ref.ID) (q Queue, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if q.Process, err = s.process(tx, who, process); err != nil {
			return err
		}
		if !MayModerate(who, process) {
			return fault.New(fault.Forbidden, "", "moderation.decide.moderator-only")
		}
		items, err := queued(tx, process, maxQueue)
		if err != nil {
			return err
		}
		for _, i := range items {
			c, err := s.caseOf(tx, i)
			if err != nil {
				return err
			}
			q.Waiting = append(q.Waiting, c)
		}
		if q.All, err = countQueued(tx, process); err != nil {
			return err
		}
		q.Lately, err = settled(tx, process, maxLately)
		return err
	})
	return q, err
}

// CaseOf returns one item with its process, for those who decide. Faults:
// NotFound.
func (s *Service) CaseOf(ctx context.Context, who access.Actor, id ref.ID) (c Case, process feature.Card, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		i, err := s.visibleItem(tx, who, id)
		if err != nil {
			return err
		}
		if process, err = s.process(tx, who, i.Process); err != nil {
			return err
		}
		c, err = s.caseOf(tx, i)
		return err
	})
	return c, process, err
}

func (s *Service) caseOf(tx *db.Tx, i Item) (c Case, err error) {
	c.Item = i
	if card, ok := s.dir.Card(tx, i.Ref); ok {
		c.Path = card.Path
	}
	if c.Flags, err = raised(tx, i.ID); err != nil {
		return c, err
	}
	c.History, err = decisionsAbout(tx, i.Ref)
	return c, err
}

// Waiting returns how many things wait in a process, for those who decide; 0 for
// everybody else.
func (s *Service) Waiting(ctx context.Context, who access.Actor, process ref.ID) (n int, err error) {
	if !MayModerate(who, process) {
		return 0, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		n, err = countQueued(tx, process)
		return err
	})
	return n, err
}

// A Line is a line of the public log. Name and Path are empty unless the thing is
// shown now.
type Line struct {
	Decision
	Thing feature.Card
}

// LogPage is one page of the log.
type LogPage struct {
	Process feature.Card
	Lines   []Line
	More    bool
}

// Log returns the decisions of a process that are older than before (empty for
// the newest), newest first. Whoever may see the process may. The moderators'
// notes are left out. Faults: NotFound.
func (s *Service) Log(ctx context.Context, who access.Actor, process, before ref.ID, limit int) (p LogPage, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if p.Process, err = s.process(tx, who, process); err != nil {
			return err
		}
		all, err := decisionsOf(tx, process, before, limit+1)
		if err != nil {
			return err
		}
		if len(all) > limit {
			all, p.More = all[:limit], true
		}
		for _, d := range all {
			l := Line{Decision: d}
			l.Reason.Note, l.Reason.Lang = "", ""
			if card, ok := s.dir.Card(tx, d.Ref); ok && card.Public {
				l.Thing = card
			}
			p.Lines = append(p.Lines, l)
		}
		return nil
	})
	return p, err
}

// process returns the card of a process that who may see; NotFound otherwise.
func (s *Service) process(tx *db.Tx, who access.Actor, id ref.ID) (feature.Card, error) {
	card, ok := s.dir.Visible(tx, who, Process(id))
	if !ok {
		return feature.Card{}, fault.New(fault.NotFound, "", "moderation.process.unknown")
	}
	return card, nil
}
