package attendance_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"penc/internal/gather/attendance"
	"penc/internal/gather/attendance/attendancetest"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/platform/db"
	"penc/internal/platform/feature"
)

func TestHelpersCheckPeopleInAndNothingElse(t *testing.T) {
	attendancetest.Each(t, func(t *testing.T, h *attendancetest.House) {
		hall := h.Open(t)
		ctx, id, s := t.Context(), hall.Meeting.ID, h.Attendance
		if _, _, err := s.MakeHelper(ctx, hall.Account(t, "m@example.sn", access.Member), id, "Awa"); err == nil {
			t.Error("a member made a helper")
		}
		helper, secret, err := s.MakeHelper(ctx, hall.Facilitator, id, "Awa at the door")
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.RegisterByHand(ctx, hall.Facilitator, id, attendance.Wish{Mode: attendance.Room, Name: "Éloïse Ndiaye", Group: hall.Groups[0]})
		if err != nil {
			t.Fatal(err)
		}
		d, err := s.Desk(ctx, stranger, "", secret, "eloise")
		if err != nil || len(d.Expected) != 1 || d.Expected[0].Participant != r.Participant || d.Helpers != nil {
			t.Fatalf("%v, %v", d.Expected, err)
		}

		// One press for somebody registered, whatever the network does to it.
		act := access.Actor{Channel: access.Web, Act: "press-1"}
		for range 2 {
			p, err := s.Admit(ctx, act, "", secret, attendance.Arrival{Participant: r.Participant, Mode: attendance.Room})
			if err != nil || p.Name != "Éloïse Ndiaye" || p.Group != hall.Groups[0] || p.Via != attendance.ByDoor {
				t.Fatalf("%v, %v", p, err)
			}
		}
		walk, err := s.Admit(ctx, stranger, "", secret, attendance.Arrival{Name: "Moussa", Mode: attendance.Room, Group: hall.Groups[1]})
		if err != nil || walk.Participant == r.Participant {
			t.Fatalf("%v, %v", walk, err)
		}
		if _, err := s.Undo(ctx, stranger, "", secret, walk.Participant); err != nil {
			t.Error(err)
		}
		_, err = s.Undo(ctx, stranger, "", secret, hall.People(t, 1)[0].In("eau"))
		tell(t, err, "attendance.undo.own")
		if p, err := s.Leave(ctx, stranger, "", secret, r.Participant); err != nil || p.Here() {
			t.Errorf("%v, %v", p, err)
		}
		read(t, h, func(tx *db.Tx) {
			if n, err := s.HeadcountTx(tx, id); err != nil || n != (attendance.Headcount{Room: 1, Left: 1}) {
				t.Errorf("%v, %v", n, err)
			}
		})

		// A helper's secret is good for nothing else, and ends.
		if _, ok, _ := s.Identify(ctx, secret); ok {
			t.Error("the helper's secret is a pass")
		}
		if _, err := s.OpenCheckIn(ctx, stranger, id); err == nil {
			t.Error("a stranger opened the door")
		}
		if err := s.EndHelper(ctx, hall.Facilitator, id, helper.ID); err != nil {
			t.Fatal(err)
		}
		_, err = s.Desk(ctx, stranger, "", secret, "")
		tell(t, err, "attendance.helper.over")
		_, secret, err = s.MakeHelper(ctx, hall.Facilitator, id, "Binta")
		if err != nil {
			t.Fatal(err)
		}
		h.Clock.Advance(72 * time.Hour)
		_, err = s.Desk(ctx, stranger, "", secret, "")
		tell(t, err, "attendance.helper.over")
		_, err = s.Desk(ctx, stranger, "", "something", "")
		tell(t, err, "attendance.helper.unknown")
	})
}

func TestAFullRoomTurnsNobodyAway(t *testing.T) {
	h := attendancetest.Open(t)
	hall := h.Open(t)
	places(t, hall, 2, 0)
	for i := range 4 {
		in := attendance.Arrival{Name: "P" + string(rune('a'+i)), Mode: attendance.Room}
		if _, err := h.Attendance.Admit(t.Context(), hall.Facilitator, hall.Meeting.ID, "", in); err != nil {
			t.Error(err)
		}
	}
}

