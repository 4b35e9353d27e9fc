package hall

import (
	"time"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

// An exported request for the floor, as the person reads it.
type exported struct {
	Meeting  ref.ID    `json:"meeting"`
	Asked    time.Time `json:"asked"`
	Standing Standing  `json:"standing"`
	Seconds  int       `json:"seconds_spoken,omitempty"`
}

// export returns what is kept about a person: when they asked for the floor, and
// for how long they spoke. What they answered to temperature checks is not kept.
func (s *Service) export(tx *db.Tx, person ref.ID) (any, error) {
	_, participants, err := s.roles.Of(tx, person)
	if err != nil {
		return nil, err
	}
	var out []exported
	for _, id := range participants {
		all, err := requestsBy(tx, id)
		if err != nil {
			return nil, err
		}
		for _, q := range all {
			out = append(out, exported{q.Meeting, q.Asked, q.Standing, q.turn().Seconds()})
		}
	}
	if out == nil {
		return nil, nil
	}
	return out, nil
}

// erase takes a person who leaves out of the queues, and their answers out of
// checks that are open. Turns stay under a name that nobody can follow back.
func (s *Service) erase(tx *db.Tx, person ref.ID, _ feature.Wish) error {
	_, participants, err := s.roles.Of(tx, person)
	if err != nil {
		return err
	}
	for _, id := range participants {
		if err := withdrawAll(tx, id); err != nil {
			return err
		}
		if err := forgetAnswersBy(tx, id); err != nil {
			return err
		}
	}
	return nil
}
