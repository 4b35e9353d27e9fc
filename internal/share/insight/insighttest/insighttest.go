// Package insighttest sets up plenaries with everything that a balance counts, for
// anybody's tests.
package insighttest

import (
	"testing"
	"time"

	"penc/internal/deliberate/conversation"
	"penc/internal/deliberate/priority/prioritytest"
	"penc/internal/gather/hall"
	"penc/internal/gather/invitation"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/job"
	"penc/internal/platform/mail"
	"penc/internal/platform/record"
	"penc/internal/platform/search"
	"penc/internal/share/insight"
	"penc/internal/talk/moderation"
)

// A House is the insight room with the rooms below it.
type House struct {
	*prioritytest.House
	Halls         *hall.Service
	Invitations   *invitation.Service
	Conversations *conversation.Service
	Balances      *insight.Service
}

// New builds the rooms on a database.
func New(d *db.DB) *House {
	h := &House{House: prioritytest.New(d)}
	h.Invitations = invitation.New(d, h.Processes, h.Roles, h.People, h.Orgs, h.Notices, h.Directory, nil, nil)
	h.Halls = hall.New(d, h.Meetings, h.Processes, h.Attendance, h.Roles)
	queue := moderation.New(d, h.People, h.Notices, h.Directory, func(lang.Tag, string, ...any) string { return "" })
	h.Conversations = conversation.New(d, h.Processes, h.Roles, queue)
	h.Balances = insight.New(d, h.Processes, h.Roles, h.Orgs, h.Invitations, h.Meetings, h.Attendance, h.Breakouts, h.Halls, h.Conversations, h.Priorities)
	h.Directory.Add(h.Invitations.Feature())
	h.Directory.Add(h.Halls.Feature())
	h.Directory.Add(queue.Feature())
	h.Directory.Add(h.Conversations.Feature())
	h.Directory.Add(h.Balances.Feature())
	return h
}

// Schemas returns the tables of all these rooms.
func Schemas(e db.Engine) []db.Schema {
	out := []db.Schema{record.Schema(), job.Schema(), mail.Schema(), search.Schema(e)}
	for _, f := range New(nil).Directory.Features() {
		out = append(out, db.Schema{Room: f.Name, Files: f.Schema})
	}
	return out
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

// A Plenary is a session with an open hall.
type Plenary struct {
	*prioritytest.Plenary
	House *House
}

// Hold opens a plenary of n people whose rooms have reported, with its hall open.
func (h *House) Hold(t testing.TB, n int) *Plenary {
	t.Helper()
	p := &Plenary{h.Plenary(t, n), h}
	if _, err := h.Halls.Open(t.Context(), p.Steward, p.Meeting.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Halls.BeginItem(t.Context(), p.Steward, p.Meeting.ID, "report-back"); err != nil {
		t.Fatal(err)
	}
	return p
}

// Speak has people speak for a minute each.
func (p *Plenary) Speak(t testing.TB, people ...access.Actor) {
	t.Helper()
	for _, who := range people {
		q, err := p.House.Halls.Ask(t.Context(), who, p.Meeting.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		if err := p.House.Halls.GiveFloor(t.Context(), p.Steward, p.Meeting.ID, q.ID); err != nil {
			t.Fatal(err)
		}
		p.House.Clock.Advance(time.Minute)
		if err := p.House.Halls.EndTurn(t.Context(), p.Steward, p.Meeting.ID, q.ID); err != nil {
			t.Fatal(err)
		}
	}
}

// Decide notes a decision, and stores what follows from it.
func (p *Plenary) Decide(t testing.TB, fr, en string) hall.Decision {
	t.Helper()
	d, err := p.House.Halls.Decide(t.Context(), p.Steward, p.Meeting.ID, hall.Decision{Text: processtest.Words(fr, en)})
	if err != nil {
		t.Fatal(err)
	}
	p.House.Follow(t)
	return d
}

// Follow brings the room's followers to the end of the record.
func (h *House) Follow(t testing.TB) {
	t.Helper()
	for _, f := range h.Balances.Feature().Follows {
		if err := record.Follow(t.Context(), h.DB, f); err != nil {
			t.Fatal(err)
		}
	}
}

// Snapshot returns who was there when something was decided.
func (h *House) Snapshot(t testing.TB, of ref.Ref) insight.Snapshot {
	t.Helper()
	var s insight.Snapshot
	err := h.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
		s, err = h.Balances.SnapshotTx(tx, of)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
