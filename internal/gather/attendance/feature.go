package attendance

import (
	"embed"
	"io/fs"
	"time"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/people/notice"
	"penc/internal/people/org"
	"penc/internal/people/person"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
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

	// Writer finds the words of letters; without one no letters are written.
	Writer Writer
	// Organizer is the address that invites in calendars: the site's own.
	Organizer string
}

// New returns a service that keeps its rows in d.
func New(d *db.DB, meetings *meeting.Service, processes *process.Service, roles *role.Service, people *person.Service, orgs *org.Service, notices *notice.Service) *Service {
	return &Service{
		db: d, meetings: meetings, processes: processes, roles: roles, people: people, orgs: orgs, notices: notices,
		Organizer: "penc@localhost",
	}
}

// The facts of this room, all of them about the meeting. Counted is a digest of
// the check-ins of a minute.
const (
	CheckInOpened = "attendance.opened"
	CheckInClosed = "attendance.closed"
	Counted       = "attendance.counted"
	PublicitySet  = "attendance.publicity-set"

	DoorSet          = "attendance.set"
	RegisteredFact   = "attendance.registered"
	UnregisteredFact = "attendance.unregistered"
	MovedUpFact      = "attendance.moved-up"
)

// Feature tells the house what to run for this room.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	f := feature.Feature{Name: "attendance", Schema: schema}
	f.Follows = []record.Follower{{
		Name: "attendance.calendar", Do: s.follow, On: []string{meeting.Changed, meeting.CancelledIt, meeting.Imported},
	}}
	f.Clocks = []feature.Clock{
		{Name: "attendance.count", Every: time.Minute, Do: s.count},
		{Name: "attendance.remind", Every: 10 * time.Minute, Do: s.remind},
	}
	f.Export, f.Erase = s.export, s.erase
	for _, kind := range []string{CheckInOpened, CheckInClosed, Counted, DoorSet, PublicitySet, RegisteredFact, UnregisteredFact, MovedUpFact} {
		f.Facts = append(f.Facts, feature.Fact{Kind: kind, Public: true})
	}
	return f
}
