package meeting

import (
	"cmp"
	"slices"
	"time"

	"penc/internal/gather/process"
	"penc/internal/ground/access"
	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// A Kind says what sort of meeting it is.
type Kind string

// Kinds are the sorts of meetings.
var Kinds = []Kind{"plenary", "consultation", "learning-exchange", "training", "round-table", "working-group", "other"}

// A Mode says where the participants of a meeting are; the empty Mode is not
// known.
type Mode string

// Modes are the known ways of meeting.
var Modes = []Mode{"in-person", "online", "hybrid"}

// A State says whether a meeting stands.
type State string

// The states of a meeting.
const (
	Planned   State = "planned"
	Cancelled State = "cancelled"
)

// A Meeting is a plenary or another session of a process.
type Meeting struct {
	ID       ref.ID    `json:"-"`
	Process  ref.ID    `json:"-"`
	Place    int       `json:"-"` // among the meetings of the process, from 1
	State    State     `json:"-"`
	Version  int       `json:"-"` // of everything said of it, 0 before it is stored
	Sequence int       `json:"-"` // of what calendars show
	Convened time.Time `json:"-"`
	Changed  time.Time `json:"-"` // last

	Title         lang.Text   `json:"title"`
	Kind          Kind        `json:"kind"`
	Dates         when.Span   `json:"dates"`
	Start         string      `json:"start_time,omitempty"` // "08:30", in the meeting's zone
	Lasts         int         `json:"duration_minutes,omitempty"`
	Zone          string      `json:"zone,omitempty"` // "Africa/Dakar"; empty for the process's
	Mode          Mode        `json:"mode,omitempty"`
	Where         *Where      `json:"place,omitempty"`
	Link          string      `json:"link,omitempty"`         // where to take part online
	LinkPrivate   bool        `json:"link_private,omitempty"` // links are for those who registered or are there
	Theme         lang.Text   `json:"theme,omitzero"`
	Organizers    []ref.ID    `json:"organizers,omitempty"`     // partners of the process
	WorkingGroups []ref.ID    `json:"working_groups,omitempty"` // entries of the process
	Facilitator   string      `json:"facilitator,omitempty"`    // a person of the process, or a plain name
	Attendance    *Attendance `json:"attendance,omitempty"`
	Participants  []lang.Text `json:"participants,omitempty"` // kinds of people who took part
	Recording     lang.Text   `json:"recording,omitzero"`
	Minutes       ref.ID      `json:"minutes,omitempty"` // in the library
	Notes         lang.Text   `json:"notes,omitzero"`    // Markdown
	Reason        lang.Text   `json:"reason,omitzero"`   // why it was cancelled
	Programme
	evidence.Evidence
}

// Where is the place of a meeting.
type Where struct {
	City      lang.Text `json:"city"`
	Country   string    `json:"country,omitempty"` // ISO 3166-1 alpha-2
	Venue     lang.Text `json:"venue,omitzero"`
	Address   lang.Text `json:"address,omitzero"` // street and number
	Room      lang.Text `json:"room,omitzero"`
	Uncertain lang.Text `json:"uncertain,omitzero"` // why the place is uncertain
}

// Attendance is how many people took part, as it was recorded; zero is not
// stated.
type Attendance struct {
	Total    int       `json:"total,omitempty"`
	InPerson int       `json:"in_person,omitempty"`
	Online   int       `json:"online,omitempty"`
	AtLeast  bool      `json:"at_least,omitempty"` // the figures are lower bounds
	Note     lang.Text `json:"note,omitzero"`
}

// Ref returns the meeting's name for the rest of the house.
func (m Meeting) Ref() ref.Ref { return ref.To("meeting", m.ID) }

// OpenLink returns the meeting's link if anybody may know it.
func (m Meeting) OpenLink() string {
	if m.LinkPrivate {
		return ""
	}
	return m.Link
}

// Path returns the address of the meeting's page without the language.
func (m Meeting) Path() string { return "/meetings/" + string(m.ID) }

// List returns the address of the page of all meetings of a process.
func List(process ref.ID) string { return "/processes/" + string(process) + "/meetings" }

// Location returns the time zone in which the meeting's times are meant, and
// false if neither the meeting nor its process names one.
func (m Meeting) Location(p process.Process) (*time.Location, bool) {
	name := cmp.Or(m.Zone, p.Zone)
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" {
		return time.UTC, false
	}
	return zone, true
}

// Over reports whether the meeting certainly lies before the day of a moment.
func (m Meeting) Over(p process.Process, now time.Time) bool {
	zone, _ := m.Location(p)
	return when.Date(cmp.Or(m.Dates.End, m.Dates.Start)).Before(when.DateOf(now.In(zone)))
}

// Today reports whether the meeting certainly takes place on the day of a moment.
func (m Meeting) Today(p process.Process, now time.Time) bool {
	zone, _ := m.Location(p)
	return m.Calendared() && !m.Over(p, now) && !when.DateOf(now.In(zone)).Before(m.Dates.Start)
}

// Split parts meetings into those that are to come, the next one first, and those
// that are over, the latest first.
func Split(p process.Process, all []Meeting, now time.Time) (ahead, past []Meeting) {
	for _, m := range all {
		if m.Over(p, now) {
			past = append(past, m)
		} else {
			ahead = append(ahead, m)
		}
	}
	slices.SortStableFunc(ahead, chronological)
	slices.SortStableFunc(past, func(a, b Meeting) int { return chronological(b, a) })
	return ahead, past
}

