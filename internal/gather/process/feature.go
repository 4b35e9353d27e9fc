package process

import (
	"embed"
	"io/fs"

	"penc/internal/ground/ref"
	"penc/internal/people/role"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
)

//go:embed schema/*.sql
var files embed.FS

// Service does what can be done with processes.
type Service struct {
	db    *db.DB
	roles *role.Service
}

// New returns a service that keeps its rows in d. Who takes part in a process is
// kept by roles.
func New(d *db.DB, roles *role.Service) *Service { return &Service{d, roles} }

// The facts of this room, beside those of each noun (Noun.Set, Noun.Removed).
const (
	Opened      = "process.opened"
	Changed     = "process.changed"
	PublishedIt = "process.published"
	ArchivedIt  = "process.archived"
	Adopted     = "process.rules-adopted"
	Imported    = "process.imported"
)

// Feature tells the house what to run for processes.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	f := feature.Feature{
		Name: "process", Schema: schema,
		Follows: []record.Follower{{Name: "process.search", Do: s.follow, On: facts()}},
		Cards:   map[ref.Kind]func(*db.Tx, ref.ID) (feature.Card, error){"process": cardOfProcess},
		Texts:   texts,
	}
	for _, kind := range facts() {
		f.Facts = append(f.Facts, feature.Fact{Kind: kind, Public: true})
	}
	for _, n := range Nouns {
		if n != SourceNoun { // the ids of sources are not unique over the site
			f.Cards[n.Kind()] = func(tx *db.Tx, id ref.ID) (feature.Card, error) { return cardOfPart(tx, n, id) }
		}
	}
	return f
}

func facts() []string {
	out := []string{Opened, Changed, PublishedIt, ArchivedIt, Adopted, Imported}
	for _, n := range Nouns {
		out = append(out, n.Set())
		if n != RulesNoun {
			out = append(out, n.Removed())
		}
	}
	return out
}

func cardOfProcess(tx *db.Tx, id ref.ID) (feature.Card, error) {
	p, err := byID(tx, id)
	return feature.Card{Ref: p.Ref(), Name: p.Title, Path: p.Path(), Process: p.ID, Public: p.IsPublic(), Simulated: p.Simulated}, err
}

func cardOfPart(tx *db.Tx, n Noun, id ref.ID) (feature.Card, error) {
	row, err := partByID(tx, n, id)
	if err != nil {
		return feature.Card{}, err
	}
	p, err := byID(tx, row.process)
	if err != nil {
		return feature.Card{}, err
	}
	w := Whole{Process: p}
	if err := w.take(row); err != nil {
		return feature.Card{}, err
	}
	t := w.things()[0]
	return feature.Card{Ref: refOf(t), Name: t.Name(), Path: w.PathOf(t), Process: p.ID, Public: p.IsPublic()}, nil
}

// texts lists what translators of a process work on.
func texts(tx *db.Tx, process ref.ID) ([]feature.Text, error) {
	w, err := whole(tx, process)
	if err != nil {
		return nil, err
	}
	var out []feature.Text
	add := func(at ref.Ref, edit string, fields []Field) {
		for _, f := range fields {
			if !f.Text.Empty() {
				out = append(out, feature.Text{Ref: at, What: "process.field." + f.What, Text: f.Text, Edit: edit})
			}
		}
	}
	add(w.Ref(), w.Path()+"/edit", w.Process.Fields())
	for _, t := range w.things() {
		add(refOf(t), w.EditPath(t.Noun(), t.part().ID), t.Fields())
	}
	return out, nil
}
