package attendance

import (
	"context"
	"time"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// An Engagement is a meeting in a person's own calendar.
type Engagement struct {
	Meeting      meeting.Meeting
	Process      process.Process
	Registration Registration // its State is empty if there is none
}

// Feed returns since when a person has an address for their own calendar; the zero
// time if they have none. Faults: Forbidden for a stranger.
func (s *Service) Feed(ctx context.Context, who access.Actor) (since time.Time, err error) {
	if who.Person == "" {
		return since, fault.New(fault.Forbidden, "", "attendance.registration.signed-in-only")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		since, err = feedOf(tx, who.Person)
		return err
	})
	return since, fault.Wrap("read a feed", err)
}

// MakeFeed gives who asks a secret address for their own calendar; the one they had
// ends. Faults: Forbidden for a stranger.
func (s *Service) MakeFeed(ctx context.Context, who access.Actor) (token string, err error) {
	if who.Person == "" {
		return "", fault.New(fault.Forbidden, "", "attendance.registration.signed-in-only")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if token, err = secret(tx); err != nil {
			return err
		}
		return saveFeed(tx, who.Person, seal(forFeed, token), tx.Now)
	})
	return token, fault.Wrap("make a feed", err)
}

// EndFeed ends the address of who asks. Faults: Forbidden for a stranger.
func (s *Service) EndFeed(ctx context.Context, who access.Actor) error {
	if who.Person == "" {
		return fault.New(fault.Forbidden, "", "attendance.registration.signed-in-only")
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error { return dropFeed(tx, who.Person) })
	return fault.Wrap("end a feed", err)
}

// Engagements returns the meetings of the processes in which the holder of a secret
// address takes part, with the language of the person. Faults: NotFound for an
// address that has ended.
func (s *Service) Engagements(ctx context.Context, token string) (all []Engagement, l lang.Tag, err error) {
	if len(token) > maxSecret {
		return nil, "", fault.New(fault.NotFound, "", "attendance.feed.unknown")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		person, err := personOfFeed(tx, seal(forFeed, token))
		if err != nil {
			return err
		}
		account, err := s.people.ByIDTx(tx, person)
		if err != nil {
			return err
		}
		l = account.Lang
		who := access.Actor{Person: person, Channel: access.Web}
		if who.Roles, who.Participants, err = s.roles.Of(tx, person); err != nil {
			return err
		}
		all, err = s.engagements(tx, who)
		return err
	})
	return all, l, fault.Wrap("read a calendar", err)
}

func (s *Service) engagements(tx *db.Tx, who access.Actor) ([]Engagement, error) {
	processes, err := s.processes.AllTx(tx, who)
	if err != nil {
		return nil, err
	}
	var out []Engagement
	for _, p := range processes {
		participant := who.In(p.ID)
		if participant == "" {
			continue
		}
		meetings, err := s.meetings.OfTx(tx, p.ID)
		if err != nil {
			return nil, err
		}
		mine, err := registrationsIn(tx, p.ID, participant)
		if err != nil {
			return nil, err
		}
		for _, m := range meetings {
			out = append(out, Engagement{m, p.Process, mine[m.ID]})
		}
	}
	return out, nil
}

func registrationsIn(tx *db.Tx, process, participant ref.ID) (map[ref.ID]Registration, error) {
	all, err := registrationsOf(tx, participant)
	out := map[ref.ID]Registration{}
	for _, r := range all {
		if r.Process == process {
			out[r.Meeting] = r
		}
	}
	return out, err
}
