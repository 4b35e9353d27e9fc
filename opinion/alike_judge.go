package opinion

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// ln10 turns natural logarithms into powers of ten.
const ln10 = 2.302585092994045684

// A link is a pair of sheets that is alike, with its evidence: the probability
// of the coincidence, in powers of ten.
type link struct {
	sheetPair
	evidence float64
	// alone: alike by itself. crowd: counts towards a crowd. copied: as much of
	// a copy as one that was made to differ on a statement may be.
	alone, crowd, copied bool
}

// judge returns the pairs that are evidence of something.
func (s *sheets) judge(pairs []sheetPair, seed uint64) []link {
	if len(pairs) == 0 {
		return nil
	}
	choices := s.choices(seed)
	n := newNull(s, pairs)
	total := float64(s.accounts) * float64(s.accounts-1) / 2
	links := make([]link, len(pairs))
	inParallel(len(pairs), func(k int) {
		p := pairs[k]
		plain, habit := n.chance(p)
		a, b := len(s.rows[p.a]), len(s.rows[p.b])
		// Pairs that answered as much the same statements, by chance: at least
		// three are taken to be in a sample in which there is none.
		choice := likeness(int(p.common), a, b)
		closer := len(choices) - sort.SearchFloat64s(choices, choice)
		rivals := 1.0
		if len(choices) > 0 {
			rivals = float64(total*float64(max(closer, 3))) / float64(len(choices))
		}
		l := link{sheetPair: p, evidence: habit}
		l.alone = float64(p.same) >= float64(pairMatch*float64(p.common)) &&
			habit >= pairMargin+max(0, log(rivals)/ln10)
		l.crowd = habit >= crowdEvidence
		if !l.crowd && likeness(int(p.same), a, b) >= copyLikeness && plain >= crowdEvidence {
			l.crowd, l.evidence = true, plain
		}
		l.copied = l.a != l.b && habit >= copyEvidence && float64(p.same+1) >= float64(pairMatch*float64(p.common)) &&
			choice >= pairMatch
		links[k] = l
	})
	return slices.DeleteFunc(links, func(l link) bool { return !l.alone && !l.crowd && !l.copied })
}

// null is how people would vote if they voted on their own.
type null struct {
	s *sheets
	// share[g] (3·d) are the shares of votes in each group, at the code of a
	// vote; the last group is everybody.
	share [][]float64
	// habit holds, for each sheet that is in a pair, the probabilities of the
	// three votes at each of its statements, given its habit.
	habit [][][3]float64
}

// newNull takes the votes of groups, near-copies as one person.
func newNull(s *sheets, pairs []sheetPair) *null {
	n := &null{s: s, habit: make([][][3]float64, len(s.rows))}
	n.count(s.copies(pairs))
	var in []int
	for _, p := range pairs {
		for _, k := range []int32{p.a, p.b} {
			if n.habit[k] == nil {
				n.habit[k] = [][3]float64{}
				in = append(in, int(k))
			}
		}
	}
	inParallel(len(in), func(x int) { n.habit[in[x]] = n.habitOf(in[x]) })
	return n
}

// copies returns what each person of a sheet counts: less than 1 if it is one
// of several near-copies, unless these are more than mostShare of all.
func (s *sheets) copies(pairs []sheetPair) []float64 {
	f := newForest(len(s.rows))
	for _, p := range pairs {
		if 10*p.same >= 9*p.common && 2*int(p.common) >= max(len(s.rows[p.a]), len(s.rows[p.b])) {
			f.join(p.a, p.b)
		}
	}
	size := make([]int, len(s.rows))
	for k := range s.rows {
		size[f.root(int32(k))] += len(s.people[k])
	}
	out := make([]float64, len(s.rows))
	for k := range out {
		of := size[f.root(int32(k))]
		if float64(of) > mostShare*float64(s.voters) {
			of = 1
		}
		out[k] = float64(len(s.people[k])) / float64(of)
	}
	return out
}

// count fills in the shares of groups. Everybody's are smoothed by one vote of
// each kind, and a group's by three votes of everybody.
func (n *null) count(weight []float64) {
	groups := n.s.groups
	n.share = make([][]float64, groups+1)
	for g := range n.share {
		n.share[g] = make([]float64, 3*n.s.m.cols)
	}
	all := n.share[groups]
	for k, row := range n.s.rows {
		g := n.s.group[k]
		for _, c := range row {
			all[c] += weight[k]
			if g >= 0 {
				n.share[g][c] += weight[k]
			}
		}
	}
	for c := 0; c < len(all); c += 3 {
		total := all[c] + all[c+1] + all[c+2] + 3
		for v := range 3 {
			all[c+v] = (all[c+v] + 1) / total
		}
		for _, share := range n.share[:groups] {
			total := share[c] + share[c+1] + share[c+2] + 3
			for v := range 3 {
				share[c+v] = (share[c+v] + float64(3*all[c+v])) / total
			}
		}
	}
}

// shares returns the shares of votes in the group of a sheet.
func (n *null) shares(k int) []float64 {
	if g := n.s.group[k]; g >= 0 {
		return n.share[g]
	}
	return n.share[len(n.share)-1]
}

