package process

import (
	"slices"
	"strings"
	"time"

	"penc/internal/ground/access"
	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// A State says who may see a process and whether anything is open in it.
type State string

// The states of a process.
const (
	Draft     State = "draft"     // seen by those who hold a role on it
	Published State = "published" // seen by everybody
	Archived  State = "archived"  // seen by everybody, nothing open any more
)

// A Process is what a country undertakes on one subject.
type Process struct {
	ID        ref.ID    `json:"-"`
	State     State     `json:"-"`
	Simulated bool      `json:"-"` // an invented country, marked on every page
	Country   string    `json:"-"` // ISO 3166-1 alpha-2; empty for an invented one
	Version   int       `json:"-"`
	Opened    time.Time `json:"-"`
	Published time.Time `json:"-"` // zero before
	Archived  time.Time `json:"-"` // zero before

	Languages       []lang.Tag     `json:"languages"` // the source language first
	Title           lang.Text      `json:"title"`
	AlsoCalled      []lang.Text    `json:"also_called,omitempty"`
	Summary         lang.Text      `json:"summary,omitzero"` // Markdown
	PlannedMonths   int            `json:"planned_months,omitempty"`
	Zone            string         `json:"zone,omitempty"` // time zone: "Africa/Dakar"
	Websites        []Website      `json:"websites,omitempty"`
	FollowsMethodOf ref.ID         `json:"follows_method_of,omitempty"` // another process, perhaps of another site
	Participation   *Participation `json:"participation,omitempty"`
	evidence.Evidence
}

// A Website is an address at which the process presents itself.
type Website struct {
	URL       string     `json:"url"`
	Languages []lang.Tag `json:"languages,omitempty"`
}

// Participation is how many people took part over the whole process, as sources
// count them.
type Participation struct {
	Count   int       `json:"count"`
	AtLeast bool      `json:"at_least,omitempty"` // "more than 100"
	Note    lang.Text `json:"note,omitzero"`
	Sources []ref.ID  `json:"sources,omitempty"`
}

// Ref returns the process's name for the rest of the house.
func (p Process) Ref() ref.Ref { return ref.To("process", p.ID) }

// From returns the language in which the process is written first.
func (p Process) From() lang.Tag {
	if len(p.Languages) == 0 {
		return lang.Interface[0]
	}
	return p.Languages[0]
}

// Public reports whether strangers may see the process.
func (p Process) IsPublic() bool { return p.State == Published || p.State == Archived }

// VisibleTo reports whether who may see the process: everybody once it is
// published, before that whoever holds a role on it.
func (p Process) VisibleTo(who access.Actor) bool {
	return p.IsPublic() || who.HoldsAny(access.OnProcess, p.Ref())
}

// Location returns the time zone of the process.
func (p Process) Location() *time.Location {
	if zone, err := time.LoadLocation(p.Zone); err == nil {
		return zone
	}
	return time.UTC
}

// MayOpen decides whether who may open a process: operators, and those who
// convene one already.
func MayOpen(who access.Actor) error {
	if who.Holds(access.Operator, access.Site) {
		return nil
	}
	if slices.ContainsFunc(who.Roles, func(r access.Role) bool { return r.Name == access.Convener }) {
		return nil
	}
	return fault.New(fault.Forbidden, "", "process.open.conveners-only")
}

// Open decides whether who may open in as a process, and returns it as a draft.
// It needs an id, a language and a title; the rest can come later.
func Open(who access.Actor, in Process, now time.Time) (Process, error) {
	if err := MayOpen(who); err != nil {
		return in, err
	}
	p := Process{ID: in.ID, State: Draft, Simulated: in.Simulated, Version: 1, Opened: now}
	p = p.with(in)
	if err := p.check(Whole{Process: p}); err != nil {
		return in, err
	}
	return p, nil
}

// Change decides whether who may change what is said of the process into what in
// says, and returns it as it is afterwards. Id, state and dates stay; whether it
// is simulated can change only before it is published.
func (w Whole) Change(who access.Actor, in Process) (Process, error) {
	if err := MayWrite(who, w.ID); err != nil {
		return in, err
	}
	if in.Version != w.Version {
		return in, fault.New(fault.Conflict, "", "process.process.changed")
	}
	p := w.Process.with(in)
	if p.State == Draft {
		p.Simulated = in.Simulated
	}
	if err := p.check(w); err != nil {
		return in, err
	}
	p.Version++
	return p, nil
}

// with returns p saying what in says.
func (p Process) with(in Process) Process {
	p.Country, p.Languages, p.Title, p.AlsoCalled = strings.ToUpper(in.Country), in.Languages, in.Title, in.AlsoCalled
	p.Summary, p.PlannedMonths, p.Zone, p.Websites = in.Summary, in.PlannedMonths, in.Zone, in.Websites
	p.FollowsMethodOf, p.Participation, p.Evidence = in.FollowsMethodOf, in.Participation, in.Evidence
	return p
}

func (p Process) check(w Whole) error {
	c := &check{from: p.From()}
	if !p.ID.Valid() || p.ID == "new" {
		c.add("id", "process.process.id")
	}
	if len(p.Country) > 0 && (len(p.Country) != 2 || strings.Trim(p.Country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
		c.add("country", "process.process.country")
	}
	if len(p.Languages) == 0 {
		c.add("languages", "process.process.languages")
	}
	for _, l := range p.Languages {
		if n := len(l); n < 2 || n > 35 || strings.Trim(string(l), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != "" {
			c.add("languages", "process.process.language", "tag", string(l))
		}
	}
	c.title("title", p.Title)
	c.lines("also-called", p.AlsoCalled)
	c.text("summary", p.Summary)
	if p.PlannedMonths < 0 || p.PlannedMonths > 240 {
		c.add("planned-months", "process.process.months", "limit", 240)
	}
	if _, err := time.LoadLocation(p.Zone); err != nil {
		c.add("timezone", "process.process.zone")
	}
	c.count("websites", len(p.Websites))
	for _, s := range p.Websites {
		c.url("websites", s.URL)
	}
	if p.FollowsMethodOf != "" && !p.FollowsMethodOf.Valid() {
		c.add("follows-method-of", "process.process.id")
	}
	sources := w.ids(SourceNoun)
	if n := p.Participation; n != nil {
		if n.Count < 0 || n.Count > 100_000_000 {
			c.add("participation", "process.process.participation")
		}
		for _, id := range n.Sources {
			c.leads("participation", id, sources)
		}
	}
	c.evidence(p.Evidence, sources)
	return c.faults.Err()
}

// Publish decides whether who may publish the process, and returns it published.
// A Closed fault says how much is missing.
func (w Whole) Publish(who access.Actor, now time.Time) (Process, error) {
	p := w.Process
	if err := MayRun(who, p.ID); err != nil {
		return p, err
	}
	if p.IsPublic() {
		return p, fault.New(fault.Closed, "", "process.publish.done")
	}
	if missing := w.Missing(); len(missing) > 0 {
		return p, fault.New(fault.Closed, "", "process.publish.missing", "n", len(missing))
	}
	p.State, p.Published = Published, now
	p.Version++
	return p, nil
}

// Archive decides whether who may archive a published process, and returns it
// archived: it stays public and nothing is open in it any more.
func (p Process) Archive(who access.Actor, now time.Time) (Process, error) {
	if err := MayRun(who, p.ID); err != nil {
		return p, err
	}
	if p.State != Published {
		return p, fault.New(fault.Closed, "", "process.archive.published-only")
	}
	p.State, p.Archived = Archived, now
	p.Version++
	return p, nil
}

// Fields returns what the process says of itself.
func (p Process) Fields() []Field {
	out := []Field{{What: "title", Text: p.Title}}
	out = append(out, listed("also-called", p.AlsoCalled)...)
	out = append(out, Field{What: "summary", Text: p.Summary}, Field{What: "country", Plain: p.Country},
		Field{What: "timezone", Plain: p.Zone}, Field{What: "planned-months", Plain: plainNumber(p.PlannedMonths)},
		Field{What: "follows-method-of", Plain: string(p.FollowsMethodOf)})
	for _, s := range p.Websites {
		out = append(out, Field{What: "websites", Plain: s.URL})
	}
	if p.Participation != nil {
		out = append(out, Field{What: "participation", Plain: plainNumber(p.Participation.Count)},
			Field{What: "participation.note", Text: p.Participation.Note})
	}
	return append(out, Field{What: "uncertain", Text: p.Uncertain})
}
