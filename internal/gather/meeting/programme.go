package meeting

import (
	"fmt"
	"slices"

	"penc/internal/gather/process"
	"penc/internal/ground/evidence"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// A Programme is what happens in a meeting, in its order.
type Programme struct {
	Agenda    []AgendaItem `json:"agenda,omitempty"`
	Breakouts []Breakout   `json:"breakouts,omitempty"`
	Outcomes  []Outcome    `json:"outcomes,omitempty"`
}

// An ItemKind says what happens at a point of the agenda; the empty one says
// nothing.
type ItemKind string

// ItemKinds are the kinds of points.
var ItemKinds = []ItemKind{
	"opening", "presentation", "talk", "panel", "facilitated-session", "discussion", "decision", "planning", "breakouts",
	"report-back", "training", "closing", "other",
}

// An AgendaItem is a point of the agenda.
type AgendaItem struct {
	ID         ref.ID    `json:"id"`
	Day        int       `json:"day,omitempty"` // of the meeting, from 1; 0 is not known
	Start      string    `json:"start_time,omitempty"`
	Minutes    int       `json:"minutes,omitempty"` // how long it lasts; 0 is not known
	Title      lang.Text `json:"title"`
	Kind       ItemKind  `json:"kind,omitempty"`
	Owner      string    `json:"owner,omitempty"`      // who leads it: a person of the process, or a plain name
	Presenters []string  `json:"presenters,omitempty"` // people of the process, or plain names
	Breakouts  []ref.ID  `json:"breakouts,omitempty"`  // of this meeting
	Documents  []ref.ID  `json:"documents,omitempty"`  // of the process's library
	evidence.Evidence
}

// A Breakout is a self-chosen group within a meeting, which reports back to the
// plenary.
type Breakout struct {
	ID         ref.ID    `json:"id"`
	Title      lang.Text `json:"title"`
	Question   lang.Text `json:"question,omitzero"`
	Room       lang.Text `json:"room,omitzero"`        // where it sits
	Link       string    `json:"link,omitempty"`       // where to take part online
	Capacity   int       `json:"capacity,omitempty"`   // places; 0 is as many as come
	Rapporteur string    `json:"rapporteur,omitempty"` // who reports back: a plain name
	ReportBack lang.Text `json:"report_back,omitzero"` // Markdown
	evidence.Evidence
}

// An Outcome is something that a meeting came to.
type Outcome struct {
	ID   ref.ID    `json:"id"`
	Text lang.Text `json:"text"`
	evidence.Evidence
}

// A Day is the part of an agenda that falls on one day of the meeting; Number is
// 0 for the points of which the day is not known.
type Day struct {
	Number int
	Items  []AgendaItem
}

// Days returns the agenda by day. Points without a day stand after those before
// them if a day is known at all.
func (p Programme) Days() []Day {
	var out []Day
	for _, it := range p.Agenda {
		n := len(out)
		if n == 0 || it.Day != out[n-1].Number && it.Day != 0 {
			out = append(out, Day{Number: it.Day})
			n++
		}
		out[n-1].Items = append(out[n-1].Items, it)
	}
	return out
}

// Breakout returns a breakout of the meeting.
func (p Programme) Breakout(id ref.ID) (Breakout, bool) {
	for _, b := range p.Breakouts {
		if b.ID == id {
			return b, true
		}
	}
	return Breakout{}, false
}

// An Edit is one step on the way to another programme.
type Edit struct {
	Do   string // "add", "up", "down", "remove"
	List string // "agenda", "breakouts", "outcomes"
	At   int    // the place in the list, from 0
}

// Edited returns the programme after a step. What makes no sense changes nothing.
// A breakout that goes is no longer named in the agenda.
func (p Programme) Edited(e Edit) Programme {
	switch e.List {
	case "agenda":
		p.Agenda = stepped(p.Agenda, e, MaxAgenda)
	case "outcomes":
		p.Outcomes = stepped(p.Outcomes, e, MaxOutcomes)
	case "breakouts":
		before := p.Breakouts
		p.Breakouts = stepped(p.Breakouts, e, MaxBreakouts)
		if e.Do == "remove" && len(p.Breakouts) < len(before) {
			p.Agenda = forgetting(p.Agenda, before[e.At].ID)
		}
	}
	return p
}

func stepped[T any](list []T, e Edit, limit int) []T {
	to := e.At
	switch e.Do {
	case "add":
		var fresh T
		if len(list) < limit {
			return append(slices.Clone(list), fresh)
		}
		return list
	case "up":
		to--
	case "down":
		to++
	case "remove":
	default:
		return list
	}
	if e.At < 0 || e.At >= len(list) || to < 0 || to >= len(list) {
		return list
	}
	out := slices.Clone(list)
	if e.Do == "remove" {
		return slices.Delete(out, e.At, e.At+1)
	}
	out[e.At], out[to] = out[to], out[e.At]
	return out
}

// forgetting returns an agenda that does not name a breakout.
func forgetting(agenda []AgendaItem, breakout ref.ID) []AgendaItem {
	out := slices.Clone(agenda)
	for i := range out {
		out[i].Breakouts = slices.DeleteFunc(slices.Clone(out[i].Breakouts), func(id ref.ID) bool { return id == breakout })
	}
	return out
}

// Part returns the evidence of a point, breakout or outcome, for its editor to
// change in place; nil if there is no such part.
func (p *Programme) Part(id ref.ID) *evidence.Evidence {
	for i := range p.Agenda {
		if p.Agenda[i].ID == id {
			return &p.Agenda[i].Evidence
		}
	}
	for i := range p.Breakouts {
		if p.Breakouts[i].ID == id {
			return &p.Breakouts[i].Evidence
		}
	}
	for i := range p.Outcomes {
		if p.Outcomes[i].ID == id {
			return &p.Outcomes[i].Evidence
		}
	}
	return nil
}

// Clone returns a programme whose lists can be changed without touching p's.
func (p Programme) Clone() Programme {
	return Programme{slices.Clone(p.Agenda), slices.Clone(p.Breakouts), slices.Clone(p.Outcomes)}
}

// ids returns the places of every id in the programme.
func (p *Programme) ids() []*ref.ID {
	var out []*ref.ID
	for i := range p.Agenda {
		out = append(out, &p.Agenda[i].ID)
	}
	for i := range p.Breakouts {
		out = append(out, &p.Breakouts[i].ID)
	}
	for i := range p.Outcomes {
		out = append(out, &p.Outcomes[i].ID)
	}
	return out
}

// check bounds the programme of a meeting of w.
func (p Programme) check(w process.Whole) error {
	c := &check{from: w.From()}
	c.count("agenda", len(p.Agenda), MaxAgenda)
	c.count("breakouts", len(p.Breakouts), MaxBreakouts)
	c.count("outcomes", len(p.Outcomes), MaxOutcomes)
	seen := map[ref.ID]bool{}
	for _, id := range p.ids() {
		if !id.Valid() || seen[*id] {
			c.add("", "process.limit.unknown", "id", string(*id))
		}
		seen[*id] = true
	}
	for i, it := range p.Agenda {
		c.item(at("agenda", i), it, p)
		c.evidence(it.Evidence, w)
	}
	for i, b := range p.Breakouts {
		c.title(at("breakouts", i)+".title", b.Title)
		c.line(at("breakouts", i)+".question", b.Question)
		c.breakout(at("breakouts", i), b)
		c.text(at("breakouts", i)+".report-back", b.ReportBack)
		c.evidence(b.Evidence, w)
	}
	for i, o := range p.Outcomes {
		c.words(at("outcomes", i)+".text", o.Text, "process.limit.title-missing")
		c.text(at("outcomes", i)+".text", o.Text)
		c.evidence(o.Evidence, w)
	}
	return c.faults.Err()
}

func (c *check) item(at string, it AgendaItem, p Programme) {
	c.title(at+".title", it.Title)
	if it.Day < 0 || it.Day > MaxDays {
		c.add(at+".day", "meeting.day.range", "limit", MaxDays)
	}
	c.clock(at+".start-time", it.Start)
	if it.Kind != "" && !slices.Contains(ItemKinds, it.Kind) {
		c.add(at+".kind", "meeting.item.kind-unknown")
	}
	c.count(at+".presenters", len(it.Presenters), process.MaxList)
	for _, name := range it.Presenters {
		c.plain(at+".presenters", name)
	}
	if it.Minutes < 0 || it.Minutes > MaxMinutes {
		c.add(at+".minutes", "meeting.duration.range", "limit", MaxMinutes)
	}
	c.plain(at+".owner", it.Owner)
	c.count(at+".documents", len(it.Documents), process.MaxList)
	for _, id := range it.Documents {
		c.id(at+".documents", id)
	}
	for _, id := range it.Breakouts {
		if _, ok := p.Breakout(id); !ok {
			c.add(at+".breakouts", "process.limit.unknown", "id", string(id))
		}
	}
}

// openLink returns a breakout's link if anybody may know it.
func (m Meeting) openLink(b Breakout) string {
	if m.LinkPrivate {
		return ""
	}
	return b.Link
}

// breakout bounds where a breakout meets and for how many.
func (c *check) breakout(at string, b Breakout) {
	c.line(at+".room", b.Room)
	c.url(at+".link", b.Link)
	c.plain(at+".rapporteur", b.Rapporteur)
	if b.Capacity < 0 || b.Capacity > MaxPlaces {
		c.add(at+".capacity", "meeting.capacity.range", "limit", MaxPlaces)
	}
}

func at(list string, i int) string { return fmt.Sprintf("%s.%d", list, i) }
