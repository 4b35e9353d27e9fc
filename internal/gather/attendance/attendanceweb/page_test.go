package attendanceweb

import (
	"testing"
	"time"

	"github.com/a-h/templ"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/gather/process/processtest"
	"penc/internal/gather/process/processweb"
	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
	"penc/internal/platform/web/ui"
	"penc/internal/platform/web/webtest"
)

const nasty = "<b>Awa</b>"

// whole is a process and a meeting in which everything is said.
func whole() (process.Whole, meeting.Meeting) {
	w := process.Whole{Process: processtest.Sound("eau")}
	w.State = process.Published
	w.Groups = []process.Group{{Part: process.Part{ID: "g"}, Title: processtest.Words(nasty, nasty)}}
	return w, meeting.Meeting{
		ID: "m", Process: "eau", State: meeting.Planned, Title: processtest.Words(nasty, nasty), Mode: "hybrid", Start: "08:30",
		Link: "https://meet.example.org/m", LinkPrivate: true,
	}
}

func fullStanding() attendance.Standing {
	w, m := whole()
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	here := attendance.Presence{Participant: "p", Name: nasty, Mode: attendance.Remote, Group: "g", In: at, NamedInPublic: true}
	return attendance.Standing{
		Meeting: m, Process: w, Door: attendance.Door{RoomPlaces: 2, RemotePlaces: 3, Code: "CDFGHJ", Opened: at, Until: at.AddDate(0, 0, 14)},
		Taken: attendance.Taken{attendance.Room: 2}, Waiting: 3, Ahead: 1, Open: true, CheckIn: true, Here: here, Known: here, Runs: true,
		Registration: attendance.Registration{ID: "r", State: attendance.Waiting, Mode: attendance.Room, Name: nasty},
	}
}

func TestPages(t *testing.T) {
	webtest.Pages(t, "attendance", words, func(p web.Page) map[string]templ.Component {
		full := fullStanding()
		empty := attendance.Standing{Process: process.Whole{}, Meeting: meeting.Meeting{ID: "m", Mode: "online"}}
		place := processweb.Place{Title: ui.Title{Title: nasty}, Tabs: []ui.Link{{Label: "a"}, {Label: "b"}}}
		arrive, registered, over := full, full, full
		arrive.Here, arrive.Known = attendance.Presence{}, attendance.Presence{}
		registered.Registration.State = attendance.Registered
		over.CheckIn, over.Here, over.Open = false, attendance.Presence{}, false
		checkIn := func(s attendance.Standing, fs web.Faults) templ.Component {
			return checkInView(checkInPage{Page: p, Place: place, Standing: s, Faults: fs, In: attendance.Arrival{Name: nasty, Code: "CDFGHJ"}, Key: "k"})
		}
		reg := func(s attendance.Standing, key string) templ.Component {
			return registerView(registerPage{Page: p, Place: place, Standing: s, Key: key})
		}
		owner := p
		owner.Who.Person = "awa"
		desk := fullDesk(p, place)
		bare := deskPage{Page: p, Place: place, Base: "/meetings/m/door", Desk: attendance.Desk{Meeting: meeting.Meeting{ID: "m"}}}
		helped := desk
		helped.Desk.Helper, helped.Query, helped.Desk.Expected = attendance.Helper{ID: "h"}, "x", nil
		return map[string]templ.Component{
			"code":        codeView(codePage{Page: p, Typed: nasty}),
			"code empty":  codeView(codePage{Page: p}),
			"here":        checkIn(full, web.Faults{}),
			"arrive":      checkIn(arrive, web.Faults{}),
			"known":       checkInView(checkInPage{Page: p, Place: place, Standing: func() attendance.Standing { s := full; s.Here = attendance.Presence{}; return s }()}),
			"shut":        checkIn(empty, web.Faults{}),
			"closed":      checkIn(over, web.Faults{}),
			"register":    reg(full, ""),
			"by key":      reg(registered, "k"),
			"own":         registerView(registerPage{Page: owner, Place: place, Standing: full}),
			"not open":    reg(empty, ""),
			"over":        registerView(registerPage{Page: p, Place: place, Standing: registered, Over: true}),
			"unregister":  unregisterView(registerPage{Page: p, Place: place, Standing: full}),
			"panel":       meetingPanelView(meetingPanel{Speaker: p.Speaker, Standing: full}),
			"panel empty": meetingPanelView(meetingPanel{Speaker: p.Speaker, Standing: empty, Over: true}),
			"desk":        deskView(desk),
			"desk empty":  deskView(bare),
			"helper":      deskView(helped),
			"close":       closeView(desk),
			"list":        listView(listPage{deskPage: desk, Typed: nasty, Lines: lines()}),
			"list ready":  listView(listPage{deskPage: desk, Lines: lines()[:1]}),
			"list empty":  listView(listPage{deskPage: bare}),
			"calendar":    calendarPanelView(calendarPanel{Speaker: p.Speaker, Since: "1 March"}),
			"no calendar": calendarPanelView(calendarPanel{Speaker: p.Speaker}),
			"address":     addressView(addressPage{Page: p, Address: "https://example.org/calendars/x.ics"}),
			"roll":        rollView(fullRoll(p, place)),
			"roll empty":  rollView(rollPage{Page: p, Place: place, Roll: attendance.Roll{Meeting: meeting.Meeting{ID: "m"}}}),
			"asked":       registrationsView(fullRoll(p, place)),
			"asked none":  registrationsView(rollPage{Page: p, Place: place, Roll: attendance.Roll{Meeting: meeting.Meeting{ID: "m", Mode: "online"}}}),
			"cancel":      cancelView(fullRoll(p, place), attendance.Registration{ID: "r", Name: nasty}),
			"sheet":       sheetView(fullRoll(p, place)),
			"sheet empty": sheetView(rollPage{Page: p, Place: place, Roll: attendance.Roll{Meeting: meeting.Meeting{ID: "m"}}}),
		}
	})
}

