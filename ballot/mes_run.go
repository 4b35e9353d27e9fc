package ballot

import (
	"cmp"
	"math"
	"math/big"
	"slices"
)

// A run is one run of Equal Shares from a given start money.
//
// Everything that decides is exact: the prices so far are a chain, and what a
// ballot has left is the start money less the prices of what it paid for, or 0
// once it is emptied. left is the same in floating point, and off by no more
// than off. A bound below an item's price, which holds whatever the rounding, is
// computed from left, and only items whose bound is not above the best price
// are computed exactly. So the filter saves work and never chooses. Prices only
// rise as money falls, hence a bound stays one in later rounds.
//
// A rough run computes nothing exactly. It goes on as long as the one item to be
// bought is beyond doubt, and stops otherwise. It can be made for a whole range
// of start money at once: what is beyond doubt then is so for all of it.
type run struct {
	*money
	b0    *big.Int
	near0 float64

	chain   chain // the prices, of a unit of weight, by round
	left    []float64
	off     []float64 // of a rough run: by how much left is off at most
	most    float64   // the most of it
	rough   bool
	unsure  bool
	spread  *big.Int // of a rough run for all start money so far below and above
	emptied []int32  // ballot → round in which it paid all it had, or -1
	round   []int32  // item → round it was bought in, or -1
	bought  []int    // by round
	free    []int    // items that cost nothing, bought before all others
	spent   *big.Int
	tied    []Tie

	open  []int     // items that may still be bought
	bound []float64 // item → a number that its key does not fall below
	guess []float64 // item → its price as last computed
	fresh []bool    // item → computed in this round

	vals, wts []float64 // what the supporters of an item have left, and their weights
	k         *counter
	exact     map[string]*big.Int // what is left by what was paid for
	key0      []byte
}

func (m *money) newRun() *run {
	n, items := m.s.ballots(), m.s.e.Items()
	return &run{
		money: m, left: make([]float64, n), emptied: make([]int32, n), round: make([]int32, items),
		bound: make([]float64, items), guess: make([]float64, items), fresh: make([]bool, items),
		k: m.s.counter(0),
	}
}

// begin sets the run to its first round.
func (r *run) begin(b0 *big.Int) {
	r.b0, r.near0 = b0, quotient(b0, big.NewInt(1))
	r.chain.reset()
	r.unsure, r.most = false, r.near0*0x1p-52
	highest := b0
	if r.rough {
		if r.off == nil {
			r.off = make([]float64, len(r.left))
		}
		if r.spread != nil {
			r.most += quotient(r.spread, one.Num()) / slack
			highest = new(big.Int).Add(b0, r.spread)
		}
	}
	for b := range r.off {
		r.off[b] = r.most
	}
	for b := range r.left {
		r.left[b], r.emptied[b] = r.near0, -1
	}
	r.bought, r.free, r.open, r.tied = nil, nil, r.open[:0], nil
	r.spent = new(big.Int)
	t := new(big.Int)
	for i := range r.round {
		r.round[i] = -1
		switch {
		case r.votes[i].Sign() == 0:
		case r.cost[i].Sign() == 0:
			r.free = append(r.free, i)
		case t.Mul(r.votes[i], highest).Cmp(r.cost[i]) >= 0:
			r.open = append(r.open, i)
			r.guess[i] = r.costNear[i] / r.size[i]
			r.bound[i] = r.key(i, r.guess[i]) * slack
		}
	}
	slices.SortFunc(r.free, func(i, j int) int { return cmp.Compare(r.ties[i], r.ties[j]) })
}

// slack makes a bound of a number that went through a few roundings.
const slack = 1 - 0x1p-46

// key is what decides: the price of a unit of use.
func (r *run) key(i int, price float64) float64 {
	if r.byCost {
		return price / r.costNear[i]
	}
	return price
}

// price is the price that belongs to a key.
func (r *run) price(i int, key float64) float64 {
	if r.byCost {
		return key * r.costNear[i]
	}
	return key
}

// offLeft bounds by how much left is off: the start money and each price taken
// off were rounded, and so was each difference.
func (r *run) offLeft() float64 {
	if r.rough {
		return r.most
	}
	return r.near0 * float64(r.chain.len()+2) * 0x1p-50
}

// offSum bounds by how much a sum of left over the supporters of an item is off.
func (r *run) offSum(i int) float64 {
	return r.size[i] * (r.offLeft() + r.near0*float64(len(r.s.supporters(i))+4)*0x1p-52)
}

// buyAll buys until nothing is affordable, or until more than limit is spent
// (nil is no limit); it reports whether it stayed within. hint is what another
// run bought; it only says where to look first.
func (r *run) buyAll(b0, limit *big.Int, hint []int) bool {
	r.begin(b0)
	for !r.filled() {
		at := -1
		if n := len(r.bought); n < len(hint) {
			at = hint[n]
		}
		if r.rough {
			if !r.buyRoughly(at) {
				return true
			}
		} else {
			best := r.cheapest(at)
			if best == nil {
				return true
			}
			r.buy(best)
		}
		if limit != nil && r.spent.Cmp(limit) > 0 {
			return false
		}
	}
	return true
}

// filled says that as many items are bought as there are seats.
func (r *run) filled() bool { return r.s.e.budget == nil && len(r.bought) == r.s.e.seats }

// cheapest returns the item with the lowest key, of equal ones the first in the
// order of ties, or nil when nothing is affordable.
func (r *run) cheapest(hint int) *offer {
	high := r.survey(hint, math.Inf(1))
	for {
		best, top := r.best(high)
		if best == nil || top <= high {
			return best
		}
		high = top // the estimate was too low: some with a bound between were passed over
		high = r.surveyOn(high)
	}
}

