// Package processtest makes sound processes for anybody's tests.
package processtest

import (
	"testing"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
	"penc/internal/platform/search"
)

// Schemas returns the tables that tests of processes need, for both engines.
func Schemas(e db.Engine) []db.Schema {
	return []db.Schema{record.Schema(), search.Schema(e), {Room: "process", Files: process.New(nil, nil).Feature().Schema}}
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
