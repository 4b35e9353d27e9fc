package opinion

import (
	"fmt"
	"slices"
)

// A Standing says who the people of a matrix are, for [FiguresOf]. How the
// groups were found does not matter here.
type Standing struct {
	// Group (n) is each person's opinion group, 0 to Groups-1, or -1 for those
	// who were not placed. nil when there is no map; Groups is 0 then.
	Group  []int
	Groups int
	// Stakeholder (n) is each person's declared stakeholder group, 0 to
	// Stakeholders-1, or [Undeclared]. nil when nobody is asked.
	Stakeholder  []int
	Stakeholders int
	// Weights are the weights of the stakeholder groups, nil for equal ones;
	// see [Weights].
	Weights []float64
	// Verified (n) is set for people whose identity was verified; nil when the
	// process does not tell.
	Verified []bool
	// Appearance is what is known of who could vote on what; nil if nothing.
	Appearance *Appearance
}

// Figures are what the numbers of a conversation mean: each with the interval in
// which it lies with 90 %, and the number of people behind it. They are exact;
// what is shown to others is [Figures.Public].
type Figures struct {
	// Statements (d) in the order of the matrix.
	Statements []StatementFigures `json:"statements"`
	// Groups (K) are the opinion groups.
	Groups []GroupSize `json:"groups"`
	// Stakeholders are the declared groups; empty when none are declared.
	Stakeholders []GroupSize `json:"stakeholders,omitempty"`
	// Undeclared are the people without a declared group.
	Undeclared GroupSize `json:"undeclared"`
	// Unplaced are the people who voted and are in no opinion group.
	Unplaced GroupSize `json:"unplaced"`
	// Verified and Unverified are the people of whom the process tells it.
	Verified   *GroupSize `json:"verified,omitempty"`
	Unverified *GroupSize `json:"unverified,omitempty"`
}

// A GroupSize is how many people of a group voted, and how often.
type GroupSize struct {
	// People is the number of its people who voted on anything.
	People int `json:"people"`
	// Votes is the number of their votes, on statements of any kind.
	Votes int `json:"votes"`
	// Hidden is set when a Public method took the figures out.
	Hidden bool `json:"hidden,omitempty"`
}

// StatementFigures are the figures of one statement. For statements that are not
// open only Kind is set.
type StatementFigures struct {
	Kind Kind `json:"kind"`
	// All are both sides among everybody who voted on it.
	All Shares `json:"all"`
	// Groups (K) are both sides in each opinion group.
	Groups []Shares `json:"groups"`
	// Agree is the consensus across opinion groups to agree, Disagree that to
	// disagree. Without a map everybody is one group.
	Agree    Across `json:"agree"`
	Disagree Across `json:"disagree"`
	// Rank is the place among the open statements by Agree.Product.
	Rank Rank `json:"rank"`
	// Division tells what the opinion groups make of it.
	Division Division `json:"division"`
	// Corrected is the agreement of all placed people, those who did not vote
	// on it as well.
	Corrected Corrected `json:"corrected"`

	// Balance is the agreement among declared stakeholder groups,
	// BalanceRank the place by it, BalanceDivision what they make of the
	// statement. nil, zero and zero when none are declared.
	Balance         *Balance  `json:"balance,omitempty"`
	BalanceRank     Rank      `json:"balanceRank,omitzero"`
	BalanceDivision *Division `json:"balanceDivision,omitempty"`

	// Verified and Unverified are both sides among people whose identity was
	// verified and the others; nil when the process does not tell.
	Verified   *Shares `json:"verified,omitempty"`
	Unverified *Shares `json:"unverified,omitempty"`
}

