package meeting

import (
	"strings"
	"testing"
	"time"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

var (
	spring = time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
	water  = process.Whole{
		Process:  process.Process{ID: "water", Languages: []lang.Tag{"fr", "en"}, Zone: "Africa/Dakar"},
		Sources:  []process.Source{{Part: process.Part{ID: "press"}}},
		Partners: []process.Partner{{Part: process.Part{ID: "board"}}},
		Entries: []process.Entry{
			{Part: process.Part{ID: "wg"}, Kind: process.WorkingGroup}, {Part: process.Part{ID: "theme"}, Kind: process.Theme},
		},
	}
	convener = holding(access.Convener, ref.To("process", "water"))
)

func holding(role string, scope ref.Ref) access.Actor {
	return access.Actor{Person: "awa", Channel: access.Web}.With(role, scope)
}

func sound() Meeting {
	return Meeting{
		ID: "m1", Process: "water", State: Planned, Version: 1, Title: lang.Say("fr", "Réunion"), Kind: "plenary",
		Dates: when.Span{Start: "2026-05-04"},
	}
}

func TestWhatIsSaidOfAMeeting(t *testing.T) {
	for _, c := range []struct {
		name  string
		with  func(*Meeting)
		field string // the first fault's; empty for none
	}{
		{"sound", func(*Meeting) {}, ""},
		{"a month", func(m *Meeting) { m.Dates.Start = "2026-05" }, ""},
		{"a year and a last day", func(m *Meeting) { m.Dates = when.Span{Start: "2026", End: "2026-05-05"} }, ""},
		{"everything", func(m *Meeting) {
			m.Start, m.Lasts, m.Zone, m.Mode, m.Link = "23:59", 100_000, "America/Toronto", "hybrid", "https://example.org/a"
			m.Where = &Where{City: lang.Say("fr", "Dakar"), Country: "SN"}
			m.Organizers, m.WorkingGroups = []ref.ID{"board"}, []ref.ID{"wg"}
			m.Attendance = &Attendance{Total: 46, InPerson: 30, Online: 16}
			m.Evidence = evidence.Evidence{Sources: []ref.ID{"press"}}
		}, ""},
		{"more online than in all is said without a total", func(m *Meeting) { m.Attendance = &Attendance{Online: 16} }, ""},
		{"no title", func(m *Meeting) { m.Title = lang.Text{} }, "title.fr"},
		{"a long title", func(m *Meeting) { m.Title = lang.Say("en", strings.Repeat("é", 201)) }, "title.en"},
		{"no kind", func(m *Meeting) { m.Kind = "" }, "kind"},
		{"no date", func(m *Meeting) { m.Dates = when.Span{} }, "start"},
		{"a day that is not there", func(m *Meeting) { m.Dates.Start = "2026-02-30" }, "start"},
		{"the end first", func(m *Meeting) { m.Dates.End = "2026-05-03" }, "end"},
		{"no time of day", func(m *Meeting) { m.Start = "8:30" }, "start-time"},
		{"an hour too many", func(m *Meeting) { m.Start = "24:00" }, "start-time"},
		{"too long", func(m *Meeting) { m.Lasts = 100_001 }, "duration-minutes"},
		{"an unknown zone", func(m *Meeting) { m.Zone = "Africa/Nowhere" }, "timezone"},
		{"the server's own zone", func(m *Meeting) { m.Zone = "Local" }, "timezone"},
		{"an unknown mode", func(m *Meeting) { m.Mode = "telepathy" }, "mode"},
		{"a script as address", func(m *Meeting) { m.Link = "javascript:alert(1)" }, "link"},
		{"a venue without a city", func(m *Meeting) { m.Where = &Where{Venue: lang.Say("fr", "Hôtel")} }, "place.city.fr"},
		{"a country in words", func(m *Meeting) { m.Where = &Where{City: lang.Say("fr", "Dakar"), Country: "Sénégal"} }, "place.country"},
		{"an unknown organizer", func(m *Meeting) { m.Organizers = []ref.ID{"nobody"} }, "organizers"},
		{"a theme as working group", func(m *Meeting) { m.WorkingGroups = []ref.ID{"theme"} }, "working-groups"},
		{"fewer in all than in the room", func(m *Meeting) { m.Attendance = &Attendance{Total: 3, InPerson: 4} }, "attendance.total"},
		{"no number", func(m *Meeting) { m.Attendance = &Attendance{Online: -1} }, "attendance.online"},
		{"a long note", func(m *Meeting) { m.Notes = lang.Say("fr", strings.Repeat("x", 100_001)) }, "notes.fr"},
		{"an unknown source", func(m *Meeting) { m.Evidence = evidence.Evidence{Sources: []ref.ID{"rumour"}} }, "sources"},
	} {
		in := sound()
		c.with(&in)
		_, err := sound().Change(convener, water, in, spring)
		got := ""
		if all := fault.All(err); len(all) > 0 {
			got = all[0].Field
		}
		if got != c.field || (err == nil) != (c.field == "") {
			t.Errorf("%s: %v, want a fault of %q", c.name, err, c.field)
		}
	}
}

func TestWhoWritesAMeeting(t *testing.T) {
	inside, other := ref.To("process", "water"), ref.To("process", "other")
	for _, c := range []struct {
		name           string
		who            access.Actor
		convene, write bool
	}{
		{"convener", convener, true, true},
		{"editor", holding(access.Editor, inside), true, true},
		{"facilitator", holding(access.Facilitator, inside), true, true},
		{"facilitator of this meeting", holding(access.Facilitator, ref.To("meeting", "m1")), false, true},
		{"facilitator of another meeting", holding(access.Facilitator, ref.To("meeting", "m2")), false, false},
		{"member", holding(access.Member, inside), false, false},
		{"observer", holding(access.Observer, inside), false, false},
		{"convener of another process", holding(access.Convener, other), false, false},
		{"operator", holding(access.Operator, access.Site), false, false},
		{"stranger", access.Actor{}, false, false},
	} {
		_, err := Convene(c.who, water, sound(), spring)
		if (err == nil) != c.convene || !c.convene && fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s convenes: %v", c.name, err)
		}
		_, changed := sound().Change(c.who, water, sound(), spring)
		_, agenda := sound().SetProgramme(c.who, water, Programme{}, 1, spring)
		_, cancelled := sound().Cancel(c.who, water.Process, lang.Say("fr", "Grève"), 1, spring)
		for what, err := range map[string]error{"changes": changed, "sets the programme": agenda, "cancels": cancelled} {
			if (err == nil) != c.write || !c.write && fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s %s: %v", c.name, what, err)
			}
		}
	}
}

