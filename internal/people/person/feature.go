package person

import (
	"embed"
	"io/fs"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/org"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

//go:embed schema/*.sql
var files embed.FS

// Service does what can be done with people.
type Service struct {
	db   *db.DB
	orgs *org.Service
	dir  *feature.Directory
}

// New returns a service that keeps its rows in d. It asks dir, which may be
// filled later, what the other rooms keep about a person, and has them cut their
// ties when the person leaves.
func New(d *db.DB, orgs *org.Service, dir *feature.Directory) *Service {
	return &Service{db: d, orgs: orgs, dir: dir}
}

// Kind is the kind of ref that names a person.
const Kind ref.Kind = "person"

// Feature tells the house what to run for people.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	return feature.Feature{
		Name:   "person",
		Schema: schema,
		Facts:  []feature.Fact{{Kind: Joined}, {Kind: Changed}, {Kind: Consented}, {Kind: Erased}},
		Cards: map[ref.Kind]func(*db.Tx, ref.ID) (feature.Card, error){
			Kind: func(tx *db.Tx, id ref.ID) (feature.Card, error) {
				p, err := byID(tx, id)
				return feature.Card{Ref: p.Ref(), Name: lang.Say(p.Lang, p.PublicName())}, err
			},
		},
		Export: s.export,
		Erase:  s.erase,
	}
}
