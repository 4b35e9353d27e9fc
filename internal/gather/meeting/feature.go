package meeting

import (
	"embed"
	"io/fs"

	"penc/internal/gather/process"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
)

//go:embed schema/*.sql
var files embed.FS

// Service does what can be done with meetings.
type Service struct {
	db        *db.DB
	processes *process.Service
}

// New returns a service that keeps its rows in d. To which processes the meetings
// belong, and who may see those, is known by processes.
func New(d *db.DB, processes *process.Service) *Service { return &Service{d, processes} }

// The facts of this room. Imported is about a process whose meetings came with a
// file; the others are about one meeting.
const (
	Convened    = "meeting.convened"
	Changed     = "meeting.changed"
	AgendaSet   = "meeting.agenda-set"
	CancelledIt = "meeting.cancelled"
	Imported    = "meeting.imported"
)

// Feature tells the house what to run for meetings.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	f := feature.Feature{
		Name: "meeting", Schema: schema,
		Follows: []record.Follower{{
			Name: "meeting.search", Do: s.follow,
			On: []string{Convened, Changed, AgendaSet, CancelledIt, Imported, process.PublishedIt, process.ArchivedIt},
		}},
		Cards: map[ref.Kind]func(*db.Tx, ref.ID) (feature.Card, error){"meeting": s.card},
		Texts: texts,
	}
	for _, kind := range []string{Convened, Changed, AgendaSet, CancelledIt, Imported} {
		f.Facts = append(f.Facts, feature.Fact{Kind: kind, Public: true})
	}
	return f
}

func (s *Service) card(tx *db.Tx, id ref.ID) (feature.Card, error) {
	m, err := byID(tx, id)
	if err != nil {
		return feature.Card{}, err
	}
	p, err := s.processes.ByIDTx(tx, m.Process)
	return feature.Card{Ref: m.Ref(), Name: m.Title, Path: m.Path(), Process: m.Process, Public: p.IsPublic(), Simulated: p.Simulated}, err
}

// texts lists what translators of a process work on.
func texts(tx *db.Tx, process ref.ID) ([]feature.Text, error) {
	all, err := ofProcess(tx, process)
	if err != nil {
		return nil, err
	}
	var out []feature.Text
	for _, m := range all {
		for _, f := range m.Texts() {
			if !f.Text.Empty() {
				out = append(out, feature.Text{Ref: m.Ref(), What: "meeting.field." + f.What, Text: f.Text, Edit: m.Path() + "/edit"})
			}
		}
		for _, f := range m.Programme.Texts() {
			if !f.Text.Empty() {
				out = append(out, feature.Text{Ref: m.Ref(), What: "meeting.field." + f.What, Text: f.Text, Edit: m.Path() + "/programme"})
			}
		}
	}
	return out, nil
}
