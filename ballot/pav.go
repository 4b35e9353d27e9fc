package ballot

import (
	"cmp"
	"math/big"
	"slices"
)

// pav chooses the seats that together have the highest score of PAV: a voter
// with t of the chosen items gives 1 + 1/2 + … + 1/t.
//
// Finding them is hard in general; a search by branch and bound does it for
// lists of the size that people vote on in a room. When it takes more steps
// than allowed, or scores do not fit machine words, sequential PAV stands in
// its place and the result says so. Of several best lists the one is taken that
// comes first when lists are compared item by item in the order of ties.
func pav(e *Election, o Options) (Result, error) {
	s, ok := newPAVSearch(supportOf(e), o)
	if ok {
		if res, ok := s.solve(o.Ties.Order(e), o.Ties.Rank(e)); ok {
			return res, nil
		}
	}
	res, err := seqPAV(e, o)
	res.Approximate, res.InPlace = true, SeqPAV
	return res, err
}

// A pavSearch looks for a list of k items with a high score. Scores are whole
// numbers of 1/unit that fit machine words.
type pavSearch struct {
	*support
	k     int
	part  []int64 // by how many chosen items a ballot supports
	unit  *big.Int
	count []int32 // ballot → chosen items it supports
	gain  []int64 // item → what choosing it would add
	state []int8  // item → undecided, in, out
	in    []int   // chosen
	score int64
	work  int

	// What is looked for: a score above floor, or of at least floor if even,
	// other than the list not.
	floor int64
	even  bool
	not   []int
	found []int // the best so far
	done  bool  // the first found is enough
}

const (
	undecided = int8(iota)
	chosen
	refused
)

func newPAVSearch(s *support, o Options) (*pavSearch, bool) {
	most := 0
	for b := range s.ballots() {
		most = max(most, min(s.e.seats, len(s.of(b))))
	}
	h := newHarmonic(most)
	p := &pavSearch{support: s, k: s.e.seats, work: o.Work, unit: new(big.Int).Mul(h.common, s.unit)}
	bound := new(big.Int).Mul(h.common, s.total)
	if s.narrow == nil || bound.Mul(bound, big.NewInt(int64(most+1))).BitLen() > 62 {
		return nil, false
	}
	for _, x := range h.part {
		p.part = append(p.part, x.Int64())
	}
	p.part = append(p.part, 0)
	p.count = make([]int32, s.ballots())
	p.gain, p.state = make([]int64, s.e.Items()), make([]int8, s.e.Items())
	for b := range s.ballots() {
		for _, i := range s.of(b) {
			p.gain[i] += s.narrow[b] * p.part[0]
		}
	}
	return p, true
}

// solve finds the highest score, then the first of the lists that have it.
func (p *pavSearch) solve(order, ties []int) (Result, bool) {
	p.floor = -1
	if !p.search() {
		return Result{}, false
	}
	best, top := p.found, p.floor
	other, ok := p.another(top, best)
	if !ok {
		return Result{}, false
	}
	res := Result{}
	if other != nil {
		first, ok := p.firstOf(order, top, best)
		if !ok {
			return Result{}, false
		}
		if !slices.Equal(first, best) {
			best, other = first, best
		}
		res.Ties = []Tie{tieOf(best, other, ties)}
	}
	slices.SortFunc(best, func(i, j int) int { return cmp.Compare(ties[i], ties[j]) })
	res.Winners = best
	total := new(big.Rat).SetFrac(big.NewInt(top), p.unit)
	r := Round{}
	for _, i := range best {
		r.Acts = append(r.Acts, Act{Elect, i, nil})
	}
	r.Score = total
	res.Rounds = []Round{r}
	return res, true
}

