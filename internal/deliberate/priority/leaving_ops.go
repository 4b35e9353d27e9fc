package priority

import (
	"maps"
	"slices"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

// exported is what is kept of one vote, as its voter reads it. A secret ballot
// knows that they voted and nothing else.
type exported struct {
	Ballot      string         `json:"ballot"`
	Participant ref.ID         `json:"participant"`
	Via         Via            `json:"via"`
	Secret      bool           `json:"secret"`
	Marks       []exportedMark `json:"marks,omitempty"`
}

type exportedMark struct {
	Number int    `json:"number"`
	Words  string `json:"words"`
	N      int    `json:"n"`
}

// export returns what is kept about a person, for that person.
func (s *Service) export(tx *db.Tx, person ref.ID) (any, error) {
	_, participants, err := s.roles.Of(tx, person)
	if err != nil {
		return nil, err
	}
	var out []exported
	for _, process := range slices.Sorted(maps.Keys(participants)) {
		votes, err := votedBy(tx, participants[process])
		if err != nil {
			return nil, err
		}
		for _, v := range votes {
			sh, err := ballotByID(tx, v.Ballot)
			if err != nil {
				return nil, err
			}
			e := exported{Ballot: sh.Title.String(), Participant: v.Participant, Via: v.Via, Secret: sh.Secret}
			if !sh.Secret {
				slip, _, err := openSlipOf(tx, v.Ballot, v.Participant)
				if err != nil {
					return nil, err
				}
				for _, m := range slip.Marks {
					c := sh.Items[m.Item]
					e.Marks = append(e.Marks, exportedMark{c.Number, c.Words.String(), m.N})
				}
			}
			out = append(out, e)
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, nil
}

// erase takes away the links by which a person could vote. Who voted and, in open
// ballots, how, is known of the participant, whose tie to the person is cut by
// the room that holds it: the papers stay and count, and are nobody's.
func (s *Service) erase(tx *db.Tx, person ref.ID, _ feature.Wish) error {
	_, participants, err := s.roles.Of(tx, person)
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Values(participants)) {
		if err := deleteLinksOf(tx, id); err != nil {
			return err
		}
	}
	return nil
}

// texts lists what translators find on the boards of a process.
func texts(tx *db.Tx, process ref.ID) ([]feature.Text, error) {
	boards, err := boardsOf(tx, process)
	if err != nil {
		return nil, err
	}
	var out []feature.Text
	for _, b := range boards {
		items, err := itemsOf(tx, b.Meeting)
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			if it.Shown() {
				out = append(out, feature.Text{Ref: it.Ref(), What: "priority.field.item", Text: it.Words, Edit: ItemPath(b.Meeting, it.ID)})
			}
		}
	}
	return out, nil
}
