package minutes

import (
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

// export is what the room keeps about a person: the corrections that they
// proposed.
func (s *Service) export(tx *db.Tx, person ref.ID) (any, error) {
	var out []map[string]any
	err := s.each(tx, person, func(participant ref.ID) error {
		all, err := proposalsBy(tx, participant)
		for _, p := range all {
			out = append(out, map[string]any{
				"meeting": p.Meeting, "section": p.Section, "correction": p.Text, "language": p.Lang, "at": p.At,
				"answer": p.Stand, "reason": p.Reason.All(),
			})
		}
		return err
	})
	if err != nil || out == nil {
		return nil, err
	}
	return map[string]any{"corrections": out}, nil
}

// erase takes out the words of the corrections that a person proposed, if they ask
// for it; who proposed them is cut with their part in the process.
func (s *Service) erase(tx *db.Tx, person ref.ID, wish feature.Wish) error {
	if !wish.Words {
		return nil
	}
	return s.each(tx, person, func(participant ref.ID) error { return forget(tx, participant) })
}

// each calls do for every participant that a person is in a process.
func (s *Service) each(tx *db.Tx, person ref.ID, do func(participant ref.ID) error) error {
	_, parts, err := s.roles.Of(tx, person)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	for _, participant := range parts {
		if err == nil {
			err = do(participant)
		}
	}
	return err
}