// tieOf records that two lists have the same score.
func tieOf(best, other, ties []int) Tie {
	t := Tie{Chosen: -1}
	for _, i := range best {
		if !slices.Contains(other, i) {
			t.Items = append(t.Items, i)
			if t.Chosen < 0 || ties[i] < ties[t.Chosen] {
				t.Chosen = i
			}
		}
	}
	for _, i := range other {
		if !slices.Contains(best, i) {
			t.Items = append(t.Items, i)
		}
	}
	slices.Sort(t.Items)
	return t
}

// another returns a list other than the given one with at least that score, or
// nil.
func (p *pavSearch) another(floor int64, than []int) ([]int, bool) {
	p.floor, p.even, p.not, p.done, p.found = floor, true, slices.Clone(than), true, nil
	slices.Sort(p.not)
	ok := p.search()
	p.not = nil
	return p.found, ok
}

// firstOf returns the first list with that score: item by item, in order, it is
// asked whether a list with this item and what is settled so far has it. list
// is one such list.
func (p *pavSearch) firstOf(order []int, floor int64, list []int) ([]int, bool) {
	list = slices.Clone(list)
	var settled []int
	ok := true
	for _, i := range order {
		if len(settled) == p.k {
			break
		}
		with := slices.Contains(list, i)
		p.put(i)
		if !with {
			p.floor, p.even, p.done, p.found = floor, true, true, nil
			if ok = p.search(); !ok {
				p.take(i)
				break
			}
			if with = p.found != nil; with {
				list = p.found
			}
		}
		if with {
			settled = append(settled, i)
			continue
		}
		p.take(i)
		p.state[i] = refused
	}
	for j := len(settled) - 1; j >= 0; j-- {
		p.take(settled[j])
	}
	for i := range p.state {
		p.state[i] = undecided
	}
	slices.Sort(list)
	return list, ok
}

// put chooses an item and take undoes it, in opposite order.
func (p *pavSearch) put(item int) {
	p.state[item] = chosen
	p.score += p.gain[item]
	p.in = append(p.in, item)
	p.change(item, 1)
}

func (p *pavSearch) take(item int) {
	p.change(item, -1)
	p.in = p.in[:len(p.in)-1]
	p.score -= p.gain[item]
	p.state[item] = undecided
}

func (p *pavSearch) change(item int, by int32) {
	for _, b := range p.supporters(item) {
		n := p.count[b]
		p.count[b] = n + by
		d := p.narrow[b] * (p.part[n+by] - p.part[n])
		for _, i := range p.of(int(b)) {
			p.gain[i] += d
		}
		p.work -= len(p.of(int(b)))
	}
}

// search decides about items one by one and returns false when the work is
// used up. A branch is left when even the highest gains of the undecided items,
// which can only fall, would not make it good enough.
func (p *pavSearch) search() bool {
	if p.work -= len(p.state); p.work < 0 {
		return false
	}
	need := p.k - len(p.in)
	if need == 0 {
		p.leaf()
		return true
	}
	open := make([]int, 0, len(p.state))
	for i, s := range p.state {
		if s == undecided {
			open = append(open, i)
		}
	}
	if len(open) < need {
		return true
	}
	slices.SortFunc(open, func(i, j int) int { return cmp.Or(cmp.Compare(p.gain[j], p.gain[i]), cmp.Compare(i, j)) })
	bound := p.score
	for _, i := range open[:need] {
		bound += p.gain[i]
	}
	if bound < p.floor || (bound == p.floor && !p.even) || (p.done && p.found != nil) {
		return true
	}
	i := open[0]
	p.put(i)
	ok := p.search()
	p.take(i)
	if ok {
		p.state[i] = refused
		ok = p.search()
		p.state[i] = undecided
	}
	return ok
}

// leaf looks at a full list.
func (p *pavSearch) leaf() {
	if p.score < p.floor || (p.score == p.floor && !p.even) || (p.done && p.found != nil) {
		return
	}
	list := slices.Clone(p.in)
	slices.Sort(list)
	if p.not != nil && slices.Equal(list, p.not) {
		return
	}
	p.found, p.floor = list, p.score
}