func TestAPaperListIsEnteredWholeOrNotAtAll(t *testing.T) {
	attendancetest.Each(t, func(t *testing.T, h *attendancetest.House) {
		hall := h.Open(t)
		ctx, id, s := t.Context(), hall.Meeting.ID, h.Attendance
		r, err := s.RegisterByHand(ctx, hall.Facilitator, id, attendance.Wish{Mode: attendance.Room, Name: "Awa Diop", Group: hall.Groups[2]})
		if err != nil {
			t.Fatal(err)
		}
		bad := "Awa Diop;;Usagers\n\nBinta; Ligue; Martiens; salle\nMoussa;;;toit\n;Ligue\nBinta"
		lines, err := s.ReadList(ctx, hall.Facilitator, id, "", bad)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, l := range lines {
			for _, e := range l.Faults {
				got += string(rune('0'+l.Number)) + " " + e.Message + ", "
			}
		}
		if want := "3 attendance.list.group, 4 attendance.list.mode, 5 attendance.name.empty, 6 attendance.list.twice, "; got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
		_, err = s.EnterList(ctx, hall.Facilitator, id, "", bad)
		tell(t, err, "attendance.list.faults")

		if _, err := s.CloseCheckIn(ctx, hall.Facilitator, id); err != nil {
			t.Fatal(err)
		}
		h.Clock.Advance(48 * time.Hour)
		good := "AWA DIOP; Ligue; users; à distance\nBinta Fall\tLigue\tRecherche\nMoussa"
		who := hall.Facilitator
		who.Act = "the-list"
		for range 2 { // sent twice
			if _, err := s.EnterList(ctx, who, id, "", good); err != nil {
				t.Fatal(err)
			}
		}
		read(t, h, func(tx *db.Tx) {
			all, err := s.AllTx(tx, id)
			if err != nil || len(all) != 3 {
				t.Fatalf("%v, %v", all, err)
			}
			awa := all[0]
			if awa.Participant != r.Participant || awa.Mode != attendance.Remote || awa.Group != hall.Groups[0] || awa.Affiliation != "Ligue" {
				t.Errorf("%+v", awa)
			}
			for _, p := range all {
				if p.Via != attendance.ByPaper || !p.Here() {
					t.Errorf("%+v", p)
				}
			}
		})
		_, err = s.ReadList(ctx, hall.Facilitator, id, "", " \n ")
		tell(t, err, "attendance.list.empty")
		_, err = s.ReadList(ctx, hall.Facilitator, id, "", strings.Repeat("x\n", attendance.MaxLines+1))
		tell(t, err, "attendance.list.long")
	})
}

func TestCodesCannotBeTriedWithoutEnd(t *testing.T) {
	attendancetest.Each(t, func(t *testing.T, h *attendancetest.House) {
		hall := h.Open(t)
		here, there := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
		if id, err := h.Attendance.Find(t.Context(), here, strings.ToLower(hall.Code)); err != nil || id != hall.Meeting.ID {
			t.Fatalf("%v, %v", id, err)
		}
		last := ""
		for range 100 {
			_, err := h.Attendance.Find(t.Context(), here, "XXXXXX")
			if last = fault.All(err)[0].Message; last == "attendance.code.too-many" {
				break
			}
		}
		if last != "attendance.code.too-many" {
			t.Errorf("after 100 wrong codes: %s", last)
		}
		_, err := h.Attendance.Find(t.Context(), here, hall.Code)
		tell(t, err, "attendance.code.too-many")
		if _, err := h.Attendance.Find(t.Context(), there, hall.Code); err != nil {
			t.Errorf("others suffer: %v", err)
		}
		h.Clock.Advance(11 * time.Minute)
		if _, err := h.Attendance.Find(t.Context(), here, hall.Code); err != nil {
			t.Error(err)
		}
	})
}

