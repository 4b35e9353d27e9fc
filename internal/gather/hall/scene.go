package hall

import (
	"time"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/gather/process"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// A Shared is what a hall looks like to everybody in it at one moment. It is read
// once for all who look at that moment, and never changed.
type Shared struct {
	Hall
	About        meeting.Meeting
	Of           process.Whole
	Runs         []Run
	Requests     []Request
	Turns        []Turn
	Heard        Heard
	Queue        []Request
	Why          Reason
	Floor        *Request // who has it
	Presences    []attendance.Presence
	People       map[ref.ID]attendance.Presence
	Headcount    attendance.Headcount
	Code         string // of check-in; empty while it is closed
	Temperatures []Temperature
	Decisions    []Decision
	Parked       []Parked
	Last         *Move // that can be undone
}

// filled returns the shared sight with what follows from its rows.
func (s Shared) filled() *Shared {
	s.People = map[ref.ID]attendance.Presence{}
	here := map[ref.ID]bool{}
	for _, p := range s.Presences {
		s.People[p.Participant] = p
		here[p.Participant] = p.Here()
	}
	s.Headcount = attendance.Count(s.Presences)
	s.Turns = turnsOf(s.Requests)
	s.Heard = HeardSoFar(s.Turns, s.Presences)
	s.Queue = Queue(s.Order, s.Requests, s.Heard, here)
	s.Why = Why(s.Order, s.Queue, s.Heard)
	for i, q := range s.Requests {
		if q.Standing == Speaking {
			s.Floor = &s.Requests[i]
		}
	}
	return &s
}

// ItemNow returns the item that is talked about; false for none.
func (s *Shared) ItemNow() (meeting.AgendaItem, bool) { return Item(s.About, s.Item) }

// ClockOf returns the clock of an item.
func (s *Shared) ClockOf(it meeting.AgendaItem) Clock { return ClockOf(s.Runs, it) }

// Temperature returns the check that can be answered, or else the last one; false
// if there was none.
func (s *Shared) Temperature() (Temperature, bool) {
	for _, t := range s.Temperatures {
		if t.IsOpen() {
			return t, true
		}
	}
	if n := len(s.Temperatures); n > 0 {
		return s.Temperatures[n-1], true
	}
	return Temperature{}, false
}

// Group returns how a stakeholder group is called; empty for those who have not
// said for whom they speak.
func (s *Shared) Group(id ref.ID) lang.Text {
	g, _ := s.Of.Group(id)
	return g.Title
}

// Place returns the place of a participant in the queue, from 1; 0 if they do not
// wait.
func (s *Shared) Place(participant ref.ID) int {
	for i, q := range s.Queue {
		if q.Participant == participant {
			return i + 1
		}
	}
	return 0
}

// A Scene is what one person sees of a hall.
type Scene struct {
	*Shared
	Now    time.Time
	Me     attendance.Presence // whoever looks; without a participant if they are not checked in
	Mine   *Request            // of theirs that waits or has the floor
	Answer int                 // the step they answered to the open check; 0 for none
	May    bool                // they run the hall
}

// Here reports whether who looks is checked in and has not left.
func (s Scene) Here() bool { return s.Me.Participant != "" && s.Me.Here() }

// Public is what anybody may know of a hall.
type Public struct {
	Meeting      ref.ID               `json:"meeting"`
	State        State                `json:"state"`
	Item         ref.ID               `json:"item,omitempty"`
	Elapsed      int                  `json:"item_seconds,omitempty"`
	Minutes      int                  `json:"item_minutes,omitempty"`
	Order        Order                `json:"queue_order"`
	Waiting      int                  `json:"waiting"`
	Speaking     bool                 `json:"somebody_speaks"`
	Present      attendance.Headcount `json:"present"`
	Groups       []PublicShare        `json:"speaking_time"`
	Seconds      int                  `json:"seconds_spoken"`
	Temperatures []PublicTemperature  `json:"temperatures"`
	Decisions    []PublicDecision     `json:"decisions"`
	Parked       []PublicParked       `json:"parked"`
}

// PublicShare is the speaking time of a stakeholder group.
type PublicShare struct {
	Group   ref.ID `json:"stakeholder_group"`
	Seconds int    `json:"seconds,omitempty"`
	Hidden  bool   `json:"hidden,omitempty"`
}

// PublicTemperature is a check that is over.
type PublicTemperature struct {
	Question map[lang.Tag]string `json:"question"`
	Scale    Scale               `json:"scale"`
	Open     bool                `json:"open,omitempty"`
	Steps    []int               `json:"steps,omitempty"`
	Groups   []PublicReading     `json:"by_group,omitempty"`
	TooFew   bool                `json:"too_few,omitempty"`
}

// PublicReading is what a stakeholder group answered.
type PublicReading struct {
	Group  ref.ID `json:"stakeholder_group"`
	Steps  []int  `json:"steps,omitempty"`
	Hidden bool   `json:"hidden,omitempty"`
}

// PublicDecision is a decision as it stands.
type PublicDecision struct {
	ID          ref.ID              `json:"id"`
	Text        map[lang.Tag]string `json:"text"`
	Item        ref.ID              `json:"item,omitempty"`
	At          time.Time           `json:"at"`
	GroundRules Rule                `json:"ground_rules,omitzero"`
	Policy      Rule                `json:"consensus_policy,omitzero"`
	Version     int                 `json:"version"`
	Struck      bool                `json:"struck_out,omitempty"`
}

// PublicParked is a matter on the parking list.
type PublicParked struct {
	ID     ref.ID              `json:"id"`
	Text   map[lang.Tag]string `json:"text"`
	Fate   Fate                `json:"state"`
	Reason map[lang.Tag]string `json:"reason,omitempty"`
}

// Public returns what anybody may know.
func (s Scene) Public() Public {
	out := Public{
		Meeting: s.About.ID, State: s.State, Item: s.Item, Order: s.Order, Waiting: len(s.Queue), Speaking: s.Floor != nil,
		Present: s.Headcount, Groups: []PublicShare{}, Temperatures: []PublicTemperature{}, Decisions: []PublicDecision{}, Parked: []PublicParked{},
	}
	if it, ok := s.ItemNow(); ok {
		out.Minutes, out.Elapsed = it.Minutes, int(s.ClockOf(it).Elapsed(s.Now)/time.Second)
	}
	b := InPublic(Shares(s.Turns, s.Presences, s.Now))
	out.Seconds = b.Seconds
	for _, g := range b.Shares {
		out.Groups = append(out.Groups, PublicShare{g.Group, g.Seconds, g.Hidden})
	}
	for _, t := range s.Temperatures {
		out.Temperatures = append(out.Temperatures, t.Public())
	}
	for _, d := range s.Decisions {
		out.Decisions = append(out.Decisions, PublicDecision{d.ID, d.Text.All(), d.Item, d.At, d.GroundRules, d.Policy, d.Version, d.Struck})
	}
	for _, p := range s.Parked {
		out.Parked = append(out.Parked, PublicParked{p.ID, p.Text.All(), p.Fate, p.Reason.All()})
	}
	return out
}

// Public returns what anybody may know of a check.
func (t Temperature) Public() PublicTemperature {
	out := PublicTemperature{Question: t.Question.All(), Scale: t.Scale, Open: t.IsOpen()}
	readings, tooFew := t.Readings()
	if out.TooFew = tooFew && !t.IsOpen(); out.TooFew || t.IsOpen() {
		return out
	}
	out.Steps = t.Steps
	for _, r := range readings {
		out.Groups = append(out.Groups, PublicReading{r.Group, r.Steps, r.Hidden})
	}
	return out
}
