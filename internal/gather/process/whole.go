package process

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// A Whole is a process with all its parts, each list in its order.
type Whole struct {
	Process
	Sources    []Source
	Groups     []Group
	Partners   []Partner
	People     []Named
	Agreements []Agreement
	Rules      []Rules
	Stages     []Stage
	Entries    []Entry
}

// Course is what happens when in a process: what is open now, what comes next.
type Course struct {
	Now  []Stage // under way
	Acts []Act   // open now, in their order; none unless the process is published
	Next *Stage  // the first that is ahead
	Last *Stage  // the latest that is over, if nothing is under way or ahead
}

// Course returns where the process stands at a moment.
func (w Whole) Course(now time.Time) Course {
	today := when.DateOf(now.In(w.Location()))
	var c Course
	for i, s := range w.Stages {
		switch s.Standing(today) {
		case Now:
			if w.State != Archived {
				c.Now = append(c.Now, s)
			}
		case Ahead:
			if w.State != Archived && (c.Next == nil || s.Dates.Start < c.Next.Dates.Start) {
				c.Next = &w.Stages[i]
			}
		case Over:
			if c.Last == nil || c.Last.Dates.End <= s.Dates.End {
				c.Last = &w.Stages[i]
			}
		}
	}
	for _, a := range Acts {
		if w.Open(now, a) {
			c.Acts = append(c.Acts, a)
		}
	}
	return c
}

// Open reports whether an act is open in the process at a moment: it is
// published and a stage that lasts opens the act.
func (w Whole) Open(now time.Time, act Act) bool {
	now = now.In(w.Location())
	return w.State == Published && slices.ContainsFunc(w.Stages, func(s Stage) bool { return s.Open(now, act) })
}

// Lacks says what must be there before a process is published.
type Lacks string

// What can be missing. Each is a word key after "process.missing.".
const (
	LacksTitle   Lacks = "title"   // in every language of the process
	LacksSummary Lacks = "summary" // in at least one
	LacksStage   Lacks = "stage"
	LacksGroup   Lacks = "group"
)

// Missing returns what must still be done before the process can be published.
// That it has a convener needs no asking: only conveners publish.
func (w Whole) Missing() []Lacks {
	var out []Lacks
	for _, l := range w.Languages {
		if !w.Title.Has(l) {
			out = append(out, LacksTitle)
			break
		}
	}
	if w.Summary.Empty() {
		out = append(out, LacksSummary)
	}
	if len(w.Stages) == 0 {
		out = append(out, LacksStage)
	}
	if _, never := w.Evidence.Gap("stakeholder-groups"); len(w.Groups) == 0 && !never {
		out = append(out, LacksGroup)
	}
	return out
}

// MayJoin decides whether people can join the process at a moment.
func (w Whole) MayJoin(now time.Time) error {
	if !w.Open(now, Join) {
		return fault.New(fault.Closed, "", "process.join.closed")
	}
	return nil
}

// Group returns a stakeholder group of the process.
func (w Whole) Group(id ref.ID) (Group, bool) { return find(w.Groups, id) }

// Partner returns a partner of the process.
func (w Whole) Partner(id ref.ID) (Partner, bool) { return find(w.Partners, id) }

// Person returns somebody whom sources name.
func (w Whole) Person(id ref.ID) (Named, bool) { return find(w.People, id) }

// Entry returns an entry of the chronicle.
func (w Whole) Entry(id ref.ID) (Entry, bool) { return find(w.Entries, id) }

func find[T any, P pointer[T]](list []T, id ref.ID) (T, bool) {
	for _, v := range list {
		if P(&v).part().ID == id {
			return v, true
		}
	}
	var none T
	return none, false
}

// things returns every part.
func (w Whole) things() []thing {
	var out []thing
	out = gathered(out, w.Sources)
	out = gathered(out, w.Groups)
	out = gathered(out, w.Partners)
	out = gathered(out, w.People)
	out = gathered(out, w.Agreements)
	out = gathered(out, w.Rules)
	out = gathered(out, w.Stages)
	return gathered(out, w.Entries)
}

func gathered[T any, P pointer[T]](out []thing, list []T) []thing {
	for i := range list {
		out = append(out, P(&list[i]))
	}
	return out
}

// ids returns the ids of the parts of one noun.
func (w Whole) ids(n Noun) map[ref.ID]bool {
	out := map[ref.ID]bool{}
	for _, t := range w.things() {
		if t.Noun() == n {
			out[t.part().ID] = true
		}
	}
	return out
}

// last returns the highest place among the parts of one noun.
func (w Whole) last(n Noun) int {
	place := 0
	for _, t := range w.things() {
		if t.Noun() == n {
			place = max(place, t.part().Place)
		}
	}
	return place
}

// leadingTo counts the parts, and the process itself, that lead to a part.
func (w Whole) leadingTo(n Noun, id ref.ID) int {
	count := 0
	for _, t := range w.things() {
		if t.leadsTo(n, id) {
			count++
		}
	}
	if cites(w.Evidence, n, id) || n == SourceNoun && w.Participation != nil && slices.Contains(w.Participation.Sources, id) {
		count++
	}
	return count
}

// cites reports whether evidence names a source.
func cites(e evidence.Evidence, n Noun, id ref.ID) bool {
	return n == SourceNoun && slices.Contains(e.Cited(), id)
}

// listed returns a list of texts as fields.
func listed(what string, ts []lang.Text) []Field {
	var out []Field
	for _, t := range ts {
		out = append(out, Field{What: what, Text: t})
	}
	return out
}

// untranslated returns words that are the same in every language.
func untranslated(words string) lang.Text {
	in := map[lang.Tag]string{}
	for _, l := range lang.Interface {
		in[l] = words
	}
	return lang.Of(lang.Interface[0], in)
}

func plainNumber(n int) string {
	if n == 0 {
		return ""
	}
	return strings.TrimSpace(strconv.Itoa(n))
}
