package ballot

import (
	"math"
	"math/big"
	"slices"
)

// buyRoughly buys the cheapest item in floating point. It returns false when
// nothing is affordable, and when it cannot be sure; r.unsure tells which.
func (r *run) buyRoughly(hint int) bool {
	high := r.survey(hint, math.Inf(1))
	var best []int
	for _, i := range r.open {
		if r.fresh[i] && r.bound[i] <= high {
			best = append(best, i)
		}
	}
	if r.unsure || len(best) == 0 {
		return false
	}
	item, ok := r.plainest(best)
	if !ok {
		r.unsure = true
		return false
	}
	price, off, ok := r.surely(item)
	top := r.key(item, price+off) / slack
	for _, i := range r.open {
		if r.bound[i] <= top && !slices.Contains(best, i) {
			ok = false
		}
	}
	if !ok {
		r.unsure = true
		return false
	}
	r.pay(item, price, off)
	return true
}

// plainest returns the cheapest of some items, if that is beyond doubt: because
// there is only one, because they are twins, or because all supporters of each
// can surely pay an equal share, so that its price is its cost over its votes.
func (r *run) plainest(items []int) (int, bool) {
	if len(items) == 1 {
		return items[0], true
	}
	twins := true
	for _, i := range items[1:] {
		twins = twins && r.twins(items[0], i)
	}
	best := -1
	var tied []int
	for _, i := range items {
		if !twins && !r.plain(i) {
			return 0, false
		}
		c := -1
		if best >= 0 {
			c = r.comparePlain(i, best)
		}
		switch {
		case c < 0:
			best, tied = i, []int{i}
		case c == 0:
			tied = append(tied, i)
			if r.ties[i] < r.ties[best] {
				best = i
			}
		}
	}
	if len(tied) > 1 {
		slices.Sort(tied)
		r.tied = append(r.tied, Tie{Round: len(r.free) + len(r.bought), Items: tied, Chosen: best})
	}
	return best, true
}

// twins says that two items cost the same and have the same supporters. Their
// prices are equal whatever people have left.
func (r *run) twins(i, j int) bool {
	return r.cost[i].Cmp(r.cost[j]) == 0 && slices.Equal(r.s.supporters(i), r.s.supporters(j))
}

// plain says that every supporter of an item surely has an equal share of its
// cost left.
func (r *run) plain(i int) bool {
	share := r.costNear[i] / r.size[i] / slack
	for _, b := range r.s.supporters(i) {
		if r.left[b]-r.off[b] < share {
			return false
		}
	}
	return true
}

// comparePlain compares the keys of two such items exactly.
func (r *run) comparePlain(i, j int) int {
	if r.byCost {
		return r.votes[j].Cmp(r.votes[i])
	}
	return new(big.Int).Mul(r.cost[i], r.votes[j]).Cmp(new(big.Int).Mul(r.cost[j], r.votes[i]))
}

// surely returns the price of an item and by how much it is off at most: at
// off above it the supporters surely pay the cost, and at off below it surely
// less.
func (r *run) surely(item int) (price, off float64, ok bool) {
	r.gather(item)
	cost, price := r.costNear[item], r.guess[item]
	sum, rest, doubt := r.owned(item, price)
	if rest == 0 {
		return 0, 0, false
	}
	rounding := r.near0 * r.size[item] * float64(len(r.vals)+4) * 0x1p-52
	price = (cost - sum) / rest
	off = (doubt+rounding)/rest + price*0x1p-48
	for range 4 {
		sum, rest, doubt = r.owned(item, price+off)
		if sum+rest*(price+off)-doubt-rounding >= cost {
			return price, off, true
		}
		off *= 4
	}
	return 0, 0, false
}

// owned is below, together with by how much what the supporters pay at p may be
// off.
func (r *run) owned(item int, p float64) (sum, rest, off float64) {
	for j, b := range r.s.supporters(item) {
		v, w := r.vals[j], r.wts[j]
		if v < p {
			sum += w * v
			off += w * r.off[b]
		} else {
			rest += w
			if v-r.off[b] < p {
				off += w * r.off[b]
			}
		}
	}
	return sum, rest, off
}

// pay has the supporters of an item pay for it.
func (r *run) pay(item int, price, off float64) {
	for _, b := range r.s.supporters(item) {
		v, o := r.left[b], r.off[b]+off
		switch {
		case v+o < price:
			r.left[b], r.off[b] = 0, 0
		default:
			r.left[b] = max(0, v-price)
			r.off[b] = o + r.near0*0x1p-52
			r.most = max(r.most, r.off[b])
		}
	}
	r.round[item] = int32(len(r.bought))
	r.bought = append(r.bought, item)
	r.open = slices.DeleteFunc(r.open, func(i int) bool { return i == item })
	r.spent.Add(r.spent, r.cost[item])
}
