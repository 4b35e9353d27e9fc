package ballot

import (
	"math/big"
	"math/rand/v2"
)

// A Standing says how firmly the items stand: what happens to the result when
// other people like those who voted had come instead.
type Standing struct {
	// Samples is how often voters were drawn and counted again.
	Samples int
	// In is in how many of these counts each item was chosen, by item.
	In []int
	// Same is in how many the same items were chosen as by the voters
	// themselves.
	Same int
}

// Resample draws as many voters as there are, at random and with replacement,
// counts them by the rule, and does so a number of times (B. Efron, "Bootstrap
// Methods: Another Look at the Jackknife", Annals of Statistics 7(1), 1979).
//
// The draws come from PCG of math/rand/v2 with the two words seed and sample
// number, so every sample can be drawn again by itself, and a later version of
// Go draws the same. A voter keeps the weight it has. The result is the same for
// the same election, rule, options and seed. It takes as long as that many
// counts; it returns a [*Refusal] when the election cannot be counted. It panics
// when samples is negative.
func Resample(e *Election, rule string, o Options, samples int, seed uint64) (Standing, error) {
	if samples < 0 {
		panic("ballot: negative number of samples")
	}
	r, err := ready(e, rule, &o)
	if err != nil {
		return Standing{}, err
	}
	own, err := r.count(e, o)
	if err != nil {
		return Standing{}, err
	}
	s := Standing{In: make([]int, e.Items())}
	in := own.won(e.Items())
	for k := range samples {
		res, err := r.count(e.drawn(rand.New(rand.NewPCG(seed, uint64(k)))), o)
		if err != nil {
			return Standing{}, err
		}
		same := true
		for i, won := range res.won(e.Items()) {
			if won {
				s.In[i]++
			}
			same = same && won == in[i]
		}
		if same {
			s.Same++
		}
		s.Samples++
	}
	return s, nil
}

// won says of each item whether it was chosen.
func (r Result) won(items int) []bool {
	won := make([]bool, items)
	for _, i := range r.Winners {
		won[i] = true
	}
	return won
}

// drawn returns an election of as many voters, each drawn from these. Ballots
// that nobody cast drop out.
func (e *Election) drawn(rng *rand.Rand) *Election {
	n := e.Voters()
	c := &Election{
		kind: e.kind, items: e.items, seats: e.seats, budget: e.budget, numbers: e.numbers,
		start: []int{0}, of: make([]int32, n), all: new(big.Rat),
	}
	times := make([]int32, n)
	for range n {
		times[rng.IntN(n)]++
	}
	now := make([]int32, e.Ballots())
	for b := range now {
		now[b] = -1
	}
	x, at := new(big.Rat), 0
	for v, t := range times {
		if t == 0 {
			continue
		}
		b := e.of[v]
		if now[b] < 0 {
			now[b] = int32(len(c.start) - 1)
			c.item = append(c.item, e.Marked(int(b))...)
			if e.mark != nil {
				c.mark = append(c.mark, e.mark[e.start[b]:e.start[b+1]]...)
			}
			c.start = append(c.start, len(c.item))
			c.total = append(c.total, new(big.Rat))
		}
		d := now[b]
		w := x.SetInt64(int64(t))
		w.Mul(w, e.Weight(v))
		c.total[d].Add(c.total[d], w)
		c.all.Add(c.all, w)
		for range t {
			c.of[at] = d
			if e.weight != nil {
				c.weight = append(c.weight, e.weight[v])
			}
			at++
		}
	}
	return c
}
