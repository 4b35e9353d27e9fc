package ballot_test

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"penc/ballot"
)

// got is the cost of the chosen items that a voter supports.
func got(e *ballot.Election, x voter, winners []int) *big.Rat {
	sum := new(big.Rat)
	for _, i := range winners {
		if slices.Contains(x.supports, i) {
			sum = add(sum, e.Cost(i))
		}
	}
	return sum
}

// groups calls f with every group of voters and its part of the money.
func groups(e *ballot.Election, f func(group []voter, owed *big.Rat)) {
	voters := votersOf(e)
	for set := 1; set < 1<<len(voters); set++ {
		var group []voter
		weight := new(big.Rat)
		for v, x := range voters {
			if set>>v&1 == 1 {
				group = append(group, x)
				weight = add(weight, x.weight)
			}
		}
		f(group, mul(e.Money(), quo(weight, e.Weights())))
	}
}

func allSupport(group []voter, item int) bool {
	return !slices.ContainsFunc(group, func(x voter) bool { return !slices.Contains(x.supports, item) })
}

// passedOver says whether some group is, by looking at every group.
func passedOver(e *ballot.Election, winners []int) bool {
	found := false
	groups(e, func(group []voter, owed *big.Rat) {
		most := new(big.Rat)
		for _, x := range group {
			if g := got(e, x, winners); less(most, g) {
				most = g
			}
		}
		for i := range e.Items() {
			if !slices.Contains(winners, i) && allSupport(group, i) && !less(owed, add(most, e.Cost(i))) {
				found = true
			}
		}
	})
	return found
}

// represented says whether every group that agrees on ℓ items and is owed them
// got enough: somebody in it ℓ items (EJR), or all of it together (PJR).
func represented(e *ballot.Election, winners []int, together bool) bool {
	ok := true
	groups(e, func(group []voter, owed *big.Rat) {
		agreed := int64(0)
		for i := range e.Items() {
			if allSupport(group, i) {
				agreed++
			}
		}
		level := min(agreed, new(big.Int).Quo(owed.Num(), owed.Denom()).Int64())
		most, all := int64(0), int64(0)
		for _, i := range winners {
			if slices.ContainsFunc(group, func(x voter) bool { return slices.Contains(x.supports, i) }) {
				all++
			}
		}
		for _, x := range group {
			most = max(most, got(e, x, winners).Num().Int64())
		}
		if together {
			most = all
		}
		ok = ok && most >= level
	})
	return ok
}

// TestAudit compares the certificate of any list with a look at every group.
func TestAudit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drafts(t).build()
		var winners []int
		for i := range e.Items() {
			if rapid.Bool().Draw(t, "won") {
				winners = append(winners, i)
			}
		}
		c := ballot.Audit(e, winners)
		if c.Axiom != ballot.EJRPlus || c.Holds == passedOver(e, winners) {
			t.Fatalf("holds %v", c.Holds)
		}
		if c.Holds != (c.Violation == nil) {
			t.Fatal("a violation where there is none")
		}
		if c.Holds {
			return
		}
		v := c.Violation
		if !v.Verify(e, winners) {
			t.Fatalf("%+v does not stand", v)
		}
		if v.Verify(e, append(slices.Clone(winners), v.Item)) {
			t.Fatal("stands although the item was chosen")
		}
		other := *v
		other.Owed = add(v.Owed, rat(1, 1))
		if other.Verify(e, winners) {
			t.Fatal("stands with more owed than is right")
		}
		other = *v
		other.Ballots = append(slices.Clone(v.Ballots), v.Ballots[0])
		if other.Verify(e, winners) {
			t.Fatal("stands with a ballot twice")
		}
		other = *v
		if other.Ballots = v.Ballots[1:]; other.Verify(e, winners) {
			t.Fatal("stands with a ballot less")
		}
	})
}

// TestAxioms: what each rule promises, for every group of small elections.
func TestAxioms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drafts(t).build()
		promise := []string{ballot.MESCost, ballot.MESCostAdd1, ballot.MESCostAdd1U}
		if e.Budget() == nil {
			promise = []string{ballot.MESCost, ballot.MESCard, ballot.PAV, ballot.GJCR}
		}
		for _, rule := range promise {
			r, _ := counted(t, e, rule, ballot.Options{})
			if !r.Certificate.Holds || passedOver(e, r.Winners) {
				t.Fatalf("%s: %v passes over a group: %+v", rule, r.Winners, r.Certificate.Violation)
			}
			if e.Budget() == nil && !represented(e, r.Winners, false) {
				t.Fatalf("%s: %v is not EJR", rule, r.Winners)
			}
		}
		if e.Budget() == nil {
			r, _ := counted(t, e, ballot.SeqPhragmen, ballot.Options{})
			if !represented(e, r.Winners, true) {
				t.Fatalf("seq-phragmen: %v is not PJR", r.Winners)
			}
		}
	})
}

// TestVotesPassOver: choosing by votes leaves four of ten without anything, and
// the certificate names them.
func TestVotesPassOver(t *testing.T) {
	b := ballot.NewBuilder(ballot.Approval, numbered(4))
	b.Approve(6, 0, 1)
	b.Approve(4, 2, 3)
	e := b.Election().ForSeats(2)
	r, err := ballot.Count(e, ballot.GreedyVotes, ballot.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !r.Certificate.Holds {
		t.Fatalf("four of ten are owed less than one of two seats: %+v", r.Certificate.Violation)
	}
	e = e.ForSeats(3)
	v := ballot.Audit(e, []int{0, 1}).Violation
	want := ballot.Violation{Item: 2, Level: 1, Ballots: []int{1}, Weight: rat(4, 1), Owed: rat(6, 5), Got: new(big.Rat)}
	if v == nil || v.Item != want.Item || v.Level != want.Level || !slices.Equal(v.Ballots, want.Ballots) ||
		v.Weight.Cmp(want.Weight) != 0 || v.Owed.Cmp(want.Owed) != 0 || v.Got.Cmp(want.Got) != 0 {
		t.Errorf("got %+v, want %+v", v, want)
	}
}

// TestBudgetsAudited: of the real elections, those counted by Equal Shares pass
// nobody over, and any violation of other rules stands.
func TestBudgetsAudited(t *testing.T) {
	e := readPB(t, "poland_wieliczka_2023")
	for _, rule := range []string{ballot.MESCost, ballot.MESCostAdd1, ballot.GreedyVotes, ballot.SeqPhragmen} {
		r, err := ballot.Count(e, rule, ballot.Options{})
		if err != nil {
			t.Fatal(err)
		}
		switch v := r.Certificate.Violation; {
		case v != nil && !v.Verify(e, r.Winners):
			t.Errorf("%s: the violation does not stand", rule)
		case v != nil && (rule == ballot.MESCost || rule == ballot.MESCostAdd1):
			t.Errorf("%s: passes over supporters of %s", rule, e.Item(v.Item).ID)
		case v == nil && rule == ballot.GreedyVotes:
			t.Errorf("%s: passes nobody over", rule)
		}
		sum := new(big.Rat)
		if r.Ledger != nil {
			for _, i := range r.Ledger.Items() {
				sum = add(sum, r.Ledger.Spent(i))
			}
			cost := new(big.Rat)
			for _, i := range r.Winners {
				cost = add(cost, e.Cost(i))
			}
			if sum.Cmp(cost) != 0 {
				t.Errorf("%s: paid %v of %v", rule, sum, cost)
			}
		}
	}
}
