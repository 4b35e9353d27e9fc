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
	"penc/internal/platform/record"
)

//go:embed schema/*.sql
var files embed.FS

// The facts of this room: targets are set for a process; a snapshot is taken of
// what was decided.
const (
	TargetsSet    = "insight.targets-set"
	SnapshotTaken = "insight.snapshot-taken"
)

// Service counts who takes part.
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
	counts        counts
}

// New returns a service that keeps its rows in d and asks the rooms below it who
// took part in what.
func New(d *db.DB, processes *process.Service, roles *role.Service, orgs *org.Service, invitations *invitation.Service, meetings *meeting.Service, attendance *attendance.Service, breakouts *breakout.Service, halls *hall.Service, conversations *conversation.Service, priorities *priority.Service) *Service {
	return &Service{
		db: d, processes: processes, roles: roles, orgs: orgs, invitations: invitations, meetings: meetings, attendance: attendance,
		breakouts: breakouts, halls: halls, conversations: conversations, priorities: priorities,
	}
}

// Feature tells the house what to run for this room. It keeps nothing about single
// persons.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	return feature.Feature{
		Name: "insight", Schema: schema,
		Facts:   []feature.Fact{{Kind: TargetsSet, Public: true}, {Kind: SnapshotTaken, Public: true}},
		Follows: []record.Follower{{Name: "insight.snapshot", On: s.Moments(), Do: s.follow}},
	}
}
