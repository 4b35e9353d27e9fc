package moderation

import (
	"embed"
	"io/fs"

	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/notice"
	"penc/internal/people/person"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

//go:embed schema/*.sql
var files embed.FS

// The facts of this room.
const (
	DecidedIt = "moderation.decided"
	Flagged   = "moderation.flagged"
)

// A Rule is what a decision changes about a thing, in the room that owns it.
type Rule func(tx *db.Tx, who access.Actor, id ref.ID, accept bool, reason lang.Text) error

// Service does what can be done with the queue.
type Service struct {
	db      *db.DB
	people  *person.Service
	notices *notice.Service
	dir     *feature.Directory
	say     Say
	rules   map[ref.Kind]Rule
}

// New returns a service that keeps its rows in d. It asks dir, which may be
// filled later, for processes and things, and say for the words of reasons.
func New(d *db.DB, people *person.Service, notices *notice.Service, dir *feature.Directory, say Say) *Service {
	return &Service{d, people, notices, dir, say, map[ref.Kind]Rule{}}
}

// On enters the rule of the room that owns a kind of thing: what a decision
// changes there, in the same transaction. Rooms enter their rules when they are
// built.
func (s *Service) On(kind ref.Kind, decide func(tx *db.Tx, who access.Actor, id ref.ID, accept bool, reason lang.Text) error) {
	s.rules[kind] = decide
}

// Feature tells the house what to run for moderation.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	return feature.Feature{
		Name:   "moderation",
		Schema: schema,
		Facts:  []feature.Fact{{Kind: DecidedIt, Public: true}, {Kind: Flagged}},
		Export: s.export,
		Erase:  erase,
	}
}
