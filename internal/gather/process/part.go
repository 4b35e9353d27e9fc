package process

import (
	"penc/internal/ground/access"
	"penc/internal/ground/evidence"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// A Noun is a kind of part.
type Noun string

// The parts of a process.
const (
	StageNoun     Noun = "stage"
	GroupNoun     Noun = "group"
	PartnerNoun   Noun = "partner"
	PersonNoun    Noun = "person"
	AgreementNoun Noun = "agreement"
	RulesNoun     Noun = "rules"
	EntryNoun     Noun = "entry"
	SourceNoun    Noun = "source"
)

// Nouns are the parts of a process in the order in which it is described.
var Nouns = []Noun{SourceNoun, GroupNoun, PartnerNoun, PersonNoun, AgreementNoun, RulesNoun, StageNoun, EntryNoun}

// Kind returns the kind of ref of the noun's things.
func (n Noun) Kind() ref.Kind { return ref.Kind("process." + string(n)) }

// Set and Removed are the facts about a part.
func (n Noun) Set() string     { return "process." + string(n) + "-set" }
func (n Noun) Removed() string { return "process." + string(n) + "-removed" }

// A Part is what every part of a process has. Set takes a part whose ID is empty
// as a new one, and one with an ID as the stored one with its Version changed.
type Part struct {
	ID                ref.ID `json:"-"`
	Process           ref.ID `json:"-"`
	Place             int    `json:"-"` // its place among its like, from 1; 0 for the last
	Version           int    `json:"-"` // 0 before it is stored
	evidence.Evidence        // what it rests on
}

func (p *Part) part() *Part { return p }

// A Field is one field of a thing in words: a Text, or Plain where the words are
// the same in every language. What names it: the word key is
// "process.field." + What.
type Field struct {
	What  string
	Text  lang.Text
	Plain string
}

// thing is what every noun knows of itself.
type thing interface {
	part() *Part
	Noun() Noun
	Name() lang.Text
	Fields() []Field
	check(*check, Whole)
	leadsTo(noun Noun, id ref.ID) bool
}

// pointer is a pointer to a noun.
type pointer[T any] interface {
	*T
	thing
}

// RefOf returns the ref of a part.
func refOf(t thing) ref.Ref { return ref.To(t.Noun().Kind(), t.part().ID) }

// MayWrite decides whether who may write the texts of a process: its conveners
// and editors.
func MayWrite(who access.Actor, process ref.ID) error {
	if who.HoldsAny([]string{access.Convener, access.Editor}, ref.To("process", process)) {
		return nil
	}
	return fault.New(fault.Forbidden, "", "process.write.editors-only")
}

// MayRun decides whether who may publish or archive a process: its conveners.
func MayRun(who access.Actor, process ref.ID) error {
	if who.Holds(access.Convener, ref.To("process", process)) {
		return nil
	}
	return fault.New(fault.Forbidden, "", "process.run.conveners-only")
}

// setPart decides whether who may store next in place of old (which has version
// 0 if there is none), and returns it as it is afterwards.
func setPart[T any, P pointer[T]](who access.Actor, w Whole, old, next T) (T, error) {
	p, was := P(&next).part(), P(&old).part()
	noun := P(&next).Noun()
	if err := MayWrite(who, w.ID); err != nil {
		return next, err
	}
	if p.Version != was.Version {
		return next, fault.New(fault.Conflict, "", "process."+string(noun)+".changed")
	}
	p.Process = w.ID
	if p.Place <= 0 {
		p.Place = was.Place
	}
	if p.Place <= 0 {
		p.Place = w.last(noun) + 1
	}
	if err := checked(P(&next), w); err != nil {
		return next, err
	}
	p.Version++
	return next, nil
}

// checked returns the faults of a part of w.
func checked(t thing, w Whole) error {
	c := &check{from: w.From()}
	c.evidence(t.part().Evidence, w.ids(SourceNoun))
	t.check(c, w)
	return c.faults.Err()
}

// removePart decides whether who may remove a part of w.
func removePart(who access.Actor, w Whole, t thing, version int) error {
	if err := MayWrite(who, w.ID); err != nil {
		return err
	}
	if t.part().Version != version {
		return fault.New(fault.Conflict, "", "process."+string(t.Noun())+".changed")
	}
	if t.Noun() == RulesNoun {
		return fault.New(fault.Closed, "", "process.rules.stay")
	}
	if n := w.leadingTo(t.Noun(), t.part().ID); n > 0 {
		return fault.New(fault.Closed, "", "process.part.in-use", "n", n)
	}
	return nil
}
