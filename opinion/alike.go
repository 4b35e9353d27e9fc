package opinion

import (
	"cmp"
	"slices"
)

// Bounds of the search for accounts that vote alike.
const (
	// alikeVotes is the least number of open statements that two accounts must
	// have in common, and that an account must have answered to be looked at.
	alikeVotes = 10
	// alikeMatch is the least share of common statements on which they voted
	// the same: two copies of one sheet, each with 10 % noise, reach 0.82.
	alikeMatch = 0.8
	// pairMatch is that share for two accounts that are called alike by
	// themselves. People of one mind reach less: where two have hundreds of
	// statements in common, what sets minds apart within a group would else
	// look like evidence.
	pairMatch = 0.9
	// pairMargin is how much rarer than once in all pairs, in powers of ten, a
	// coincidence must be for two accounts to be called alike by themselves.
	pairMargin = 4
	// crowdEvidence is how rare, in powers of ten, each coincidence must be in
	// a crowd: an account that is alike with crowdPeople others, and with
	// crowdShare of all who voted. By chance it is alike with a thousandth.
	crowdEvidence = 3
	crowdPeople   = 6
	crowdShare    = 0.03
	// copyEvidence is how rare a coincidence must be for a copy that differs
	// from its original on a target, once there is a target.
	copyEvidence = 2
	// copyLikeness is the least likeness (votes in common and the same, over
	// votes of either) of crowds that are measured by their group alone.
	copyLikeness = 0.8
	// mostShare is the share of all accounts above which a set is taken for a
	// movement, and not for one hand.
	mostShare = 0.1
)

// Alike tells which accounts vote alike far beyond chance, and what changes if
// each set of them counted as one account. It accuses nobody: a family at one
// computer, a person who came twice and a voting guide look the same.
type Alike struct {
	// Sets are the sets of accounts that vote alike, the least likely ones
	// first. No account is in two.
	Sets []AlikeSet `json:"sets"`
	// Accounts is the number of accounts in sets, Checked the number that
	// answered enough open statements to be looked at.
	Accounts int `json:"accounts"`
	Checked  int `json:"checked"`

	// What follows is if each of the first Counted sets counted as one account.
	Counted int `json:"counted"`
	// Groups is the number of opinion groups then.
	Groups int `json:"groups"`
	// Statements (d) are the figures of each statement then; zero for those
	// that are not open.
	Statements []AsOneFigures `json:"statements"`
	// Targets are statements on which the accounts of small sets differ far more
	// often than on others, as copies of honest people do on what they were
	// made for. Where the accounts of a set differ there, the side named does
	// not count.
	Targets []Target `json:"targets,omitempty"`
}

// AlikeOptions say how accounts that vote alike are looked for.
type AlikeOptions struct {
	// Seed chooses the hashes by which candidates are found among many people.
	Seed uint64
	// Most is the number of sets that count as one account each, the most
	// alike ones; 0 for all.
	Most int
	// Regroup finds the opinion groups of a matrix, as in [Standing]: 0 to
	// groups-1 for each person, -1 for those who are in none. It is given the
	// votes without those of crowds, and with each set of two or three as one
	// account, so that accounts of one hand make no group; it must give the
	// same answer for the same votes. nil keeps the groups that were found
	// with all accounts, but for those made of fewer than SmallGroup voices.
	Regroup func(*Matrix) (group []int, groups int)
}

// An AlikeSet is a set of accounts that vote alike.
type AlikeSet struct {
	// People are its accounts (rows of the matrix), ascending.
	People []int `json:"-"`
	// Size is their number, 2 at least.
	Size int `json:"size"`
	// Common is the mean number of statements that linked accounts have in
	// common, and Match the share of these on which they voted the same.
	Common float64 `json:"common"`
	Match  float64 `json:"match"`
	// Evidence is how unlikely the set is by chance, in powers of ten: for each
	// account but one, the probability of its closest coincidence, given the
	// votes of its opinion group (and, where that suffices, how readily the two
	// accounts agree, disagree and pass), multiplied.
	Evidence float64 `json:"evidence"`
	// Hidden is set when a Public method took Size out.
	Hidden bool `json:"hidden,omitempty"`
}