func lines() []attendance.Line {
	return []attendance.Line{
		{Number: 1, Arrival: attendance.Arrival{Name: nasty, Mode: attendance.Room, Group: "g"}, Known: true},
		{Number: 2, Arrival: attendance.Arrival{Mode: attendance.Remote}, Here: true, Faults: []*fault.Error{fault.Field("list", "attendance.list.group", "words", nasty)}},
	}
}

func fullDesk(p web.Page, place processweb.Place) deskPage {
	s := fullStanding()
	code, err := QR("https://example.org/m/CDFGHJ", "code")
	if err != nil {
		panic(err)
	}
	expected := []attendance.Expected{
		{Participant: "a", Name: nasty, Group: "g", Affiliation: nasty, Mode: attendance.Room, State: attendance.Registered},
		{Participant: "b", Mode: attendance.Remote, State: attendance.Waiting},
		{Participant: "c", Name: nasty, Presence: attendance.Presence{Participant: "c", Mode: attendance.Room, Via: attendance.ByDoor}},
		{Participant: "d", Name: nasty, Presence: attendance.Presence{Participant: "d", Mode: attendance.Room, Out: s.Door.Opened}},
	}
	return deskPage{
		Page: p, Place: place, Base: "/meetings/m/door", Process: s.Process, QR: code, Short: "https://example.org/m/CDFGHJ",
		Desk: attendance.Desk{
			Meeting: s.Meeting, Process: s.Process, Door: s.Door, Open: true, Now: attendance.Headcount{Room: 3, Remote: 1}, Expected: expected, More: true,
			Helpers: []attendance.Helper{{ID: "h", Name: nasty}, {ID: "i", Name: nasty, Ended: s.Door.Opened}},
		},
		Made: "https://example.org/door/x", MadeFor: nasty, Seat: "walk", Until: "2026-03-15 18:00",
	}
}

func fullRoll(p web.Page, place processweb.Place) rollPage {
	s := fullStanding()
	s.Here.Via = attendance.ByCode
	return rollPage{
		Page: p, Place: place, Orgs: []string{nasty}, Wish: attendance.Wish{Name: nasty},
		Roll: attendance.Roll{
			Meeting: s.Meeting, Process: s.Process, Door: s.Door, Runs: true, Sets: true, All: []attendance.Presence{s.Here},
			Asked: []attendance.Registration{
				{ID: "r", Name: nasty, State: attendance.Registered, Mode: attendance.Room, Group: "g"},
				{ID: "s", State: attendance.Waiting, Mode: attendance.Remote},
				{ID: "t", Name: nasty, State: attendance.Cancelled, Mode: attendance.Room},
			},
			Public: attendance.Public{
				Degree: attendance.Names, People: 9, Names: []string{nasty},
				Groups: []attendance.GroupCount{{Group: "g", People: 9}, {Group: ref.ID(""), Hidden: true}},
				Modes:  []attendance.ModeCount{{Mode: attendance.Room, People: 9}},
			},
		},
	}
}
