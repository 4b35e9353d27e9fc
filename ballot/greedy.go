package ballot

import (
	"math/big"
)

// greedyVotes chooses in the order of votes: as many as there are seats, or,
// under a budget, whatever still fits; what nobody supports comes last. It is
// how most cities choose, and gives groups no share.
func greedyVotes(e *Election, o Options) (Result, error) {
	s := supportOf(e)
	votes := s.votes()
	left := e.Money()
	var items []int
	tally := make([]*big.Rat, e.Items())
	for i := range e.Items() {
		tally[i] = s.real(votes[i])
		items = append(items, i)
	}
	var res Result
	fits := func(i int) bool { return e.Cost(i).Cmp(left) <= 0 }
	res.byVotes(s, items, o.Ties.Rank(e), fits, func(i int) {
		left.Sub(left, e.Cost(i))
		res.Winners = append(res.Winners, i)
		round := Round{Acts: []Act{{Elect, i, tally[i]}}}
		if len(res.Rounds) == 0 {
			round.Tally = tally
		}
		res.Rounds = append(res.Rounds, round)
	})
	return res, nil
}