// AlikeOf looks for accounts that vote alike, and counts each set of them as
// one. With the same seed the answer is the same, whatever the order of people.
// It takes O(votes) for many people (about a second for 100,000 people and 3.65
// million votes, without Regroup), and compares all pairs where they are few.
//
// Two accounts are alike when the votes on the statements they have in common
// are the same too often for chance. Chance is that two people of their opinion
// groups, who agree, disagree and pass as readily as these two do, answer each
// statement on their own; sets of near-copies count as one person when the
// votes of groups are taken. An account is in a set
//
//   - with another one, if nine tenths of their common votes are the same and
//     such a coincidence happens once in a million such conversations (counting
//     the pairs of accounts that answered the same statements to that degree);
//   - with a crowd, if it or the other is alike with at least 6 others and 3 %
//     of all who voted, each by chance in one of a thousand; or with as many
//     near-copies that are so by chance in one of a thousand given their groups
//     alone, so that sheets of one answer are found too;
//   - with another one that answered nine tenths of the same statements alike,
//     if they differ on a statement on which five such pairs at least differ far
//     more often than elsewhere ([Target]), and the coincidence happens by
//     chance in one of a hundred.
//
// A set counts as one account that votes as most of its accounts do, and not at
// all where two sides are equally many. So accounts of one hand, found as such,
// move a figure no more than one account does.
//
// What cannot be found: fewer than ten common votes; a few accounts that voted
// on little, or with the majority (a likely coincidence is no evidence); people
// who each vote their own mind and agree on one statement only; a crowd of less
// than 3 % with short sheets; and more than a tenth of all accounts, which is
// a movement as far as votes can tell.
func AlikeOf(m *Matrix, in Standing, opts AlikeOptions) Alike {
	in.check(m)
	s := newSheets(m, in)
	pairs := s.candidates(opts.Seed)
	out := s.find(pairs, opts.Seed)
	merged, after := out.merge(m, in, opts)
	if opts.Regroup != nil && len(out.Sets) > 0 {
		// The first groups may be the work of the sets; they are looked for
		// again with groups that are not.
		out = newSheets(m, after).find(pairs, opts.Seed)
		merged, after = out.merge(m, in, opts)
	}
	out.compare(m, in, merged, after)
	return out
}

// find returns the sets among candidate pairs.
func (s *sheets) find(pairs []sheetPair, seed uint64) Alike {
	links := s.judge(pairs, seed)
	out := s.sets(links, nil)
	if targets := newBallots(s.m).targets(out.Sets); len(targets) > 0 {
		out = s.sets(links, targets)
	}
	return out
}

// sheets are the distinct sheets of votes on open statements, in an order that
// depends on nothing but their content.
type sheets struct {
	m        *Matrix
	groups   int       // opinion groups
	rows     [][]int32 // votes on open statements, one for each distinct sheet
	people   [][]int   // who handed it in
	group    []int     // opinion group
	accounts int       // people with such sheets
	voters   int       // people with a vote
}

func newSheets(m *Matrix, in Standing) *sheets {
	s := &sheets{m: m, groups: in.Groups}
	type sheet struct {
		digest uint64
		person int
		row    []int32
	}
	var all []sheet
	shut := slices.ContainsFunc(m.kinds, func(k Kind) bool { return k != Open })
	for i := range len(m.start) - 1 {
		row := m.row(i)
		if len(row) > 0 {
			s.voters++
		}
		if shut {
			row = openVotes(m, row)
		}
		if len(row) >= alikeVotes {
			all = append(all, sheet{digestOf(row), i, row})
		}
	}
	s.accounts = len(all)
	slices.SortFunc(all, func(a, b sheet) int {
		if a.digest != b.digest {
			return cmp.Compare(a.digest, b.digest)
		}
		if c := slices.Compare(a.row, b.row); c != 0 {
			return c
		}
		return cmp.Compare(a.person, b.person)
	})
	for k, x := range all {
		if k > 0 && slices.Equal(x.row, all[k-1].row) {
			last := len(s.rows) - 1
			s.people[last] = append(s.people[last], x.person)
			s.group[last] = min(s.group[last], label(in.Group, x.person))
			continue
		}
		s.rows = append(s.rows, x.row)
		s.people = append(s.people, []int{x.person})
		s.group = append(s.group, label(in.Group, x.person))
	}
	return s
}

// openVotes returns the votes of a row on open statements.
func openVotes(m *Matrix, row []int32) []int32 {
	out := make([]int32, 0, len(row))
	for _, c := range row {
		if m.kinds[c/3] == Open {
			out = append(out, c)
		}
	}
	return out
}

// digestOf returns 64 bits made of a row.
func digestOf(row []int32) uint64 { return digestFrom(uint64(len(row)), row) }

// digestFrom returns 64 bits made of a start and a row.
func digestFrom(h uint64, row []int32) uint64 {
	for _, c := range row {
		h = mix(h ^ uint64(c))
	}
	return h
}

// mix spreads the bits of x: Stafford's variant 13 of the finisher of
// MurmurHash3, the one in SplitMix64.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// compare counts the statements that two sheets have in common, and those on
// which they say the same.
func compareSheets(a, b []int32) (common, same int) {
	x, y := 0, 0
	for x < len(a) && y < len(b) {
		j, k := a[x]/3, b[y]/3
		switch {
		case j < k:
			x++
		case k < j:
			y++
		default:
			common++
			if a[x] == b[y] {
				same++
			}
			x++
			y++
		}
	}
	return common, same
}

// A forest joins things to sets.
type forest []int32

func newForest(n int) forest {
	f := make(forest, n)
	for k := range f {
		f[k] = int32(k)
	}
	return f
}

// root returns the least thing of the set of k.
func (f forest) root(k int32) int32 {
	for f[k] != k {
		f[k] = f[f[k]]
		k = f[k]
	}
	return k
}

func (f forest) join(a, b int32) {
	a, b = f.root(a), f.root(b)
	f[max(a, b)] = min(a, b)
}