// FiguresOf works out the figures of all statements of m (n×d). It takes
// O(votes) and about 40 µs a statement with three opinion groups and five
// stakeholder groups. It refuses weights with [*BadWeights] and panics on
// slices of another length and labels out of range.
//
// Each figure of one statement can also be had from counts alone: [SharesOf],
// [AcrossGroups], [DivisionOf], [BalanceOf], [ContrastOf] need no matrix, and
// [StatementOf] joins them.
func FiguresOf(m *Matrix, in Standing) (Figures, error) {
	in.check(m)
	weights, err := Weights(in.Weights, in.Stakeholders)
	if err != nil {
		return Figures{}, err
	}
	t := in.tally(m)
	f := Figures{
		Statements: make([]StatementFigures, m.cols),
		Groups:     t.opinion.sizes[:in.Groups], Unplaced: t.opinion.sizes[in.Groups],
		Stakeholders: t.stakeholder.sizes[:in.Stakeholders], Undeclared: t.stakeholder.sizes[in.Stakeholders],
	}
	if in.Verified != nil {
		f.Verified, f.Unverified = &t.verified.sizes[0], &t.verified.sizes[1]
	}
	var open []int
	for j := range f.Statements {
		f.Statements[j].Kind = m.kinds[j]
		if m.kinds[j] == Open {
			open = append(open, j)
		}
	}
	inParallel(len(open), func(k int) {
		j := open[k]
		f.Statements[j] = StatementOf(t.column(j, in, weights))
	})
	f.rank(t, in, open)
	for k, c := range CorrectedOf(m, in) {
		f.Statements[k].Corrected = c
	}
	return f, nil
}

// check panics on slices of another length and labels out of range.
func (in Standing) check(m *Matrix) {
	n, _ := m.Dims()
	labels := func(what string, got []int, groups int) {
		if groups < 0 || got == nil && groups > 0 || got != nil && len(got) != n {
			panic(fmt.Sprintf("opinion: %d labels of %d %s groups for %d people", len(got), groups, what, n))
		}
		for _, g := range got {
			if g < -1 || g >= groups {
				panic(fmt.Sprintf("opinion: label %d of %d %s groups", g, groups, what))
			}
		}
	}
	labels("opinion", in.Group, in.Groups)
	labels("stakeholder", in.Stakeholder, in.Stakeholders)
	if in.Verified != nil && len(in.Verified) != n {
		panic(fmt.Sprintf("opinion: %d flags of identity for %d people", len(in.Verified), n))
	}
	in.Appearance.check(n, m.cols)
}

// A splitVotes counts votes by group; the last group holds those without a label.
type splitVotes struct {
	sizes []GroupSize
	codes [][]int32  // groups+1 × 3·d, by the code of a vote
	votes [][]Counts // groups+1 × d, once counted
}

func newSplit(groups, d int) splitVotes {
	s := splitVotes{sizes: make([]GroupSize, groups+1), codes: make([][]int32, groups+1), votes: make([][]Counts, groups+1)}
	for g := range s.codes {
		s.codes[g] = make([]int32, 3*d)
	}
	return s
}

// add counts one row under a label.
func (s *splitVotes) add(g int, row []int32) {
	if g < 0 {
		g = len(s.codes) - 1
	}
	if len(row) > 0 {
		s.sizes[g].People++
		s.sizes[g].Votes += len(row)
	}
	codes := s.codes[g]
	for _, c := range row {
		codes[c]++
	}
}

// done makes votes of what was added.
func (s *splitVotes) done() {
	for g, codes := range s.codes {
		s.votes[g] = countsOf(codes)
	}
}

// tallies are the votes of a matrix in the three ways they are split.
type tallies struct{ opinion, stakeholder, verified splitVotes }

func (in Standing) tally(m *Matrix) tallies {
	n, d := m.Dims()
	t := tallies{newSplit(in.Groups, d), newSplit(in.Stakeholders, d), newSplit(1, d)}
	for i := range n {
		row := m.row(i)
		t.opinion.add(label(in.Group, i), row)
		if in.Stakeholder != nil {
			t.stakeholder.add(in.Stakeholder[i], row)
		}
		if in.Verified != nil {
			g := -1
			if in.Verified[i] {
				g = 0
			}
			t.verified.add(g, row)
		}
	}
	t.opinion.done()
	t.stakeholder.done()
	t.verified.done()
	return t
}

// label returns the label of person i, -1 where there are none.
func label(labels []int, i int) int {
	if labels == nil {
		return -1
	}
	return labels[i]
}

