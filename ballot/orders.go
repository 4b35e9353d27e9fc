package ballot

import "slices"

// orders are the ballots as orders: items in places from 0, best first, with
// several in one place where a ballot does not tell them apart. An item that is
// not in the order stands below all that are, and no better or worse than the
// others that are not.
//
// Rankings are orders already. On approval ballots those marked share the first
// place. Points put an item above those with fewer, and a 0 that was given above
// nothing given.
type orders struct {
	start       []int
	item, place []int32
}

// at returns the items of distinct ballot b, best first, and their places.
func (o *orders) at(b int) (items, places []int32) {
	return o.item[o.start[b]:o.start[b+1]], o.place[o.start[b]:o.start[b+1]]
}

func (e *Election) orders() *orders {
	switch e.kind {
	case Ranking:
		return &orders{e.start, e.item, e.mark}
	case Approval:
		return &orders{e.start, e.item, make([]int32, len(e.item))}
	}
	o := &orders{e.start, slices.Clone(e.item), make([]int32, len(e.item))}
	level := e.levels()
	for b := range e.Ballots() {
		begin, end := e.start[b], e.start[b+1]
		marks := e.mark[begin:end]
		by := make([]int, len(marks))
		for j := range by {
			by[j] = j
		}
		slices.SortStableFunc(by, func(x, y int) int { return int(level[marks[y]] - level[marks[x]]) })
		place := int32(0)
		for j, x := range by {
			if j > 0 && level[marks[x]] != level[marks[by[j-1]]] {
				place++
			}
			o.item[begin+j], o.place[begin+j] = e.item[begin+x], place
		}
	}
	return o
}

// levels returns, for each number on the ballots, how many different numbers are
// smaller.
func (e *Election) levels() []int32 {
	by := make([]int, len(e.numbers))
	for k := range by {
		by[k] = k
	}
	slices.SortFunc(by, func(x, y int) int { return e.numbers[x].Cmp(e.numbers[y]) })
	level := make([]int32, len(by))
	for k, x := range by {
		if k == 0 {
			continue
		}
		level[x] = level[by[k-1]]
		if e.numbers[x].Cmp(e.numbers[by[k-1]]) != 0 {
			level[x]++
		}
	}
	return level
}
