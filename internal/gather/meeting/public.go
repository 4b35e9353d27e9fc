package meeting

import (
	"penc/internal/gather/process"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// Public is what anybody may see of a meeting: all of it, once its process is
// published. It holds nothing about accounts.
type Public struct {
	ID            ref.ID            `json:"id"`
	Process       ref.ID            `json:"process"`
	State         State             `json:"state"`
	Reason        process.Words     `json:"reason,omitempty"`
	Title         process.Words     `json:"title"`
	Kind          Kind              `json:"kind"`
	Dates         when.Span         `json:"dates"`
	Start         string            `json:"start_time,omitempty"`
	Lasts         int               `json:"duration_minutes,omitempty"`
	Zone          string            `json:"timezone,omitempty"`
	Mode          Mode              `json:"mode,omitempty"`
	Where         *PublicWhere      `json:"place,omitempty"`
	Link          string            `json:"link,omitempty"`
	Theme         process.Words     `json:"theme,omitempty"`
	Organizers    []ref.ID          `json:"organizers,omitempty"`
	WorkingGroups []ref.ID          `json:"working_groups,omitempty"`
	Facilitator   string            `json:"facilitator,omitempty"`
	Attendance    *PublicAttendance `json:"attendance,omitempty"`
	Participants  []process.Words   `json:"participants,omitempty"`
	Recording     process.Words     `json:"recording,omitempty"`
	Minutes       ref.ID            `json:"minutes,omitempty"`
	Notes         process.Words     `json:"notes,omitempty"`
	Agenda        []PublicItem      `json:"agenda"`
	Breakouts     []PublicBreakout  `json:"breakouts"`
	Outcomes      []PublicOutcome   `json:"outcomes"`
	process.PublicEvidence
	Sequence int    `json:"sequence"`
	Changed  string `json:"changed"`
}

// PublicWhere is the public shape of a place.
type PublicWhere struct {
	City      process.Words `json:"city"`
	Country   string        `json:"country,omitempty"`
	Venue     process.Words `json:"venue,omitempty"`
	Address   process.Words `json:"address,omitempty"`
	Room      process.Words `json:"room,omitempty"`
	Uncertain process.Words `json:"uncertain,omitempty"`
}

// PublicAttendance is the public shape of an attendance.
type PublicAttendance struct {
	Total    int           `json:"total,omitempty"`
	InPerson int           `json:"in_person,omitempty"`
	Online   int           `json:"online,omitempty"`
	AtLeast  bool          `json:"at_least,omitempty"`
	Note     process.Words `json:"note,omitempty"`
}

// PublicItem is the public shape of a point of the agenda.
type PublicItem struct {
	ID         ref.ID        `json:"id"`
	Day        int           `json:"day,omitempty"`
	Start      string        `json:"start_time,omitempty"`
	Minutes    int           `json:"duration_minutes,omitempty"`
	Title      process.Words `json:"title"`
	Kind       ItemKind      `json:"kind,omitempty"`
	Owner      string        `json:"owner,omitempty"`
	Presenters []string      `json:"presenters,omitempty"`
	Breakouts  []ref.ID      `json:"breakouts,omitempty"`
	Documents  []ref.ID      `json:"documents,omitempty"`
	process.PublicEvidence
}

// PublicBreakout is the public shape of a breakout.
type PublicBreakout struct {
	ID         ref.ID        `json:"id"`
	Title      process.Words `json:"title"`
	Question   process.Words `json:"question,omitempty"`
	Room       process.Words `json:"room,omitempty"`
	Link       string        `json:"link,omitempty"`
	Capacity   int           `json:"capacity,omitempty"`
	Rapporteur string        `json:"rapporteur,omitempty"`
	ReportBack process.Words `json:"report_back,omitempty"`
	process.PublicEvidence
}

// PublicOutcome is the public shape of an outcome.
type PublicOutcome struct {
	ID   ref.ID        `json:"id"`
	Text process.Words `json:"text"`
	process.PublicEvidence
}

// Public returns the meeting's public shape.
func (m Meeting) Public() Public {
	out := Public{
		ID: m.ID, Process: m.Process, State: m.State, Reason: m.Reason.All(), Title: m.Title.All(), Kind: m.Kind, Dates: m.Dates,
		Start: m.Start, Lasts: m.Lasts, Zone: m.Zone, Mode: m.Mode, Link: m.OpenLink(), Theme: m.Theme.All(), Organizers: m.Organizers,
		WorkingGroups: m.WorkingGroups, Facilitator: m.Facilitator, Participants: allOf(m.Participants), Recording: m.Recording.All(),
		Minutes: m.Minutes, Notes: m.Notes.All(), Agenda: []PublicItem{}, Breakouts: []PublicBreakout{}, Outcomes: []PublicOutcome{},
		PublicEvidence: process.PublicOf(m.Evidence), Sequence: m.Sequence, Changed: when.Format(m.Changed),
	}
	if p := m.Where; p != nil {
		out.Where = &PublicWhere{p.City.All(), p.Country, p.Venue.All(), p.Address.All(), p.Room.All(), p.Uncertain.All()}
	}
	if a := m.Attendance; a != nil {
		out.Attendance = &PublicAttendance{a.Total, a.InPerson, a.Online, a.AtLeast, a.Note.All()}
	}
	for _, it := range m.Agenda {
		out.Agenda = append(out.Agenda, PublicItem{
			it.ID, it.Day, it.Start, it.Minutes, it.Title.All(), it.Kind, it.Owner, it.Presenters, it.Breakouts, it.Documents,
			process.PublicOf(it.Evidence),
		})
	}
	for _, b := range m.Breakouts {
		out.Breakouts = append(out.Breakouts, PublicBreakout{
			b.ID, b.Title.All(), b.Question.All(), b.Room.All(), m.openLink(b), b.Capacity, b.Rapporteur, b.ReportBack.All(),
			process.PublicOf(b.Evidence),
		})
	}
	for _, o := range m.Outcomes {
		out.Outcomes = append(out.Outcomes, PublicOutcome{o.ID, o.Text.All(), process.PublicOf(o.Evidence)})
	}
	return out
}

// Texts returns every text of the meeting with the name of its field, for search
// and for translators.
func (m Meeting) Texts() []process.Field {
	out := []process.Field{{What: "title", Text: m.Title}, {What: "theme", Text: m.Theme}}
	if p := m.Where; p != nil {
		out = append(out, process.Field{What: "place.city", Text: p.City}, process.Field{What: "place.venue", Text: p.Venue},
			process.Field{What: "place.address", Text: p.Address}, process.Field{What: "place.room", Text: p.Room},
			process.Field{What: "place.uncertain", Text: p.Uncertain})
	}
	for _, t := range m.Participants {
		out = append(out, process.Field{What: "participants", Text: t})
	}
	if a := m.Attendance; a != nil {
		out = append(out, process.Field{What: "attendance.note", Text: a.Note})
	}
	return append(out, process.Field{What: "recording", Text: m.Recording}, process.Field{What: "notes", Text: m.Notes},
		process.Field{What: "reason", Text: m.Reason}, process.Field{What: "uncertain", Text: m.Uncertain})
}

// Texts returns every text of the programme with the name of its field.
func (p Programme) Texts() []process.Field {
	var out []process.Field
	for _, it := range p.Agenda {
		out = append(out, process.Field{What: "item.title", Text: it.Title}, process.Field{What: "uncertain", Text: it.Uncertain})
	}
	for _, b := range p.Breakouts {
		out = append(out, process.Field{What: "breakout.title", Text: b.Title}, process.Field{What: "question", Text: b.Question},
			process.Field{What: "room", Text: b.Room}, process.Field{What: "report-back", Text: b.ReportBack}, process.Field{What: "uncertain", Text: b.Uncertain})
	}
	for _, o := range p.Outcomes {
		out = append(out, process.Field{What: "outcome.text", Text: o.Text}, process.Field{What: "uncertain", Text: o.Uncertain})
	}
	return out
}

func allOf(ts []lang.Text) []process.Words {
	var out []process.Words
	for _, t := range ts {
		out = append(out, t.All())
	}
	return out
}