// habitOf returns the probabilities of the three votes at each statement of a
// sheet: those of its group, each side weighed so that over the sheet as many
// agree, disagree and pass are expected as there are (iterative proportional
// fitting, with half a vote of each kind added on both sides).
func (n *null) habitOf(k int) [][3]float64 {
	row, share := n.s.rows[k], n.shares(k)
	out := make([][3]float64, len(row))
	var have [3]float64
	for _, c := range row {
		have[c%3]++
	}
	weight := [3]float64{1, 1, 1}
	for range 12 {
		want := [3]float64{}
		for x, c := range row {
			base := c - c%3
			sum := 0.0
			for v := range 3 {
				out[x][v] = float64(share[int(base)+v] * weight[v])
				sum += out[x][v]
			}
			for v := range 3 {
				out[x][v] /= sum
				want[v] += out[x][v]
			}
		}
		for v := range 3 {
			weight[v] = float64(weight[v] * ((have[v] + 0.5) / (want[v] + 0.5)))
		}
	}
	return out
}

// chance returns the evidence of a pair, in powers of ten, given the groups
// alone and given habits too: minus the logarithm of the probability that at
// least so many of the common votes are the same. The number of coincidences is
// a sum of independent events with unequal probabilities; its upper tail is at
// most that of the binomial with the mean probability (Hoeffding 1956).
func (n *null) chance(p sheetPair) (plain, habit float64) {
	a, b := n.s.rows[p.a], n.s.rows[p.b]
	f, g := n.shares(int(p.a)), n.shares(int(p.b))
	u, v := n.habit[p.a], n.habit[p.b]
	for x, y := 0, 0; x < len(a) && y < len(b); {
		j, k := a[x]/3, b[y]/3
		switch {
		case j < k:
			x++
		case k < j:
			y++
		default:
			for w := range 3 {
				plain += float64(f[3*int(j)+w] * g[3*int(j)+w])
				habit += float64(u[x][w] * v[y][w])
			}
			x++
			y++
		}
	}
	common := float64(p.common)
	return binomialEvidence(p, plain/common), binomialEvidence(p, habit/common)
}

// binomialEvidence returns -log₁₀ of the probability that at least same of
// common events of probability q happen.
func binomialEvidence(p sheetPair, q float64) float64 {
	if q >= 1 {
		return 0
	}
	tail := betaCDF(q, float64(p.same), float64(p.common-p.same+1))
	return -log(max(tail, math.SmallestNonzeroFloat64)) / ln10
}

// sets joins links to sets. Where targets are known, copies that differ from
// their original there are joined to it.
func (s *sheets) sets(links []link, targets []Target) Alike {
	crowd := make([]int, len(s.rows))
	for _, l := range links {
		if !l.crowd {
			continue
		}
		if l.a == l.b {
			crowd[l.a] += len(s.people[l.a]) - 1
			continue
		}
		crowd[l.a] += len(s.people[l.b])
		crowd[l.b] += len(s.people[l.a])
	}
	least := max(crowdPeople, int(math.Ceil(crowdShare*float64(s.voters))))
	f := newForest(len(s.rows))
	best := make([]link, len(s.rows)) // the strongest link of each sheet
	for _, l := range links {
		inCrowd := l.crowd && max(crowd[l.a], crowd[l.b]) >= least
		if !l.alone && !inCrowd && !(l.copied && s.torn(l.sheetPair, targets)) {
			continue
		}
		f.join(l.a, l.b)
		for _, k := range []int32{l.a, l.b} {
			if l.evidence > best[k].evidence {
				best[k] = l
			}
		}
	}
	return s.report(f, best)
}

// torn reports whether one of two sheets has the side named on a target, and the
// other has another side, or none.
func (s *sheets) torn(p sheetPair, targets []Target) bool {
	for _, t := range targets {
		a, b := voteOn(s.rows[p.a], t.Statement), voteOn(s.rows[p.b], t.Statement)
		if side := int32(t.Side) + 1; a != b && (a == side || b == side) {
			return true
		}
	}
	return false
}

// voteOn returns the vote of a row on a statement plus 1, -1 if there is none.
func voteOn(row []int32, j int) int32 {
	k, _ := slices.BinarySearch(row, int32(3*j))
	if k < len(row) && int(row[k]/3) == j {
		return row[k] % 3
	}
	return -1
}

// report gathers the sets of linked sheets.
func (s *sheets) report(f forest, best []link) Alike {
	out := Alike{Checked: s.accounts, Sets: []AlikeSet{}}
	members := map[int32][]int{}
	for k := range s.rows {
		if best[k].evidence > 0 {
			r := f.root(int32(k))
			members[r] = append(members[r], k)
		}
	}
	for k := range s.rows { // in order, and not in that of the map
		list := members[int32(k)]
		if len(list) == 0 {
			continue
		}
		set := s.setOf(list, best)
		if float64(set.Size) <= max(2, mostShare*float64(s.voters)) {
			out.Sets = append(out.Sets, set)
			out.Accounts += set.Size
		}
	}
	slices.SortStableFunc(out.Sets, func(a, b AlikeSet) int { return cmp.Compare(b.Evidence, a.Evidence) })
	return out
}

// setOf describes the set of the sheets in list.
func (s *sheets) setOf(list []int, best []link) AlikeSet {
	var set AlikeSet
	weakest := math.Inf(1)
	var common, same float64
	for _, k := range list {
		set.People = append(set.People, s.people[k]...)
		n := float64(len(s.people[k]))
		set.Evidence += float64(n * best[k].evidence)
		weakest = min(weakest, best[k].evidence)
		common += float64(n * float64(best[k].common))
		same += float64(n * float64(best[k].same))
	}
	slices.Sort(set.People)
	set.Size = len(set.People)
	set.Evidence -= weakest
	set.Common, set.Match = common/float64(set.Size), same/common
	return set
}
