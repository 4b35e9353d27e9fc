package priority

import (
	"embed"
	"io/fs"

	"penc/internal/gather/attendance"
	"penc/internal/gather/breakout"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/people/notice"
	"penc/internal/people/person"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

//go:embed schema/*.sql
var files embed.FS

// Service does what this room does.
type Service struct {
	db         *db.DB
	processes  *process.Service
	meetings   *meeting.Service
	attendance *attendance.Service
	breakouts  *breakout.Service
	roles      *role.Service
	people     *person.Service
	notices    *notice.Service
}

// New returns a service that keeps its rows in d.
func New(d *db.DB, processes *process.Service, meetings *meeting.Service, attendance *attendance.Service, breakouts *breakout.Service, roles *role.Service, people *person.Service, notices *notice.Service) *Service {
	return &Service{d, processes, meetings, attendance, breakouts, roles, people, notices}
}

// Feature tells the house what to run for this room.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	return feature.Feature{Name: "priority", Schema: schema}
}
