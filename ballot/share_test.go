package ballot_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"penc/ballot"
)

// TestShares adds up what the groups got.
func TestShares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drafts(t).build()
		group := make([]int, e.Voters())
		for v := range group {
			group[v] = rapid.IntRange(0, 2).Draw(t, "group")
		}
		for _, rule := range proportional {
			r, ok := counted(t, e, rule, ballot.Options{})
			if !ok {
				continue
			}
			shares := ballot.Shares(e, r, group, 3)
			voters, weight := 0, new(big.Rat)
			for g, s := range shares {
				voters, weight = voters+s.Voters, add(weight, s.Weight)
				represented, cost := new(big.Rat), new(big.Rat)
				for v, x := range votersOf(e) {
					if group[v] == g {
						c := got(e, x, r.Winners)
						cost = add(cost, mul(c, x.weight))
						if c.Sign() > 0 || supportsFree(e, x, r.Winners) {
							represented = add(represented, x.weight)
						}
					}
				}
				if s.Represented.Cmp(represented) != 0 || mul(s.Cost, s.Weight).Cmp(cost) != 0 {
					t.Fatalf("%s: group %d: %+v", rule, g, s)
				}
				if e.Budget() == nil && s.Items.Cmp(s.Cost) != 0 {
					t.Fatalf("%s: %v items cost %v", rule, s.Items, s.Cost)
				}
			}
			if voters != e.Voters() || weight.Cmp(e.Weights()) != 0 {
				t.Fatalf("%s: groups of %d voters", rule, voters)
			}
			if r.Ledger == nil {
				continue
			}
			for i := range e.Items() {
				sum := new(big.Rat)
				for _, s := range shares {
					sum = add(sum, s.Paid[i])
				}
				if sum.Cmp(r.Ledger.Spent(i)) != 0 {
					t.Fatalf("%s: groups paid %v of %v", rule, sum, r.Ledger.Spent(i))
				}
			}
		}
	})
}

func supportsFree(e *ballot.Election, x voter, winners []int) bool {
	for _, i := range winners {
		for _, j := range x.supports {
			if i == j && e.Cost(i).Sign() == 0 {
				return true
			}
		}
	}
	return false
}

// TestSharesOfAHall: 6 of 10 want a and b, 4 want c and d; three seats.
func TestSharesOfAHall(t *testing.T) {
	b := ballot.NewBuilder(ballot.Approval, numbered(4))
	b.Approve(6, 0, 1)
	b.Approve(4, 2, 3)
	e := b.Election().ForSeats(3)
	r, err := ballot.Count(e, ballot.MESCard, ballot.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := ballot.Shares(e, r, []int{0, 0, 0, 0, 0, 0, 1, 1, 1, -1}, 2)
	if s[0].Voters != 6 || s[0].Represented.Cmp(rat(6, 1)) != 0 || s[0].Items.Cmp(rat(2, 1)) != 0 {
		t.Errorf("the six: %+v", s[0])
	}
	if s[1].Voters != 3 || s[1].Items.Cmp(rat(1, 1)) != 0 || s[1].Paid[2].Cmp(rat(3, 4)) != 0 {
		t.Errorf("three of the four: %+v", s[1])
	}
	panics(t, "too few groups", func() { ballot.Shares(e, r, []int{0}, 1) })
	panics(t, "no such group", func() { ballot.Shares(e, r, make([]int, 10), 0) })
}
