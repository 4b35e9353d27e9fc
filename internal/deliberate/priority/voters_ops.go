package priority

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// VotersOfTx returns who voted in one ballot, a secret one too: of that it is not
// known how.
func (s *Service) VotersOfTx(tx *db.Tx, ballot ref.ID) ([]ref.ID, error) {
	all, err := votedIn(tx, ballot)
	out := make([]ref.ID, len(all))
	for i, v := range all {
		out[i] = v.Participant
	}
	return out, err
}
