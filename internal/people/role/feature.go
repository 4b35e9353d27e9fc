package role

import (
	"embed"
	"io/fs"
	"time"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/people/notice"
	"penc/internal/people/person"
	"penc/internal/people/signin"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

//go:embed schema/*.sql
var files embed.FS

// The facts of this room.
const (
	Given        = "role.given"
	TakenBack    = "role.taken-back"
	Declaring    = "role.declared"
	Registered   = "role.registered"
	Tied         = "role.tied"
	OffersMade   = "role.offered"
	OfferedAgain = "role.offered-again"
	AcceptedBy   = "role.accepted"
	DeclinedBy   = "role.declined"
	WithdrawnBy  = "role.withdrawn"
)

// Service does what can be done with roles, participants and offers.
type Service struct {
	db       *db.DB
	people   *person.Service
	sessions *signin.Service
	notices  *notice.Service
	dir      *feature.Directory
	known    Acquaintance
}

// New returns a service that keeps its rows in d. It asks dir, which may be
// filled later, for processes.
func New(d *db.DB, people *person.Service, sessions *signin.Service, notices *notice.Service, dir *feature.Directory) *Service {
	return &Service{db: d, people: people, sessions: sessions, notices: notices, dir: dir}
}

// Feature tells the house what to run for roles.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	return feature.Feature{
		Name:   "role",
		Schema: schema,
		Facts: []feature.Fact{
			{Kind: Given, Public: true},
			{Kind: TakenBack, Public: true},
			{Kind: Declaring, Public: true},
			{Kind: Registered, Public: true},
			{Kind: Tied},
			{Kind: OffersMade, Public: true},
			{Kind: OfferedAgain},
			{Kind: AcceptedBy},
			{Kind: DeclinedBy, Public: true},
			{Kind: WithdrawnBy},
		},
		Clocks: []feature.Clock{{Name: "role.forget-addresses", Every: 24 * time.Hour, Do: s.forget}},
		Cards: map[ref.Kind]func(*db.Tx, ref.ID) (feature.Card, error){
			"role.participant": s.card,
		},
		Export: s.export,
		Erase:  s.erase,
	}
}

// card names a participant who is named in public, and nobody else.
func (s *Service) card(tx *db.Tx, id ref.ID) (feature.Card, error) {
	p, err := participantByID(tx, id)
	if err != nil {
		return feature.Card{}, err
	}
	process, _ := s.dir.Card(tx, Process(p.Process))
	c := feature.Card{
		Ref: p.Ref(), Path: "/processes/" + string(p.Process) + "/people",
		Process: p.Process, Public: process.Public,
	}
	if p.Person != "" && p.Carries() {
		who, err := s.people.ByIDTx(tx, p.Person)
		if err != nil {
			return c, err
		}
		c.Name = lang.Say(who.Lang, who.PublicName())
	}
	return c, nil
}
