package attendance_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"penc/internal/gather/attendance"
	"penc/internal/gather/attendance/attendancetest"
	"penc/internal/gather/meeting/meetingtest"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/db"
	"penc/internal/platform/record"
)

// tell fails unless err is a fault with a message.
func tell(t *testing.T, err error, message string) {
	t.Helper()
	if all := fault.All(err); len(all) == 0 || all[0].Message != message {
		t.Errorf("%v, want %s", err, message)
	}
}

var stranger = access.Actor{Channel: access.Web}

func TestPeopleAreThereOnceTheyCheckedIn(t *testing.T) {
	attendancetest.Each(t, func(t *testing.T, h *attendancetest.House) {
		hall := h.Open(t)
		people := hall.People(t, 8)
		read(t, h, func(tx *db.Tx) {
			for i, who := range people {
				p, err := h.Attendance.Present(tx, who, hall.Meeting.ID)
				if err != nil || p.Participant != who.In("eau") || p.Group != hall.Groups[i%3] {
					t.Errorf("%v, %v", p, err)
				}
			}
			_, err := h.Attendance.Present(tx, stranger, hall.Meeting.ID)
			tell(t, err, "attendance.not-here")
			n, err := h.Attendance.HeadcountTx(tx, hall.Meeting.ID)
			if err != nil || n != (attendance.Headcount{Room: 6, Remote: 2}) {
				t.Errorf("%v, %v", n, err)
			}
		})
	})
}

