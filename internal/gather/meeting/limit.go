package meeting

import (
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"penc/internal/gather/process"
	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// Limits of what can be written of a meeting, beside those of every text of a
// process.
const (
	MaxMinutes   = 100_000    // how long a meeting lasts
	MaxPeople    = 10_000_000 // who took part
	MaxDays      = 60         // of an agenda
	MaxAgenda    = 200        // points
	MaxBreakouts = 100
	MaxOutcomes  = 100
	MaxPlaces    = 100_000 // in a breakout
)

// A check gathers the faults of one meeting, so that all of them can be told.
// What every text of a process is held to is said in the words of package
// process.
type check struct {
	from   lang.Tag // where a missing text is asked for
	faults fault.List
}

func (c *check) add(field, message string, parts ...any) {
	c.faults = c.faults.Add(fault.Field(field, message, parts...))
}

// words asks for a text in at least one language.
func (c *check) words(field string, t lang.Text, missing string) {
	if t.Empty() {
		c.add(field+"."+string(c.from), missing)
	}
}

// title asks for a line in at least one language.
func (c *check) title(field string, t lang.Text) {
	c.words(field, t, "process.limit.title-missing")
	c.line(field, t)
}

// line bounds a text of one line.
func (c *check) line(field string, t lang.Text) {
	for _, l := range t.Languages() {
		c.plain(field+"."+string(l), t.Words(l))
	}
}

func (c *check) lines(field string, ts []lang.Text) {
	c.count(field, len(ts), process.MaxList)
	for _, t := range ts {
		for _, l := range t.Languages() {
			c.plain(field, t.Words(l))
		}
	}
}

func (c *check) plain(field, words string) {
	if n := utf8.RuneCountInString(words); n > process.MaxTitle {
		c.add(field, "process.limit.title-long", "limit", process.MaxTitle, "length", n)
	}
}

// text bounds a longer text.
func (c *check) text(field string, t lang.Text) {
	for _, l := range t.Languages() {
		if n := len(t.Words(l)); n > process.MaxText {
			c.add(field+"."+string(l), "process.limit.text-long", "limit", process.MaxText/1000, "length", (n+999)/1000)
		}
	}
}

func (c *check) count(field string, n, limit int) {
	if n > limit {
		c.add(field, "process.limit.list-long", "limit", limit, "length", n)
	}
}

func (c *check) span(start, end string, s when.Span) {
	for _, d := range []struct {
		field string
		date  when.Date
	}{{start, s.Start}, {end, s.End}} {
		if _, ok := when.ParseDate(string(d.date)); !ok {
			c.add(d.field, "process.limit.date")
		}
	}
	if !s.Orderly() {
		c.add(end, "process.limit.span")
	}
}

func (c *check) clock(field, clock string) {
	if _, ok := minutes(clock); clock != "" && !ok {
		c.add(field, "meeting.clock.malformed")
	}
}

// minutes returns a time of day, "08:30", in minutes after midnight.
func minutes(clock string) (int, bool) {
	t, err := time.Parse("15:04", clock)
	if err != nil || len(clock) != len("15:04") {
		return 0, false
	}
	return t.Hour()*60 + t.Minute(), true
}

func (c *check) zone(field, zone string) {
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		c.add(field, "process.process.zone")
	}
}

func (c *check) url(field, address string) {
	u, err := url.Parse(address)
	switch {
	case address == "":
	case len(address) > process.MaxURL:
		c.add(field, "process.limit.url-long", "limit", process.MaxURL, "length", len(address))
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		c.add(field, "process.limit.url")
	}
}

func (c *check) where(p *Where) {
	if p == nil {
		return
	}
	c.words("place.city", p.City, "meeting.place.city-missing")
	c.line("place.city", p.City)
	c.line("place.venue", p.Venue)
	c.line("place.address", p.Address)
	c.line("place.room", p.Room)
	c.text("place.uncertain", p.Uncertain)
	if p.Country != "" && (len(p.Country) != 2 || strings.Trim(p.Country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
		c.add("place.country", "process.process.country")
	}
}

func (c *check) attendance(a *Attendance) {
	if a == nil {
		return
	}
	for _, f := range []struct {
		name   string
		people int
	}{{"total", a.Total}, {"in-person", a.InPerson}, {"online", a.Online}} {
		if f.people < 0 || f.people > MaxPeople {
			c.add("attendance."+f.name, "meeting.attendance.range", "limit", MaxPeople)
		}
	}
	if a.Total > 0 && a.InPerson+a.Online > a.Total {
		c.add("attendance.total", "meeting.attendance.sum", "total", a.Total, "sum", a.InPerson+a.Online)
	}
	c.text("attendance.note", a.Note)
}

// parts checks what a meeting leads to in its process.
func (c *check) parts(m Meeting, w process.Whole) {
	c.count("organizers", len(m.Organizers), process.MaxList)
	for _, id := range m.Organizers {
		if _, ok := w.Partner(id); !ok {
			c.add("organizers", "process.limit.unknown", "id", string(id))
		}
	}
	c.count("working-groups", len(m.WorkingGroups), process.MaxList)
	for _, id := range m.WorkingGroups {
		if e, ok := w.Entry(id); !ok || e.Kind != process.WorkingGroup {
			c.add("working-groups", "process.limit.unknown", "id", string(id))
		}
	}
	c.plain("facilitator", m.Facilitator)
	c.id("minutes", m.Minutes)
}

func (c *check) id(field string, id ref.ID) {
	if id != "" && !id.Valid() {
		c.add(field, "process.limit.unknown", "id", string(id))
	}
}

// evidence bounds evidence, whose sources are sources of the process.
func (c *check) evidence(e evidence.Evidence, w process.Whole) {
	known := map[ref.ID]bool{}
	for _, s := range w.Sources {
		known[s.ID] = true
	}
	for _, id := range e.Cited() {
		if !known[id] {
			c.add("sources", "process.limit.unknown", "id", string(id))
		}
	}
	c.text("uncertain", e.Uncertain)
	c.count("disputed", len(e.Disputes), process.MaxList)
	for _, d := range e.Disputes {
		c.count("disputed", len(d.Values), process.MaxList)
		for _, v := range d.Values {
			c.text("disputed", v.Value)
		}
	}
	c.count("not-published", len(e.Gaps), process.MaxList)
	for _, g := range e.Gaps {
		c.text("not-published", g.Note)
	}
}
