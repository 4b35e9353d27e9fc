package opinion

import (
	"math"
	"slices"
)

// AsOneFigures are figures of one statement if each set of accounts that vote
// alike counted as one account.
type AsOneFigures struct {
	// Agree is the share of all voices that agrees.
	Agree Estimate `json:"agree"`
	// Across is the consensus across opinion groups to agree.
	Across Across `json:"across"`
	// Rank is the place by Across.Product. Moved is by how many places the
	// statement stands higher then: above 0 if the sets hold it down, below 0
	// if they lift it.
	Rank  Rank `json:"rank"`
	Moved int  `json:"moved"`
}

// A Target is a statement that copies seem to be made for.
type Target struct {
	Statement int  `json:"statement"`
	Side      Vote `json:"side"`
	// Sets is the number of sets of two or three accounts that voted on it,
	// Differ the number of those whose accounts differ: they voted otherwise,
	// or one of them did not vote.
	Sets   int `json:"sets"`
	Differ int `json:"differ"`
}

const (
	// smallSet is the number of accounts up to which differences count: in
	// larger sets of noisy copies every statement has some.
	smallSet = 3
	// fewDiffer is the least number of sets that differ on a target, and
	// targetEvidence how rare so many are, in powers of ten and beyond one in
	// all statements, at the rate of the other statements.
	fewDiffer      = 5
	targetEvidence = 4
)

// merge returns the votes with each of the counted sets as one account, in the
// row of its first one, and who is who then.
func (a *Alike) merge(m *Matrix, in Standing, opts AlikeOptions) (*Matrix, Standing) {
	a.Counted = len(a.Sets)
	if opts.Most > 0 {
		a.Counted = min(a.Counted, opts.Most)
	}
	sets := a.Sets[:a.Counted]
	b := newBallots(m)
	a.Targets = b.targets(sets)
	rows := map[int][]int32{}
	for _, set := range sets {
		for _, i := range set.People {
			rows[i] = nil
		}
		rows[set.People[0]] = b.sheet(set, a.Targets)
	}
	merged := m.with(rows)
	if opts.Regroup != nil {
		return merged, in.regrouped(merged, sets, opts)
	}
	return merged, in.withoutSmall(m, sets)
}

// regrouped returns in with new opinion groups. Crowds have no part in which
// groups there are; each is then in the group whose votes its sheet is likeliest
// among. All accounts of a set are in one group.
func (in Standing) regrouped(merged *Matrix, sets []AlikeSet, opts AlikeOptions) Standing {
	crowds := map[int][]int32{}
	for _, set := range sets {
		if set.Size > smallSet {
			crowds[set.People[0]] = nil
		}
	}
	rest := merged.with(crowds)
	after := in
	after.Group, after.Groups = opts.Regroup(rest)
	after.check(merged)
	if after.Groups == 0 {
		return after
	}
	after.Group = slices.Clone(after.Group)
	t := newSplit(after.Groups, merged.cols)
	for i, g := range after.Group {
		t.add(g, rest.row(i))
	}
	t.done()
	for _, set := range sets {
		g := after.Group[set.People[0]]
		if set.Size > smallSet {
			g = t.likeliest(merged.row(set.People[0]))
		}
		for _, i := range set.People {
			after.Group[i] = g
		}
	}
	return after
}

// likeliest returns the group among whose votes a row is likeliest, not the last
// one, which holds those without a label.
func (s *splitVotes) likeliest(row []int32) int {
	best, most := 0, math.Inf(-1)
	for g, votes := range s.votes[:len(s.votes)-1] {
		like := 0.0
		for _, c := range row {
			w := weigh(votes[c/3])
			like += log((w.side[c%3] + 1) / float64(w.people+3))
		}
		if like > most {
			best, most = g, like
		}
	}
	return best
}

// with returns a matrix with other votes in some rows.
func (m *Matrix) with(rows map[int][]int32) *Matrix {
	out := &Matrix{cols: m.cols, start: make([]int, len(m.start)), kinds: m.kinds}
	out.code = make([]int32, 0, len(m.code))
	for i := range len(m.start) - 1 {
		row, other := rows[i]
		if !other {
			row = m.row(i)
		}
		out.code = append(out.code, row...)
		out.start[i+1] = len(out.code)
	}
	return out
}