func read(t *testing.T, h *attendancetest.House, fn func(tx *db.Tx)) {
	t.Helper()
	err := h.DB.Read(t.Context(), func(tx *db.Tx) error {
		fn(tx)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnActThatArrivesTwiceIsOneAct(t *testing.T) {
	attendancetest.Each(t, func(t *testing.T, h *attendancetest.House) {
		hall := h.Open(t)
		who := stranger
		who.Act = "an-act-of-this-phone"
		in := attendance.Arrival{Code: " " + hall.Code[:3] + "-" + hall.Code[3:], Mode: attendance.Room, Name: "Awa", Group: hall.Groups[1]}
		var wg sync.WaitGroup
		tokens, people := make([]string, 8), make([]ref.ID, 8)
		for i := range tokens {
			wg.Go(func() {
				p, token, err := h.Attendance.CheckIn(t.Context(), who, hall.Meeting.ID, in)
				if err != nil {
					t.Error(err)
				}
				people[i], tokens[i] = p.Participant, token
			})
		}
		wg.Wait()
		for i := range tokens {
			pass, ok, err := h.Attendance.Identify(t.Context(), tokens[i])
			if err != nil || !ok || pass.Participant != people[0] || people[i] != people[0] {
				t.Errorf("%v, %v, %v; %s, want %s", pass, ok, err, people[i], people[0])
			}
		}
		read(t, h, func(tx *db.Tx) {
			if n, err := h.Attendance.HeadcountTx(tx, hall.Meeting.ID); err != nil || n.Total() != 1 {
				t.Errorf("%v, %v", n, err)
			}
		})
	})
}

func TestWrongWaysIn(t *testing.T) {
	attendancetest.Each(t, func(t *testing.T, h *attendancetest.House) {
		hall := h.Open(t)
		sound := attendance.Arrival{Code: hall.Code, Mode: attendance.Room, Name: "Awa"}
		with := func(change func(*attendance.Arrival)) attendance.Arrival {
			in := sound
			change(&in)
			return in
		}
		for message, in := range map[string]attendance.Arrival{
			"attendance.code.empty":    with(func(in *attendance.Arrival) { in.Code = "" }),
			"attendance.code.wrong":    with(func(in *attendance.Arrival) { in.Code = "XXXXXX" }),
			"attendance.name.empty":    with(func(in *attendance.Arrival) { in.Name = "  " }),
			"attendance.mode.unknown":  with(func(in *attendance.Arrival) { in.Mode = "roof" }),
			"attendance.group.unknown": with(func(in *attendance.Arrival) { in.Group = "nobody" }),
			"attendance.lang.unknown":  with(func(in *attendance.Arrival) { in.Lang = "xx" }),
			"attendance.text.long":     with(func(in *attendance.Arrival) { in.Affiliation = strings.Repeat("é", 201) }),
			"attendance.key.unknown":   with(func(in *attendance.Arrival) { in.Key = "no-key" }),
		} {
			_, _, err := h.Attendance.CheckIn(t.Context(), stranger, hall.Meeting.ID, in)
			tell(t, err, message)
		}
		if _, err := h.Attendance.CloseCheckIn(t.Context(), hall.Facilitator, hall.Meeting.ID); err != nil {
			t.Fatal(err)
		}
		_, _, err := h.Attendance.CheckIn(t.Context(), stranger, hall.Meeting.ID, sound)
		tell(t, err, "attendance.door.closed")
		read(t, h, func(tx *db.Tx) {
			_, err := h.Attendance.CodeTx(tx, hall.Meeting.ID)
			tell(t, err, "attendance.door.closed")
		})
		d, err := h.Attendance.OpenCheckIn(t.Context(), hall.Facilitator, hall.Meeting.ID)
		if err != nil || d.Code == hall.Code {
			t.Errorf("opened again with %q, %v", d.Code, err)
		}
	})
}

func TestMembersNeedNoCodeAndPeopleComeAndGo(t *testing.T) {
	attendancetest.Each(t, func(t *testing.T, h *attendancetest.House) {
		hall := h.Open(t)
		member := hall.Account(t, "member@example.sn", access.Member)
		p, token, err := h.Attendance.CheckIn(t.Context(), member, hall.Meeting.ID, attendance.Arrival{Mode: attendance.Remote})
		if err != nil || token != "" || p.Name != "member@example.sn" || p.Via != attendance.ByLink || p.Participant != member.In("eau") {
			t.Fatalf("%v, %q, %v", p, token, err)
		}
		h.Clock.Advance(time.Hour)
		if p, err = h.Attendance.CheckOut(t.Context(), member, hall.Meeting.ID, p.Participant, time.Time{}); err != nil || p.Here() {
			t.Fatalf("%v, %v", p, err)
		}
		read(t, h, func(tx *db.Tx) {
			_, err := h.Attendance.Present(tx, member, hall.Meeting.ID)
			tell(t, err, "attendance.not-here")
		})
		if p, _, err = h.Attendance.CheckIn(t.Context(), member, hall.Meeting.ID, attendance.Arrival{Mode: attendance.Room}); err != nil || !p.Here() || p.Mode != attendance.Room {
			t.Errorf("%v, %v", p, err)
		}
		somebody := hall.People(t, 1)[0]
		if _, err := h.Attendance.CheckOut(t.Context(), somebody, hall.Meeting.ID, p.Participant, time.Time{}); err == nil {
			t.Error("a stranger sent a member home")
		}
		if _, err := h.Attendance.CheckOut(t.Context(), hall.Facilitator, hall.Meeting.ID, somebody.In("eau"), time.Time{}); err != nil {
			t.Error(err)
		}
		// Somebody else on the same phone is somebody else.
		other, _, err := h.Attendance.CheckIn(t.Context(), somebody, hall.Meeting.ID, attendance.Arrival{Code: hall.Code, Mode: attendance.Room, Name: "Binta", Another: true})
		if err != nil || other.Participant == somebody.In("eau") {
			t.Errorf("%v, %v", other, err)
		}
	})
}

func TestAPassOfOneMeetingOpensNoOther(t *testing.T) {
	h := attendancetest.Open(t)
	hall := h.Open(t)
	who := hall.People(t, 1)[0]
	m := meetingtest.Sound("eau")
	m.Dates.Start = hall.Meeting.Dates.Start
	next, err := h.Meetings.Convene(t.Context(), hall.Steward, m)
	if err != nil {
		t.Fatal(err)
	}
	d, err := h.Attendance.OpenCheckIn(t.Context(), hall.Steward, next.ID)
	if err != nil {
		t.Fatal(err)
	}
	in := attendance.Arrival{Mode: attendance.Room, Name: "Awa"}
	_, _, err = h.Attendance.CheckIn(t.Context(), who, next.ID, in)
	tell(t, err, "attendance.code.empty")
	read(t, h, func(tx *db.Tx) {
		_, err := h.Attendance.Present(tx, who, next.ID)
		tell(t, err, "attendance.not-here")
	})
	in.Code = d.Code
	if p, _, err := h.Attendance.CheckIn(t.Context(), who, next.ID, in); err != nil || p.Participant != who.In("eau") {
		t.Errorf("%v, %v", p, err) // with the code they are the same participant
	}
}

func TestADeviceSaysWhenSomebodyCame(t *testing.T) {
	h := attendancetest.Open(t)
	hall := h.Open(t)
	opened := h.Clock.Now()
	h.Clock.Advance(time.Hour)
	at := opened.Add(20 * time.Minute).Truncate(time.Microsecond)
	for name, c := range map[string]struct{ happened, want time.Time }{
		"in between": {at, at},
		"too early":  {opened.Add(-time.Hour), time.Time{}},
		"too late":   {opened.Add(5 * time.Hour), time.Time{}},
	} {
		p, _, err := h.Attendance.CheckIn(t.Context(), stranger, hall.Meeting.ID, attendance.Arrival{
			Code: hall.Code, Mode: attendance.Room, Name: name, Happened: c.happened,
		})
		if err != nil {
			t.Fatal(err)
		}
		if !c.want.IsZero() && !p.In.Equal(c.want) {
			t.Errorf("%s: came at %v, want %v", name, p.In, c.want)
		}
		if p.In.Before(opened.Add(-time.Minute)) || p.In.After(h.Clock.Now()) {
			t.Errorf("%s: came at %v", name, p.In)
		}
	}
}

func TestPassesEndAfterTheMeeting(t *testing.T) {
	h := attendancetest.Open(t)
	hall := h.Open(t)
	_, token, err := h.Attendance.CheckIn(t.Context(), stranger, hall.Meeting.ID, attendance.Arrival{Code: hall.Code, Mode: attendance.Room, Name: "Awa"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		after time.Duration
		good  bool
	}{{0, true}, {24 * time.Hour, true}, {12 * 24 * time.Hour, true}, {3 * 24 * time.Hour, false}} {
		h.Clock.Advance(c.after)
		if _, ok, err := h.Attendance.Identify(t.Context(), token); err != nil || ok != c.good {
			t.Errorf("at %v the pass is good: %v, %v", h.Clock.Now(), ok, err)
		}
	}
	if _, ok, _ := h.Attendance.Identify(t.Context(), "some other token"); ok {
		t.Error("any token is a pass")
	}
}

func TestCheckInsAreCountedOnceAMinute(t *testing.T) {
	attendancetest.Each(t, func(t *testing.T, h *attendancetest.House) {
		hall := h.Open(t)
		hall.People(t, 8)
		tick := func() {
			for _, c := range h.Attendance.Feature().Clocks {
				if err := c.Do(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
		counts := func() (n int, last record.Fact) {
			read(t, h, func(tx *db.Tx) {
				facts, err := record.About(tx, hall.Meeting.Ref(), 1000)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range facts {
					if f.Kind == attendance.Counted {
						n, last = n+1, f
					}
				}
			})
			return n, last
		}
		tick()
		if n, _ := counts(); n != 0 {
			t.Error("a check-in was counted before it settled")
		}
		h.Clock.Advance(time.Minute)
		tick()
		tick()
		n, last := counts()
		if n != 1 || last.Figures["movements"] != 8 || last.Figures["room"] != 6 || last.Figures["remote"] != 2 || last.Hash == "" {
			t.Errorf("%d digests, the last %v", n, last)
		}
		h.Clock.Advance(72 * time.Hour) // nobody closed the door
		tick()
		if d, err := h.Attendance.Door(t.Context(), hall.Steward, hall.Meeting.ID); err != nil || d.Closed.IsZero() {
			t.Errorf("%v, %v", d, err)
		}
	})
}
