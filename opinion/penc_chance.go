package opinion

import "math/rand/v2"

// Before groups are looked for, few votes have to show that there is anything to
// find: that people differ along some direction more than they would if the votes on
// each statement were dealt anew among those who voted on it. That is Horn's
// parallel analysis ("A rationale and test for the number of factors in factor
// analysis", 1965) with shuffled votes (Buja and Eyuboglu, "Remarks on parallel
// analysis", 1992).
const (
	// shuffles are dealt; none may show a direction as long: by chance one crowd in a
	// hundred passes.
	shuffles = 99
	// shufflesSure are enough when the votes' own direction is longer than each of
	// theirs by half.
	shufflesSure = 5
	sureLength   = 1.5
)

// patterned reports whether the largest eigenvalue lambda of the votes is more than
// chance. Above fewVotes it isn't asked: stability decides there.
func (s *survey) patterned(lambda float64) bool {
	if s.m.Votes() > fewVotes {
		return true
	}
	rng := rand.New(rand.NewPCG(s.seed, 6))
	deck := newDeck(s.m, s.deal(0, 1)[0])
	most := 0.0
	for n := range shuffles {
		if n == shufflesSure && lambda > sureLength*most {
			return true
		}
		most = max(most, deck.shuffled(rng, s))
		if most >= lambda {
			return false
		}
	}
	return true
}

// A deck is votes that can be shuffled: for each open statement where its votes stand
// in the copy.
type deck struct {
	copy  Matrix
	where [][]int32
}

// newDeck lays the votes of m out in the order of rows.
func newDeck(m *Matrix, rows []int) *deck {
	d := &deck{copy: *m, where: make([][]int32, m.cols)}
	d.copy.code = append([]int32(nil), m.code...)
	for _, i := range rows {
		for at := m.start[i]; at < m.start[i+1]; at++ {
			if j := m.code[at] / 3; m.kinds[j] == Open {
				d.where[j] = append(d.where[j], int32(at))
			}
		}
	}
	return d
}

// shuffled deals the votes on each statement anew among those who voted on it and
// returns the largest eigenvalue.
func (d *deck) shuffled(rng *rand.Rand, s *survey) float64 {
	code := d.copy.code
	for _, at := range d.where {
		rng.Shuffle(len(at), func(a, b int) { code[at[a]], code[at[b]] = code[at[b]], code[at[a]] })
	}
	_, lambda := leading(sparse{m: &d.copy, value: s.a.value}, d.copy.cols, s.axes[:], lengthEnough)
	return lambda[0]
}

// lengthEnough is the exactness of the eigenvalues of shuffled votes.
const lengthEnough = 1e-3
