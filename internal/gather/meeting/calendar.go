package meeting

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"

	"penc/internal/gather/process"
	"penc/internal/ground/when"
)

// A Calendar is meetings as calendars of participants read them (RFC 5545), in
// one language.
type Calendar struct {
	Host   string // of the site: the second half of every UID
	Name   string // of a calendar that people subscribe to; may be empty
	Method string // what the file asks for; Publish if empty
	Events []Event
}

// The methods of calendars (RFC 5546).
const (
	Publish = "PUBLISH" // read this
	Request = "REQUEST" // you are invited, or your invitation changed
	End     = "CANCEL"  // the invitation has ended
)

// A Party is somebody in an invitation.
type Party struct{ Name, Address string }

// An Invitation is what an event says to one person who registered.
type Invitation struct {
	Organizer, Attendee Party
	Turn                int       // how often it was ended and begun anew: it adds to the sequence
	Ended               bool      // the person does not come any more
	Written             time.Time // when this state of it was written
}

// An Event is a meeting in a calendar, with the words for it.
type Event struct {
	Meeting Meeting
	Process process.Process
	Title   string
	Where   string
	About   string
	Page    *url.URL
	To      *Invitation // nil for anybody
}

// Calendared reports whether a calendar can show the meeting: its day is known.
func (m Meeting) Calendared() bool { return m.Dates.Start.Precision() == when.Day }

// shows returns, as one string, everything that a calendar shows of the meeting.
func (m Meeting) shows() string {
	var where Where
	if m.Where != nil {
		where = *m.Where
	}
	return fmt.Sprint(m.State, m.Title.All(), m.Dates, m.Start, m.Lasts, m.Zone, m.Mode, m.Link, m.LinkPrivate, m.Theme.All(),
		where.City.All(), where.Country, where.Venue.All(), where.Address.All(), where.Room.All(), m.Reason.All())
}

// Encode returns the calendar's file. Meetings whose day is not known are left
// out.
func (c Calendar) Encode() ([]byte, error) {
	cal := ical.NewCalendar()
	cal.Props.SetText(ical.PropVersion, "2.0")
	cal.Props.SetText(ical.PropProductID, "-//Penc//Penc//EN")
	cal.Props.SetText(ical.PropMethod, cmp.Or(c.Method, Publish))
	if c.Name != "" {
		cal.Props.SetText(ical.PropName, c.Name)
		older := ical.NewProp("X-WR-CALNAME") // as programs call it that do not know NAME
		older.Value = cal.Props.Get(ical.PropName).Value
		cal.Props.Set(older)
	}
	for _, e := range c.Events {
		if e.Meeting.Calendared() {
			cal.Children = append(cal.Children, e.component(c.Host))
		}
	}
	if len(cal.Children) == 0 {
		// A calendar holds at least one component, also before there is a meeting.
		cal.Children = append(cal.Children, universal())
	}
	var out bytes.Buffer
	if err := ical.NewEncoder(&out).Encode(cal); err != nil {
		return nil, fmt.Errorf("encode calendar: %w", err)
	}
	return fold(out.Bytes()), nil
}

func (e Event) component(host string) *ical.Component {
	m := e.Meeting
	v := ical.NewEvent()
	v.Props.SetText(ical.PropUID, string(m.ID)+"@"+host)
	v.Props.SetDateTime(ical.PropDateTimeStamp, m.Changed.UTC())
	v.Props.SetDateTime(ical.PropLastModified, m.Changed.UTC())
	v.Props.Set(&ical.Prop{Name: ical.PropSequence, Params: ical.Params{}, Value: strconv.Itoa(m.Sequence)})
	v.SetStatus(ical.EventConfirmed)
	if m.State == Cancelled {
		v.SetStatus(ical.EventCancelled)
	}
	for name, words := range map[string]string{ical.PropSummary: e.Title, ical.PropLocation: e.Where, ical.PropDescription: e.About} {
		if words != "" {
			v.Props.SetText(name, words)
		}
	}
	if e.Page != nil {
		v.Props.SetURI(ical.PropURL, e.Page)
	}
	e.setTimes(v)
	if e.To != nil {
		e.invite(v)
	}
	return v.Component
}

