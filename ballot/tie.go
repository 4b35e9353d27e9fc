package ballot

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
)

// Ties is how ties are broken: a total order of the items, fixed before the
// count. Of items that are tied to be chosen, the first in the order is chosen;
// of items that are tied to be left out, the last goes. (Where items are excluded
// one after another, in transferable votes and run-offs, the first goes, as in
// the reference rules, which take the first in every case.) Both follow from the
// ballots' items alone, so a count can be replayed. The zero value is by lowest
// identifier.
type Ties struct {
	seed string // empty: lowest identifier
}

// LowestID puts the lowest identifier first: by value where the identifiers of
// all items are numbers (equal ones as text), else as text, byte by byte.
var LowestID = Ties{}

// Seeded puts the items in an order drawn by lot: by the SHA-256 of "penc
// ballot ties", the seed and the item's identifier, each followed by a zero
// byte; lowest digest first. The order does not depend on which other items
// there are, nor on their order. It panics on an empty seed.
func Seeded(seed string) Ties {
	if seed == "" {
		panic("ballot: empty seed")
	}
	return Ties{seed}
}

// ParseTies reads what String writes: "lowest-id", or "seed:" and any text.
func ParseTies(s string) (Ties, error) {
	if s == "lowest-id" {
		return LowestID, nil
	}
	if seed, ok := strings.CutPrefix(s, "seed:"); ok && seed != "" {
		return Seeded(seed), nil
	}
	return Ties{}, fmt.Errorf("ballot: %q is not a way to break ties: lowest-id or seed:N", s)
}

// String returns "lowest-id" or "seed:N".
func (t Ties) String() string {
	if t.seed == "" {
		return "lowest-id"
	}
	return "seed:" + t.seed
}

// Order returns the items by their numbers, first the one that wins ties.
func (t Ties) Order(e *Election) []int {
	order := make([]int, e.Items())
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, t.compare(e.items))
	return order
}

// Rank returns the place from 0 of each item in the order.
func (t Ties) Rank(e *Election) []int {
	rank := make([]int, e.Items())
	for r, i := range t.Order(e) {
		rank[i] = r
	}
	return rank
}

func (t Ties) compare(items []Item) func(i, j int) int {
	text := func(i, j int) int { return cmp.Compare(items[i].ID, items[j].ID) }
	if t.seed != "" {
		digest := make([][]byte, len(items))
		for i, it := range items {
			d := sha256.Sum256([]byte("penc ballot ties\x00" + t.seed + "\x00" + it.ID + "\x00"))
			digest[i] = d[:]
		}
		return func(i, j int) int { return cmp.Or(bytes.Compare(digest[i], digest[j]), text(i, j)) }
	}
	value, ok := values(items)
	if !ok {
		return text
	}
	return func(i, j int) int { return cmp.Or(value[i].Cmp(value[j]), text(i, j)) }
}

// number is an identifier that is a number: digits, perhaps with a sign and
// decimals.
var number = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?$`)

// values returns the identifiers as numbers, if all of them are.
func values(items []Item) ([]*big.Rat, bool) {
	out := make([]*big.Rat, len(items))
	for i, it := range items {
		if !number.MatchString(it.ID) {
			return nil, false
		}
		out[i], _ = new(big.Rat).SetString(it.ID)
	}
	return out, true
}
