package conversation

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// Bounds of the running maps of a node (docs/operating.md). The first is one
// conversation of 100,000 people, 1,000 statements and 3.65 million votes (126 MB);
// drawing it cold takes more for a moment. A larger one is drawn cold each time.
const (
	runningLimit = 128 << 20 // bytes, of all running maps together
	runningIdle  = time.Hour // since it was last drawn
)

// runnings are the running maps of the conversations that were drawn lately. They
// belong to whoever draws, one at a time.
type runnings struct {
	mu      sync.Mutex
	by      map[ref.ID]*runningMap
	started int // how often one was started from the history
	// meanwhile is called while a map is worked out, by tests; else nil.
	meanwhile func()
}

type runningMap struct {
	*running
	drawn time.Time
}

// draw draws the map of a conversation: from the running map and the votes since, or
// from the whole history where there is none. It returns the place in the history up
// to which votes are in. Reading is one transaction that keeps nobody from writing;
// the mathematics comes after it.
func (s *Service) draw(ctx context.Context, id ref.ID) (Drawing, int64, error) {
	s.runnings.mu.Lock()
	defer s.runnings.mu.Unlock()
	now := s.db.Now()
	s.runnings.forget(now)
	r, sheet, seen, err := s.gather(ctx, id)
	if err != nil {
		return Drawing{}, 0, err
	}
	if s.runnings.meanwhile != nil {
		s.runnings.meanwhile()
	}
	if r == nil {
		d := sheet.Draw(now)
		d.seen = seen
		return d, sheet.Last, nil
	}
	d := sheet.Chart(now, r.live.Refresh)
	d.seen = seen
	s.runnings.keep(id, r, now)
	return d, sheet.Last, nil
}

// gather reads the votes of a conversation into its running map, which is nil where
// none is kept, and a sheet. seen is when the drawing was made that stands.
func (s *Service) gather(ctx context.Context, id ref.ID) (r *running, sheet Sheet, seen string, err error) {
	r = s.runnings.take(id)
	var voters []Voter
	var before *Stakes
	over := false
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if before, seen, over, err = s.standing(tx, id); err != nil {
			return err
		}
		if r != nil {
			ok, err := r.catchUp(tx, id)
			if err != nil {
				return err
			}
			if ok {
				voters, err = votersOf(tx, id)
				return err
			}
		}
		s.runnings.started++
		r, sheet, err = start(tx, id)
		return err
	})
	if err == nil && r != nil && sheet.Matrix == nil {
		r.settle()
		sheet = r.sheet(voters)
	}
	sheet.Before, sheet.Over = before, over
	return r, sheet, seen, err
}

// standing returns the figures by stakeholder group that stand, when the drawing was
// made that they are of, and whether the conversation is over.
func (s *Service) standing(tx *db.Tx, id ref.ID) (*Stakes, string, bool, error) {
	c, err := conversationByID(tx, id)
	if err != nil {
		return nil, "", false, err
	}
	d, there, err := s.atlas.of(tx, id)
	if err != nil || !there {
		return nil, "", c.State == Closed, err
	}
	return d.Chart.Stakes, db.Time(d.Chart.Drawn), c.State == Closed, nil
}

// start reads the whole history. The running map is nil where none is kept: of a
// conversation that is over or too large.
func start(tx *db.Tx, id ref.ID) (*running, Sheet, error) {
	c, err := conversationByID(tx, id)
	if err != nil {
		return nil, Sheet{}, err
	}
	b, s, err := readBook(tx, id)
	if err != nil {
		return nil, s, err
	}
	if c.State != Open || sizeOf(len(s.People), len(s.Columns), s.Matrix.Votes()) > runningLimit {
		return nil, s, nil
	}
	return newRunning(b, s), s, nil
}

// catchUp takes in what happened since the running map was drawn. It reports false if
// that has to be started anew.
func (r *running) catchUp(tx *db.Tx, id ref.ID) (bool, error) {
	statements, err := statementsOf(tx, id)
	if err != nil {
		return false, err
	}
	slices.SortStableFunc(statements, byNumber)
	if !r.moderate(statements) {
		return false, nil
	}
	claimed, err := claims(tx, id)
	if err != nil {
		return false, err
	}
	carried, err := carriedRows(tx, id)
	if err != nil {
		return false, err
	}
	again := r.carry(claimed, WhitherOf(carried, statements))
	// A vote with an earlier time may have been committed after one with a later.
	if err := eachCast(tx, id, r.last-settle.Microseconds(), r.enter); err != nil {
		return false, err
	}
	for _, who := range again {
		if by, is := r.claimed[who]; is {
			r.hand(who, by)
		}
		votes, err := countedOf(tx, Participant{ID: who, Conversation: id})
		if err != nil {
			return false, err
		}
		r.replace(who, votes)
	}
	return true, nil
}

// take returns the running map of a conversation, which is no longer kept: a drawing
// that fails leaves none.
func (k *runnings) take(id ref.ID) *running {
	m := k.by[id]
	delete(k.by, id)
	if m == nil {
		return nil
	}
	return m.running
}

// keep keeps a running map, and forgets those that were drawn longest ago while all
// are too large together.
func (k *runnings) keep(id ref.ID, r *running, now time.Time) {
	if r.size() > runningLimit {
		return
	}
	if k.by == nil {
		k.by = map[ref.ID]*runningMap{}
	}
	k.by[id] = &runningMap{r, now}
	all := 0
	for _, m := range k.by {
		all += m.size()
	}
	for _, id := range slices.SortedFunc(maps.Keys(k.by), func(a, b ref.ID) int { return k.by[a].drawn.Compare(k.by[b].drawn) }) {
		if all <= runningLimit {
			return
		}
		all -= k.by[id].size()
		delete(k.by, id)
	}
}

// forget forgets running maps that were not drawn for long.
func (k *runnings) forget(now time.Time) {
	maps.DeleteFunc(k.by, func(_ ref.ID, m *runningMap) bool { return now.Sub(m.drawn) > runningIdle })
}
