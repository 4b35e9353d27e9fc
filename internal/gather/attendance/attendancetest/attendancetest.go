// Package attendancetest sets up halls full of people for anybody's tests.
package attendancetest

import (
	"fmt"
	"testing"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/gather/meeting/meetingtest"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processtest"
	"penc/internal/ground/access"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
	"penc/internal/people/notice"
	"penc/internal/people/role/roletest"
	"penc/internal/platform/db"
	"penc/internal/platform/db/dbtest"
)

// A House is the attendance room with the rooms below it.
type House struct {
	*meetingtest.House
	Notices    *notice.Service
	Attendance *attendance.Service
}

// New builds the rooms on a database.
func New(d *db.DB) *House {
	h := &House{House: meetingtest.New(d)}
	h.Notices = notice.New(d, h.People, h.Directory, roletest.Base, roletest.Notice)
	h.Attendance = attendance.New(d, h.Meetings, h.Processes, h.Roles, h.People, h.Orgs, h.Notices)
	h.Directory.Add(h.Attendance.Feature())
	return h
}

// Schemas returns the tables of attendance and of what stands below it.
func Schemas(e db.Engine) []db.Schema {
	s := attendance.New(nil, nil, nil, nil, nil, nil, nil)
	return append(meetingtest.Schemas(e), db.Schema{Room: "attendance", Files: s.Feature().Schema})
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

// A Hall is a meeting that takes place today, with three breakouts and its
// check-in open, of a process that is published.
type Hall struct {
	House       *House
	Process     process.Process
	Meeting     meeting.Meeting
	Breakouts   []ref.ID
	Groups      []ref.ID // of stakeholders
	Code        string
	Convener    access.Actor // accounts with a role on the process
	Facilitator access.Actor
	Steward     access.Actor // runs everything, at the server's command line

	people int
}

// Open opens a hall in a house.
func (h *House) Open(t testing.TB) *Hall {
	t.Helper()
	hall := &Hall{House: h, Steward: access.AtConsole("eau")}
	hall.Process = processtest.Published(t, h.Processes, "eau")
	hall.Groups = h.groups(t, "eau")
	m := meetingtest.Sound("eau")
	m.Dates, m.Mode, m.Link = when.Span{Start: when.DateOf(h.Clock.Now())}, "hybrid", "https://meet.example.org/eau"
	m, err := h.Meetings.Convene(t.Context(), hall.Steward, m)
	if err != nil {
		t.Fatal(err)
	}
	if hall.Meeting, err = h.Meetings.SetProgramme(t.Context(), hall.Steward, m.ID, programme(), m.Version); err != nil {
		t.Fatal(err)
	}
	for _, b := range hall.Meeting.Breakouts {
		hall.Breakouts = append(hall.Breakouts, b.ID)
	}
	d, err := h.Attendance.OpenCheckIn(t.Context(), hall.Steward, m.ID)
	if err != nil {
		t.Fatal(err)
	}
	hall.Code = d.Code
	hall.Convener, hall.Facilitator = hall.Account(t, "convener@example.sn", access.Convener), hall.Account(t, "facilitator@example.sn", access.Facilitator)
	return hall
}

// groups adds a third stakeholder group to those of a process and returns all.
func (h *House) groups(t testing.TB, id ref.ID) (out []ref.ID) {
	t.Helper()
	g := process.Group{Part: process.Part{Process: id}, Title: processtest.Words("Opérateurs", "Operators")}
	if _, err := h.Processes.SetGroup(t.Context(), access.AtConsole(id), g); err != nil {
		t.Fatal(err)
	}
	w, err := h.Processes.Whole(t.Context(), access.AtConsole(id), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range w.Groups {
		out = append(out, g.ID)
	}
	return out
}

func programme() meeting.Programme {
	words := processtest.Words
	return meeting.Programme{
		Agenda: []meeting.AgendaItem{
			{ID: "opening", Start: "08:30", Minutes: 15, Title: words("Ouverture", "Opening"), Kind: "opening"},
			{ID: "breakouts", Start: "08:45", Minutes: 45, Title: words("Ateliers", "Breakouts"), Kind: "breakouts", Breakouts: []ref.ID{"wells", "rivers", "rain"}},
			{ID: "report-back", Start: "09:30", Minutes: 30, Title: words("Restitution", "Report-back"), Kind: "report-back"},
		},
		Breakouts: []meeting.Breakout{
			{ID: "wells", Title: words("Puits", "Wells"), Question: words("Qui entretient les puits ?", "Who maintains the wells?"), Room: words("Salle A", "Room A"), Capacity: 40},
			{ID: "rivers", Title: words("Rivières", "Rivers"), Question: words("Qui partage l’eau ?", "Who shares the water?"), Room: words("Salle B", "Room B")},
			{ID: "rain", Title: words("Pluie", "Rain"), Question: words("Que faire de la pluie ?", "What to do with the rain?"), Link: "https://meet.example.org/rain"},
		},
	}
}

// Account makes an account with roles on the process, and returns who acts with it.
func (hall *Hall) Account(t testing.TB, email string, roles ...string) access.Actor {
	t.Helper()
	who := hall.House.Person(t, email)
	for _, name := range roles {
		if _, err := hall.House.Roles.Give(t.Context(), hall.Steward, hall.Process.ID, who.Person, name); err != nil {
			t.Fatal(err)
		}
	}
	return hall.House.Actor(t, who.Person)
}

// CheckedIn checks an account in, in the room, and returns who acts.
func (hall *Hall) CheckedIn(t testing.TB, who access.Actor, group ref.ID) access.Actor {
	t.Helper()
	_, _, err := hall.House.Attendance.CheckIn(t.Context(), who, hall.Meeting.ID, attendance.Arrival{
		Code: hall.Code, Mode: attendance.Room, Group: group,
	})
	if err != nil {
		t.Fatal(err)
	}
	return hall.House.Actor(t, who.Person)
}

// People checks n people without accounts in and returns them as they act. They
// speak for the stakeholder groups in turn; every fourth takes part remotely and
// every second in English.
func (hall *Hall) People(t testing.TB, n int) []access.Actor {
	t.Helper()
	var out []access.Actor
	for range n {
		out = append(out, hall.Somebody(t, attendance.Arrival{}))
	}
	return out
}

// Somebody checks one more person without account in, and returns who acts. What
// the arrival leaves empty is filled in.
func (hall *Hall) Somebody(t testing.TB, in attendance.Arrival) access.Actor {
	t.Helper()
	i := hall.people
	hall.people++
	in.Code = hall.Code
	if in.Name == "" {
		in.Name = fmt.Sprintf("Personne %03d", i+1)
	}
	if in.Group == "" {
		in.Group = hall.Groups[i%len(hall.Groups)]
	}
	if in.Mode == "" {
		in.Mode = []attendance.Mode{attendance.Room, attendance.Room, attendance.Room, attendance.Remote}[i%4]
	}
	if in.Lang == "" {
		in.Lang = lang.Interface[i%2]
	}
	p, token, err := hall.House.Attendance.CheckIn(t.Context(), access.Actor{Channel: access.Web}, hall.Meeting.ID, in)
	if err != nil {
		t.Fatal(err)
	}
	pass, ok, err := hall.House.Attendance.Identify(t.Context(), token)
	if err != nil || !ok || pass.Participant != p.Participant {
		t.Fatalf("the pass of %v: %v, %v, %v", p, pass, ok, err)
	}
	return Holding(pass)
}

// Holding returns who acts with a pass, as the doorkeeper lets them in.
func Holding(p attendance.Pass) access.Actor {
	return access.Actor{Channel: access.Web, Participants: map[ref.ID]ref.ID{p.Process: p.Participant}}
}
