package breakout

import (
	"maps"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// Limits of a report-back.
const (
	MaxLines      = 7
	MaxLine       = 500    // characters
	MaxSupporters = 200    // characters
	MaxSupport    = 10_000 // people
	MaxQuestions  = 2000   // characters
	MaxNote       = 200    // characters
)

// A Line is one of the points that a room reports to the plenary.
type Line struct {
	ID         ref.ID    `json:"id"` // the same in every version
	Text       lang.Text `json:"text"`
	Support    int       `json:"support,omitempty"`    // people in the room who supported it; 0 if they were not counted
	Supporters string    `json:"supporters,omitempty"` // who, in words: "everybody but two"
	From       []ref.ID  `json:"from,omitempty"`       // the collected points that it takes up
}

// Equal reports whether both lines say the same.
func (l Line) Equal(o Line) bool {
	return l.Text.Equal(o.Text) && l.Support == o.Support && l.Supporters == o.Supporters && slices.Equal(l.From, o.From)
}

// A Body is what a report-back says.
type Body struct {
	Lines     []Line    `json:"lines"`
	Questions lang.Text `json:"questions,omitzero"` // left open, one a line
}

// Equal reports whether both bodies say the same.
func (b Body) Equal(o Body) bool {
	return slices.EqualFunc(b.Lines, o.Lines, Line.Equal) && b.Questions.Equal(o.Questions)
}

// Empty reports whether nothing is said.
func (b Body) Empty() bool { return len(b.Lines) == 0 && b.Questions.Empty() }

// Lang returns the language in which the body was written; otherwise if it is
// empty.
func (b Body) Lang(otherwise lang.Tag) lang.Tag {
	for _, l := range b.Lines {
		return l.Text.Original()
	}
	if !b.Questions.Empty() {
		return b.Questions.Original()
	}
	return otherwise
}

// check bounds a body; a filed one has a line.
func (b Body) check(filed bool) error {
	var faults fault.List
	long := func(field, words string, limit int) {
		if n := utf8.RuneCountInString(words); n > limit {
			faults = faults.Add(fault.Field(field, "breakout.report.long", "limit", limit, "length", n))
		}
	}
	if len(b.Lines) > MaxLines {
		faults = faults.Add(fault.Field("", "breakout.report.lines", "limit", MaxLines, "length", len(b.Lines)))
	}
	if filed && len(b.Lines) == 0 {
		faults = faults.Add(fault.Field("text.1", "breakout.report.empty"))
	}
	for i, l := range b.Lines {
		n := strconv.Itoa(i + 1)
		for _, t := range l.Text.Languages() {
			long("text."+n, l.Text.Words(t), MaxLine)
		}
		if l.Text.Empty() {
			faults = faults.Add(fault.Field("text."+n, "breakout.report.line-empty"))
		}
		long("supporters."+n, l.Supporters, MaxSupporters)
		if l.Support < 0 || l.Support > MaxSupport {
			faults = faults.Add(fault.Field("support."+n, "breakout.report.support", "limit", MaxSupport))
		}
	}
	for _, t := range b.Questions.Languages() {
		long("questions", b.Questions.Words(t), MaxQuestions)
	}
	return faults.Err()
}

// A Standing says how a version relates to the others.
type Standing string

// The standings. One version at most stands.
const (
	Stands Standing = "stands"
	Beside Standing = "beside" // written at the same time as the one that stands
	Past   Standing = "past"
)

// A Version is a report-back as somebody saved it.
type Version struct {
	Number   int // from 1
	Of       int // the version that the writer had read; 0 if none
	Standing Standing
	Filed    bool // reported to the plenary, not a draft
	Body
	By       ref.ID // participant; empty for a facilitator who takes no part
	Way      Way
	Note     string         // why it was amended
	Groups   map[ref.ID]int // the people in the room by group, when it was filed
	Happened time.Time
	At       time.Time
	act      string
}

// A ReportBack is what a room reports to the plenary, with all its versions, the
// oldest first.
type ReportBack struct {
	Meeting  ref.ID
	Process  ref.ID
	Breakout ref.ID
	Versions []Version
}

// Ref returns the report-back's name for the rest of the house.
func (r ReportBack) Ref() ref.Ref { return ref.To("breakout", r.Breakout) }

// Standing returns the version that stands; the zero Version if there is none.
func (r ReportBack) Standing() Version {
	for _, v := range slices.Backward(r.Versions) {
		if v.Standing == Stands {
			return v
		}
	}
	return Version{}
}

// Beside returns the versions that wait to be chosen or merged.
func (r ReportBack) Beside() []Version {
	var out []Version
	for _, v := range r.Versions {
		if v.Standing == Beside {
			out = append(out, v)
		}
	}
	return out
}

// Version returns a version by its number.
func (r ReportBack) Version(number int) (Version, bool) {
	if number < 1 || number > len(r.Versions) {
		return Version{}, false
	}
	return r.Versions[number-1], true
}

// Filed reports whether the room has reported back.
func (r ReportBack) Filed() bool { return r.Standing().Filed }

// FiledAt returns when the room reported back first; zero if it has not.
func (r ReportBack) FiledAt() time.Time {
	for _, v := range r.Stood() {
		if v.Filed {
			return v.At
		}
	}
	return time.Time{}
}

// Stood returns the versions that stand or stood once: each was written by somebody
// who had read the one before.
func (r ReportBack) Stood() []Version {
	var out []Version
	last := 0
	for _, v := range r.Versions {
		if v.Of == last {
			out = append(out, v)
			last = v.Number
		}
	}
	return out
}

// Amended reports whether the filed report-back was changed since.
func (r ReportBack) Amended() bool { return r.Filed() && r.Standing().At.After(r.FiledAt()) }

// made returns the version that an act made.
func (r ReportBack) made(act string) (Version, bool) {
	for _, v := range slices.Backward(r.Versions) {
		if act != "" && v.act == act {
			return v, true
		}
	}
	return Version{}, false
}

// lineIDs are the identifiers of every line there ever was.
func (r ReportBack) lineIDs() map[ref.ID]bool {
	out := map[ref.ID]bool{}
	for _, v := range r.Versions {
		for _, l := range v.Lines {
			out[l.ID] = true
		}
	}
	return out
}

// A Writing is a version on its way in.
type Writing struct {
	Of       int   // the version that was read
	Settles  []int // the versions beside it that were read too, and are taken into account
	File     bool  // report it to the plenary
	Note     string
	Way      Way
	Happened time.Time
	Body
}

// Write decides whether a hand may save a version, and returns the report-back
// with it, and the version. Rapporteurs of the room and facilitators may. What is
// saved over a version that its writer had not read lies beside it, unless it says
// the same. Once filed, every version that stands is filed.
func (r ReportBack) Write(h Hand, in Writing, groups map[ref.ID]int, now time.Time) (ReportBack, Version, error) {
	if !h.writes() {
		return r, Version{}, fault.New(fault.Forbidden, "", "breakout.report.not-rapporteur")
	}
	stands := r.Standing()
	filed := in.File || stands.Filed
	if err := in.check(filed); err != nil {
		return r, Version{}, err
	}
	if n := utf8.RuneCountInString(in.Note); n > MaxNote {
		return r, Version{}, fault.Field("note", "breakout.report.long", "limit", MaxNote, "length", n)
	}
	if in.Empty() && stands.Number == 0 {
		return r, Version{}, fault.Field("text.1", "breakout.report.nothing")
	}
	v := Version{
		Number: len(r.Versions) + 1, Of: in.Of, Standing: Stands, Filed: filed, Body: in.Body, By: h.Participant, Way: in.Way,
		Note: in.Note, Happened: Bounded(in.Happened, h.since(), now), At: now, act: h.Who.Act,
	}
	if filed {
		v.Groups = groups
	}
	if in.Of != stands.Number {
		if in.Body.Equal(stands.Body) && filed == stands.Filed {
			return r, stands, nil
		}
		v.Standing = Beside
	}
	next := r
	next.Versions = append(slices.Clone(r.Versions), v)
	if v.Standing == Stands {
		for i := range next.Versions[:len(r.Versions)] {
			was := &next.Versions[i]
			if was.Standing == Stands || was.Standing == Beside && slices.Contains(in.Settles, was.Number) {
				was.Standing = Past
			}
		}
	}
	return next, v, nil
}

// Choose decides whether a hand may let one of the versions that lie side by side
// stand, and returns the report-back with it as a new version. Of is the version
// that stood when the hand chose; the others that lay beside it then, settles, are
// past.
func (r ReportBack) Choose(h Hand, number, of int, settles []int, groups map[ref.ID]int, now time.Time) (ReportBack, Version, error) {
	chosen, ok := r.Version(number)
	if !ok || chosen.Standing == Past {
		return r, Version{}, fault.New(fault.Conflict, "", "breakout.report.moved")
	}
	if of != r.Standing().Number {
		return r, Version{}, fault.New(fault.Conflict, "", "breakout.report.moved")
	}
	return r.Write(h, Writing{
		Of: of, Settles: settles, File: chosen.Filed, Way: chosen.Way, Body: chosen.Body, Note: chosen.Note,
	}, groups, now)
}

// A Reported is a line of a filed report-back, as the plenary takes it up.
type Reported struct {
	ID         ref.ID // of the line, stable
	Meeting    ref.ID
	Process    ref.ID
	Breakout   ref.ID
	Room       lang.Text // the title of the breakout
	Text       lang.Text
	Support    int
	Supporters string
	From       []ref.ID
	Groups     map[ref.ID]int // stakeholder groups of the people in the room
	At         time.Time      // filed
}

// reported returns the lines of a room's filed report-back.
func (r Room) reported() []Reported {
	if !r.Filed() {
		return nil
	}
	v := r.Report.Standing()
	var out []Reported
	for _, l := range v.Lines {
		out = append(out, Reported{
			ID: l.ID, Meeting: r.Report.Meeting, Process: r.Report.Process, Breakout: r.Breakout.ID, Room: r.Breakout.Title,
			Text: l.Text, Support: l.Support, Supporters: l.Supporters, From: l.From, Groups: maps.Clone(v.Groups), At: v.At,
		})
	}
	return out
}
