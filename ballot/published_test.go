package ballot_test

import (
	"math/big"
	"slices"
	"testing"

	"penc/ballot"
)

// lettered makes an election with items a, b, c … from ballots such as "3 ab".
func lettered(m, k int, sets map[string]int) *ballot.Election {
	items := make([]ballot.Item, m)
	for i := range items {
		items[i].ID = string(rune('a' + i))
	}
	b := ballot.NewBuilder(ballot.Approval, items)
	for set, n := range sets {
		var marked []int
		for _, c := range set {
			marked = append(marked, int(c-'a'))
		}
		b.Approve(n, marked...)
	}
	return b.Election().ForSeats(k)
}

// TestPublished counts worked examples and compares every step.
//
// The first two elections are Examples 1 and 12 of M. Lackner and P. Skowron,
// "Multi-Winner Voting with Approval Preferences", Springer 2023, counted there
// in Examples 9, 11 and 12. The third is Phragmén's own, of 1894, in S. Janson,
// "Phragmén's and Thiele's election methods", arXiv:1611.08826: A B C are a b c,
// P Q R are d e f.
func TestPublished(t *testing.T) {
	book := lettered(7, 4, map[string]int{"ab": 3, "ac": 3, "ad": 2, "bcf": 1, "e": 1, "f": 1, "g": 1})
	eight := lettered(4, 3, map[string]int{"cd": 3, "ab": 2, "ac": 2, "bd": 1})
	sweden := lettered(6, 3, map[string]int{"abc": 1034, "def": 519, "abe": 90, "ade": 47})
	for _, x := range []struct {
		what    string
		e       *ballot.Election
		rule    string
		winners string
		amounts []*big.Rat
	}{
		{"Example 9", book, ballot.SeqPhragmen, "abcd", []*big.Rat{rat(1, 8), rat(11, 32), rat(55, 128), rat(5, 8)}},
		{"Example 11", book, ballot.MESCard, "abcd", []*big.Rat{rat(1, 8), rat(1, 96), rat(37, 384), rat(7, 24)}},
		{"Example 12", eight, ballot.MESCard, "cad", []*big.Rat{rat(1, 5), rat(13, 40), rat(1, 40)}},
		{"Example 12", eight, ballot.SeqPhragmen, "cbd", []*big.Rat{rat(1, 5), rat(1, 3), rat(29, 60)}},
		{"Phragmén 1894", sweden, ballot.SeqPhragmen, "aeb", []*big.Rat{rat(1, 1171), rat(1308, 768176), nil}},
	} {
		r, err := ballot.Count(x.e, x.rule, ballot.Options{})
		if err != nil {
			t.Fatal(err)
		}
		winners := ""
		for _, i := range r.Winners {
			winners += x.e.Item(i).ID
		}
		if winners != x.winners {
			t.Errorf("%s, %s: got %s, want %s", x.what, x.rule, winners, x.winners)
		}
		for k, want := range x.amounts {
			if got := r.Rounds[k].Acts[0].Amount; want != nil && got.Cmp(want) != 0 {
				t.Errorf("%s, %s, round %d: got %v, want %v", x.what, x.rule, k, got, want)
			}
		}
	}
	r, _ := ballot.Count(book, ballot.MESCard, ballot.Options{})
	if len(r.Ties) != 1 || r.Ties[0].Round != 1 || !slices.Equal(r.Ties[0].Items, []int{1, 2}) || r.Ties[0].Chosen != 1 {
		t.Errorf("b and c are tied in the second round: %+v", r.Ties)
	}
	if l := r.Ledger; l.Start().Cmp(rat(1, 3)) != 0 || l.Price(0).Cmp(rat(1, 8)) != 0 || l.Price(4) != nil {
		t.Errorf("start %v, price of a %v, of e %v", l.Start(), l.Price(0), l.Price(4))
	}
	if got := r.Completion.ByPhragmen; !slices.Equal(got, []int{1, 2, 3}) {
		t.Errorf("all but a are chosen by the rule of Phragmén: %v", got)
	}
}

// TestTown counts a few hundred voters a second time, where rounded numbers do
// most of the work.
func TestTown(t *testing.T) {
	for seed := range uint64(2) {
		e := town(120, 14, 24_000, seed)
		for _, rule := range []string{ballot.MESCost, ballot.MESCard, ballot.MESCostAdd1, ballot.SeqPhragmen} {
			n := newNaive(e, ballot.LowestID)
			increments := n.count(rule)
			got, err := ballot.Count(e, rule, ballot.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got.Winners, n.winners) {
				t.Errorf("%d, %s: got %v, want %v", seed, rule, got.Winners, n.winners)
			}
			if got.Completion != nil && got.Completion.Increments != increments {
				t.Errorf("%d, %s: %d increments, want %d", seed, rule, got.Completion.Increments, increments)
			}
			for v := 0; v < e.Voters(); v += 17 {
				for _, i := range got.Winners {
					want, ok := n.paid[v][i]
					if !ok {
						want = new(big.Rat)
					}
					if got.Ledger.PaidBy(v, i).Cmp(want) != 0 {
						t.Errorf("%d, %s: voter %d, item %d: paid %v, want %v", seed, rule, v, i, got.Ledger.PaidBy(v, i), want)
					}
				}
			}
		}
	}
}
