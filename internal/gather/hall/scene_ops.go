package hall

import (
	"context"
	"sync"
	"time"

	"penc/internal/gather/attendance"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// sights keeps what a hall looks like until its bell rings: a thousand people who
// look at the same moment see one reading.
type sights struct {
	mu sync.Mutex
	at map[ref.ID]*sight
}

// sight is the last reading of one hall. Who holds its lock reads anew.
type sight struct {
	mu     sync.Mutex
	rung   <-chan struct{} // closed when the hall moved after the reading
	at     time.Time
	shared *Shared
}

// maxSight bounds the age of a reading: the agenda may change without a bell.
const maxSight = 2 * time.Second

// maxSights bounds the halls that are kept.
const maxSights = 64

func (s *sights) of(id ref.ID) *sight {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at == nil || len(s.at) >= maxSights && s.at[id] == nil {
		s.at = map[ref.ID]*sight{}
	}
	if s.at[id] == nil {
		s.at[id] = &sight{}
	}
	return s.at[id]
}

func (k *sight) good(now time.Time) bool {
	if k.shared == nil || now.Sub(k.at) > maxSight || now.Before(k.at) {
		return false
	}
	select {
	case <-k.rung:
		return false
	default:
		return true
	}
}

// shared returns what a hall looks like to everybody in it.
func (s *Service) shared(ctx context.Context, id ref.ID) (*Shared, error) {
	k := s.sights.of(id)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.good(s.db.Now()) {
		return k.shared, nil
	}
	rung := s.db.Bell(attendance.Live(id)).Wait()
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		sh, err := s.SharedTx(tx, id)
		if err == nil {
			k.shared, k.at, k.rung = sh, tx.Now, rung
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return k.shared, nil
}

// SharedTx reads what a hall looks like to everybody in it, whoever asks.
func (s *Service) SharedTx(tx *db.Tx, id ref.ID) (*Shared, error) {
	var sh Shared
	var err error
	if sh.About, err = s.meetings.ByIDTx(tx, id); err != nil {
		return nil, err
	}
	if sh.Of, err = s.processes.WholeTx(tx, sh.About.Process); err != nil {
		return nil, err
	}
	var ok bool
	if sh.Hall, ok, err = maybeHall(tx, id); err != nil {
		return nil, err
	}
	if !ok {
		sh.Hall = fresh(sh.About)
	}
	for _, read := range []func() error{
		func() (err error) { sh.Runs, err = runsOf(tx, id); return err },
		func() (err error) { sh.Requests, err = requestsOf(tx, id); return err },
		func() (err error) { sh.Presences, err = s.attendance.AllTx(tx, id); return err },
		func() (err error) { sh.Temperatures, err = temperaturesOf(tx, id); return err },
		func() (err error) { sh.Decisions, err = decisionsOf(tx, id); return err },
		func() (err error) { sh.Parked, err = parkedOf(tx, id); return err },
		func() error { return s.lastOf(tx, &sh) },
		func() error { return s.codeOf(tx, &sh) },
	} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return sh.filled(), nil
}

func (s *Service) lastOf(tx *db.Tx, sh *Shared) error {
	m, ok, err := lastMove(tx, sh.About.ID)
	if ok && sh.State == Open {
		sh.Last = &m
	}
	return err
}

func (s *Service) codeOf(tx *db.Tx, sh *Shared) (err error) {
	sh.Code, err = s.attendance.CodeTx(tx, sh.About.ID)
	if fault.KindOf(err) == fault.Closed {
		sh.Code, err = "", nil
	}
	return err
}

// See returns what who asks sees of the hall of a meeting; NotFound if they may not
// know of it.
func (s *Service) See(ctx context.Context, who access.Actor, id ref.ID) (Scene, error) {
	sh, err := s.shared(ctx, id)
	if err != nil {
		return Scene{}, fault.Wrap("see hall", err)
	}
	me := who.In(sh.About.Process)
	if !sh.Of.VisibleTo(who) && me == "" {
		return Scene{}, fault.New(fault.NotFound, "", "meeting.unknown")
	}
	out := Scene{Shared: sh, Now: s.db.Now(), May: MayRun(who, sh.About) == nil}
	if me == "" {
		return out, nil
	}
	out.Me = sh.People[me]
	for i, q := range sh.Requests {
		if q.Participant == me && q.Stands() {
			out.Mine = &sh.Requests[i]
		}
	}
	if t, ok := sh.Temperature(); ok && t.IsOpen() {
		err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
			out.Answer, err = answerOf(tx, t.ID, me)
			return err
		})
	}
	return out, fault.Wrap("see hall", err)
}
