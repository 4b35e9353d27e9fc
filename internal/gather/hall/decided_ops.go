package hall

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// DecisionTx returns a decision, whoever asks; NotFound if there is none.
func (s *Service) DecisionTx(tx *db.Tx, id ref.ID) (Decision, error) { return decisionByID(tx, id) }
