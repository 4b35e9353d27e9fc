// Package prioritytest sets up boards and ballots for anybody's tests.
package prioritytest

import (
	"testing"

	"penc/internal/deliberate/priority"
	"penc/internal/gather/breakout/breakouttest"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
	"penc/internal/platform/job"
)

// A House is the priority room with the rooms below it.
type House struct {
	*breakouttest.House
	Priorities *priority.Service
}

// New builds the rooms on a database.
func New(d *db.DB) *House {
	h := &House{House: breakouttest.New(d)}
	h.Priorities = priority.New(d, h.Processes, h.Meetings, h.Attendance, h.Breakouts, h.Roles, h.People, h.Notices, Write)
	h.Directory.Add(h.Priorities.Feature())
	return h
}

// Write writes the mail with a personal link in few words: its secret.
func Write(_ lang.Tag, e priority.Envelope) priority.Letter {
	return priority.Letter{Subject: "A ballot is open", Text: e.Secret, Reason: "You are a member."}
}

// Schemas returns the tables of priorities and of what stands below them.
func Schemas(e db.Engine) []db.Schema {
	s := priority.New(nil, nil, nil, nil, nil, nil, nil, nil, nil)
	return append(breakouttest.Schemas(e), db.Schema{Room: "priority", Files: s.Feature().Schema})
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

// A Plenary is a session whose report-backs are on the board.
type Plenary struct {
	*breakouttest.Session
	House *House
	Board priority.Board
}

// Plenary opens a session of n people whose three rooms have filed three points
// each, and the board with these nine.
func (h *House) Plenary(t testing.TB, n int) *Plenary {
	t.Helper()
	p := &Plenary{Session: h.Filed(t, n, true), House: h}
	b, err := h.Priorities.OpenBoard(t.Context(), p.Facilitator, p.Meeting.ID, false)
	if err != nil {
		t.Fatal(err)
	}
	p.Board = b
	return p
}

// Now returns the board as it is.
func (p *Plenary) Now(t testing.TB) priority.Board {
	t.Helper()
	sc, err := p.House.Priorities.SceneOf(t.Context(), p.Facilitator, p.Meeting.ID)
	if err != nil {
		t.Fatal(err)
	}
	return sc.Board
}

// Call is a sound call for a ballot on everything open: ticks on up to four
// items, three priorities by Equal Shares.
func (p *Plenary) Call(secret bool) priority.Call {
	return priority.Call{
		From: lang.French, Title: map[lang.Tag]string{lang.French: "Nos priorités", lang.English: "Our priorities"},
		Paper: priority.Tick, Most: 4, Rule: priority.Usual, Seats: 3, Secret: secret, Weight: priority.Equal, Seen: 1 << 30,
	}
}

// Ballot opens a ballot.
func (p *Plenary) Ballot(t testing.TB, in priority.Call) priority.Ballot {
	t.Helper()
	b, err := p.House.Priorities.OpenBallot(t.Context(), p.Facilitator, p.Meeting.ID, in)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Cast casts a vote with ticks, one dot, the best mark, or in that order, and
// returns the secret that the voter's browser keeps.
func (p *Plenary) Cast(t testing.TB, b priority.Ballot, who access.Actor, items ...int) string {
	t.Helper()
	secret, err := p.House.Priorities.Cast(t.Context(), priority.Voice{Who: who}, b.ID, Marked(b, items...))
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

// Marked returns a paper of a ballot that names items.
func Marked(b priority.Ballot, items ...int) priority.Marks {
	var out priority.Marks
	for place, i := range items {
		n := map[priority.Paper]int{priority.Tick: 1, priority.Dots: 1, priority.Scale: priority.Top, priority.Order: place + 1}[b.Paper]
		out = append(out, priority.Mark{Item: i, N: n})
	}
	return out
}

// Counted closes a ballot, has it counted and returns the result.
func (p *Plenary) Counted(t testing.TB, id ref.ID) priority.Result {
	t.Helper()
	if _, err := p.House.Priorities.Close(t.Context(), p.Facilitator, id); err != nil {
		t.Fatal(err)
	}
	p.House.Work(t)
	var out priority.Result
	err := p.House.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
		out, err = p.House.Priorities.ResultTx(tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Work does the jobs of the room that wait.
func (h *House) Work(t testing.TB) {
	t.Helper()
	for _, w := range h.Priorities.Feature().Jobs {
		for more := true; more; {
			var err error
			if more, err = job.Work(t.Context(), h.DB, nil, w); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Tick has the clocks of the room strike once.
func (h *House) Tick(t testing.TB) {
	t.Helper()
	for _, c := range h.Priorities.Feature().Clocks {
		if err := c.Do(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// Again revives what the last ballot did not choose and opens another one on it.
func (p *Plenary) Again(t testing.TB, secret bool) priority.Ballot {
	t.Helper()
	b := p.Now(t)
	for _, it := range b.In(priority.Aside) {
		if _, err := p.House.Priorities.ReviveItem(t.Context(), p.Facilitator, p.Meeting.ID, it.ID, 1<<30); err != nil {
			t.Fatal(err)
		}
	}
	return p.Ballot(t, p.Call(secret))
}

// More adds items by hand until nine are open again.
func (h *House) More(t testing.TB, p *Plenary) *Plenary {
	t.Helper()
	for n := len(p.Now(t).In(priority.Open)); n < 9; n++ {
		if _, err := h.Priorities.AddItem(t.Context(), p.Facilitator, p.Meeting.ID, lang.Say(lang.French, "Une idée de plus")); err != nil {
			t.Fatal(err)
		}
	}
	return p
}
