package conversation

import (
	"context"
	"slices"
	"sync"
	"time"

	"penc/internal/gather/process"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
	"penc/internal/platform/job"
	"penc/internal/platform/record"
)

// The acts of a stage that concern conversations.
const (
	voteAct    = process.Vote
	proposeAct = process.Propose
)

// A course is what a conversation needs to know of its process.
type course struct {
	process process.Process
	zone    *time.Location
	open    map[process.Act]bool
}

// opens returns a Closed fault where the process does not let people do an act
// now: it is not published, or it has stages for the act and none of them lasts.
// A process whose stages do not speak of the act leaves it to the conversation.
func (c course) opens(act process.Act) error {
	if !c.open[act] {
		return fault.New(fault.Closed, "", "conversation.stage.closed")
	}
	return nil
}

// courses remembers the course of each process, because a vote may not cost the
// reading of a whole process. What is remembered is good while the record has not
// moved and the minute is the same.
type courses struct {
	mu     sync.Mutex
	moved  int64
	minute int64
	by     map[ref.ID]course
}

func (k *courses) of(tx *db.Tx, s *Service, id ref.ID) (course, error) {
	moved, minute := record.Moved(s.db), tx.Now.Unix()/60
	k.mu.Lock()
	if k.by == nil || k.moved != moved || k.minute != minute {
		k.moved, k.minute, k.by = moved, minute, map[ref.ID]course{}
	}
	c, known := k.by[id]
	k.mu.Unlock()
	if known {
		return c, nil
	}
	w, err := s.processes.WholeTx(tx, id)
	if err != nil {
		return course{}, err
	}
	c = courseOf(w, tx.Now)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.moved == moved && k.minute == minute {
		k.by[id] = c
	}
	return c, nil
}

func courseOf(w process.Whole, now time.Time) course {
	c := course{process: w.Process, zone: w.Location(), open: map[process.Act]bool{}}
	for _, act := range []process.Act{voteAct, proposeAct} {
		spoken := slices.ContainsFunc(w.Stages, func(st process.Stage) bool { return slices.Contains(st.Acts, act) })
		c.open[act] = w.Open(now, act) || w.State == process.Published && !spoken
	}
	return c
}

// An Opening is what people can do in a conversation at a moment.
type Opening struct{ Vote, Propose bool }

// OpenNow returns what people can do in a conversation now.
func (s *Service) OpenNow(ctx context.Context, c Conversation) (o Opening, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		at, err := s.courses.of(tx, s, c.Process)
		runs := err == nil && c.Running(when.DateOf(tx.Now.In(at.zone)))
		o = Opening{Vote: runs && at.open[voteAct], Propose: runs && c.Proposals && at.open[proposeAct]}
		return err
	})
	return o, err
}

// declared returns the stakeholder group that a person declared in a process,
// empty if none.
func (s *Service) declared(tx *db.Tx, process, person ref.ID) (ref.ID, error) {
	p, _, err := maybe(s.roles.ParticipantOf(tx, process, person))
	return p.Group, err
}

// followDeclaration moves a person's votes to the stakeholder group they declare
// now, and has the maps drawn that count by it.
func (s *Service) followDeclaration(tx *db.Tx, f record.Fact) error {
	person, known, err := maybe(s.roles.PersonOf(tx, f.Actor))
	if err != nil || !known || person == "" {
		return err
	}
	group, err := s.declared(tx, f.Process, person)
	if err != nil {
		return err
	}
	moved, err := setGroup(tx, f.Process, person, group)
	if err != nil {
		return err
	}
	for _, id := range moved {
		if err := job.Queue(tx, mapJob, string(id), 0); err != nil {
			return err
		}
	}
	return nil
}
