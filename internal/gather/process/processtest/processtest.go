// Package processtest makes sound processes for anybody's tests.
package processtest

import (
	"testing"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/people/notice"
	"penc/internal/people/org"
	"penc/internal/people/person"
	"penc/internal/people/role"
	"penc/internal/people/role/roletest"
	"penc/internal/people/signin"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/feature"
	"penc/internal/platform/job"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
	"penc/internal/platform/search"
)

// Schemas returns the tables of processes and of what stands below them.
func Schemas(e db.Engine) []db.Schema {
	h := New(nil)
	out := []db.Schema{record.Schema(), job.Schema(), mail.Schema(), search.Schema(e)}
	for _, f := range h.Directory.Features() {
		out = append(out, db.Schema{Room: f.Name, Files: f.Schema})
	}
	return out
}

// Each runs test on an empty database of each engine, with a house on it.
func Each(t *testing.T, test func(t *testing.T, h *House)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, at(t, dbtest.Postgres(t), db.Postgres)) })
}

// SQLite returns a house on an empty SQLite database.
func SQLite(t testing.TB) *House { return at(t, t.TempDir(), db.SQLite) }

func at(t testing.TB, where string, e db.Engine) *House {
	c := dbtest.NewClock()
	h := New(dbtest.Open(t, where, c, Schemas(e)))
	h.Clock = c
	return h
}

// A House is the process room with the rooms below it, as the program builds
// them.
type House struct {
	DB        *db.DB
	Clock     *dbtest.Clock // set by Each
	Directory *feature.Directory
	Orgs      *org.Service
	People    *person.Service
	Roles     *role.Service
	Processes *process.Service
}

// New builds the rooms on a database.
func New(d *db.DB) *House {
	h := &House{DB: d, Directory: feature.NewDirectory()}
	h.Orgs = org.New(d)
	h.People = person.New(d, h.Orgs, h.Directory)
	sessions := signin.New(d, h.People)
	notices := notice.New(d, h.People, h.Directory, roletest.Base, roletest.Notice)
	h.Roles = role.New(d, h.People, sessions, notices, h.Directory)
	sessions.Roles = h.Roles.Of
	h.Processes = process.New(d, h.Roles)
	for _, f := range []feature.Feature{
		h.Orgs.Feature(), h.People.Feature(), sessions.Feature(), notices.Feature(), h.Roles.Feature(), h.Processes.Feature(),
	} {
		h.Directory.Add(f)
	}
	return h
}

// Person makes an account and returns who acts with it, with the roles held now.
func (h *House) Person(t testing.TB, email string) access.Actor {
	t.Helper()
	p, err := h.People.Join(t.Context(), access.Actor{Channel: access.Web}, person.Joining{
		Email: email, Name: email, Lang: lang.French, Consent: person.ConsentVersion,
	})
	if err != nil {
		t.Fatal(err)
	}
	return h.Actor(t, p.ID)
}

// Actor returns a person as they ask for a page now.
func (h *House) Actor(t testing.TB, id ref.ID) access.Actor {
	t.Helper()
	who := access.Actor{Person: id, Channel: access.Web}
	err := h.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
		who.Roles, who.Participants, err = h.Roles.Of(tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return who
}

// Kinds returns the kinds of the facts of a process, the earliest first.
func (h *House) Kinds(t testing.TB, process ref.ID) []string {
	t.Helper()
	var out []string
	err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
		facts, err := record.Of(tx, process, 0, 1000)
		for i := len(facts) - 1; i >= 0; i-- {
			out = append(out, facts[i].Kind)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Convener returns somebody who runs a process.
func Convener(id ref.ID) access.Actor {
	return access.Actor{Person: "awa", Channel: access.Web, Participants: map[ref.ID]ref.ID{id: "p-awa"}}.
		With(access.Convener, ref.To("process", id))
}

// Holding returns a person who holds one role on a process.
func Holding(role string, id ref.ID) access.Actor {
	return access.Actor{Person: ref.ID("person-" + role), Channel: access.Web, Participants: map[ref.ID]ref.ID{id: ref.ID("p-" + role)}}.
		With(role, ref.To("process", id))
}

// Words returns a text in French and English, French first.
func Words(fr, en string) lang.Text {
	return lang.Of(lang.French, map[lang.Tag]string{lang.French: fr, lang.English: en})
}

// Sound returns a process that lacks nothing.
func Sound(id ref.ID) process.Process {
	return process.Process{
		ID: id, Country: "SN", Languages: []lang.Tag{lang.French, lang.English}, Zone: "Africa/Dakar",
		Title:   Words("Processus sur l’eau", "Process on water"),
		Summary: Words("Chacun dit ce qui compte.", "Everybody says what matters."),
	}
}

// Opened opens a sound process as a draft, at the server's command line, and gives
// it two stakeholder groups and one stage, open for everything during 2026.
func Opened(t testing.TB, s *process.Service, id ref.ID) process.Process {
	t.Helper()
	who := access.AtConsole(id)
	p, err := s.Open(t.Context(), who, Sound(id))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []lang.Text{Words("Usagers", "Users"), Words("Recherche", "Academia")} {
		if _, err := s.SetGroup(t.Context(), who, process.Group{Part: process.Part{Process: id}, Title: name}); err != nil {
			t.Fatal(err)
		}
	}
	_, err = s.SetStage(t.Context(), who, process.Stage{
		Part: process.Part{Process: id}, Title: Words("Débat", "Debate"),
		Dates: when.Span{Start: "2026-01", End: "2026-12"}, Acts: process.Acts,
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Published is Opened, and publishes the process.
func Published(t testing.TB, s *process.Service, id ref.ID) process.Process {
	t.Helper()
	Opened(t, s, id)
	p, err := s.Publish(t.Context(), access.AtConsole(id), id)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
