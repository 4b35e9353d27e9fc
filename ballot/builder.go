package ballot

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math/big"
	"slices"
)

// A Builder collects ballots of one kind into an [Election].
type Builder struct {
	e      *Election
	known  map[string]int32 // distinct ballot by its bytes
	number map[string]int32 // number by its text
	whole  map[int64]int32  // the same, of whole ones
	key    []byte
	row    []marked
	seen   []bool // by item, false between ballots
}

// marked is what a ballot says about one item.
type marked struct {
	item, place int32
	number      *big.Rat
}

// NewBuilder begins an election among the items, with one seat. It panics when
// two items share an identifier or a cost is negative.
func NewBuilder(kind Kind, items []Item) *Builder {
	if kind != Approval && kind != Scores && kind != Ranking {
		panic(fmt.Sprintf("ballot: no such kind of ballot: %v", kind))
	}
	e := &Election{kind: kind, items: slices.Clone(items), seats: 1, start: []int{0}, all: new(big.Rat)}
	ids := make(map[string]bool, len(items))
	for i := range e.items {
		it := &e.items[i]
		if ids[it.ID] {
			panic(fmt.Sprintf("ballot: two items have the identifier %q", it.ID))
		}
		ids[it.ID] = true
		if it.Cost == nil {
			it.Cost = one
		}
		if it.Cost.Sign() < 0 {
			panic(fmt.Sprintf("ballot: item %q has a negative cost", it.ID))
		}
		it.Cost = new(big.Rat).Set(it.Cost)
	}
	return &Builder{e: e, known: map[string]int32{}, number: map[string]int32{}, whole: map[int64]int32{}, seen: make([]bool, len(items))}
}

// Approve adds so many voters of weight 1 who approve of the items, in any
// order.
func (b *Builder) Approve(voters int, items ...int) { b.ApproveWeighted(voters, one, items...) }

// ApproveWeighted is Approve for voters of the given weight each.
func (b *Builder) ApproveWeighted(voters int, weight *big.Rat, items ...int) {
	b.e.must(Approval)
	b.row = b.row[:0]
	for _, i := range items {
		b.row = append(b.row, marked{item: int32(i)})
	}
	b.castMany(voters, weight)
}

// Score adds so many voters of weight 1 who give each of the items the number
// beside it. An item that is not named was not scored, which rules may take
// for 0; a 0 that was given is kept.
func (b *Builder) Score(voters int, items []int, numbers []*big.Rat) {
	b.ScoreWeighted(voters, one, items, numbers)
}

// ScoreWeighted is Score for voters of the given weight each.
func (b *Builder) ScoreWeighted(voters int, weight *big.Rat, items []int, numbers []*big.Rat) {
	b.e.must(Scores)
	if len(items) != len(numbers) {
		panic("ballot: not one number for each item")
	}
	b.row = b.row[:0]
	for j, i := range items {
		b.row = append(b.row, marked{item: int32(i), number: numbers[j]})
	}
	b.castMany(voters, weight)
}

// Rank adds so many voters of weight 1 with the items of places[0] in the first
// place, those of places[1] in the second, and so on. Items that are not named
// were not ranked. Empty places are passed over.
func (b *Builder) Rank(voters int, places ...[]int) { b.RankWeighted(voters, one, places...) }

// RankWeighted is Rank for voters of the given weight each.
func (b *Builder) RankWeighted(voters int, weight *big.Rat, places ...[]int) {
	b.e.must(Ranking)
	b.row = b.row[:0]
	for p, items := range places {
		for _, i := range items {
			b.row = append(b.row, marked{item: int32(i), place: int32(p)})
		}
	}
	b.castMany(voters, weight)
}

func (b *Builder) castMany(voters int, weight *big.Rat) {
	if voters < 0 {
		panic("ballot: negative number of voters")
	}
	for range voters {
		b.cast(b.row, weight)
	}
}

// cast adds one voter. It panics when an item does not exist or is named twice,
// and when the weight is not positive.
func (b *Builder) cast(row []marked, weight *big.Rat) {
	if weight.Sign() <= 0 {
		panic("ballot: the weight of a voter must be positive")
	}
	for _, m := range row {
		if m.item < 0 || int(m.item) >= len(b.e.items) {
			panic(fmt.Sprintf("ballot: no item %d", m.item))
		}
		if b.seen[m.item] {
			panic(fmt.Sprintf("ballot: item %d twice on a ballot", m.item))
		}
		b.seen[m.item] = true
	}
	for _, m := range row {
		b.seen[m.item] = false
	}
	d := b.distinct(row)
	e := b.e
	if weight.Cmp(one) != 0 && e.weight == nil {
		e.weight = make([]int32, len(e.of))
		for v := range e.weight {
			e.weight[v] = b.intern(one)
		}
	}
	if e.weight != nil {
		e.weight = append(e.weight, b.intern(weight))
	}
	e.of = append(e.of, d)
	e.total[d].Add(e.total[d], weight)
	e.all.Add(e.all, weight)
}

// distinct returns the number of the distinct ballot, a new one if there was
// none like it.
func (b *Builder) distinct(row []marked) int32 {
	slices.SortFunc(row, func(x, y marked) int {
		return cmp.Or(cmp.Compare(x.place, y.place), cmp.Compare(x.item, y.item))
	})
	e, key := b.e, b.key[:0]
	place, last := int32(-1), int32(-1)
	for j := range row {
		m := &row[j]
		mark := int32(0)
		switch e.kind {
		case Scores:
			mark = b.intern(m.number)
		case Ranking:
			if m.place != last {
				last = m.place
				place++
			}
			mark = place
		}
		m.place = mark
		key = binary.AppendUvarint(key, uint64(m.item))
		key = binary.AppendUvarint(key, uint64(mark))
	}
	b.key = key
	if d, ok := b.known[string(key)]; ok {
		return d
	}
	d := int32(len(e.start) - 1)
	b.known[string(key)] = d
	for _, m := range row {
		e.item = append(e.item, m.item)
		if e.kind != Approval {
			e.mark = append(e.mark, m.place)
		}
	}
	e.start = append(e.start, len(e.item))
	e.total = append(e.total, new(big.Rat))
	return d
}

func (b *Builder) intern(x *big.Rat) int32 {
	k := int32(len(b.e.numbers))
	if x.IsInt() && x.Num().IsInt64() {
		n := x.Num().Int64()
		if known, ok := b.whole[n]; ok {
			return known
		}
		b.whole[n] = k
	} else {
		text := x.RatString()
		if known, ok := b.number[text]; ok {
			return known
		}
		b.number[text] = k
	}
	b.e.numbers = append(b.e.numbers, new(big.Rat).Set(x))
	return k
}

// Election returns what was collected. The builder must not be used afterwards.
func (b *Builder) Election() *Election {
	e := b.e
	*b = Builder{}
	return e
}
