package hallweb

import (
	"strconv"
	"time"

	"penc/internal/gather/attendance"
	"penc/internal/gather/hall"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/platform/web"
)

// A sayer says things of one hall.
type sayer struct {
	web.Speaker
	hall.Scene
}

// group returns how a stakeholder group is called.
func (s sayer) group(id ref.ID) string {
	if id == "" || s.Group(id).Empty() {
		return s.T("hall.group.none")
	}
	return s.Say(s.Group(id))
}

// named reports whether who looks may know names.
func (s sayer) named() bool { return s.May || s.Here() }

// person returns how somebody in the hall is called.
func (s sayer) person(id ref.ID) string {
	p, ok := s.People[id]
	if !ok || p.Name == "" {
		return s.T("hall.person.unnamed")
	}
	return p.Name
}

// about returns for whom somebody is there, and that they take part remotely.
func (s sayer) about(group ref.ID, mode attendance.Mode) string {
	if mode == attendance.Remote {
		return s.T("hall.about.remote", "group", s.group(group))
	}
	return s.group(group)
}

// long returns a duration in words.
func (s sayer) long(d time.Duration) string { return span(s.Speaker, d) }

func span(s web.Speaker, d time.Duration) string {
	sec := int(d / time.Second)
	switch {
	case sec < 60:
		return s.T("hall.time.seconds", "n", sec)
	case sec < 600 && sec%60 != 0:
		return s.T("hall.time.minutes-seconds", "minutes", sec/60, "seconds", sec%60)
	}
	return s.T("hall.time.minutes", "n", (sec+30)/60)
}

// digits returns a duration as a clock shows it.
func digits(d time.Duration) string {
	sec := int(d / time.Second)
	out := strconv.Itoa(sec/60) + ":"
	if sec%60 < 10 {
		out += "0"
	}
	return out + strconv.Itoa(sec%60)
}

// A face of a clock.
type dial struct {
	Start, Length, Now int64 // milliseconds
	Digits             string
	Left, Over, Plain  string // what stands beside the digits in each case
	Is                 string // which: "left", "over" or "plain"
	Sentence           string // told when it changes
}

func (s sayer) dial(c hall.Clock) dial {
	left, over := c.Left(s.Now)
	d := dial{
		Start: c.Start().UnixMilli(), Length: c.Length.Milliseconds(), Now: s.Now.UnixMilli(),
		Left:  s.T("hall.clock.left", "n", int(c.Length/time.Minute)),
		Over:  s.T("hall.clock.over", "n", int(c.Length/time.Minute)),
		Plain: s.T("hall.clock.plain"),
	}
	switch {
	case c.Length == 0:
		d.Is, d.Digits = "plain", digits(c.Elapsed(s.Now))
	case over > 0:
		d.Is, d.Digits, d.Sentence = "over", digits(over), s.T("hall.clock.over-told")
	default:
		d.Is, d.Digits = "left", digits(left)
	}
	return d
}

// turn is the clock of who has the floor.
func (s sayer) turn() dial {
	d := dial{Start: s.Floor.Began.UnixMilli(), Now: s.Now.UnixMilli(), Is: "plain", Plain: s.T("hall.floor.so-far")}
	d.Digits = digits(max(0, s.Now.Sub(s.Floor.Began)))
	return d
}

// step returns how a step of a scale is called.
func step(s web.Speaker, scale hall.Scale, n int) string {
	return s.T("hall.step." + string(scale) + "-" + strconv.Itoa(n))
}

// why says why the queue is in its order.
func (s sayer) why() string {
	if s.Order != hall.LeastHeard {
		return s.T("hall.why.first-come")
	}
	return s.T("hall.why.least-heard")
}

// whyFirst says why the first of the queue is first.
func (s sayer) whyFirst() string {
	if len(s.Queue) < 2 || s.Order != hall.LeastHeard {
		return ""
	}
	first := s.Queue[0]
	switch s.Why {
	case hall.GroupLess:
		return s.T("hall.why.group-less", "group", s.group(first.Group), "time", s.perHead(first.Group))
	case hall.SelfLess:
		return s.T("hall.why.self-less")
	}
	return s.T("hall.why.came-first")
}

// perHead is how long a group has spoken for each of its people who are there.
func (s sayer) perHead(group ref.ID) string {
	return s.long(time.Duration(s.Heard.Group[group]/max(1, s.Heard.People[group])) * time.Second)
}

// present says how many people are there.
func (s sayer) present() string {
	return s.T("hall.present", "room", s.T("hall.present-room", "n", s.Headcount.Room), "remote", s.T("hall.present-remote", "n", s.Headcount.Remote))
}

// lastMove says what was done to the queue last.
func (s sayer) lastMove() string {
	if s.Last == nil || len(s.Last.After) == 0 {
		return ""
	}
	moved := s.Last.After[0]
	for _, q := range s.Last.After {
		if q.Standing == hall.Speaking {
			moved = q
		}
	}
	return s.T("hall.move."+s.Last.What, "name", s.person(moved.Participant))
}

// item returns the title of an item of the agenda, empty for none.
func (s sayer) item(id ref.ID) lang.Text {
	it, _ := hall.Item(s.About, id)
	return it.Title
}
