package ballot

import (
	"cmp"
	"math/big"
	"slices"
)

// equalShares is the Method of Equal Shares. Everybody gets the same share of
// the money. An item's supporters pay for it together, each the same for a unit
// of use or, having less than that, all of it; the item that is cheapest for a
// unit of use is bought, again and again, until no supporters can pay for any.
func equalShares(byCost bool) func(*Election, Options) (Result, error) {
	return func(e *Election, o Options) (Result, error) {
		m := moneyOf(supportOf(e), o, byCost)
		r := m.newRun()
		r.buyAll(m.start, nil, nil)
		res := r.result()
		if e.budget == nil && !r.filled() {
			res.Completion = &Completion{}
			r.goOn(&res)
			res.fill(r.s, r.ties)
		}
		return res, nil
	}
}

// add1 is Equal Shares with cost as use, completed by raising the start money of
// everybody by one step, again and again, as long as what is bought costs no
// more than the true budget; and, if byVotes, by adding what still fits in the
// order of votes.
func add1(byVotes bool) func(*Election, Options) (Result, error) {
	return func(e *Election, o Options) (Result, error) {
		m := moneyOf(supportOf(e), o, true)
		t := newTrial(m)
		r := t.raise(m)
		res := r.result()
		res.Ties = t.ties
		res.Completion = &Completion{
			Increments: t.steps,
			Kept:       t.kept,
			Step:       m.each(m.step, big.NewInt(1)),
			Start:      m.each(r.b0, big.NewInt(1)),
		}
		n := len(res.Ties)
		if byVotes {
			r.addByVotes(&res)
		}
		res.fill(r.s, r.ties)
		for i := range res.Ties[n:] {
			res.Ties[n+i].Run, res.Ties[n+i].Until = t.kept, t.kept
		}
		return res, nil
	}
}

// full says that nothing that anybody supports and that is not bought would
// still fit.
func (r *run) full() bool {
	left := new(big.Int).Sub(r.budget, r.spent)
	for i, cost := range r.cost {
		if r.round[i] < 0 && r.votes[i].Sign() > 0 && cost.Sign() > 0 && cost.Cmp(left) <= 0 {
			return false
		}
	}
	return true
}

// addByVotes adds what still fits, most votes first, what nobody supports last.
// Empty seats are not for it to fill.
func (r *run) addByVotes(res *Result) {
	left := new(big.Int).Sub(r.budget, r.spent)
	var rest []int
	for i := range r.cost {
		if r.round[i] < 0 && !slices.Contains(r.free, i) && (r.s.e.budget != nil || r.votes[i].Sign() > 0) {
			rest = append(rest, i)
		}
	}
	res.byVotes(r.s, rest, r.ties, func(i int) bool { return r.cost[i].Cmp(left) <= 0 }, func(i int) {
		left.Sub(left, r.cost[i])
		res.Winners = append(res.Winners, i)
		res.Completion.ByVotes = append(res.Completion.ByVotes, i)
		res.Rounds = append(res.Rounds, Round{Acts: []Act{{Complete, i, r.s.real(r.votes[i])}}})
	})
}

// result writes out what was bought.
func (r *run) result() Result {
	res := Result{Winners: append(slices.Clone(r.free), r.bought...), Ties: r.tied}
	l := &Ledger{s: r.s, items: res.Winners, round: make([]int32, len(r.round)), start: r.each(r.b0, big.NewInt(1)), second: len(res.Winners)}
	for i := range l.round {
		l.round[i] = -1
	}
	var held [][]*big.Rat
	if tallied(len(r.bought), len(r.round), len(r.bought)) {
		held = r.tallies()
	}
	for t, i := range res.Winners {
		l.round[i] = int32(t)
		round := Round{Acts: []Act{{Elect, i, new(big.Rat)}}}
		if s := t - len(r.free); s >= 0 {
			x := r.chain.number(s)
			round.Acts[0].Amount = r.each(x.Num(), x.Denom())
			if held != nil {
				round.Tally = held[s]
			}
		}
		l.number = append(l.number, round.Acts[0].Amount)
		res.Rounds = append(res.Rounds, round)
	}
	l.emptied = make([]int32, len(r.emptied))
	for b, t := range r.emptied {
		l.emptied[b] = t
		if t >= 0 {
			l.emptied[b] += int32(len(r.free))
		}
	}
	res.Ledger = l
	return res
}

// byVotes goes through items in the order of votes, of equal ones in the order
// of ties, and takes those that fit. Ties between items that both get in, or
// both do not, are not recorded: nothing came of them.
func (res *Result) byVotes(s *support, items []int, ties []int, fits func(int) bool, take func(int)) {
	votes := s.votes()
	slices.SortFunc(items, func(i, j int) int {
		return cmp.Or(votes[j].Cmp(votes[i]), cmp.Compare(ties[i], ties[j]))
	})
	for len(items) > 0 {
		n := 1
		for n < len(items) && votes[items[n]].Cmp(votes[items[0]]) == 0 {
			n++
		}
		same := items[:n]
		items = items[n:]
		var fitting []int
		for _, i := range same {
			if fits(i) {
				fitting = append(fitting, i)
			}
		}
		var taken []int
		for _, i := range same {
			switch {
			case fits(i):
				take(i)
				taken = append(taken, i)
			case s.e.budget != nil:
				res.Rounds = append(res.Rounds, Round{Acts: []Act{{Skip, i, s.e.Cost(i)}}})
			}
		}
		if len(taken) < len(fitting) {
			slices.Sort(fitting)
			for _, i := range taken {
				res.Ties = append(res.Ties, Tie{Round: res.roundOf(i), Items: fitting, Chosen: i})
			}
		}
	}
}

// roundOf returns the round in which an item was chosen.
func (res *Result) roundOf(item int) int {
	return slices.IndexFunc(res.Rounds, func(r Round) bool {
		return slices.ContainsFunc(r.Acts, func(a Act) bool { return a.Item == item })
	})
}

// fill gives seats that are still empty to items that nobody supports, in the
// order of ties.
func (res *Result) fill(s *support, ties []int) {
	if s.e.budget != nil {
		return
	}
	for len(res.Winners) < s.e.seats {
		var rest []int
		for i := range ties {
			if !slices.Contains(res.Winners, i) {
				rest = append(rest, i)
			}
		}
		first := slices.MinFunc(rest, func(i, j int) int { return cmp.Compare(ties[i], ties[j]) })
		if len(rest) > 1 {
			res.Ties = append(res.Ties, Tie{Round: len(res.Rounds), Items: rest, Chosen: first})
		}
		res.Winners = append(res.Winners, first)
		res.Rounds = append(res.Rounds, Round{Acts: []Act{{Do: FillSeat, Item: first}}})
	}
}
