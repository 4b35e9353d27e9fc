package insight

import (
	"embed"
	"io/fs"

	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/priority"
	"penc/internal/gather/attendance"
	"penc/internal/gather/breakout"
	"penc/internal/gather/hall"
	"penc/internal/gather/invitation"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/people/org"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

//go:embed schema/*.sql
var files embed.FS

// Service does what this room does.
type Service struct {
	db            *db.DB
	processes     *process.Service
	roles         *role.Service
	orgs          *org.Service
	invitations   *invitation.Service
	meetings      *meeting.Service
	attendance    *attendance.Service
	breakouts     *breakout.Service
	halls         *hall.Service
	conversations *conversation.Service
	priorities    *priority.Service
}

// New returns a service that keeps its rows in d.
func New(d *db.DB, processes *process.Service, roles *role.Service, orgs *org.Service, invitations *invitation.Service, meetings *meeting.Service, attendance *attendance.Service, breakouts *breakout.Service, halls *hall.Service, conversations *conversation.Service, priorities *priority.Service) *Service {
	return &Service{d, processes, roles, orgs, invitations, meetings, attendance, breakouts, halls, conversations, priorities}
}

// Feature tells the house what to run for this room.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	return feature.Feature{Name: "insight", Schema: schema}
}