// StatementVotes are the votes on one open statement, split in every way that
// its figures need.
type StatementVotes struct {
	// Groups are the votes of each opinion group, Unplaced those of people who
	// are in none.
	Groups   []Counts
	Unplaced Counts
	// Stakeholders are the votes of each declared group, nil if none are
	// declared; Weights their normalised weights, see [Weights]; Undeclared
	// the votes of people who declared none.
	Stakeholders []Counts
	Weights      []float64
	Undeclared   Counts
	// Verified and Unverified are nil when the process does not tell.
	Verified, Unverified *Counts
}

// column gathers the votes on statement j.
func (t *tallies) column(j int, in Standing, weights []float64) StatementVotes {
	of := func(s splitVotes) ([]Counts, Counts) {
		out := make([]Counts, len(s.votes))
		for g := range out {
			out[g] = s.votes[g][j]
		}
		last := len(out) - 1
		return out[:last:last], out[last]
	}
	var v StatementVotes
	v.Groups, v.Unplaced = of(t.opinion)
	if in.Stakeholders > 0 {
		v.Stakeholders, v.Undeclared = of(t.stakeholder)
		v.Weights = weights
	}
	if in.Verified != nil {
		v.Verified, v.Unverified = &t.verified.votes[0][j], &t.verified.votes[1][j]
	}
	return v
}

// everybody returns all votes on the statement.
func (v StatementVotes) everybody() Counts {
	sum := v.Unplaced
	for _, c := range v.Groups {
		sum = sum.Plus(c)
	}
	return sum
}

// StatementOf works out the figures of one open statement from counts alone,
// all but its ranks and Corrected, which depend on more than that statement. It
// is what changes at once when one vote comes in, and takes about 20 µs with
// three opinion groups and five stakeholder groups.
func StatementOf(v StatementVotes) StatementFigures {
	all := v.everybody()
	f := StatementFigures{All: SharesOf(all), Groups: make([]Shares, len(v.Groups))}
	for g, c := range v.Groups {
		f.Groups[g] = SharesOf(c)
	}
	groups, shares := v.Groups, f.Groups
	if len(groups) == 0 {
		groups, shares = []Counts{all}, []Shares{f.All}
	}
	f.Agree, f.Disagree = AcrossGroups(groups, Agree), AcrossGroups(groups, Disagree)
	f.Division = divisionOf(groups, shares)
	if len(v.Stakeholders) > 0 {
		b, shares := balanceOf(v.Stakeholders, v.Weights, v.Undeclared)
		d := divisionOf(v.Stakeholders, shares)
		f.Balance, f.BalanceDivision = &b, &d
	}
	if v.Verified != nil && v.Unverified != nil {
		yes, no := SharesOf(*v.Verified), SharesOf(*v.Unverified)
		f.Verified, f.Unverified = &yes, &no
	}
	return f
}

// rank fills in the ranks of the open statements.
func (f *Figures) rank(t tallies, in Standing, open []int) {
	groups := t.opinion.votes[:in.Groups]
	if in.Groups == 0 {
		groups = t.opinion.votes
	}
	for j, r := range RankAcross(groups, Agree, open) {
		f.Statements[j].Rank = r
	}
	if in.Stakeholders == 0 {
		return
	}
	balances := make([]Balance, len(f.Statements))
	for _, j := range open {
		balances[j] = *f.Statements[j].Balance
	}
	for j, r := range RankBalanced(balances, t.stakeholder.votes[:in.Stakeholders], open) {
		f.Statements[j].BalanceRank = r
	}
}

// ContrastsOf returns, for each statement that represents group g, how far the
// group stands out, with intervals. votes (K×d) are the votes of all groups.
func ContrastsOf(votes [][]Counts, g int, list []Representative) []Contrast {
	out := make([]Contrast, len(list))
	for k, r := range list {
		in := votes[g][r.Statement]
		out[k] = ContrastOf(in, across(votes, r.Statement).minus(in), r.Side)
	}
	return out
}

