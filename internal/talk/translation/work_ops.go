package translation

import (
	"context"

	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

// WorkOf returns what there is to translate in a process, with the card of the
// process. Its conveners, editors and facilitators may know. Faults: NotFound,
// Forbidden.
func (s *Service) WorkOf(ctx context.Context, who access.Actor, process ref.ID, wish Wish) (w Work, card feature.Card, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if card, err = s.process(tx, who, process); err != nil {
			return err
		}
		if err := MayWork(who, process); err != nil {
			return err
		}
		texts, err := s.dir.Texts(tx, process)
		if err != nil {
			return err
		}
		pieces := make([]Piece, len(texts))
		for i, t := range texts {
			pieces[i] = Piece(t)
		}
		w = Sort(pieces, Languages(card.Name), wish)
		return nil
	})
	return w, card, err
}
