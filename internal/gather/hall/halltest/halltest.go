// Package halltest sets up meetings under way for anybody's tests.
package halltest

import (
	"testing"
	"time"

	"penc/internal/gather/attendance/attendancetest"
	"penc/internal/gather/hall"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
)

// A House is the hall room with the rooms below it.
type House struct {
	*attendancetest.House
	Halls *hall.Service
}

// New builds the rooms on a database.
func New(d *db.DB) *House {
	h := &House{House: attendancetest.New(d)}
	h.Halls = hall.New(d, h.Meetings, h.Processes, h.Attendance, h.Roles)
	h.Directory.Add(h.Halls.Feature())
	return h
}

// Schemas returns the tables of halls and of what stands below them.
func Schemas(e db.Engine) []db.Schema {
	return append(attendancetest.Schemas(e), db.Schema{Room: "hall", Files: hall.New(nil, nil, nil, nil, nil).Feature().Schema})
}

// Each runs test on an empty database of each engine, with a house on it.
func Each(t *testing.T, test func(t *testing.T, h *House)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, Open(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, On(t, dbtest.Postgres(t), db.Postgres)) })
}

// Open builds a house on an empty SQLite database.
func Open(t testing.TB) *House { return On(t, t.TempDir(), db.SQLite) }

// On builds a house on an empty database.
func On(t testing.TB, where string, e db.Engine) *House {
	c := dbtest.NewClock()
	h := New(dbtest.Open(t, where, c, Schemas(e)))
	h.Clock = c
	return h
}

// A Hall is a meeting that takes place now: check-in and hall are open, and the
// first item of its agenda ("opening") is talked about.
type Hall struct {
	*attendancetest.Hall
	House *House
}

// OpenHall opens a hall in a house.
func (h *House) OpenHall(t testing.TB) *Hall {
	t.Helper()
	out := &Hall{Hall: h.House.Open(t), House: h}
	id := out.Meeting.ID
	if _, err := h.Halls.Open(t.Context(), out.Steward, id); err != nil {
		t.Fatal(err)
	}
	out.Begin(t, "opening")
	return out
}

// Begin begins an item of the agenda.
func (hl *Hall) Begin(t testing.TB, item ref.ID) {
	t.Helper()
	if _, err := hl.House.Halls.BeginItem(t.Context(), hl.Steward, hl.Meeting.ID, item); err != nil {
		t.Fatal(err)
	}
}

// Asks puts somebody who is present into the queue.
func (hl *Hall) Asks(t testing.TB, who access.Actor) hall.Request {
	t.Helper()
	q, err := hl.House.Halls.Ask(t.Context(), who, hl.Meeting.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// Speaks has somebody who is present speak for a time, and returns the turn.
func (hl *Hall) Speaks(t testing.TB, who access.Actor, lasting time.Duration) hall.Turn {
	t.Helper()
	q := hl.Asks(t, who)
	if err := hl.House.Halls.GiveFloor(t.Context(), hl.Steward, hl.Meeting.ID, q.ID); err != nil {
		t.Fatal(err)
	}
	hl.House.Clock.Advance(lasting)
	if err := hl.House.Halls.EndTurn(t.Context(), hl.Steward, hl.Meeting.ID, q.ID); err != nil {
		t.Fatal(err)
	}
	var turns []hall.Turn
	err := hl.House.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
		turns, err = hl.House.Halls.TurnsTx(tx, hl.Meeting.ID)
		return err
	})
	if err != nil || len(turns) == 0 {
		t.Fatal(turns, err)
	}
	return turns[len(turns)-1]
}

// Decides notes a decision.
func (hl *Hall) Decides(t testing.TB, fr, en string) hall.Decision {
	t.Helper()
	d, err := hl.House.Halls.Decide(t.Context(), hl.Steward, hl.Meeting.ID, hall.Decision{Text: processtest.Words(fr, en)})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Parks puts a matter on the parking list.
func (hl *Hall) Parks(t testing.TB, fr, en string) hall.Parked {
	t.Helper()
	p, err := hl.House.Halls.Park(t.Context(), hl.Steward, hl.Meeting.ID, processtest.Words(fr, en))
	if err != nil {
		t.Fatal(err)
	}
	return p
}
