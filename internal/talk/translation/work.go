package translation

import (
	"slices"

	"penc/internal/ground/access"
	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// A State says how a text stands in a language.
type State string

// The states, the most urgent first.
const (
	Missing  State = "missing"
	Stale    State = "stale" // older than its original
	Complete State = "complete"
)

// A Piece is one text of a process, as the room that keeps it hands it out.
type Piece struct {
	Ref  ref.Ref
	What string // word key that names the field
	Text lang.Text
	Edit string // the address of its editor without the language
}

// A Line is a piece in one language.
type Line struct {
	Piece
	Lang  lang.Tag
	State State
}

// A Tally says how many texts stand how in one language.
type Tally struct {
	Lang                     lang.Tag
	Missing, Stale, Complete int
}

// All returns how many texts there are.
func (t Tally) All() int { return t.Missing + t.Stale + t.Complete }

// Work is what there is to translate.
type Work struct {
	Tallies []Tally // one for each language
	Lines   []Line  // those asked for, the most urgent first
}

// A Wish says which lines are asked for.
type Wish struct {
	Lang lang.Tag // empty for every language
	Done bool     // complete ones too
}

// StateIn returns how a text stands in a language. The original is complete.
func StateIn(t lang.Text, l lang.Tag) State {
	switch {
	case !t.Has(l):
		return Missing
	case t.Stale(l):
		return Stale
	}
	return Complete
}

// Sort returns the work in the pieces, in the languages given.
func Sort(pieces []Piece, languages []lang.Tag, wish Wish) Work {
	w := Work{Tallies: make([]Tally, len(languages))}
	for i, l := range languages {
		w.Tallies[i].Lang = l
		for _, p := range pieces {
			if p.Text.Empty() {
				continue
			}
			state := StateIn(p.Text, l)
			w.Tallies[i].count(state)
			if (wish.Lang == "" || wish.Lang == l) && (wish.Done || state != Complete) {
				w.Lines = append(w.Lines, Line{p, l, state})
			}
		}
	}
	order := []State{Missing, Stale, Complete}
	slices.SortStableFunc(w.Lines, func(a, b Line) int {
		return slices.Index(order, a.State) - slices.Index(order, b.State)
	})
	return w
}

func (t *Tally) count(s State) {
	switch s {
	case Missing:
		t.Missing++
	case Stale:
		t.Stale++
	default:
		t.Complete++
	}
}

// Languages returns the languages of a process: those of the interface, and those
// besides in which it has a name.
func Languages(name lang.Text) []lang.Tag {
	out := slices.Clone(lang.Interface)
	for _, l := range name.Languages() {
		if !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

// Process returns the scope of the roles on a process.
func Process(id ref.ID) ref.Ref { return ref.To("process", id) }

// MayWork decides whether who may see what there is to translate in a process:
// its conveners, editors and facilitators, who translate statements.
func MayWork(who access.Actor, process ref.ID) error {
	if who.HoldsAny([]string{access.Convener, access.Editor, access.Facilitator}, Process(process)) {
		return nil
	}
	return fault.New(fault.Forbidden, "", "translation.work.stewards-only")
}

// MayWrite decides whether who may write the glossary of a process: its conveners
// and editors.
func MayWrite(who access.Actor, process ref.ID) error {
	if who.HoldsAny([]string{access.Convener, access.Editor}, Process(process)) {
		return nil
	}
	return fault.New(fault.Forbidden, "", "translation.term.editors-only")
}
