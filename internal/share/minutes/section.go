package minutes

import (
	"slices"
	"time"
	"unicode/utf8"

	"penc/internal/ground/fault"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
)

// Limits of sections.
const (
	MaxTitle    = 200     // characters
	MaxText     = 100_000 // bytes
	MaxSections = 60
)

// A Section is a part of minutes with its own address.
type Section struct {
	ID    ref.ID    `json:"id"` // "decisions"; of a section that was added, an identifier of its own
	Place int       `json:"-"`
	Title lang.Text `json:"title"`
	Text  lang.Text `json:"text"` // Markdown
	// Drawn is what was drawn from the rooms below when the text was last taken
	// over or compared; empty for a section that was added by hand.
	Drawn   lang.Text `json:"drawn,omitzero"`
	Left    bool      `json:"left,omitempty"` // left out of the minutes
	Version int       `json:"-"`
	By      ref.ID    `json:"-"` // the participant who changed it last; empty for Penc
	Changed time.Time `json:"-"`
}

// ByHand reports whether the section was added by an editor.
func (s Section) ByHand() bool { return s.Drawn.Empty() }

// Untouched reports whether the text is still what was drawn.
func (s Section) Untouched() bool { return s.Text.Equal(s.Drawn) }

// News reports whether what is drawn now differs from what the editor has seen.
func (s Section) News(fresh lang.Text) bool {
	return !s.ByHand() && !fresh.Empty() && !s.Drawn.Equal(fresh)
}

// Write returns the section with other words.
func (s Section) Write(title, text lang.Text, left bool, version int, by ref.ID, now time.Time) (Section, error) {
	if version != s.Version {
		return s, fault.New(fault.Conflict, "", "minutes.section.changed")
	}
	s.Title, s.Text, s.Left = title, text, left
	if err := s.check(); err != nil {
		return s, err
	}
	s.By, s.Changed = by, now
	s.Version++
	return s, nil
}

func (s Section) check() error {
	var faults fault.List
	if s.Title.Empty() {
		faults = faults.Add(fault.Field("title."+string(lang.Interface[0]), "minutes.section.no-title"))
	}
	for l, words := range s.Title.All() {
		if n := utf8.RuneCountInString(words); n > MaxTitle {
			faults = faults.Add(fault.Field("title."+string(l), "minutes.section.long-title", "limit", MaxTitle, "length", n))
		}
	}
	for l, words := range s.Text.All() {
		if n := len(words); n > MaxText {
			faults = faults.Add(fault.Field("text."+string(l), "minutes.section.long", "limit", MaxText, "length", n))
		}
	}
	return faults.Err()
}

// Take returns the section after its editor has seen what is drawn now: with these
// words, or with their own kept.
func (s Section) Take(fresh lang.Text, keep bool, version int, by ref.ID, now time.Time) (Section, error) {
	if version != s.Version {
		return s, fault.New(fault.Conflict, "", "minutes.section.changed")
	}
	if s.ByHand() || fresh.Empty() {
		return s, fault.New(fault.Closed, "", "minutes.section.by-hand")
	}
	if !keep {
		s.Text = fresh
	}
	s.Drawn, s.By, s.Changed = fresh, by, now
	s.Version++
	return s, nil
}

// Follow returns the sections of a draft with those that nobody has written in as
// they are drawn now, and those that are new: until somebody edits it, a draft
// follows what is noted. Versions stay, since nobody wrote anything.
func Follow(stored, fresh []Section) []Section {
	by := map[ref.ID]Section{}
	for _, s := range stored {
		by[s.ID] = s
	}
	var out []Section
	for _, f := range fresh {
		s, ok := by[f.ID]
		switch {
		case !ok:
			s = f
		case s.Untouched() && !s.ByHand():
			s.Text, s.Drawn = f.Text, f.Text
		}
		s.Place = f.Place
		out = append(out, s)
	}
	for _, s := range stored {
		if !slices.ContainsFunc(fresh, func(f Section) bool { return f.ID == s.ID }) {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b Section) int { return a.Place - b.Place })
	return out
}
