package meeting

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"

	"penc/internal/gather/process"
	"penc/internal/ground/lang"
	"penc/internal/ground/when"
)

// decoded reads a calendar as another program would.
func decoded(t *testing.T, c Calendar) (string, *ical.Calendar) {
	t.Helper()
	file, err := c.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(file), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Errorf("a line of %d bytes, or cut inside a character: %q", len(line), line)
		}
	}
	if !bytes.HasSuffix(file, []byte("END:VCALENDAR\r\n")) || bytes.Contains(file, []byte("\n\n")) {
		t.Errorf("malformed:\n%s", file)
	}
	cal, err := ical.NewDecoder(bytes.NewReader(file)).Decode()
	if err != nil {
		t.Fatalf("%v\n%s", err, file)
	}
	return string(file), cal
}

func TestTimesInACalendar(t *testing.T) {
	for _, c := range []struct {
		name        string
		dates       when.Span
		clock       string
		lasts       int
		zone        string // of the meeting
		processZone string
		start, end  string // as the file writes them; no end if it is empty
	}{
		{"a day", when.Span{Start: "2026-05-04"}, "", 0, "", "Africa/Dakar", "20260504", "20260505"},
		{"two days", when.Span{Start: "2018-11-28", End: "2018-11-29"}, "", 0, "", "", "20181128", "20181130"},
		{"over the new year", when.Span{Start: "2026-12-31"}, "", 0, "", "", "20261231", "20270101"},
		{"the end known to the month", when.Span{Start: "2018-11-28", End: "2018-11"}, "", 0, "", "", "20181128", "20181129"},
		{"Dakar", when.Span{Start: "2018-05-11"}, "08:30", 240, "Africa/Dakar", "", "20180511T083000Z", "20180511T123000Z"},
		{"the zone of the process", when.Span{Start: "2018-06-21"}, "09:00", 0, "", "America/Toronto", "20180621T130000Z", ""},
		{"winter in Toronto", when.Span{Start: "2018-12-21"}, "09:00", 0, "", "America/Toronto", "20181221T140000Z", ""},
		{"midnight", when.Span{Start: "2026-05-04"}, "00:00", 60, "Europe/Paris", "", "20260503T220000Z", "20260503T230000Z"},
		{"the night the clocks go forward", when.Span{Start: "2026-03-29"}, "01:30", 60, "Europe/Paris", "", "20260329T003000Z", "20260329T013000Z"},
		{"over that night", when.Span{Start: "2026-03-28", End: "2026-03-29"}, "22:00", 0, "Europe/Paris", "", "20260328T210000Z", "20260329T220000Z"},
		{"no zone", when.Span{Start: "2026-05-04"}, "08:30", 90, "", "", "20260504T083000", "20260504T100000"},
	} {
		m := Meeting{ID: "m1", Title: lang.Say("fr", "Réunion"), Dates: c.dates, Start: c.clock, Lasts: c.lasts, Zone: c.zone, Changed: spring}
		_, cal := decoded(t, Calendar{Host: "example.org", Events: []Event{{
			Meeting: m, Process: process.Process{Zone: c.processZone}, Title: "Réunion",
		}}})
		props := cal.Events()[0].Props
		start, end := props.Get(ical.PropDateTimeStart), props.Get(ical.PropDateTimeEnd)
		if start == nil || start.Value != c.start || (end == nil) != (c.end == "") || end != nil && end.Value != c.end {
			t.Errorf("%s: %v to %v, want %s to %s", c.name, start, end, c.start, c.end)
		}
		if wholeDay := len(c.start) == 8; wholeDay != (start.ValueType() == ical.ValueDate) {
			t.Errorf("%s: the start is a %s", c.name, start.ValueType())
		}
	}
}

func TestWhatACalendarSays(t *testing.T) {
	page, _ := url.Parse("https://example.org/fr/meetings/m1")
	m := Meeting{
		ID: "m1", State: Cancelled, Sequence: 4, Dates: when.Span{Start: "2026-05-04"},
		Changed: time.Date(2026, 3, 2, 10, 0, 0, 5000, time.UTC),
	}
	title := "Réunion « eau ; sol, air » \\ été : " + strings.Repeat("énoncé ", 30)
	about := "Première ligne\nSeconde ligne ; virgule, fin\nBEGIN:VALARM"
	file, cal := decoded(t, Calendar{Host: "example.org", Name: "L’eau, le sol", Events: []Event{{
		Meeting: m, Title: title, Where: "Hôtel, Dakar", About: about, Page: page,
	}}})
	if strings.Count(file, "\r\nBEGIN:") != 1 {
		t.Errorf("a text became a component:\n%s", file)
	}
	props := cal.Events()[0].Props
	for name, want := range map[string]string{
		ical.PropUID: "m1@example.org", ical.PropSummary: title, ical.PropLocation: "Hôtel, Dakar", ical.PropDescription: about,
		ical.PropStatus: "CANCELLED", ical.PropSequence: "4", ical.PropDateTimeStamp: "20260302T100000Z",
		ical.PropURL: "https://example.org/fr/meetings/m1",
	} {
		p := props.Get(name)
		if p == nil {
			t.Errorf("%s is not there", name)
			continue
		}
		got := p.Value
		if p.ValueType() == ical.ValueText {
			got, _ = p.Text()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if name, _ := cal.Props.Text("X-WR-CALNAME"); name != "L’eau, le sol" {
		t.Errorf("called %q", name)
	}
}

func TestACalendarWithoutADay(t *testing.T) {
	events := []Event{{Meeting: Meeting{ID: "m1", Dates: when.Span{Start: "2019-03"}, Changed: spring}, Title: "Mars"}}
	file, cal := decoded(t, Calendar{Host: "example.org", Events: events})
	if len(cal.Events()) != 0 || strings.Contains(file, "Mars") {
		t.Errorf("a month stands in a calendar:\n%s", file)
	}
	events = append(events, Event{Meeting: Meeting{ID: "m2", Dates: when.Span{Start: "2019-03-01"}, Changed: spring}, Title: "Jour"})
	if _, cal = decoded(t, Calendar{Host: "example.org", Events: events}); len(cal.Events()) != 1 {
		t.Errorf("%d events, want that with a day", len(cal.Events()))
	}
}
