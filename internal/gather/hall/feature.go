package hall

import (
	"embed"
	"io/fs"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/role"
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
	roles      *role.Service
	sights     sights
}

// New returns a service that keeps its rows in d.
func New(d *db.DB, meetings *meeting.Service, processes *process.Service, attendance *attendance.Service, roles *role.Service) *Service {
	return &Service{db: d, meetings: meetings, processes: processes, attendance: attendance, roles: roles}
}

// The facts of this room: the first ones about the meeting, those of decisions and
// parked matters about these. TurnsCounted is a digest of the turns of an item.
const (
	OpenedIt         = "hall.opened"
	EndedIt          = "hall.ended"
	ItemBegun        = "hall.item-begun"
	TurnsCounted     = "hall.turns-counted"
	TemperatureAsked = "hall.temperature-asked"
	TemperatureTaken = "hall.temperature-taken"
	Decided          = "hall.decided"
	Corrected        = "hall.corrected"
	ParkedIt         = "hall.parked"
	TakenUpAgain     = "hall.taken-up"
	DroppedIt        = "hall.dropped"
	ParkedAgain      = "hall.parked-again"
)

// Feature tells the house what to run for this room.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	f := feature.Feature{
		Name: "hall", Schema: schema,
		Cards: map[ref.Kind]func(*db.Tx, ref.ID) (feature.Card, error){
			"hall.decision": s.decisionCard,
			"hall.parked":   s.parkedCard,
		},
		Texts:  s.texts,
		Export: s.export,
		Erase:  s.erase,
	}
	for _, kind := range []string{
		OpenedIt, EndedIt, ItemBegun, TurnsCounted, TemperatureAsked, TemperatureTaken,
		Decided, Corrected, ParkedIt, TakenUpAgain, DroppedIt, ParkedAgain,
	} {
		f.Facts = append(f.Facts, feature.Fact{Kind: kind, Public: true})
	}
	return f
}

func (s *Service) decisionCard(tx *db.Tx, id ref.ID) (feature.Card, error) {
	d, err := decisionByID(tx, id)
	if err != nil {
		return feature.Card{}, err
	}
	return s.card(tx, d.Ref(), d.Process, d.Text, d.Path())
}

func (s *Service) parkedCard(tx *db.Tx, id ref.ID) (feature.Card, error) {
	p, err := parkedByID(tx, id)
	if err != nil {
		return feature.Card{}, err
	}
	return s.card(tx, p.Ref(), p.Process, p.Text, p.Path())
}

func (s *Service) card(tx *db.Tx, r ref.Ref, process ref.ID, name lang.Text, path string) (feature.Card, error) {
	p, err := s.processes.ByIDTx(tx, process)
	return feature.Card{Ref: r, Name: name, Path: path, Process: process, Public: p.IsPublic(), Simulated: p.Simulated}, err
}

// texts lists what translators of a process work on.
func (s *Service) texts(tx *db.Tx, process ref.ID) ([]feature.Text, error) {
	meetings, err := s.meetings.OfTx(tx, process)
	if err != nil {
		return nil, err
	}
	var out []feature.Text
	for _, m := range meetings {
		decisions, err := decisionsOf(tx, m.ID)
		if err != nil {
			return nil, err
		}
		for _, d := range decisions {
			if !d.Struck {
				out = append(out, feature.Text{Ref: d.Ref(), What: "hall.field.decision", Text: d.Text, Edit: d.Path() + "/edit"})
			}
		}
	}
	return out, nil
}
