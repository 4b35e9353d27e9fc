package hall

import (
	"embed"
	"io/fs"

	"penc/internal/gather/attendance"
	"penc/internal/gather/breakout"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

//go:embed schema/*.sql
var files embed.FS

// Service does what this room does.
type Service struct {
	db         *db.DB
	meetings   *meeting.Service
	processes  *process.Service
	attendance *attendance.Service
	breakouts  *breakout.Service
}

// New returns a service that keeps its rows in d.
func New(d *db.DB, meetings *meeting.Service, processes *process.Service, attendance *attendance.Service, breakouts *breakout.Service) *Service {
	return &Service{d, meetings, processes, attendance, breakouts}
}

// Feature tells the house what to run for this room.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	return feature.Feature{Name: "hall", Schema: schema}
}