func chronological(a, b Meeting) int {
	return cmp.Or(a.Dates.Start.First().Compare(b.Dates.Start.First()), cmp.Compare(a.Start, b.Start), a.Place-b.Place)
}

// writers are the roles that write meetings.
var writers = []string{access.Convener, access.Editor, access.Facilitator}

// MayConvene decides whether who may convene meetings of a process: its
// conveners, editors and facilitators.
func MayConvene(who access.Actor, process ref.ID) error {
	if who.HoldsAny(writers, ref.To("process", process)) {
		return nil
	}
	return fault.New(fault.Forbidden, "", "meeting.write.team-only")
}

// MayWrite decides whether who may write this meeting: those who may convene it,
// and those who hold such a role on the meeting alone.
func (m Meeting) MayWrite(who access.Actor) error {
	if who.HoldsAny(writers, m.Ref()) {
		return nil
	}
	return MayConvene(who, m.Process)
}

// Convene decides whether who may convene in as a meeting of w, and returns it
// planned. What happens in it comes later.
func Convene(who access.Actor, w process.Whole, in Meeting, now time.Time) (Meeting, error) {
	if err := MayConvene(who, w.ID); err != nil {
		return in, err
	}
	m := Meeting{ID: in.ID, Process: w.ID, State: Planned, Convened: now}.with(in)
	if err := m.check(w); err != nil {
		return in, err
	}
	return m.saved(Meeting{}, now), nil
}

// Change decides whether who may change what is said of the meeting into what in
// says, and returns it as it is afterwards. State, reason and programme stay.
func (m Meeting) Change(who access.Actor, w process.Whole, in Meeting, now time.Time) (Meeting, error) {
	if err := m.ready(who, in.Version); err != nil {
		return in, err
	}
	next := m.with(in)
	if err := next.check(w); err != nil {
		return in, err
	}
	return next.saved(m, now), nil
}

// SetProgramme decides whether who may put p in the place of the meeting's
// programme, and returns the meeting as it is afterwards. Points, breakouts and
// outcomes that are new have an id already.
func (m Meeting) SetProgramme(who access.Actor, w process.Whole, p Programme, version int, now time.Time) (Meeting, error) {
	if err := m.ready(who, version); err != nil {
		return m, err
	}
	if err := p.check(w); err != nil {
		return m, err
	}
	next := m
	next.Programme = p
	return next.saved(m, now), nil
}

// Cancel decides whether who may cancel the meeting for a reason, and returns it
// cancelled. A meeting that is over was held or not, but cannot be cancelled.
func (m Meeting) Cancel(who access.Actor, p process.Process, reason lang.Text, version int, now time.Time) (Meeting, error) {
	if err := m.ready(who, version); err != nil {
		return m, err
	}
	switch {
	case m.State == Cancelled:
		return m, fault.New(fault.Closed, "", "meeting.cancel.done")
	case m.Over(p, now):
		return m, fault.New(fault.Closed, "", "meeting.cancel.over")
	}
	c := &check{from: p.From()}
	c.words("reason", reason, "meeting.cancel.no-reason")
	c.text("reason", reason)
	if err := c.faults.Err(); err != nil {
		return m, err
	}
	next := m
	next.State, next.Reason = Cancelled, reason
	return next.saved(m, now), nil
}

// ready decides whether who may write the meeting, of which they read a version.
func (m Meeting) ready(who access.Actor, version int) error {
	if err := m.MayWrite(who); err != nil {
		return err
	}
	if version != m.Version {
		return fault.New(fault.Conflict, "", "meeting.meeting.changed")
	}
	return nil
}

// with returns m saying what in says of itself.
func (m Meeting) with(in Meeting) Meeting {
	next := in
	next.ID, next.Process, next.Place, next.State, next.Reason = m.ID, m.Process, m.Place, m.State, m.Reason
	next.Version, next.Sequence, next.Convened, next.Changed = m.Version, m.Sequence, m.Convened, m.Changed
	next.Programme = m.Programme
	return next
}

// saved returns m as it is stored after was.
func (m Meeting) saved(was Meeting, now time.Time) Meeting {
	m.Version++
	m.Changed = now
	if was.Version > 0 && m.shows() != was.shows() {
		m.Sequence++
	}
	return m
}

func (m Meeting) check(w process.Whole) error {
	c := &check{from: w.From()}
	c.title("title", m.Title)
	if !slices.Contains(Kinds, m.Kind) {
		c.add("kind", "meeting.kind.unknown")
	}
	if m.Dates.Start == "" {
		c.add("start", "meeting.start.missing")
	}
	c.span("start", "end", m.Dates)
	c.clock("start-time", m.Start)
	if m.Lasts < 0 || m.Lasts > MaxMinutes {
		c.add("duration-minutes", "meeting.duration.range", "limit", MaxMinutes)
	}
	c.zone("timezone", m.Zone)
	if m.Mode != "" && !slices.Contains(Modes, m.Mode) {
		c.add("mode", "meeting.mode.unknown")
	}
	c.url("link", m.Link)
	c.where(m.Where)
	c.line("theme", m.Theme)
	c.parts(m, w)
	c.attendance(m.Attendance)
	c.lines("participants", m.Participants)
	c.line("recording", m.Recording)
	c.text("notes", m.Notes)
	c.evidence(m.Evidence, w)
	return c.faults.Err()
}
