package minutes

import (
	"slices"
	"time"

	"penc/internal/gather/meeting"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// A State says where minutes stand.
type State string

// The states, in their order. None is before a draft was made.
const (
	None       State = ""
	Drafted    State = "draft"
	Circulated State = "circulated"
	Approved   State = "approved"
	Published  State = "published"
)

// A Way says how minutes were approved.
type Way string

// The ways of approving.
const (
	AtMeeting Way = "meeting" // a later meeting approved them
	BySilence Way = "silence" // nobody asked for another correction until the day
)

// MaxDays bounds how long minutes can be circulated.
const MaxDays = 366

// Minutes are the minutes of one meeting.
type Minutes struct {
	Meeting  ref.ID `json:"-"`
	Process  ref.ID `json:"-"`
	State    State  `json:"-"`
	Version  int    `json:"-"` // of the state; each section has its own
	Sections []Section

	Drafted    time.Time `json:"drafted"`
	Circulated time.Time `json:"circulated,omitzero"`
	Until      when.Date `json:"until,omitempty"`   // the last day for corrections
	Silence    bool      `json:"silence,omitempty"` // approves, as was said when they were circulated
	Approved   Approval  `json:"approved,omitzero"`
	Published  time.Time `json:"published,omitzero"`
}

// An Approval says who approved minutes, when and how.
type Approval struct {
	Way Way       `json:"way"`
	By  ref.ID    `json:"by"` // the participant who recorded it
	At  time.Time `json:"at"`
	// Meeting is where they were approved, if the site knows it; On is the day.
	Meeting ref.ID    `json:"meeting,omitempty"`
	On      when.Date `json:"on,omitempty"`
}

// A Practice is how a process deals with minutes.
type Practice struct {
	Process ref.ID
	Silence bool // approves once the last day for corrections is over
	Version int
}

// Ref returns the minutes' name for the rest of the house.
func (m Minutes) Ref() ref.Ref { return ref.To("minutes", m.Meeting) }

// Path returns the address of the minutes of a meeting, without the language.
func Path(meeting ref.ID) string { return "/meetings/" + string(meeting) + "/minutes" }

// MayWrite decides whether who may write the minutes of a meeting: who may write
// the meeting.
func MayWrite(who access.Actor, m meeting.Meeting) error {
	if m.MayWrite(who) != nil {
		return fault.New(fault.Forbidden, "", "minutes.write.team-only")
	}
	return nil
}

// MayApprove decides whether who may approve and publish minutes: the conveners of
// the process.
func MayApprove(who access.Actor, process ref.ID) error {
	if !who.Holds(access.Convener, ref.To("process", process)) {
		return fault.New(fault.Forbidden, "", "minutes.approve.conveners-only")
	}
	return nil
}

// A Reader is who looks at minutes: one of those who run the meeting, somebody who
// took part or is a member, or anybody else.
type Reader struct {
	Team, Took bool
}

// VisibleTo reports whether a reader sees the text of the minutes.
func (m Minutes) VisibleTo(r Reader) bool {
	switch m.State {
	case Published:
		return true
	case Circulated, Approved:
		return r.Team || r.Took
	case Drafted:
		return r.Team
	}
	return false
}

// Open reports whether the text can still be changed.
func (m Minutes) Open() bool { return m.State == Drafted || m.State == Circulated }

// Correctable reports whether corrections can be proposed on a day.
func (m Minutes) Correctable(today when.Date) bool {
	return m.State == Circulated && !m.Until.Before(today)
}

// step decides whether the minutes, of which somebody read a version, are in one of
// the states.
func (m Minutes) step(version int, states ...State) error {
	if version != m.Version {
		return fault.New(fault.Conflict, "", "minutes.changed")
	}
	if !slices.Contains(states, m.State) {
		return fault.New(fault.Closed, "", "minutes.state.not-now")
	}
	return nil
}

// Circulate returns the minutes circulated for correction until a day; those that
// are circulated already get another day.
func (m Minutes) Circulate(until when.Date, practice Practice, version int, today when.Date, now time.Time) (Minutes, error) {
	if err := m.step(version, Drafted, Circulated); err != nil {
		return m, err
	}
	last := when.DateOf(today.First().AddDate(0, 0, MaxDays))
	if until.Precision() != when.Day || until.Before(today) || last.Before(until) {
		return m, fault.Field("until", "minutes.circulate.until", "days", MaxDays)
	}
	m.State, m.Until, m.Silence = Circulated, until, practice.Silence
	if m.Circulated.IsZero() {
		m.Circulated = now
	}
	m.Version++
	return m, nil
}

// Approve returns the minutes approved in a way. Waiting is how many corrections
// have no answer.
func (m Minutes) Approve(in Approval, waiting, version int, today when.Date) (Minutes, error) {
	if err := m.step(version, Circulated); err != nil {
		return m, err
	}
	if waiting > 0 {
		return m, fault.New(fault.Closed, "", "minutes.approve.waiting", "n", waiting)
	}
	switch in.Way {
	case AtMeeting:
		if in.On.Precision() != when.Day || today.Before(in.On) {
			return m, fault.Field("on", "minutes.approve.on")
		}
	case BySilence:
		if !m.Silence {
			return m, fault.Field("way", "minutes.approve.no-silence")
		}
		if !m.Until.Before(today) {
			return m, fault.Field("way", "minutes.approve.too-early")
		}
		in.Meeting, in.On = "", ""
	default:
		return m, fault.Field("way", "minutes.approve.way")
	}
	m.State, m.Approved = Approved, in
	m.Version++
	return m, nil
}

// Publish returns the minutes published.
func (m Minutes) Publish(version int, now time.Time) (Minutes, error) {
	if err := m.step(version, Approved); err != nil {
		return m, err
	}
	m.State, m.Published = Published, now
	m.Version++
	return m, nil
}

// Section returns a section of the minutes.
func (m Minutes) Section(id ref.ID) (Section, bool) {
	for _, s := range m.Sections {
		if s.ID == id {
			return s, true
		}
	}
	return Section{}, false
}

// Shown returns the sections that are not left out, in their order.
func (m Minutes) Shown() []Section {
	return slices.DeleteFunc(slices.Clone(m.Sections), func(s Section) bool { return s.Left })
}

// Public is the public shape of published minutes.
type Public struct {
	Meeting   ref.ID          `json:"meeting"`
	Process   ref.ID          `json:"process"`
	State     State           `json:"state"`
	Approved  *PublicApproval `json:"approved,omitempty"`
	Published string          `json:"published,omitempty"`
	Sections  []PublicSection `json:"sections"`
	Errata    []PublicErratum `json:"corrections"`
}

// PublicApproval is the public shape of an approval.
type PublicApproval struct {
	Way     Way       `json:"way"`
	At      string    `json:"at"`
	On      when.Date `json:"on,omitempty"`
	Meeting ref.ID    `json:"meeting,omitempty"`
}

// PublicSection is the public shape of a section; texts are Markdown.
type PublicSection struct {
	ID    ref.ID              `json:"id"`
	Title map[lang.Tag]string `json:"title"`
	Text  map[lang.Tag]string `json:"text"`
}

// PublicErratum is the public shape of a correction after publication.
type PublicErratum struct {
	Section ref.ID              `json:"section,omitempty"`
	Text    map[lang.Tag]string `json:"text"`
	At      string              `json:"at"`
}

// Public returns the public shape of minutes with their corrections.
func (m Minutes) Public(errata []Erratum) Public {
	out := Public{Meeting: m.Meeting, Process: m.Process, State: m.State, Sections: []PublicSection{}, Errata: []PublicErratum{}}
	if m.Approved.Way != "" {
		out.Approved = &PublicApproval{m.Approved.Way, when.Format(m.Approved.At), m.Approved.On, m.Approved.Meeting}
	}
	if !m.Published.IsZero() {
		out.Published = when.Format(m.Published)
	}
	for _, s := range m.Shown() {
		out.Sections = append(out.Sections, PublicSection{s.ID, s.Title.All(), s.Text.All()})
	}
	for _, e := range errata {
		out.Errata = append(out.Errata, PublicErratum{e.Section, e.Text.All(), when.Format(e.At)})
	}
	return out
}
