package library

import (
	"embed"
	"io/fs"
	"time"

	"penc/internal/ground/ref"
	"penc/internal/platform/blob"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
	"penc/internal/platform/record"
)

//go:embed schema/*.sql
var files embed.FS

// The facts of this room.
const (
	Added    = "library.document-added"
	Changed  = "library.document-changed"
	Removed  = "library.document-removed"
	Imported = "library.imported"
)

// Facts of the room of processes, which stands above: what they make public or
// archived, strangers may find here too.
const (
	processPublished = "process.published"
	processArchived  = "process.archived"
)

// Service does what can be done with documents.
type Service struct {
	db    *db.DB
	files *blob.Store
	dir   *feature.Directory
}

// New returns a service that keeps its rows in d and files in the store. It asks
// dir, which may be filled later, for processes.
func New(d *db.DB, files *blob.Store, dir *feature.Directory) *Service {
	return &Service{d, files, dir}
}

// Feature tells the house what to run for documents.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	return feature.Feature{
		Name:   "library",
		Schema: schema,
		Facts: []feature.Fact{
			{Kind: Added, Public: true},
			{Kind: Changed, Public: true},
			{Kind: Removed, Public: true},
			{Kind: Imported, Public: true},
		},
		Follows: []record.Follower{{
			Name: "library.search", Do: s.follow,
			On: []string{Added, Changed, Removed, Imported, processPublished, processArchived},
		}},
		Clocks: []feature.Clock{{Name: "library.sweep", Every: 24 * time.Hour, Do: s.sweep}},
		Cards:  map[ref.Kind]func(*db.Tx, ref.ID) (feature.Card, error){"library.document": s.card},
		Texts:  texts,
		Files:  eachDigest,
	}
}

func (s *Service) card(tx *db.Tx, id ref.ID) (feature.Card, error) {
	d, err := byID(tx, id)
	if err != nil {
		return feature.Card{}, err
	}
	p, _ := s.dir.Card(tx, Process(d.Process))
	return feature.Card{
		Ref: d.Ref(), Name: d.Title, Path: d.Path(), Process: d.Process, Public: p.Public, Simulated: p.Simulated,
	}, nil
}

// texts lists what translators work on.
func texts(tx *db.Tx, process ref.ID) ([]feature.Text, error) {
	all, err := ofProcess(tx, process)
	var out []feature.Text
	for _, d := range all {
		for _, f := range d.Fields() {
			if !f.Text.Empty() {
				out = append(out, feature.Text{Ref: d.Ref(), What: "library.field." + f.What, Text: f.Text, Edit: d.EditPath()})
			}
		}
	}
	return out, err
}