// invite writes to whom the event is said, and by whom.
func (e Event) invite(v *ical.Event) {
	to := *e.To
	v.Props.SetDateTime(ical.PropDateTimeStamp, to.Written.UTC())
	v.Props.Set(&ical.Prop{Name: ical.PropSequence, Params: ical.Params{}, Value: strconv.Itoa(e.Meeting.Sequence + to.Turn)})
	if to.Ended {
		v.SetStatus(ical.EventCancelled)
	}
	v.Props.Set(party(ical.PropOrganizer, to.Organizer))
	who := party(ical.PropAttendee, to.Attendee)
	if !to.Ended && e.Meeting.State != Cancelled {
		who.Params.Set("ROLE", "REQ-PARTICIPANT")
		who.Params.Set("PARTSTAT", "ACCEPTED") // they registered by themselves
		who.Params.Set("RSVP", "FALSE")
	}
	v.Props.Set(who)
}

// unquotable is what a name in quotation marks cannot hold.
var unquotable = strings.NewReplacer(`"`, "'", "\r", " ", "\n", " ")

func party(prop string, p Party) *ical.Prop {
	out := ical.NewProp(prop)
	out.Value = "mailto:" + p.Address
	if name := unquotable.Replace(p.Name); name != "" {
		out.Params.Set("CN", name)
	}
	return out
}

// setTimes writes when the meeting is: whole days if no time is known, moments in
// UTC if a time and its zone are, and times without a zone ("floating") if nobody
// said which zone is meant.
func (e Event) setTimes(v *ical.Event) {
	m := e.Meeting
	first, last := m.Dates.Start.First(), m.Dates.Start.First()
	if m.Dates.End.Precision() == when.Day {
		last = m.Dates.End.First()
	}
	clock, timed := minutes(m.Start)
	if !timed {
		v.Props.SetDate(ical.PropDateTimeStart, first)
		v.Props.SetDate(ical.PropDateTimeEnd, last.AddDate(0, 0, 1)) // the day after the last
		return
	}
	zone, known := m.Location(e.Process)
	on := func(day time.Time, minute int) time.Time {
		return time.Date(day.Year(), day.Month(), day.Day(), 0, minute, 0, 0, zone)
	}
	start := on(first, clock)
	v.Props.Set(moment(ical.PropDateTimeStart, start, known))
	switch {
	case m.Lasts > 0:
		v.Props.Set(moment(ical.PropDateTimeEnd, start.Add(time.Duration(m.Lasts)*time.Minute), known))
	case last.After(first):
		v.Props.Set(moment(ical.PropDateTimeEnd, on(last.AddDate(0, 0, 1), 0), known))
	}
}

func moment(name string, t time.Time, zoned bool) *ical.Prop {
	p := ical.NewProp(name)
	if zoned {
		p.SetDateTime(t.UTC())
	} else {
		p.Value = t.Format("20060102T150405")
	}
	return p
}

// universal is the one component of a calendar without meetings.
func universal() *ical.Component {
	zone, standard := ical.NewComponent(ical.CompTimezone), ical.NewComponent(ical.CompTimezoneStandard)
	zone.Props.SetText(ical.PropTimezoneID, "UTC")
	for name, value := range map[string]string{
		ical.PropDateTimeStart: "19700101T000000", ical.PropTimezoneOffsetFrom: "+0000", ical.PropTimezoneOffsetTo: "+0000",
	} {
		standard.Props.Set(&ical.Prop{Name: name, Params: ical.Params{}, Value: value})
	}
	zone.Children = []*ical.Component{standard}
	return zone
}

// maxLine is the length in bytes that no line of a calendar exceeds.
const maxLine = 75

// fold breaks long lines as RFC 5545 asks for, never inside a character.
func fold(file []byte) []byte {
	var out strings.Builder
	valid := strings.ToValidUTF8(string(file), "")
	for line := range strings.SplitSeq(strings.TrimSuffix(valid, "\r\n"), "\r\n") {
		for limit := maxLine; len(line) > limit; limit = maxLine - 1 { // the space counts
			cut := limit
			for !utf8.RuneStart(line[cut]) {
				cut--
			}
			out.WriteString(line[:cut] + "\r\n ")
			line = line[cut:]
		}
		out.WriteString(line + "\r\n")
	}
	return []byte(out.String())
}
