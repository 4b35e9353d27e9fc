package attendance_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"penc/internal/gather/attendance"
	"penc/internal/gather/attendance/attendancetest"
	"penc/internal/ground/access"
	"penc/internal/platform/db"
)

// places sets how many places there are.
func places(t *testing.T, hall *attendancetest.Hall, room, remote int) {
	t.Helper()
	d, err := hall.House.Attendance.Door(t.Context(), hall.Steward, hall.Meeting.ID)
	if err != nil {
		t.Fatal(err)
	}
	d.RoomPlaces, d.RemotePlaces = room, remote
	if _, err := hall.House.Attendance.SetDoor(t.Context(), hall.Steward, d); err != nil {
		t.Fatal(err)
	}
}

func register(t *testing.T, hall *attendancetest.Hall, who access.Actor, mode attendance.Mode) attendance.Registration {
	t.Helper()
	r, err := hall.House.Attendance.Register(t.Context(), who, hall.Meeting.ID, attendance.Wish{Mode: mode, Group: hall.Groups[0]})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// state returns where the registrations of people stand, in their order.
func state(t *testing.T, hall *attendancetest.Hall, people ...access.Actor) (out string) {
	t.Helper()
	for _, who := range people {
		s, err := hall.House.Attendance.Standing(t.Context(), hall.House.Actor(t, who.Person), hall.Meeting.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		out += fmt.Sprintf("%s %s, ", s.Registration.State, s.Registration.Mode)
	}
	return out
}

func TestPlacesAreNeverGivenTwice(t *testing.T) {
	attendancetest.Each(t, func(t *testing.T, h *attendancetest.House) {
		hall := h.Open(t)
		places(t, hall, 7, 4)
		var people []access.Actor
		for i := range 24 {
			people = append(people, hall.Account(t, fmt.Sprintf("p%d@example.sn", i), access.Member))
		}
		var wg sync.WaitGroup
		for i, who := range people {
			wg.Go(func() {
				mode := attendance.Modes[i%2]
				r, err := h.Attendance.Register(t.Context(), who, hall.Meeting.ID, attendance.Wish{Mode: mode})
				if err != nil {
					t.Error(err)
				}
				if i%5 == 0 { // some give their place back at once
					if _, err := h.Attendance.Unregister(t.Context(), who, hall.Meeting.ID, r.ID, ""); err != nil {
						t.Error(err)
					}
				}
				if i%5 == 1 { // and some would rather take part in the other mode
					h.Attendance.Register(t.Context(), who, hall.Meeting.ID, attendance.Wish{Mode: attendance.Modes[(i+1)%2]})
				}
			})
		}
		wg.Wait()
		read(t, h, func(tx *db.Tx) {
			all, err := h.Attendance.RegistrationsTx(tx, hall.Meeting.ID)
			if err != nil {
				t.Fatal(err)
			}
			n := map[string]int{}
			for _, r := range all {
				n[string(r.State)+" "+string(r.Mode)]++
			}
			if len(all) != 24 || n["registered room"] != 7 || n["registered remote"] != 4 {
				t.Errorf("%d registrations: %v", len(all), n)
			}
		})
	})
}

func TestTheWaitingListMovesUpByItself(t *testing.T) {
	attendancetest.Each(t, func(t *testing.T, h *attendancetest.House) {
		hall := h.Open(t)
		places(t, hall, 1, 1)
		var p []access.Actor
		for i := range 4 {
			p = append(p, hall.Account(t, fmt.Sprintf("p%d@example.sn", i), access.Member))
		}
		first := register(t, hall, p[0], attendance.Room)
		register(t, hall, p[1], attendance.Room)
		register(t, hall, p[2], attendance.Room)
		register(t, hall, p[3], attendance.Remote)
		if got, want := state(t, hall, p...), "registered room, waiting room, waiting room, registered remote, "; got != want {
			t.Fatalf("%s, want %s", got, want)
		}

		_, err := h.Attendance.Register(t.Context(), p[3], hall.Meeting.ID, attendance.Wish{Mode: attendance.Room})
		tell(t, err, "attendance.mode.full") // and keeps the place they have

		if _, err := h.Attendance.Unregister(t.Context(), p[1], hall.Meeting.ID, first.ID, ""); err == nil {
			t.Error("somebody cancelled another's registration")
		}
		if _, err := h.Attendance.Unregister(t.Context(), p[0], hall.Meeting.ID, first.ID, ""); err != nil {
			t.Fatal(err)
		}
		if got, want := state(t, hall, p...), "cancelled room, registered room, waiting room, registered remote, "; got != want {
			t.Errorf("%s, want %s", got, want)
		}

		register(t, hall, p[0], attendance.Room) // again, at the end of the list
		places(t, hall, 2, 1)
		if got, want := state(t, hall, p...), "waiting room, registered room, registered room, registered remote, "; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		places(t, hall, 0, 0)
		if got, want := state(t, hall, p...), "registered room, registered room, registered room, registered remote, "; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		facts := h.Kinds(t, "eau")
		for kind, want := range map[string]int{attendance.RegisteredFact: 5, attendance.UnregisteredFact: 1, attendance.MovedUpFact: 3} {
			n := 0
			for _, k := range facts {
				if k == kind {
					n++
				}
			}
			if n != want {
				t.Errorf("%d facts %s, want %d", n, kind, want)
			}
		}
	})
}

func TestWhoMayRegister(t *testing.T) {
	attendancetest.Each(t, func(t *testing.T, h *attendancetest.House) {
		hall := h.Open(t)
		ctx, id, wish := t.Context(), hall.Meeting.ID, attendance.Wish{Mode: attendance.Room}
		_, err := h.Attendance.Register(ctx, stranger, id, wish)
		tell(t, err, "attendance.registration.signed-in-only")
		_, err = h.Attendance.Register(ctx, hall.People(t, 1)[0], id, wish)
		tell(t, err, "attendance.registration.signed-in-only") // a pass is no account

		// Somebody with an account who takes no part in the process becomes a
		// participant of it, once.
		passer := h.Person(t, "passer@example.sn")
		r := register(t, hall, passer, attendance.Room)
		if again := register(t, hall, h.Actor(t, passer.Person), attendance.Remote); again.Participant != r.Participant || again.ID != r.ID {
			t.Errorf("%v is another than %v", again, r)
		}
		if h.Actor(t, passer.Person).In("eau") != r.Participant {
			t.Error("the account is not the participant")
		}

		member := hall.Account(t, "member@example.sn", access.Member)
		_, err = h.Attendance.RegisterByHand(ctx, member, id, attendance.Wish{Mode: attendance.Room, Name: "Awa"})
		tell(t, err, "attendance.door.team-only")
		_, err = h.Attendance.RegisterByHand(ctx, hall.Facilitator, id, attendance.Wish{Mode: attendance.Room})
		tell(t, err, "attendance.name.empty")
		by := attendance.Wish{Mode: attendance.Room, Name: "Awa", Address: "passer@example.sn"}
		_, err = h.Attendance.RegisterByHand(ctx, hall.Facilitator, id, by)
		tell(t, err, "attendance.registration.twice")
		by.Address = "no address"
		_, err = h.Attendance.RegisterByHand(ctx, hall.Facilitator, id, by)
		tell(t, err, "mail.address.invalid")
		by.Address = ""
		if r, err := h.Attendance.RegisterByHand(ctx, hall.Facilitator, id, by); err != nil || r.State != attendance.Registered {
			t.Errorf("%v, %v", r, err)
		}

		d, err := h.Attendance.Door(ctx, hall.Facilitator, id)
		if err != nil {
			t.Fatal(err)
		}
		d.Registering = attendance.Shut
		if d, err = h.Attendance.SetDoor(ctx, hall.Facilitator, d); err != nil {
			t.Fatal(err)
		}
		_, err = h.Attendance.Register(ctx, member, id, wish)
		tell(t, err, "attendance.registration.closed")
		d.Version--
		_, err = h.Attendance.SetDoor(ctx, hall.Facilitator, d)
		tell(t, err, "attendance.door.changed")
		_, err = h.Attendance.SetDoor(ctx, member, d)
		tell(t, err, "attendance.door.team-only")

		h.Clock.Advance(48 * time.Hour)
		d.Version, d.Registering = d.Version+1, attendance.Open
		if _, err = h.Attendance.SetDoor(ctx, hall.Facilitator, d); err != nil {
			t.Fatal(err)
		}
		_, err = h.Attendance.Register(ctx, member, id, wish)
		tell(t, err, "attendance.registration.closed") // the meeting is over
	})
}