// withoutSmall puts all accounts of a set in the group that most of them are in
// (the first of several), and leaves out the groups in which fewer than
// SmallGroup voices would be left: a group of one hand is no group. Its people
// are in none then. If nothing were left, all groups stay.
func (in Standing) withoutSmall(m *Matrix, sets []AlikeSet) Standing {
	if in.Groups == 0 || len(sets) == 0 {
		return in
	}
	out := in
	out.Group = slices.Clone(in.Group)
	voices, people := make([]int, in.Groups), make([]int, in.Groups)
	for i, g := range in.Group {
		if g >= 0 && m.RowVotes(i) > 0 {
			people[g]++
			voices[g]++
		}
	}
	for _, set := range sets {
		members := make([]int, in.Groups)
		g := -1
		for _, i := range set.People {
			if of := in.Group[i]; of >= 0 {
				members[of]++
				voices[of]--
			}
		}
		for of, n := range members {
			if n > 0 && (g < 0 || n > members[g]) {
				g = of
			}
		}
		if g >= 0 {
			voices[g]++
		}
		for _, i := range set.People {
			out.Group[i] = g
		}
	}
	return out.dropping(func(g int) bool { return voices[g] < SmallGroup && voices[g] < people[g] })
}

// dropping returns in without some opinion groups, unless that were all.
func (in Standing) dropping(small func(g int) bool) Standing {
	to, groups := make([]int, in.Groups), 0
	for g := range to {
		to[g] = groups
		if small(g) {
			to[g] = -1
			continue
		}
		groups++
	}
	if groups == 0 {
		return in
	}
	in.Groups = groups
	for i, g := range in.Group {
		if g >= 0 {
			in.Group[i] = to[g]
		}
	}
	return in
}

// ballots counts how the accounts of a set voted.
type ballots struct {
	m     *Matrix
	count []int // 3·d, at the code of a vote; zero between sets
}

func newBallots(m *Matrix) *ballots { return &ballots{m: m, count: make([]int, 3*m.cols)} }

// of counts the votes of a set and returns the statements they are on, ascending.
func (b *ballots) of(set AlikeSet) []int {
	var on []int
	for _, i := range set.People {
		for _, c := range b.m.row(i) {
			j := int(c / 3)
			if b.count[3*j]+b.count[3*j+1]+b.count[3*j+2] == 0 {
				on = append(on, j)
			}
			b.count[c]++
		}
	}
	slices.Sort(on)
	return on
}

// sheet returns what a set says as one account.
func (b *ballots) sheet(set AlikeSet, targets []Target) []int32 {
	var out []int32
	on := b.of(set)
	for _, t := range targets {
		c := b.count[3*t.Statement : 3*t.Statement+3]
		side := int(t.Side) + 1
		if set.Size <= smallSet && c[side] < set.Size {
			c[side] = 0
		}
	}
	for _, j := range on {
		c := b.count[3*j : 3*j+3]
		side, most := 0, 0
		for v, n := range c {
			switch {
			case n > most:
				side, most = v, n
			case n == most:
				side = -1
			}
		}
		if side >= 0 {
			out = append(out, int32(3*j+side))
		}
		clear(c)
	}
	return out
}

// targets finds the statements on which the accounts of small sets differ.
func (b *ballots) targets(sets []AlikeSet) []Target {
	d := b.m.cols
	found := make([]Target, d)
	all, torn := 0, 0
	for _, set := range sets {
		for _, j := range b.of(set) {
			c := b.count[3*j : 3*j+3]
			if set.Size <= smallSet {
				found[j].Sets++
				all++
				if max(c[0], c[1], c[2]) < set.Size {
					found[j].Differ++
					torn++
				}
			}
			clear(c)
		}
	}
	var out []Target
	for j, t := range found {
		if t.Differ < fewDiffer || b.m.kinds[j] != Open {
			continue
		}
		// The rate of the other statements, with half a difference added.
		rate := (float64(torn-t.Differ) + 0.5) / (float64(all-t.Sets) + 1)
		e := binomialEvidence(sheetPair{common: int32(t.Sets), same: int32(t.Differ)}, rate)
		if e < targetEvidence+log(float64(d))/ln10 {
			continue
		}
		t.Statement, t.Side = j, b.side(sets, j)
		out = append(out, t)
	}
	return out
}