func TestCancel(t *testing.T) {
	gone, long := sound(), sound()
	gone.State = Cancelled
	long.Dates = when.Span{Start: "2026-02-20", End: "2026-03"}
	over := sound()
	over.Dates.Start = "2026-02-28"
	today := sound()
	today.Dates.Start = "2026-03-01"
	why := lang.Say("fr", "Grève des trains")
	for _, c := range []struct {
		name    string
		m       Meeting
		reason  lang.Text
		version int
		want    fault.Kind
	}{
		{"to come", sound(), why, 1, fault.Internal},
		{"today", today, why, 1, fault.Internal},
		{"perhaps still going on", long, why, 1, fault.Internal},
		{"without a reason", sound(), lang.Text{}, 1, fault.Invalid},
		{"an old version", sound(), why, 0, fault.Conflict},
		{"over", over, why, 1, fault.Closed},
		{"twice", gone, why, 1, fault.Closed},
	} {
		m, err := c.m.Cancel(convener, water.Process, c.reason, c.version, spring)
		if fault.KindOf(err) != c.want || (err == nil) != (m.State == Cancelled && c.m.State == Planned) {
			t.Errorf("%s: %v, state %s", c.name, err, m.State)
		}
	}
}

// TestSequence: calendars hear of what they show, and of nothing else.
func TestSequence(t *testing.T) {
	was := sound()
	for _, c := range []struct {
		name string
		with func(*Meeting)
		want int
	}{
		{"nothing", func(*Meeting) {}, 0},
		{"notes", func(m *Meeting) { m.Notes = lang.Say("fr", "Une note") }, 0},
		{"attendance", func(m *Meeting) { m.Attendance = &Attendance{Total: 3} }, 0},
		{"sources", func(m *Meeting) { m.Sources = []ref.ID{"press"} }, 0},
		{"title", func(m *Meeting) { m.Title = lang.Say("fr", "Autre") }, 1},
		{"day", func(m *Meeting) { m.Dates.Start = "2026-05-05" }, 1},
		{"time", func(m *Meeting) { m.Start = "09:00" }, 1},
		{"zone", func(m *Meeting) { m.Zone = "Europe/Paris" }, 1},
		{"city", func(m *Meeting) { m.Where = &Where{City: lang.Say("fr", "Thiès")} }, 1},
		{"link", func(m *Meeting) { m.Link = "https://example.org" }, 1},
	} {
		in := sound()
		c.with(&in)
		m, err := was.Change(convener, water, in, spring)
		if err != nil || m.Sequence != c.want || m.Version != 2 || !m.Changed.Equal(spring) {
			t.Errorf("%s: sequence %d, version %d, %v", c.name, m.Sequence, m.Version, err)
		}
	}
	m, err := was.Cancel(convener, water.Process, lang.Say("fr", "Grève"), 1, spring)
	if err != nil || m.Sequence != 1 {
		t.Errorf("cancelled: sequence %d, %v", m.Sequence, err)
	}
}

