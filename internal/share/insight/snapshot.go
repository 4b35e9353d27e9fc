package insight

import (
	"time"

	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/opinion"
)

// A Snapshot is who was there when something was decided. It never changes.
type Snapshot struct {
	ID      ref.ID    `json:"-"`
	Process ref.ID    `json:"-"`
	Meeting ref.ID    `json:"-"`
	Of      ref.Ref   `json:"-"` // what was decided
	Kind    string    `json:"-"` // of the fact
	Fact    int64     `json:"-"` // its number
	At      time.Time `json:"-"` // when it happened
	Rows    []SnapRow `json:"rows"`
}

// A SnapRow is a stakeholder group with its name as it was then. The row without a
// group is of people who had not said; the first row is of everybody.
type SnapRow struct {
	Group ref.ID    `json:"stakeholder_group"`
	Name  lang.Text `json:"name,omitzero"`
	All   bool      `json:"all,omitempty"`
	// Present and Voted are exact, for conveners.
	Present int `json:"present"`
	Voted   int `json:"voted"`
	// What anybody may see of them.
	ShownPresent Round `json:"shown_present"`
	ShownVoted   Round `json:"shown_voted"`
}

// A Round is a figure of a snapshot as anybody may see it.
type Round struct {
	About    int  `json:"about"`              // a multiple of five; the figure is less than five away
	Few      bool `json:"few,omitempty"`      // 1 to 4
	Withheld bool `json:"withheld,omitempty"` // it would tell another one
}

// rounded returns how a figure is shown after the snapshot before it showed was;
// nil if there was none. It stays while the figure is less than five away from it.
func rounded(n int, was *Round) Round {
	switch {
	case n == 0:
		return Round{}
	case n < opinion.SmallGroup:
		return Round{Few: true}
	case was != nil && !was.Few && !was.Withheld && was.About > 0 && abs(n-was.About) < opinion.SmallGroup:
		return Round{About: was.About}
	}
	return Round{About: (n + 2) / 5 * 5}
}

func abs(n int) int { return max(n, -n) }

// bounds are the figures that a shown one can stand for.
func (r Round) bounds() (low, high int) {
	switch {
	case r.Withheld:
		return 0, 1 << 30
	case r.Few:
		return 1, opinion.SmallGroup - 1
	case r.About == 0:
		return 0, 0
	}
	return max(opinion.SmallGroup, r.About-opinion.SmallGroup+1), r.About + opinion.SmallGroup - 1
}

// Take returns a snapshot of people present and of voters, after the one before it
// in the meeting; nil if it is the first.
func Take(s Snapshot, groups []SnapRow, present, voted []ref.ID, before *Snapshot) Snapshot {
	rows := append([]SnapRow{{All: true, Present: len(present), Voted: len(voted)}}, groups...)
	rows = append(rows, SnapRow{})
	at := map[ref.ID]int{}
	for i, r := range rows {
		if !r.All {
			at[r.Group] = i
		}
	}
	count := func(all []ref.ID, add func(*SnapRow)) {
		for _, g := range all {
			if _, ok := at[g]; !ok {
				g = NotSaid
			}
			add(&rows[at[g]])
		}
	}
	count(present, func(r *SnapRow) { r.Present++ })
	count(voted, func(r *SnapRow) { r.Voted++ })
	for i := range rows {
		r := &rows[i]
		var p, v *Round
		if was := before.row(r.Group, r.All); was != nil {
			p, v = &was.ShownPresent, &was.ShownVoted
		}
		r.ShownPresent, r.ShownVoted = rounded(r.Present, p), rounded(r.Voted, v)
	}
	s.Rows = rows
	s.guard()
	return s
}

func (s *Snapshot) row(g ref.ID, all bool) *SnapRow {
	if s == nil {
		return nil
	}
	for i := range s.Rows {
		if s.Rows[i].Group == g && s.Rows[i].All == all {
			return &s.Rows[i]
		}
	}
	return nil
}

// guard withholds the sum of present or of voters where it would pin a group of
// few to one number.
func (s *Snapshot) guard() {
	for _, of := range []func(*SnapRow) *Round{
		func(r *SnapRow) *Round { return &r.ShownPresent }, func(r *SnapRow) *Round { return &r.ShownVoted },
	} {
		sum := of(&s.Rows[0])
		least, most := sum.bounds()
		low, high := 0, 0
		for i := range s.Rows[1:] {
			l, h := of(&s.Rows[i+1]).bounds()
			low, high = low+l, high+h
		}
		for i := range s.Rows[1:] {
			r := of(&s.Rows[i+1])
			l, h := r.bounds()
			if r.Few && max(l, least-(high-h)) >= min(h, most-(low-l)) {
				sum.Withheld, sum.About, sum.Few = true, 0, false
			}
		}
	}
}

// Ballot reports whether voters were counted.
func (s Snapshot) Ballot() bool { return len(s.Rows) > 0 && s.Rows[0].Voted > 0 }
