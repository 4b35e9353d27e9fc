package breakout

import (
	"embed"
	"io/fs"
	"time"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

//go:embed schema/*.sql
var files embed.FS

// Service does what can be done with breakouts while their meeting is held.
type Service struct {
	db         *db.DB
	meetings   *meeting.Service
	processes  *process.Service
	attendance *attendance.Service
	roles      *role.Service
}

// New returns a service that keeps its rows in d.
func New(d *db.DB, meetings *meeting.Service, processes *process.Service, attendance *attendance.Service, roles *role.Service) *Service {
	return &Service{d, meetings, processes, attendance, roles}
}

// The facts of this room. The first three are about a meeting, the others about
// one of its breakouts. PointsCollected is a digest of a minute.
const (
	OpenedIt        = "breakout.opened"
	ClosedIt        = "breakout.closed"
	PointsCollected = "breakout.points-collected"
	Named           = "breakout.rapporteur-named"
	Drafted         = "breakout.drafted"
	ReportedBack    = "breakout.reported-back"
	Amended         = "breakout.amended"
)

// Feature tells the house what to run for this room.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	f := feature.Feature{
		Name: "breakout", Schema: schema,
		Facts:  []feature.Fact{{Kind: Named}, {Kind: Drafted}},
		Clocks: []feature.Clock{{Name: "breakout.count", Every: time.Minute, Do: s.countPoints}},
		Cards:  map[ref.Kind]func(*db.Tx, ref.ID) (feature.Card, error){"breakout": s.card},
		Texts:  s.texts,
		Export: s.export,
		Erase:  s.erase,
	}
	for _, kind := range []string{OpenedIt, ClosedIt, PointsCollected, ReportedBack, Amended} {
		f.Facts = append(f.Facts, feature.Fact{Kind: kind, Public: true})
	}
	return f
}