// survey looks at all items whose key may be the lowest and returns a number
// that it is hardly above; items whose bound is not above it remain.
func (r *run) survey(hint int, high float64) float64 {
	clear(r.fresh)
	if hint = r.first(hint); hint >= 0 {
		high = r.look(hint, high)
	}
	return r.surveyOn(high)
}

func (r *run) surveyOn(high float64) float64 {
	for _, i := range r.open {
		if !r.fresh[i] && r.bound[i] <= high {
			high = min(high, r.look(i, high))
		}
	}
	r.open = slices.DeleteFunc(r.open, func(i int) bool { return math.IsInf(r.bound[i], 1) })
	return high
}

// first returns the hint if it can still be bought, else the item with the
// lowest bound, or -1.
func (r *run) first(hint int) int {
	low := -1
	for _, i := range r.open {
		if i == hint {
			return i
		}
		if low < 0 || r.bound[i] < r.bound[low] {
			low = i
		}
	}
	return low
}

// best computes exactly all items whose bound is not above high and returns the
// best of them with a number that its key is not above.
func (r *run) best(high float64) (*offer, float64) {
	var best *offer
	var tied []int
	for _, i := range r.open {
		if !r.fresh[i] || r.bound[i] > high {
			continue
		}
		o := r.offer(i)
		c := -1
		if best != nil {
			c = r.compare(o, best)
		}
		switch {
		case c < 0:
			best, tied = o, []int{i}
		case c == 0:
			tied = append(tied, i)
			if r.ties[i] < r.ties[best.item] {
				best = o
			}
		}
	}
	if best == nil {
		return nil, 0
	}
	top := r.key(best.item, best.near) / slack
	if top <= high && len(tied) > 1 {
		slices.Sort(tied)
		r.tied = append(r.tied, Tie{Round: len(r.free) + len(r.bought), Items: tied, Chosen: best.item})
	}
	return best, top
}

// look computes an item's price in floating point and returns a number that its
// key is hardly above, or infinity as soon as it is known that the key is above
// high. Either way the item's bound is raised; to infinity when the item is no
// longer affordable.
func (r *run) look(i int, high float64) float64 {
	r.fresh[i] = true
	total := r.gather(i)
	cost, off := r.costNear[i], r.offSum(i)
	if total-off < cost {
		if r.rough && total+off >= cost {
			r.unsure = true
			return math.Inf(1)
		}
		if total+off < cost || !r.affordable(i) {
			r.bound[i] = math.Inf(1)
			return math.Inf(1)
		}
	}
	if !math.IsInf(high, 1) {
		p := r.price(i, high)
		sum, rest := r.below(p)
		if rest > 0 && sum+rest*p+off < cost {
			r.raise(i, (cost-sum-off)/rest)
			return math.Inf(1)
		}
	}
	p := r.price(i, r.bound[i])
	for {
		sum, rest := r.below(p)
		if rest == 0 { // only by rounding: somebody can pay the price
			r.guess[i] = p
			return r.key(i, p) / slack
		}
		r.raise(i, (cost-sum-off)/rest)
		next := (cost - sum) / rest
		if next <= p {
			r.guess[i] = p
			return r.key(i, p+off/rest) / slack
		}
		p, r.guess[i] = next, next
	}
}

// raise raises an item's bound to that of a price.
//
// Whichever supporters pay all they have, the others cannot pay less than an
// equal share of what is then missing: so every division of the supporters
// gives a bound, that by rounded numbers too.
func (r *run) raise(i int, price float64) {
	r.bound[i] = max(r.bound[i], r.key(i, price)*slack)
}

// gather fills vals and wts with what the supporters of an item have left and
// returns what they have together.
func (r *run) gather(i int) float64 {
	by := r.s.supporters(i)
	if cap(r.vals) < len(by) {
		r.vals = make([]float64, len(by), 2*len(by))
	}
	r.vals, r.wts = r.vals[:len(by)], r.s.weightsOf(i)[:len(by)]
	total := 0.0
	for j, b := range by {
		v := r.left[b]
		r.vals[j] = v
		total += r.wts[j] * v
	}
	return total
}

// below returns what the gathered supporters who have less than p have together,
// and the weight of the others. It takes no branch on what they have, since a
// processor cannot guess it: numbers that are not negative are ordered like
// their bits.
func (r *run) below(p float64) (sum, rest float64) {
	bits := int64(math.Float64bits(max(p, 0)))
	wts := r.wts[:len(r.vals)]
	for j, v := range r.vals {
		less := uint64((int64(math.Float64bits(v)) - bits) >> 63)
		w := wts[j]
		sum += math.Float64frombits(math.Float64bits(w*v) & less)
		rest += math.Float64frombits(math.Float64bits(w) &^ less)
	}
	return sum, rest
}

// buy buys at an offer.
func (r *run) buy(o *offer) {
	round := int32(len(r.bought))
	for _, b := range o.emptied {
		r.left[b], r.emptied[b] = 0, round
	}
	r.chain.push(o.num, o.den)
	price := r.chain.near[round]
	for _, b := range r.s.supporters(o.item) {
		if r.emptied[b] < 0 {
			r.left[b] = max(0, r.left[b]-price)
		}
	}
	r.round[o.item] = round
	r.bought = append(r.bought, o.item)
	r.open = slices.DeleteFunc(r.open, func(i int) bool { return i == o.item })
	r.spent.Add(r.spent, r.cost[o.item])
	clear(r.exact)
}
