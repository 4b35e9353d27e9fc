package ballot

import "math/big"

// served counts, while items are chosen, how many of the chosen each ballot
// supports: weight holds for each item the weight of its supporters by that
// number, up to most.
type served struct {
	*support
	most   int
	count  []int32 // ballot → chosen items it supports
	weight []*counter
}

// servedBy starts with nothing chosen; k items are chosen at most.
func (s *support) served(k int) *served {
	v := &served{support: s, count: make([]int32, s.ballots())}
	for b := range s.ballots() {
		v.most = max(v.most, min(k, len(s.of(b))))
	}
	for i := range s.e.Items() {
		c := s.counter(v.most + 1)
		for _, b := range s.supporters(i) {
			c.add(0, b)
		}
		v.weight = append(v.weight, c)
	}
	return v
}

// choose counts one more chosen item.
func (v *served) choose(item int) {
	for _, b := range v.supporters(item) {
		n := int(v.count[b])
		for _, i := range v.of(int(b)) {
			v.weight[i].take(n, b)
			v.weight[i].add(n+1, b)
		}
		v.count[b]++
	}
}

// harmonic is what PAV gives: 1/1, 1/2, … 1/n as whole numbers of 1/common.
type harmonic struct {
	part   []*big.Int // part[j] is common/(j+1)
	common *big.Int
}

func newHarmonic(n int) harmonic {
	h := harmonic{common: big.NewInt(1)}
	for j := 1; j <= n; j++ {
		h.common = new(big.Int).Set(leastMultiple(h.common, big.NewInt(int64(j))))
	}
	for j := range n {
		h.part = append(h.part, new(big.Int).Quo(h.common, big.NewInt(int64(j+1))))
	}
	return h
}

// gain returns what choosing an item would add: the weight of each supporter
// over one more than the number of chosen items it supports.
func (v *served) gain(item int, h harmonic) *big.Int {
	sum, t := new(big.Int), new(big.Int)
	for j, part := range h.part {
		if v.weight[item].at(j, t) {
			sum.Add(sum, t.Mul(t, part))
		}
	}
	return sum
}