// side returns the side on statement j for which copies were most likely made:
// then every set has that side, and where its accounts differ, the other is that
// of an honest person, or no vote. Sets that have none of that side are honest
// ones, taken to be one in ten.
func (b *ballots) side(sets []AlikeSet, j int) Vote {
	votes := Counts{}
	for i := range len(b.m.start) - 1 {
		if v := voteOn(b.m.row(i), j); v >= 0 {
			votes.add(Vote(v - 1))
		}
	}
	w := weigh(votes)
	var like, share [3]float64
	for v := range share {
		share[v] = log((w.side[v] + 1) / float64(votes.Total()+3))
	}
	for _, set := range sets {
		on := b.of(set)
		c := [3]int(b.count[3*j : 3*j+3])
		for _, k := range on {
			clear(b.count[3*k : 3*k+3])
		}
		if set.Size > smallSet || c == [3]int{} {
			continue
		}
		for v := range like {
			like[v] += sideIn(c, v, set.Size, share)
		}
	}
	best := 0
	for v, l := range like {
		if l > like[best] {
			best = v
		}
	}
	return Vote(best - 1)
}

// sideIn returns the logarithm of the probability of the votes of one set, if
// copies were made for a side.
func sideIn(c [3]int, side, size int, share [3]float64) float64 {
	const honest = -2.302585092994045684 // log(1/10)
	other, kinds := -1, 0
	for v, n := range c {
		if n > 0 {
			kinds++
			if v != side {
				other = v
			}
		}
	}
	switch {
	case c[side] == 0:
		return honest + share[other]
	case c[side] == size:
		return share[side]
	case kinds == 1:
		return 0 // the others did not vote, whichever side it was
	}
	return share[other]
}

// compare fills in what changes with the merged votes.
func (a *Alike) compare(m *Matrix, in Standing, merged *Matrix, after Standing) {
	before := consensusOf(m, in)
	a.Statements, a.Groups = consensusOf(merged, after), after.Groups
	for j := range a.Statements {
		a.Statements[j].Moved = before[j].Rank.Place - a.Statements[j].Rank.Place
	}
}

// consensusOf returns the agreement with each open statement, across groups too.
func consensusOf(m *Matrix, in Standing) []AsOneFigures {
	t := newSplit(in.Groups, m.cols)
	for i := range len(m.start) - 1 {
		t.add(label(in.Group, i), m.row(i))
	}
	t.done()
	groups := t.votes[:in.Groups]
	if in.Groups == 0 {
		groups = t.votes
	}
	out := make([]AsOneFigures, m.cols)
	var open []int
	for j, k := range m.kinds {
		if k == Open {
			open = append(open, j)
		}
	}
	inParallel(len(open), func(x int) {
		j := open[x]
		column := make([]Counts, len(groups))
		for g := range column {
			column[g] = groups[g][j]
		}
		all := across(t.votes, j)
		out[j] = AsOneFigures{Agree: Share(all.Agree, all.Total()), Across: AcrossGroups(column, Agree)}
	})
	for j, r := range RankAcross(groups, Agree, open) {
		out[j].Rank = r
	}
	return out
}

// Public returns what may be shown to anybody: sets of fewer than SmallGroup
// accounts by their number only, no figure of a statement that [Suppress]
// forbids given the votes of groups (which the caller must know, since they are
// not kept here: hidden[j] is set for these statements), and of targets those
// that rest on SmallGroup contradictions.
func (a Alike) Public(hidden []bool) Alike {
	a.Sets = slices.Clone(a.Sets)
	for k, set := range a.Sets {
		a.Sets[k].People = nil
		if set.Size < SmallGroup {
			a.Sets[k] = AlikeSet{Hidden: true}
		}
	}
	a.Statements = slices.Clone(a.Statements)
	for j := range a.Statements {
		if j < len(hidden) && hidden[j] {
			a.Statements[j] = AsOneFigures{Agree: hiddenEstimate, Across: hiddenAcross, Rank: Rank{Hidden: true}}
		}
	}
	return a
}
