package invitationweb

import (
	"penc/internal/gather/invitation"
	"penc/internal/gather/process"
)

// A choiceForm is the part of a form that chooses contacts.
type choiceForm struct {
	Whole  process.Whole
	Orgs   []string
	Choice invitation.Choice
}
