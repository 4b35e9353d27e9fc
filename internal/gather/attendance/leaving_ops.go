package attendance

import (
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

// exported is one meeting in what is kept about a person, for that person.
type exported struct {
	Meeting     ref.ID `json:"meeting"`
	State       State  `json:"registration,omitempty"`
	Mode        Mode   `json:"mode"`
	Name        string `json:"name"`
	Group       ref.ID `json:"stakeholder_group,omitempty"`
	Affiliation string `json:"affiliation,omitempty"`
	SpeaksFor   string `json:"speaks_for,omitempty"`
	Named       bool   `json:"named_in_public"`
	In          string `json:"came,omitempty"`
	Out         string `json:"left,omitempty"`
	Via         Via    `json:"by,omitempty"`
}

// export is this room's part of what the site keeps about a person.
func (s *Service) export(tx *db.Tx, person ref.ID) (any, error) {
	_, participants, err := s.roles.Of(tx, person)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	var asked, was []exported
	for _, id := range participants {
		registrations, err := registrationsOf(tx, id)
		if err != nil {
			return nil, err
		}
		for _, r := range registrations {
			asked = append(asked, exported{
				Meeting: r.Meeting, State: r.State, Mode: r.Mode, Name: r.Name, Group: r.Group, Affiliation: r.Affiliation,
				SpeaksFor: r.SpeaksFor, Named: r.NamedInPublic,
			})
		}
		presences, err := presencesOf(tx, id)
		if err != nil {
			return nil, err
		}
		for _, p := range presences {
			was = append(was, exported{
				Meeting: p.Meeting, Mode: p.Mode, Name: p.Name, Group: p.Group, Affiliation: p.Affiliation, SpeaksFor: p.SpeaksFor,
				Named: p.NamedInPublic, In: db.Time(p.In), Out: db.Time(p.Out), Via: p.Via,
			})
		}
	}
	if len(asked) > 0 {
		out["registrations"] = asked
	}
	if len(was) > 0 {
		out["presences"] = was
	}
	if since, err := feedOf(tx, person); err != nil {
		return nil, err
	} else if !since.IsZero() {
		out["calendar_since"] = since.Format(time.RFC3339)
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, nil
}

// erase takes name and words of a person out of every meeting; group, mode and
// times stay for the figures. They do not come to meetings that are ahead: whoever
// waits moves up.
func (s *Service) erase(tx *db.Tx, person ref.ID, _ feature.Wish) error {
	if err := dropFeed(tx, person); err != nil {
		return err
	}
	_, participants, err := s.roles.Of(tx, person)
	if err != nil {
		return err
	}
	for _, id := range participants {
		registrations, err := registrationsOf(tx, id)
		if err != nil {
			return err
		}
		if err := forgetParticipant(tx, id); err != nil {
			return err
		}
		for _, r := range registrations {
			if err := s.giveUp(tx, r); err != nil {
				return err
			}
		}
	}
	return nil
}

// giveUp frees the place of somebody who has been erased.
func (s *Service) giveUp(tx *db.Tx, r Registration) error {
	at, err := s.lockedFor(tx, r.Meeting)
	if err != nil || at.Over(at.process, tx.Now) || !r.Stands() {
		return err
	}
	r.Name, r.Address, r.Organization, r.Affiliation, r.SpeaksFor, r.NamedInPublic = "", "", "", "", "", false
	return s.cancel(tx, access.Machine(), at, r)
}
