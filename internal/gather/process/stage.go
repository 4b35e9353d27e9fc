package process

import (
	"slices"
	"time"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// An Act is something that a stage lets people do.
type Act string

// The acts that a stage can open.
const (
	Join     Act = "join"     // take part in the process
	Propose  Act = "propose"  // propose a statement
	Vote     Act = "vote"     // vote on statements
	Comment  Act = "comment"  // comment on a draft
	Register Act = "register" // register for a meeting
)

// Acts are all acts, in the order in which people usually do them.
var Acts = []Act{Join, Propose, Vote, Comment, Register}

// A Stage is a dated part of a process. It says as data what is open in it.
type Stage struct {
	Part
	Title  lang.Text `json:"title"`
	Text   lang.Text `json:"text,omitzero"` // Markdown
	Dates  when.Span `json:"dates,omitzero"`
	Acts   []Act     `json:"acts,omitempty"`
	Status lang.Text `json:"status,omitzero"` // a word of the compilers: "announced"
}

// A Standing says where a stage stands on a day.
type Standing string

// Where a stage can stand.
const (
	Ahead   Standing = "ahead"
	Now     Standing = "now"
	Over    Standing = "over"
	Begun   Standing = "begun"   // it began; when it ended or ends is not known
	Undated Standing = "undated" // nothing is known of its dates
)

// Standing returns where the stage stands on a day. A stage without an end goes
// on as long as it opens something; of others only the beginning is known.
func (s Stage) Standing(today when.Date) Standing {
	switch {
	case !s.Dates.Known():
		return Undated
	case s.Dates.Start != "" && today.Before(s.Dates.Start):
		return Ahead
	case s.Dates.End != "" && s.Dates.End.Before(today):
		return Over
	case s.Dates.End != "" || len(s.Acts) > 0:
		return Now
	}
	return Begun
}

// Open reports whether the stage lets people do an act at a moment, which is
// read in its own time zone.
func (s Stage) Open(now time.Time, act Act) bool {
	return s.Standing(when.DateOf(now)) == Now && slices.Contains(s.Acts, act)
}

// Noun, Name and Fields describe the stage to the rest of the room.
func (s Stage) Noun() Noun      { return StageNoun }
func (s Stage) Name() lang.Text { return s.Title }

func (s Stage) Fields() []Field {
	var acts string
	for _, a := range s.Acts {
		acts += string(a) + " "
	}
	return []Field{
		{What: "title", Text: s.Title},
		{What: "text", Text: s.Text},
		{What: "start", Plain: string(s.Dates.Start)},
		{What: "end", Plain: string(s.Dates.End)},
		{What: "open", Plain: acts},
		{What: "status", Text: s.Status},
		{What: "uncertain", Text: s.Uncertain},
	}
}

func (s Stage) check(c *check, _ Whole) {
	c.title("title", s.Title)
	c.text("text", s.Text)
	c.span("start", "end", s.Dates)
	c.line("status", s.Status)
	for _, a := range s.Acts {
		if !slices.Contains(Acts, a) {
			c.add("open", "process.stage.act")
		}
	}
}

func (s Stage) leadsTo(n Noun, id ref.ID) bool { return cites(s.Evidence, n, id) }
