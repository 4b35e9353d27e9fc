package minutes

import (
	"embed"
	"io/fs"

	"penc/internal/deliberate/priority"
	"penc/internal/gather/attendance"
	"penc/internal/gather/breakout"
	"penc/internal/gather/hall"
	"penc/internal/gather/invitation"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/people/notice"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/share/insight"
)

//go:embed schema/*.sql
var files embed.FS

// Service does what this room does.
type Service struct {
	db          *db.DB
	processes   *process.Service
	invitations *invitation.Service
	meetings    *meeting.Service
	attendance  *attendance.Service
	breakouts   *breakout.Service
	halls       *hall.Service
	priorities  *priority.Service
	balances    *insight.Service
	roles       *role.Service
	notices     *notice.Service
}

// New returns a service that keeps its rows in d.
func New(d *db.DB, processes *process.Service, invitations *invitation.Service, meetings *meeting.Service, attendance *attendance.Service, breakouts *breakout.Service, halls *hall.Service, priorities *priority.Service, balances *insight.Service, roles *role.Service, notices *notice.Service) *Service {
	return &Service{d, processes, invitations, meetings, attendance, breakouts, halls, priorities, balances, roles, notices}
}

// Feature tells the house what to run for this room.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	return feature.Feature{Name: "minutes", Schema: schema}
}
