package conversation

import (
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
)

// A Voiced is somebody in one conversation, as figures see them.
type Voiced struct {
	Participant ref.ID // of the conversation
	Person      ref.ID // empty for guests and for people who left
	Group       ref.ID // declared stakeholder group, empty if none
	Proposed    bool   // wrote a statement
	Voted       bool   // has a vote that stands
}

// VoicedTx returns everybody in the conversations of a process, those who came
// with an import excepted: for figures.
func (s *Service) VoicedTx(tx *db.Tx, process ref.ID) ([]Voiced, error) { return voiced(tx, process) }
