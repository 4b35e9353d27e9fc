// Package breakouttest sets up breakouts with people, points and report-backs for
// anybody's tests.
package breakouttest

import (
	"fmt"
	"testing"

	"penc/internal/gather/attendance"
	"penc/internal/gather/attendance/attendancetest"
	"penc/internal/gather/breakout"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
)

// A House is the breakout room with the rooms below it.
type House struct {
	*attendancetest.House
	Breakouts *breakout.Service
}

// New builds the rooms on a database.
func New(d *db.DB) *House {
	h := &House{House: attendancetest.New(d)}
	h.Breakouts = breakout.New(d, h.Meetings, h.Processes, h.Attendance, h.Roles)
	h.Directory.Add(h.Breakouts.Feature())
	return h
}

// Schemas returns the tables of breakouts and of what stands below them.
func Schemas(e db.Engine) []db.Schema {
	s := breakout.New(nil, nil, nil, nil, nil)
	return append(attendancetest.Schemas(e), db.Schema{Room: "breakout", Files: s.Feature().Schema})
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

// A Session is a hall whose breakouts are under way.
type Session struct {
	*attendancetest.Hall
	House       *House
	People      []access.Actor            // everybody who is present
	In          map[ref.ID][]access.Actor // by room
	Rapporteurs map[ref.ID]access.Actor   // by room
}

// Choosing opens a hall in which n people, present without accounts, can choose
// among three breakouts, and nobody has yet.
func (h *House) Choosing(t testing.TB, n int) *Session {
	t.Helper()
	s := &Session{Hall: h.House.Open(t), House: h, In: map[ref.ID][]access.Actor{}, Rapporteurs: map[ref.ID]access.Actor{}}
	if _, err := h.Breakouts.Open(t.Context(), s.Facilitator, s.Meeting.ID); err != nil {
		t.Fatal(err)
	}
	s.People = s.Hall.People(t, n)
	return s
}

// Session opens a hall with n people of whom each has chosen one of three
// breakouts: half of them the first, the others the second and the third in turn.
// Each room has a rapporteur and a point of everybody in it.
func (h *House) Session(t testing.TB, n int) *Session {
	t.Helper()
	s := h.Choosing(t, n)
	for i, who := range s.People {
		room := s.Breakouts[0]
		if i%2 == 1 {
			room = s.Breakouts[1+i/2%2]
		}
		s.Choose(t, who, room)
		s.Point(t, who, room, fmt.Sprintf("Idée %d pour %s", i+1, room))
	}
	return s
}

// Filed is a Session whose first two rooms, and the third if all is set, have
// filed report-backs of three lines each.
func (h *House) Filed(t testing.TB, n int, all bool) *Session {
	t.Helper()
	s := h.Session(t, n)
	rooms := s.Breakouts[:2]
	if all {
		rooms = s.Breakouts[:3]
	}
	for _, room := range rooms {
		s.File(t, room, "Une caisse commune", "Une carte publique des points d’eau", "Un relevé chaque mois")
	}
	return s
}

// Choose has somebody choose a room. The first one in it reports for it.
func (s *Session) Choose(t testing.TB, who access.Actor, room ref.ID) {
	t.Helper()
	if _, err := s.House.Breakouts.Choose(t.Context(), who, s.Meeting.ID, room); err != nil {
		t.Fatal(err)
	}
	if len(s.In[room]) == 0 {
		if err := s.House.Breakouts.NameRapporteur(t.Context(), who, s.Meeting.ID, room, who.In(s.Process.ID)); err != nil {
			t.Fatal(err)
		}
		s.Rapporteurs[room] = who
	}
	s.In[room] = append(s.In[room], who)
}

// Point has somebody in a room write a point down.
func (s *Session) Point(t testing.TB, who access.Actor, room ref.ID, text string) breakout.Point {
	t.Helper()
	p, err := s.House.Breakouts.Collect(t.Context(), who, breakout.Point{
		Meeting: s.Meeting.ID, Breakout: room, Text: text, Lang: lang.French,
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// File has the rapporteur of a room file a report-back of some lines.
func (s *Session) File(t testing.TB, room ref.ID, lines ...string) breakout.ReportBack {
	t.Helper()
	r, _, err := s.House.Breakouts.Write(t.Context(), s.Rapporteurs[room], s.Meeting.ID, room, breakout.Writing{
		File: true, Way: breakout.Rapporteur, Body: Body(lines...),
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Body returns a report-back of some lines in French, each supported by one person
// more than the one before, and one open question.
func Body(lines ...string) breakout.Body {
	b := breakout.Body{Questions: lang.Say(lang.French, "Qui paie ?")}
	for i, text := range lines {
		b.Lines = append(b.Lines, breakout.Line{Text: lang.Say(lang.French, text), Support: i + 1, Supporters: "la salle"})
	}
	return b
}

// Present returns the presence of somebody in the session.
func (s *Session) Present(t testing.TB, who access.Actor) (p attendance.Presence) {
	t.Helper()
	err := s.House.DB.Read(t.Context(), func(tx *db.Tx) (err error) {
		p, err = s.House.Attendance.Present(tx, who, s.Meeting.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}