func TestThePublicSeesWhatTheProcessChose(t *testing.T) {
	attendancetest.Each(t, func(t *testing.T, h *attendancetest.House) {
		hall := h.Open(t)
		for i := range 21 {
			group := hall.Groups[2]
			switch { // ten, eight and three
			case i < 10:
				group = hall.Groups[0]
			case i < 18:
				group = hall.Groups[1]
			}
			in := attendance.Arrival{Group: group, Affiliation: "Ligue", NamedInPublic: i == 0}
			hall.Somebody(t, in)
		}
		roll := func(who access.Actor) attendance.Roll {
			r, err := h.Attendance.Roll(t.Context(), who, hall.Meeting.ID)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		r := roll(stranger)
		hidden := 0
		for _, g := range r.Public.Groups {
			if g.Hidden {
				hidden++
			}
		}
		if r.Public.People != 21 || hidden != 2 || r.Public.Names != nil || r.Public.Written != nil || r.All != nil || r.Asked != nil {
			t.Errorf("%+v", r.Public)
		}
		if err := h.Attendance.SetDegree(t.Context(), hall.Facilitator, "eau", attendance.Names); err == nil {
			t.Error("a facilitator chose the degree")
		}
		if err := h.Attendance.SetDegree(t.Context(), hall.Convener, "eau", attendance.Names); err != nil {
			t.Fatal(err)
		}
		if r = roll(stranger); len(r.Public.Names) != 1 || len(r.Public.Written) != 1 || r.All != nil {
			t.Errorf("%+v", r.Public)
		}
		if r = roll(hall.Facilitator); len(r.All) != 21 {
			t.Errorf("the facilitator sees %d people", len(r.All))
		}
	})
}

func TestPublicNumbersCannotBeReadOffEachOther(t *testing.T) {
	// All of one group, few of them remote: hiding the modes alone would leave the
	// group's number and the total.
	var all []attendance.Presence
	for i := range 12 {
		m := attendance.Room
		if i < 2 {
			m = attendance.Remote
		}
		all = append(all, attendance.Presence{Group: "g", Mode: m})
	}
	p := attendance.PublicOf("m", all, attendance.Numbers)
	if p.People != 12 || !p.Modes[0].Hidden || !p.Modes[1].Hidden {
		t.Errorf("%+v", p)
	}
	p = attendance.PublicOf("m", all[:3], attendance.Numbers)
	if !p.Hidden || p.People != 0 || !p.Groups[0].Hidden || !p.Modes[0].Hidden || !p.Modes[1].Hidden {
		t.Errorf("%+v", p)
	}
	if p = attendance.PublicOf("m", nil, attendance.Numbers); p.Hidden || p.People != 0 {
		t.Errorf("%+v", p)
	}
}

func TestWhoLeavesTheSiteLeavesNoName(t *testing.T) {
	attendancetest.Each(t, func(t *testing.T, h *attendancetest.House) {
		hall := h.Open(t)
		places(t, hall, 1, 0)
		awa, binta := hall.Account(t, "awa@example.sn", access.Member), hall.Account(t, "binta@example.sn", access.Member)
		register(t, hall, awa, attendance.Room)
		register(t, hall, binta, attendance.Room)
		hall.CheckedIn(t, awa, hall.Groups[0])
		if _, err := h.Attendance.MakeFeed(t.Context(), awa); err != nil {
			t.Fatal(err)
		}
		out, err := h.People.Export(t.Context(), awa)
		if err != nil || out.Rooms["attendance"] == nil {
			t.Errorf("%v, %v", out.Rooms, err)
		}
		if err := h.People.Erase(t.Context(), awa, feature.Wish{}); err != nil {
			t.Fatal(err)
		}
		read(t, h, func(tx *db.Tx) {
			p, err := h.Attendance.PresenceOf(tx, hall.Meeting.ID, awa.In("eau"))
			if err != nil || p.Name != "" || p.Group != hall.Groups[0] {
				t.Errorf("%+v, %v", p, err)
			}
		})
		if got := state(t, hall, binta); got != "registered room, " {
			t.Errorf("who waited: %s", got)
		}
	})
}

func TestAPersonsOwnCalendar(t *testing.T) {
	h := attendancetest.Open(t)
	hall := h.Open(t)
	member := hall.Account(t, "member@example.sn", access.Member)
	register(t, hall, member, attendance.Remote)
	first, err := h.Attendance.MakeFeed(t.Context(), member)
	if err != nil {
		t.Fatal(err)
	}
	all, _, err := h.Attendance.Engagements(t.Context(), first)
	if err != nil || len(all) != 1 || all[0].Registration.Mode != attendance.Remote {
		t.Errorf("%v, %v", all, err)
	}
	second, err := h.Attendance.MakeFeed(t.Context(), member)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.Attendance.Engagements(t.Context(), first); err == nil {
		t.Error("the address that was replaced still works")
	}
	if err := h.Attendance.EndFeed(t.Context(), member); err != nil {
		t.Fatal(err)
	}
	_, _, err = h.Attendance.Engagements(t.Context(), second)
	tell(t, err, "attendance.feed.unknown")
	_, err = h.Attendance.MakeFeed(t.Context(), stranger)
	tell(t, err, "attendance.registration.signed-in-only")
}