// Public returns what may be shown to anybody: figures that rest on votes which
// [Suppress] forbids are taken out, and with them all figures of the statement
// from which they could be worked back. The cells of a statement are its opinion
// groups and the unplaced; its stakeholder groups and the undeclared; and the
// verified and the others. Sizes of groups are suppressed alike.
//
// The three tables are of the same people. Each is safe by itself; where more
// than one is shown, [SuppressTables] says what one tells of another.
func (f Figures) Public() Figures {
	f.Groups, f.Unplaced = publicSizes(f.Groups, f.Unplaced)
	f.Stakeholders, f.Undeclared = publicSizes(f.Stakeholders, f.Undeclared)
	if f.Verified != nil {
		yes, no := publicSizes([]GroupSize{*f.Verified}, *f.Unverified)
		f.Verified, f.Unverified = &yes[0], &no
	}
	f.Statements = slices.Clone(f.Statements)
	for j := range f.Statements {
		if f.Statements[j].Kind == Open {
			f.Statements[j] = f.Statements[j].Public()
		}
	}
	return f
}

// publicSizes suppresses the numbers of people, and all of a hidden group.
func publicSizes(groups []GroupSize, rest GroupSize) ([]GroupSize, GroupSize) {
	list := append(slices.Clone(groups), rest)
	cells := make([]int, len(list))
	for g, s := range list {
		cells[g] = s.People
	}
	hidden, _ := Suppress(cells)
	for g, h := range hidden {
		if h {
			list[g] = GroupSize{Hidden: true}
		}
	}
	last := len(list) - 1
	return list[:last:last], list[last]
}

// Public returns the figures that may be shown; see [Figures.Public].
func (f StatementFigures) Public() StatementFigures {
	total := f.All.Agree.People
	cells := make([]int, 0, len(f.Groups)+1)
	rest := total
	for _, s := range f.Groups {
		cells = append(cells, s.Agree.People)
		rest -= s.Agree.People
	}
	hidden, all := Suppress(append(cells, rest))
	f.Groups = publicShares(f.Groups, hidden)
	if slices.Contains(hidden, true) {
		f.Agree, f.Disagree = hiddenAcross, hiddenAcross
		f.Rank, f.Division = Rank{Hidden: true}, hiddenDivision
		f.Corrected = Corrected{Agree: hiddenEstimate}
	}
	if f.Balance != nil {
		all = f.publicBalance() || all
	}
	if f.Verified != nil {
		hidden, none := Suppress([]int{f.Verified.Agree.People, f.Unverified.Agree.People})
		both := publicShares([]Shares{*f.Verified, *f.Unverified}, hidden)
		f.Verified, f.Unverified = &both[0], &both[1]
		all = none || all
	}
	if all {
		f.All = hiddenShares
	}
	return f
}

var (
	hiddenEstimate = Estimate{Hidden: true}
	hiddenShares   = Shares{hiddenEstimate, hiddenEstimate}
	hiddenAcross   = Across{Product: hiddenEstimate, Mean: hiddenEstimate}
	hiddenDivision = Division{More: -1, Less: -1, Gap: hiddenEstimate, Hidden: true}
)

func publicShares(shares []Shares, hidden []bool) []Shares {
	out := slices.Clone(shares)
	for g := range out {
		if hidden[g] {
			out[g] = hiddenShares
		}
	}
	return out
}

// publicBalance replaces the figures of stakeholder groups by those that may be
// shown, and reports whether not even their total may be.
func (f *StatementFigures) publicBalance() (all bool) {
	b := *f.Balance
	cells := make([]int, 0, len(b.Groups)+1)
	for _, g := range b.Groups {
		cells = append(cells, g.Agree.People)
	}
	hidden, all := Suppress(append(cells, b.Undeclared.Agree.People))
	if !slices.Contains(hidden, true) {
		return all
	}
	b.Groups = slices.Clone(b.Groups)
	for g := range b.Groups {
		if hidden[g] {
			b.Groups[g] = BalanceGroup{Shares: hiddenShares}
		}
	}
	if hidden[len(b.Groups)] {
		b.Undeclared = hiddenShares
	}
	b.Geometric, b.Arithmetic, b.Counted, b.Least, b.Apart = hiddenEstimate, hiddenEstimate, 0, -1, false
	d := hiddenDivision
	f.Balance, f.BalanceDivision, f.BalanceRank = &b, &d, Rank{Hidden: true}
	return all
}
