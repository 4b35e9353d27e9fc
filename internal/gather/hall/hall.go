package hall

import (
	"slices"
	"time"
	"unicode/utf8"

	"penc/internal/gather/attendance"
	"penc/internal/gather/meeting"
	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// A State says where the hall of a meeting stands.
type State string

// The states. A hall that ended may be opened again: meetings last several days.
const (
	Closed State = "closed"
	Open   State = "open"
	Ended  State = "ended"
)

// A View is what stands in the middle of the projector.
type View string

// The views. The board shows what a higher room makes of the points: the list, the
// ballot that is open, its result.
const (
	ShowQueue       View = "queue"
	ShowBreakouts   View = "breakouts"
	ShowBoard       View = "board"
	ShowTemperature View = "temperature"
	ShowMessage     View = "message"
)

// Views are all views in the order in which they are offered.
var Views = []View{ShowQueue, ShowBreakouts, ShowBoard, ShowTemperature, ShowMessage}

// MaxMessage bounds the message on the projector, in characters: more is not read
// from ten metres.
const MaxMessage = 240

// A Screen is what the projector shows.
type Screen struct {
	View    View
	Message lang.Text // of ShowMessage
}

// A Hall is a meeting while it takes place.
type Hall struct {
	Meeting, Process ref.ID
	State            State
	Opened           time.Time // first
	Ended            time.Time // last; zero before
	Item             ref.ID    // of the agenda, talked about now; empty for none
	Order            Order
	Screen           Screen
	Counted          time.Time // turns that ended until then are in a digest
	Version          int       // 0 before the hall was opened for the first time
}

// fresh returns the hall of a meeting that was never opened.
func fresh(m meeting.Meeting) Hall {
	return Hall{Meeting: m.ID, Process: m.Process, State: Closed, Order: FirstCome, Screen: Screen{View: ShowQueue}}
}

// Path returns the address of the hall's page for participants, without the
// language.
func Path(meeting ref.ID) string { return "/meetings/" + string(meeting) + "/hall" }

// Desk returns the address of the facilitator's page.
func Desk(meeting ref.ID) string { return Path(meeting) + "/desk" }

// Projector returns the address of the page for the wall.
func Projector(meeting ref.ID) string { return "/meetings/" + string(meeting) + "/projector" }

// MayRun decides whether who may run the hall of a meeting: who may run its door.
func MayRun(who access.Actor, m meeting.Meeting) error {
	if attendance.MayRun(who, m) != nil {
		return fault.New(fault.Forbidden, "", "hall.run.team-only")
	}
	return nil
}

// Begin returns the hall open.
func (h Hall) Begin(m meeting.Meeting, public bool, now time.Time) (Hall, error) {
	switch {
	case m.State == meeting.Cancelled:
		return h, fault.New(fault.Closed, "", "hall.open.cancelled")
	case !public:
		return h, fault.New(fault.Closed, "", "hall.open.draft")
	case h.State == Open:
		return h, fault.New(fault.Closed, "", "hall.open.already")
	}
	if h.Opened.IsZero() {
		h.Opened = now
	}
	h.State, h.Ended = Open, time.Time{}
	h.Version++
	return h, nil
}

// End returns the hall ended, with no item under way.
func (h Hall) End(now time.Time) (Hall, error) {
	if err := h.open(); err != nil {
		return h, err
	}
	h.State, h.Ended, h.Item, h.Screen.View = Ended, now, "", ShowQueue
	h.Version++
	return h, nil
}

// open returns a fault unless the hall is open.
func (h Hall) open() error {
	if h.State != Open {
		return fault.New(fault.Closed, "", "hall.not-open")
	}
	return nil
}

// Turn returns the hall at an item of the meeting's agenda; empty for none.
func (h Hall) At(m meeting.Meeting, item ref.ID) (Hall, error) {
	if err := h.open(); err != nil {
		return h, err
	}
	if _, ok := Item(m, item); item != "" && !ok {
		return h, fault.Field("item", "hall.item.unknown")
	}
	h.Item = item
	h.Version++
	return h, nil
}

// Sorted returns the hall with its queue in another order.
func (h Hall) Sorted(by Order) (Hall, error) {
	if err := h.open(); err != nil {
		return h, err
	}
	if !slices.Contains(Orders, by) {
		return h, fault.Field("order", "hall.order.unknown")
	}
	h.Order = by
	h.Version++
	return h, nil
}

// Show returns the hall with something else on its projector.
func (h Hall) Show(s Screen) (Hall, error) {
	if err := h.open(); err != nil {
		return h, err
	}
	if !slices.Contains(Views, s.View) {
		return h, fault.Field("view", "hall.view.unknown")
	}
	for _, words := range s.Message.All() {
		if n := utf8.RuneCountInString(words); n > MaxMessage {
			return h, fault.Field("message", "hall.text.long", "limit", MaxMessage, "length", n)
		}
	}
	if s.View == ShowMessage && s.Message.Empty() {
		return h, fault.Field("message", "hall.message.empty")
	}
	h.Screen = s
	h.Version++
	return h, nil
}

// Item returns an item of a meeting's agenda.
func Item(m meeting.Meeting, id ref.ID) (meeting.AgendaItem, bool) {
	for _, it := range m.Agenda {
		if it.ID == id {
			return it, true
		}
	}
	return meeting.AgendaItem{}, false
}

// After returns the item that follows another one on the agenda; the first if
// there was none, and false at the end.
func After(m meeting.Meeting, id ref.ID) (meeting.AgendaItem, bool) {
	for i, it := range m.Agenda {
		if it.ID == id || id == "" {
			if id != "" {
				i++
			}
			if i < len(m.Agenda) {
				return m.Agenda[i], true
			}
			break
		}
	}
	return meeting.AgendaItem{}, false
}
