// Package minutestest sets up meetings whose minutes can be drawn, for anybody's
// tests.
package minutestest

import (
	"testing"

	"penc/internal/gather/hall/hallweb"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/web"
	"penc/internal/share/insight/insighttest"
	"penc/internal/share/minutes"
	"penc/internal/share/minutes/minutesweb"
)

// A House is the minutes room with the rooms below it.
type House struct {
	*insighttest.House
	Minutes *minutes.Service
}

// Words returns a catalogue with the words that minutes are written in.
func Words() *web.Catalogue {
	c := web.NewCatalogue()
	for room, face := range map[string]web.Face{"minutes": minutesweb.Face(nil), "hall": hallweb.Face(nil)} {
		if err := c.Add(room, face.Words); err != nil {
			panic(err)
		}
	}
	if err := c.Add("web", web.Words()); err != nil {
		panic(err)
	}
	return c
}

// New builds the rooms on a database.
func New(d *db.DB) *House {
	h := &House{House: insighttest.New(d)}
	h.Minutes = minutes.New(d, minutes.Below{
		Processes: h.Processes, Orgs: h.Orgs, Invitations: h.Invitations, Meetings: h.Meetings, Attendance: h.Attendance,
		Breakouts: h.Breakouts, Halls: h.Halls, Priorities: h.Priorities, Balances: h.Balances, Roles: h.Roles, Notices: h.Notices,
		Directory: h.Directory,
	}, minutesweb.Tongues(Words()))
	h.Directory.Add(h.Minutes.Feature())
	return h
}

// Schemas returns the tables of minutes and of what stands below them.
func Schemas(e db.Engine) []db.Schema {
	s := minutes.New(nil, minutes.Below{}, nil)
	return append(insighttest.Schemas(e), db.Schema{Room: "minutes", Files: s.Feature().Schema})
}

// Each runs test on an empty database of each engine, with a house on it.
func Each(t *testing.T, test func(t *testing.T, h *House)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, Open(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, on(t, dbtest.Postgres(t), db.Postgres)) })
}

// Open builds a house on an empty SQLite database.
func Open(t testing.TB) *House { return on(t, t.TempDir(), db.SQLite) }

func on(t testing.TB, where string, e db.Engine) *House {
	c := dbtest.NewClock()
	h := New(dbtest.Open(t, where, c, Schemas(e)))
	h.Clock = c
	return h
}
