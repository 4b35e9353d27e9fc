// Package meetingtest makes sound meetings for anybody's tests.
package meetingtest

import (
	"testing"

	"penc/internal/gather/meeting"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
)

// A House is the meeting room with the rooms below it.
type House struct {
	*processtest.House
	Meetings *meeting.Service
}

// New builds the rooms on a database.
func New(d *db.DB) *House {
	h := &House{House: processtest.New(d)}
	h.Meetings = meeting.New(d, h.Processes)
	h.Directory.Add(h.Meetings.Feature())
	return h
}

// Schemas returns the tables of meetings and of what stands below them.
func Schemas(e db.Engine) []db.Schema {
	return append(processtest.Schemas(e), db.Schema{Room: "meeting", Files: meeting.New(nil, nil).Feature().Schema})
}

// Each runs test on an empty database of each engine, with a house on it.
func Each(t *testing.T, test func(t *testing.T, h *House)) {
	t.Run("sqlite", func(t *testing.T) { test(t, open(t, t.TempDir(), db.SQLite)) })
	t.Run("postgres", func(t *testing.T) { test(t, open(t, dbtest.Postgres(t), db.Postgres)) })
}

// Open builds a house on an empty SQLite database.
func Open(t testing.TB) *House { return open(t, t.TempDir(), db.SQLite) }

func open(t testing.TB, where string, e db.Engine) *House {
	c := dbtest.NewClock()
	h := New(dbtest.Open(t, where, c, Schemas(e)))
	h.Clock = c
	return h
}

// Sound returns a meeting of a process, to come on the clock of the tests.
func Sound(process ref.ID) meeting.Meeting {
	return meeting.Meeting{
		Process: process, Title: processtest.Words("Réunion sur l’eau", "Meeting on water"), Kind: "plenary",
		Dates: when.Span{Start: "2026-05-04"}, Start: "08:30", Lasts: 90, Mode: "in-person",
		Where: &meeting.Where{City: processtest.Words("Dakar", "Dakar"), Country: "SN"},
	}
}

// Convened convenes a sound meeting of a process, at the server's command line.
func Convened(t testing.TB, h *House, process ref.ID) meeting.Meeting {
	t.Helper()
	m, err := h.Meetings.Convene(t.Context(), access.AtConsole(process), Sound(process))
	if err != nil {
		t.Fatal(err)
	}
	return m
}
