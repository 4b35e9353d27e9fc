package signin

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/people/person"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

//go:embed schema/*.sql
var files embed.FS

// Service opens and closes the door.
type Service struct {
	db     *db.DB
	people *person.Service

	// Limits say how often letters may be asked for.
	Limits Limits
	// Roles returns the roles of a person and the names under which they take
	// part in processes. The room of roles stands above this one, so the house
	// puts it in when it is built; without it nobody holds a role.
	Roles func(tx *db.Tx, person ref.ID) ([]access.Role, map[ref.ID]ref.ID, error)
}

// New returns a service that keeps its rows in d.
func New(d *db.DB, people *person.Service) *Service {
	return &Service{db: d, people: people, Limits: DefaultLimits}
}

// Feature tells the house what to run for the door.
func (s *Service) Feature() feature.Feature {
	schema, _ := fs.Sub(files, "schema")
	return feature.Feature{
		Name:   "signin",
		Schema: schema,
		Facts:  []feature.Fact{{Kind: Opened}, {Kind: Closed}, {Kind: PasskeyAdded}, {Kind: PasskeyRemoved}},
		Clocks: []feature.Clock{{Name: "signin.sweep", Every: 10 * time.Minute, Do: s.Sweep}},
		Export: s.export,
		Erase:  s.erase,
	}
}

// Sweep deletes what has expired: letters, knocks, sessions, ceremonies.
func (s *Service) Sweep(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(sweepKnocks, db.Time(tx.Now.Add(-knockLife))); err != nil {
			return err
		}
		for _, text := range []string{sweepLetters, sweepSessions, sweepCeremonies} {
			if _, err := tx.Exec(text, db.Time(tx.Now)); err != nil {
				return err
			}
		}
		return nil
	})
}

// export is what this room keeps about a person, for that person. Tokens and
// keys are not in it: whoever finds the file must not be able to come in by it.
func (s *Service) export(tx *db.Tx, id ref.ID) (any, error) {
	sessions, err := sessionsOf(tx, id)
	if err != nil {
		return nil, err
	}
	keys, err := passkeysOf(tx, id)
	if err != nil {
		return nil, err
	}
	type session struct {
		Opened  time.Time `json:"opened"`
		Seen    time.Time `json:"seen"`
		Via     Via       `json:"via"`
		Browser string    `json:"browser"`
		System  string    `json:"system"`
	}
	type passkey struct {
		Name  string    `json:"name"`
		Added time.Time `json:"added"`
		Used  time.Time `json:"used,omitzero"`
	}
	out := struct {
		Sessions []session `json:"sessions"`
		Passkeys []passkey `json:"passkeys"`
	}{[]session{}, []passkey{}}
	for _, x := range sessions {
		out.Sessions = append(out.Sessions, session{x.Opened, x.Seen, x.Via, x.Browser, x.System})
	}
	for _, k := range keys {
		out.Passkeys = append(out.Passkeys, passkey{k.Name, k.Added, k.Used})
	}
	return out, nil
}

// erase takes away every way in. It runs before the room of people forgets the
// address.
func (s *Service) erase(tx *db.Tx, id ref.ID, _ feature.Wish) error {
	p, err := s.people.ByIDTx(tx, id)
	if err != nil {
		return err
	}
	for _, text := range []string{eraseSessions, erasePasskeys, eraseCeremonies} {
		if _, err := tx.Exec(text, id); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(eraseLetters, p.Email); err != nil {
		return err
	}
	_, err = tx.Exec(eraseKnocks, seal(forAddress, p.Email))
	return err
}
