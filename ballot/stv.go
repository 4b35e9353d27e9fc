package ballot

import (
	"cmp"
	"math/big"
	"math/bits"
	"slices"
)

// Fill is an act: the item is chosen without a quota, because there are no more
// items left than seats. The amount is its votes.
const Fill = "fill"

// A seating is a count of single transferable votes while it goes on. Votes are
// whole numbers of small parts, 100,000 to the vote for five decimals.
type seating struct {
	e     *Election
	parts int64
	rank  []int // place in the order of ties

	hopeful  []int // in the order of ties
	elected  []int // in the order in which they were
	excluded []int // in the order in which they were
	votes    []int64
	valid    int64 // votes that count for the quota
	quota    int64

	result  Result
	history [][]int64 // votes of all, by round
}

func newSeating(e *Election, o Options, parts int64) *seating {
	return &seating{
		e: e, parts: parts, rank: o.Ties.Rank(e), hopeful: o.Ties.Order(e), votes: make([]int64, e.Items()),
	}
}

func (s *seating) seatsLeft() int { return s.e.seats - len(s.elected) }

// round begins a round with the votes as they stand. Tallies are of those who are
// hopeful or elected; what they do not have is exhausted, the fractions that were
// cut off with it, so that each round adds up to the valid votes.
func (s *seating) round() {
	r := Round{Tally: make([]*big.Rat, s.e.Items())}
	rest := s.valid
	for _, list := range [][]int{s.elected, s.hopeful} {
		for _, i := range list {
			r.Tally[i] = decimal(s.votes[i], s.parts)
			rest -= s.votes[i]
		}
	}
	r.Exhausted = decimal(rest, s.parts)
	s.result.Rounds = append(s.result.Rounds, r)
	s.history = append(s.history, slices.Clone(s.votes))
}

func (s *seating) act(do string, item int, amount int64) {
	r := &s.result.Rounds[len(s.result.Rounds)-1]
	r.Acts = append(r.Acts, Act{do, item, decimal(amount, s.parts)})
}

// elect moves a hopeful to the elected.
func (s *seating) elect(do string, item int) {
	s.hopeful = slices.DeleteFunc(s.hopeful, func(i int) bool { return i == item })
	s.elected = append(s.elected, item)
	s.act(do, item, s.votes[item])
}

// exclude takes a hopeful out.
func (s *seating) exclude(item int) {
	s.hopeful = slices.DeleteFunc(s.hopeful, func(i int) bool { return i == item })
	s.excluded = append(s.excluded, item)
	s.act(Exclude, item, s.votes[item])
}

// reached returns the hopefuls with a quota.
func (s *seating) reached() []int {
	var out []int
	for _, i := range s.hopeful {
		if s.votes[i] >= s.quota {
			out = append(out, i)
		}
	}
	return out
}

// fill elects those who are left, where seats are left for all of them.
func (s *seating) fill() {
	if len(s.hopeful) > s.seatsLeft() {
		return
	}
	for _, i := range slices.Clone(s.hopeful) {
		s.elect(Fill, i)
	}
}

// extreme returns those of the list with the most votes, or with the fewest.
func extreme(list []int, votes []int64, most bool) []int {
	var out []int
	for _, i := range list {
		switch {
		case len(out) == 0 || votes[i] == votes[out[0]]:
			out = append(out, i)
		case votes[i] > votes[out[0]] == most:
			out = append(out[:0], i)
		}
	}
	return out
}

// first breaks a tie between those of whom one is to have its votes passed on or,
// if out, to be excluded. As in the reference rules it is always the first in the
// order of ties to whom it happens, whatever it is.
func (s *seating) first(tied []int, out bool) int {
	if len(tied) == 1 {
		return tied[0]
	}
	chosen := slices.MinFunc(tied, func(i, j int) int { return s.rank[i] - s.rank[j] })
	s.tie(tied, chosen, out, false)
	return chosen
}

func (s *seating) tie(tied []int, chosen int, out, earlier bool) {
	s.result.Ties = append(s.result.Ties, Tie{
		Round: len(s.result.Rounds) - 1, Items: slices.Sorted(slices.Values(tied)), Chosen: chosen, Out: out, Earlier: earlier,
	})
}

// finish puts the result together: in the order the elected as they were, then
// those who were left at the end by their votes, then the excluded, the last one
// first.
func (s *seating) finish() Result {
	r := s.result
	r.Winners = s.elected
	slices.SortStableFunc(s.hopeful, func(i, j int) int { return cmp.Compare(s.votes[j], s.votes[i]) })
	slices.Reverse(s.excluded)
	r.Order = slices.Concat(s.elected, s.hopeful, s.excluded)
	return r
}

// mulDiv returns x·y/z, rounded down or up. The numbers are not negative, and
// the result fits.
func mulDiv(x, y, z int64, up bool) int64 {
	hi, lo := bits.Mul64(uint64(x), uint64(y))
	q, rest := bits.Div64(hi, lo, uint64(z))
	if up && rest > 0 {
		q++
	}
	return int64(q)
}
