package ballot

import "math/big"

// papers are rankings as single transferable votes: each distinct ballot is a
// paper that stands for one of the candidates at a time.
//
// A paper goes to the first candidate on it who is still in. Where two or more of
// those who are still in share that place, it says no more whom it is for, and
// stops there: it is exhausted. So a paper on which the first place is shared, or
// nobody is named, is not valid, and does not count for the quota. (This is what
// the Scottish rules do with a paper on which the same figure stands twice.)
type papers struct {
	e     *Election
	at    []int32 // distinct ballot → the candidate it stands for, or noOne
	next  []int32 // distinct ballot → where on it to look on
	out   []bool  // candidate → no longer in
	valid []int32 // distinct ballots that stood for somebody at first
}

const noOne = -1

// newPapers gives each paper to its first candidate.
func newPapers(e *Election) *papers {
	p := &papers{
		e: e, at: make([]int32, e.Ballots()), next: make([]int32, e.Ballots()), out: make([]bool, e.Items()),
	}
	for b := range p.at {
		if p.move(int32(b)); p.at[b] != noOne {
			p.valid = append(p.valid, int32(b))
		}
	}
	return p
}

// move passes a paper on to the next candidate who is in.
func (p *papers) move(b int32) {
	items, places := p.e.Marked(int(b)), p.e.Places(int(b))
	j := int(p.next[b])
	p.at[b] = noOne
	for j < len(items) && p.at[b] == noOne {
		place := places[j]
		in := 0
		for ; j < len(items) && places[j] == place; j++ {
			if !p.out[items[j]] {
				p.at[b] = items[j]
				in++
			}
		}
		if in > 1 {
			p.at[b] = noOne
			j = len(items)
		}
	}
	p.next[b] = int32(j)
}

// of returns the valid papers that stand for a candidate.
func (p *papers) of(item int) []int32 {
	var out []int32
	for _, b := range p.valid {
		if p.at[b] == int32(item) {
			out = append(out, b)
		}
	}
	return out
}

// whole returns how many voters cast each distinct ballot, for rules that pass on
// papers one by one, and how many cast a valid one. It refuses weights that are
// not whole numbers, and more votes than can be counted to the given number of
// decimals.
func (p *papers) whole(rule string, decimals int64) (count []int64, valid int64, err error) {
	count = make([]int64, p.e.Ballots())
	most := int64(1) << 62 / decimals
	for _, b := range p.valid {
		w := p.e.BallotWeight(int(b))
		if !w.IsInt() {
			return nil, 0, &Refusal{Reason: WholeWeights, Rule: rule}
		}
		if !w.Num().IsInt64() || w.Num().Int64() > most-valid {
			return nil, 0, &Refusal{Reason: TooManyVotes, Rule: rule}
		}
		count[b] = w.Num().Int64()
		valid += count[b]
	}
	if valid == 0 {
		return nil, 0, &Refusal{Reason: NoBallots, Rule: rule, Need: 1}
	}
	return count, valid, nil
}

// decimal returns a number of the given number of parts as a fraction.
func decimal(x, parts int64) *big.Rat { return big.NewRat(x, parts) }
