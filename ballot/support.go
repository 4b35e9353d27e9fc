package ballot

import "math/big"

// support is an election as the proportional rules see it: which distinct
// ballot supports which items. A ballot supports the items that it approves of,
// those to which it gives more than 0, or those that it ranks at all. Points
// and places beyond that do not count here.
type support struct {
	e *Election

	start []int // ballot → its items
	item  []int32
	from  []int // item → its ballots, rising
	by    []int32

	// A ballot has weight[b]/unit; the sum of them is total/unit.
	weight []*big.Int
	total  *big.Int
	unit   *big.Int
	// narrow holds weight where total is below 2^53, else it is nil, so that
	// sums of it cannot overflow and are exact in floating point too.
	narrow []int64
	byNear []float64 // weight, rounded, beside by
}

// supportOf returns who supports what.
func supportOf(e *Election) *support {
	s := &support{e: e}
	s.rows()
	s.columns()
	s.weigh()
	return s
}

func (s *support) rows() {
	e := s.e
	if e.kind != Scores {
		s.start, s.item = e.start, e.item
		return
	}
	s.start = make([]int, 1, len(e.start))
	for b := range e.Ballots() {
		for j, i := range e.Marked(b) {
			if e.Points(b, j).Sign() > 0 {
				s.item = append(s.item, i)
			}
		}
		s.start = append(s.start, len(s.item))
	}
}

func (s *support) columns() {
	m := s.e.Items()
	s.from = make([]int, m+1)
	for _, i := range s.item {
		s.from[i+1]++
	}
	for i := range m {
		s.from[i+1] += s.from[i]
	}
	next := append([]int(nil), s.from[:m]...)
	s.by = make([]int32, len(s.item))
	for b := range s.ballots() {
		for _, i := range s.of(b) {
			s.by[next[i]] = int32(b)
			next[i]++
		}
	}
}

func (s *support) weigh() {
	s.unit = big.NewInt(1)
	for _, w := range s.e.total {
		s.unit = leastMultiple(s.unit, w.Denom())
	}
	n := s.ballots()
	s.weight, s.total = make([]*big.Int, n), new(big.Int)
	near := make([]float64, n)
	for b, w := range s.e.total {
		s.weight[b] = scaled(w, s.unit)
		s.total.Add(s.total, s.weight[b])
		near[b], _ = new(big.Float).SetInt(s.weight[b]).Float64()
	}
	s.byNear = make([]float64, len(s.by))
	for j, b := range s.by {
		s.byNear[j] = near[b]
	}
	if s.total.BitLen() > 53 {
		return
	}
	s.narrow = make([]int64, n)
	for b, w := range s.weight {
		s.narrow[b] = w.Int64()
	}
}

func (s *support) ballots() int { return len(s.start) - 1 }

// of returns the items that a ballot supports.
func (s *support) of(b int) []int32 { return s.item[s.start[b]:s.start[b+1]] }

// supporters returns the ballots that support an item.
func (s *support) supporters(i int) []int32 { return s.by[s.from[i]:s.from[i+1]] }

// votes returns the weight of the supporters of each item, in units of weight.
func (s *support) votes() []*big.Int {
	out := make([]*big.Int, s.e.Items())
	k := s.counter(1)
	for i := range out {
		k.reset(1)
		for _, b := range s.supporters(i) {
			k.add(0, b)
		}
		out[i] = new(big.Int)
		k.at(0, out[i])
	}
	return out
}

// weightsOf returns, beside the supporters of an item, their weights, rounded.
func (s *support) weightsOf(i int) []float64 { return s.byNear[s.from[i]:s.from[i+1]] }

// real returns units of weight as weight.
func (s *support) real(w *big.Int) *big.Rat { return new(big.Rat).SetFrac(w, s.unit) }

// scaled returns x times scale, which must be whole.
func scaled(x *big.Rat, scale *big.Int) *big.Int {
	n := new(big.Int).Mul(x.Num(), scale)
	q, r := n.QuoRem(n, x.Denom(), new(big.Int))
	if r.Sign() != 0 {
		panic("ballot: scale does not fit")
	}
	return q
}
