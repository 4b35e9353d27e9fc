package attendance

import (
	"embed"
	"io/fs"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/people/notice"
	"penc/internal/people/org"
	"penc/internal/people/person"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

//go:embed schema/*.sql
var files embed.FS

// Service does what this room does.
type Service struct {
	db        *db.DB
	meetings  *meeting.Service
	processes *process.Service
	roles     *role.Service
	people    *person.Service
	orgs      *org.Service
	notices   *notice.Service
}

// New returns a service that keeps its rows in d.
func New(d *db.DB, meetings *meeting.Service, processes *process.Service, roles *role.Service, people *person.Service, orgs *org.Service, notices *notice.Service) *Service {
	return &Service{d, meetings, processes, roles, people, orgs, notices}
}

// The facts of this room, all of them about the meeting. Counted is a digest of
// the check-ins of a minute.
const (
	CheckInOpened = "attendance.opened"
	CheckInClosed = "attendance.closed"
	Counted       = "attendance.counted"
)

// Feature tells the house what to run for this room.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	f := feature.Feature{Name: "attendance", Schema: schema}
	for _, kind := range []string{CheckInOpened, CheckInClosed, Counted} {
		f.Facts = append(f.Facts, feature.Fact{Kind: kind, Public: true})
	}
	return f
}