func TestWhatStaysWhenAMeetingChanges(t *testing.T) {
	was := sound()
	was.Place, was.Sequence, was.Convened = 7, 3, spring
	was.Agenda = []AgendaItem{{ID: "a1", Title: lang.Say("fr", "Accueil")}}
	in := sound()
	in.ID, in.Process, in.State, in.Place, in.Sequence = "m2", "other", Cancelled, 9, 9
	in.Reason = lang.Say("fr", "Aucune")
	m, err := was.Change(convener, water, in, spring.AddDate(0, 0, 1))
	if err != nil {
		t.Fatal(err)
	}
	if m.ID != "m1" || m.Process != "water" || m.State != Planned || m.Place != 7 || m.Sequence != 3 || !m.Convened.Equal(spring) || !m.Reason.Empty() {
		t.Errorf("changed what stays: %+v", m)
	}
	if len(m.Agenda) != 1 {
		t.Error("the agenda is gone")
	}
}

func TestSplit(t *testing.T) {
	list := func(dates ...when.Date) (out []Meeting) {
		for i, d := range dates {
			out = append(out, Meeting{ID: ref.ID(d), Place: i, Dates: when.Span{Start: d}})
		}
		return out
	}
	names := func(list []Meeting) (out string) {
		for _, m := range list {
			out += string(m.ID) + " "
		}
		return out
	}
	ahead, past := Split(water.Process, list("2026-03-02", "2025", "2026-02-28", "2026", "2026-03-01", "2019-03"), spring)
	if got := names(ahead); got != "2026 2026-03-01 2026-03-02 " {
		t.Errorf("to come: %s", got)
	}
	if got := names(past); got != "2026-02-28 2025 2019-03 " {
		t.Errorf("over: %s", got)
	}
	// The day ends in the meeting's own zone: in Auckland it is already the second.
	m := Meeting{Dates: when.Span{Start: "2026-03-01"}, Zone: "Pacific/Auckland"}
	if !m.Over(water.Process, spring.Add(2*time.Hour)) || m.Over(water.Process, spring.Add(-time.Hour)) {
		t.Error("the day is not read in the meeting's zone")
	}
}

func TestToday(t *testing.T) {
	p := process.Process{Zone: "Africa/Dakar"}
	now := time.Date(2026, 5, 4, 23, 30, 0, 0, time.UTC)
	for span, want := range map[when.Span]bool{
		{Start: "2026-05-04"}: true, {Start: "2026-05-03", End: "2026-05-05"}: true, {Start: "2026-05-05"}: false,
		{Start: "2026-05-03"}: false, {Start: "2026-05"}: false,
	} {
		if got := (Meeting{Dates: span}).Today(p, now); got != want {
			t.Errorf("%v: %v, want %v", span, got, want)
		}
	}
}
