package translation

import (
	"embed"
	"io/fs"

	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

//go:embed schema/*.sql
var files embed.FS

// The facts of this room.
const (
	TermSet     = "translation.term-set"
	TermRemoved = "translation.term-removed"
)

// Service does what can be done with lists of work and glossaries.
type Service struct {
	db  *db.DB
	dir *feature.Directory
}

// New returns a service that keeps its rows in d. It asks dir, which may be
// filled later, for processes and for the texts of all rooms.
func New(d *db.DB, dir *feature.Directory) *Service { return &Service{d, dir} }

// Feature tells the house what to run for translations.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	return feature.Feature{
		Name:   "translation",
		Schema: schema,
		Facts:  []feature.Fact{{Kind: TermSet, Public: true}, {Kind: TermRemoved, Public: true}},
		Cards:  map[ref.Kind]func(*db.Tx, ref.ID) (feature.Card, error){"translation.term": s.card},
		Texts:  texts,
	}
}

func (s *Service) card(tx *db.Tx, id ref.ID) (feature.Card, error) {
	t, err := byID(tx, id)
	if err != nil {
		return feature.Card{}, err
	}
	p, _ := s.dir.Card(tx, Process(t.Process))
	return feature.Card{
		Ref: t.Ref(), Name: t.Word, Path: t.Path(), Process: t.Process, Public: p.Public, Simulated: p.Simulated,
	}, nil
}

// texts lists the texts of the glossary, which are translated like all others.
func texts(tx *db.Tx, process ref.ID) ([]feature.Text, error) {
	all, err := ofProcess(tx, process)
	var out []feature.Text
	for _, t := range all {
		out = append(out, feature.Text{Ref: t.Ref(), What: "translation.field.word", Text: t.Word, Edit: t.EditPath()})
		if !t.Note.Empty() {
			out = append(out, feature.Text{Ref: t.Ref(), What: "translation.field.note", Text: t.Note, Edit: t.EditPath()})
		}
	}
	return out, err
}
