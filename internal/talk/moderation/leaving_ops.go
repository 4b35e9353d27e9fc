package moderation

import (
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

// exported is what the room keeps about a person, as they read it.
type exported struct {
	Written []exportedItem `json:"written,omitempty"`
	Flags   []exportedFlag `json:"flags,omitempty"`
}

type exportedItem struct {
	About string              `json:"about"`
	Words map[lang.Tag]string `json:"words"`
	State State               `json:"state"`
	// Merged says that it was merged into another.
	Merged bool   `json:"merged,omitempty"`
	Code   Code   `json:"reason,omitempty"`
	Note   string `json:"note,omitempty"`
}

type exportedFlag struct {
	Raised string `json:"raised"`
	Code   Code   `json:"reason"`
	Note   string `json:"note,omitempty"`
}

func (s *Service) export(tx *db.Tx, person ref.ID) (any, error) {
	items, err := itemsBy(tx, person)
	if err != nil {
		return nil, err
	}
	flags, err := flagsBy(tx, person)
	if err != nil || len(items)+len(flags) == 0 {
		return nil, err
	}
	var out exported
	for _, i := range items {
		out.Written = append(out.Written, exportedItem{i.Ref.String(), i.Text.All(), i.State, i.Merged, i.Reason.Code, i.Reason.Note})
	}
	for _, f := range flags {
		out.Flags = append(out.Flags, exportedFlag{db.Time(f.Raised), f.Reason.Code, f.Reason.Note})
	}
	return out, nil
}

// erase cuts the ties between a person and what they wrote or flagged. Their
// words go too if they asked for it. Decisions they took stay under the name of
// the participant, which the room of roles cuts.
func erase(tx *db.Tx, person ref.ID, wish feature.Wish) error {
	if err := cutAuthor(tx, person, wish.Words); err != nil {
		return err
	}
	return cutFlagger(tx, person, wish.Words)
}
