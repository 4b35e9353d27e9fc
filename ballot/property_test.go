package ballot_test

import (
	"errors"
	"math/big"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"penc/ballot"
)

// A draft is an election before it is built, so that it can be turned about.
type draft struct {
	items   []ballot.Item
	voters  [][]int
	weights []*big.Rat
	seats   int
	budget  *big.Rat
}

func (d draft) build() *ballot.Election {
	b := ballot.NewBuilder(ballot.Approval, d.items)
	for v, set := range d.voters {
		b.ApproveWeighted(1, d.weights[v], set...)
	}
	e := b.Election()
	if d.budget != nil {
		return e.ForBudget(d.budget)
	}
	return e.ForSeats(d.seats)
}

// drafts draws small elections: with seats or with a budget, with weights that
// are 1 or not, with costs and money that are whole or not.
func drafts(t *rapid.T) draft {
	m := rapid.IntRange(1, 6).Draw(t, "items")
	n := rapid.IntRange(1, 8).Draw(t, "voters")
	d := draft{}
	weighted := rapid.Bool().Draw(t, "weighted")
	small := rapid.Custom(func(t *rapid.T) *big.Rat {
		return big.NewRat(rapid.Int64Range(1, 9).Draw(t, "num"), rapid.Int64Range(1, 4).Draw(t, "den"))
	})
	priced := rapid.Bool().Draw(t, "priced")
	for i := range m {
		it := ballot.Item{ID: strconv.Itoa(i + 1)}
		if priced {
			it.Cost = mul(rat(10, 1), small.Draw(t, "cost"))
			if rapid.IntRange(0, 19).Draw(t, "free") == 0 {
				it.Cost = new(big.Rat)
			}
		}
		d.items = append(d.items, it)
	}
	for range n {
		set := []int{}
		for i := range m {
			if rapid.Bool().Draw(t, "approves") {
				set = append(set, i)
			}
		}
		d.voters = append(d.voters, set)
		w := rat(1, 1)
		if weighted {
			w = small.Draw(t, "weight")
		}
		d.weights = append(d.weights, w)
	}
	if priced {
		d.budget = mul(rat(20, 1), small.Draw(t, "budget"))
	} else {
		d.seats = rapid.IntRange(1, m).Draw(t, "seats")
	}
	return d
}

func tiesDrawn(t *rapid.T) ballot.Ties {
	if rapid.Bool().Draw(t, "seeded") {
		return ballot.Seeded(strconv.Itoa(rapid.IntRange(0, 99).Draw(t, "seed")))
	}
	return ballot.LowestID
}

// proportional are the rules of this half of the package.
var proportional = []string{
	ballot.MESCost, ballot.MESCard, ballot.MESCostAdd1, ballot.MESCostAdd1U,
	ballot.SeqPhragmen, ballot.PAV, ballot.SeqPAV, ballot.GJCR, ballot.GreedyVotes,
}

// counted counts, or reports that the rule only fills seats.
func counted(t *rapid.T, e *ballot.Election, rule string, o ballot.Options) (ballot.Result, bool) {
	res, err := ballot.Count(e, rule, o)
	var no *ballot.Refusal
	if errors.As(err, &no) && no.Reason == ballot.NeedsSeats {
		return res, false
	}
	if err != nil {
		t.Fatalf("%s: %v", rule, err)
	}
	return res, true
}

// TestSecondOpinion counts every election again, voter by voter in fractions,
// and compares winners, their order, and every payment.
func TestSecondOpinion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, ties := drafts(t).build(), tiesDrawn(t)
		for _, rule := range []string{ballot.MESCost, ballot.MESCard, ballot.MESCostAdd1, ballot.SeqPhragmen} {
			n := newNaive(e, ties)
			increments := n.count(rule)
			got, _ := counted(t, e, rule, ballot.Options{Ties: ties})
			if !slices.Equal(got.Winners, n.winners) {
				t.Fatalf("%s: got %v, want %v", rule, got.Winners, n.winners)
			}
			if rule == ballot.MESCostAdd1 && got.Completion.Increments != increments {
				t.Fatalf("%s: %d increments, want %d", rule, got.Completion.Increments, increments)
			}
			for v := range e.Voters() {
				for i := range e.Items() {
					want, ok := n.paid[v][i]
					if !ok {
						want = new(big.Rat)
					}
					if paid := got.Ledger.PaidBy(v, i); paid.Cmp(want) != 0 {
						t.Fatalf("%s: voter %d paid %v for item %d, want %v", rule, v, paid, i, want)
					}
				}
			}
		}
	})
}

// TestLedger adds up every ledger.
func TestLedger(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drafts(t).build()
		for _, rule := range proportional {
			r, ok := counted(t, e, rule, ballot.Options{})
			if !ok || r.Ledger == nil {
				continue
			}
			for _, i := range r.Ledger.Items() {
				sum := new(big.Rat)
				for v := range e.Voters() {
					paid := r.Ledger.PaidBy(v, i)
					if paid.Sign() < 0 {
						t.Fatalf("%s: voter %d is paid for item %d", rule, v, i)
					}
					if paid.Sign() > 0 && !slices.Contains(e.Marked(e.BallotOf(v)), int32(i)) {
						t.Fatalf("%s: voter %d pays for item %d without support", rule, v, i)
					}
					sum = add(sum, paid)
				}
				if sum.Cmp(e.Cost(i)) != 0 || r.Ledger.Spent(i).Cmp(sum) != 0 {
					t.Fatalf("%s: item %d costs %v, paid %v, spent %v", rule, i, e.Cost(i), sum, r.Ledger.Spent(i))
				}
			}
		}
	})
}

// TestPriceable: with Equal Shares nobody pays more than the start money, and at
// the end the supporters of nothing else hold its cost (D. Peters and P.
// Skowron 2020).
func TestPriceable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drafts(t).build()
		for _, rule := range []string{ballot.MESCost, ballot.MESCard} {
			r, _ := counted(t, e, rule, ballot.Options{})
			bought := r.Ledger.Items()
			if r.Completion != nil {
				bought = bought[:len(bought)-len(r.Completion.ByPhragmen)]
			}
			left := make([]*big.Rat, e.Voters())
			for v := range left {
				left[v] = mul(r.Ledger.Start(), e.Weight(v))
			}
			for round, i := range bought {
				for j, held := range r.Rounds[round].Tally {
					if held == nil {
						continue
					}
					sum := new(big.Rat)
					for v, x := range votersOf(e) {
						if slices.Contains(x.supports, j) {
							sum = add(sum, left[v])
						}
					}
					if sum.Cmp(held) != 0 {
						t.Fatalf("%s, round %d: the supporters of %d hold %v, not %v", rule, round, j, sum, held)
					}
				}
				for v := range left {
					if left[v] = sub(left[v], r.Ledger.PaidBy(v, i)); left[v].Sign() < 0 {
						t.Fatalf("%s: voter %d pays more than there is", rule, v)
					}
				}
			}
			for i := range e.Items() {
				if slices.Contains(bought, i) {
					continue
				}
				have, some := new(big.Rat), false
				for v, x := range votersOf(e) {
					if slices.Contains(x.supports, i) {
						have, some = add(have, left[v]), true
					}
				}
				if some && !less(have, e.Cost(i)) {
					t.Fatalf("%s: the supporters of item %d hold %v of %v", rule, i, have, e.Cost(i))
				}
			}
		}
	})
}

// TestPAV compares with the score of every list.
func TestPAV(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, ties := drafts(t), tiesDrawn(t)
		if d.budget != nil {
			d.budget, d.seats = nil, rapid.IntRange(1, len(d.items)).Draw(t, "seats")
		}
		e := d.build()
		voters := votersOf(e)
		var best []int
		high, count := rat(-1, 1), 0
		lists(ties.Order(e), d.seats, func(list []int) {
			switch c := scorePAV(voters, list).Cmp(high); {
			case c > 0:
				best, high, count = list, scorePAV(voters, list), 1
			case c == 0:
				count++
			}
		})
		got, _ := counted(t, e, ballot.PAV, ballot.Options{Ties: ties})
		if !slices.Equal(got.Winners, best) {
			t.Fatalf("got %v, want %v", got.Winners, best)
		}
		if got.Rounds[0].Score.Cmp(high) != 0 {
			t.Fatalf("score %v, want %v", got.Rounds[0].Score, high)
		}
		if (count > 1) != (len(got.Ties) > 0) {
			t.Fatalf("%d best lists, ties %v", count, got.Ties)
		}
		seq, _ := counted(t, e, ballot.SeqPAV, ballot.Options{Ties: ties})
		if scorePAV(voters, seq.Winners).Cmp(high) > 0 {
			t.Fatal("sequential PAV above PAV")
		}
		for k, i := range seq.Winners {
			for j := range e.Items() {
				if slices.Contains(seq.Winners[:k], j) {
					continue
				}
				with := func(x int) *big.Rat { return scorePAV(voters, append(slices.Clone(seq.Winners[:k]), x)) }
				if less(with(i), with(j)) {
					t.Fatalf("sequential PAV took %d before %d", i, j)
				}
			}
		}
	})
}

// TestPAVWithoutWork falls back to sequential PAV and says so.
func TestPAVWithoutWork(t *testing.T) {
	e := approvals(4, 2, []int{0, 1}, []int{0, 1}, []int{2}, []int{3})
	got, err := ballot.Count(e, ballot.PAV, ballot.Options{Work: 1})
	if err != nil {
		t.Fatal(err)
	}
	seq, err := ballot.Count(e, ballot.SeqPAV, ballot.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !got.Approximate || got.InPlace != ballot.SeqPAV || !slices.Equal(got.Winners, seq.Winners) {
		t.Errorf("got %+v, want %v in place", got, seq.Winners)
	}
}

// TestOrderDoesNotMatter: neither the order in which people voted nor that in
// which items were listed changes what is chosen.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, ties := drafts(t), tiesDrawn(t)
		items := rapid.Permutation(numbersTo(len(d.items))).Draw(t, "order of items")
		voters := rapid.Permutation(numbersTo(len(d.voters))).Draw(t, "order of voters")
		turned := draft{seats: d.seats, budget: d.budget, items: make([]ballot.Item, len(d.items))}
		for i, it := range d.items {
			turned.items[items[i]] = it
		}
		for _, v := range voters {
			set := []int{}
			for _, i := range d.voters[v] {
				set = append(set, items[i])
			}
			turned.voters = append(turned.voters, set)
			turned.weights = append(turned.weights, d.weights[v])
		}
		a, b := d.build(), turned.build()
		for _, rule := range proportional {
			x, ok := counted(t, a, rule, ballot.Options{Ties: ties})
			if !ok {
				continue
			}
			y, _ := counted(t, b, rule, ballot.Options{Ties: ties})
			if !slices.Equal(idsInOrder(a, x.Winners), idsInOrder(b, y.Winners)) {
				t.Fatalf("%s: %v and %v", rule, idsInOrder(a, x.Winners), idsInOrder(b, y.Winners))
			}
			if len(x.Ties) != len(y.Ties) {
				t.Fatalf("%s: ties %v and %v", rule, x.Ties, y.Ties)
			}
			if x.Certificate.Holds != y.Certificate.Holds {
				t.Fatalf("%s: certificates differ", rule)
			}
		}
	})
}

// TestNamesMatterOnlyInTies: where no tie was met, other identifiers change
// nothing.
func TestNamesMatterOnlyInTies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drafts(t)
		renamed := d
		renamed.items = slices.Clone(d.items)
		for i, name := range rapid.Permutation(numbersTo(len(d.items))).Draw(t, "names") {
			renamed.items[i].ID = strconv.Itoa(name + 1)
		}
		a, b := d.build(), renamed.build()
		for _, rule := range proportional {
			x, ok := counted(t, a, rule, ballot.Options{})
			if !ok || len(x.Ties) > 0 {
				continue
			}
			y, _ := counted(t, b, rule, ballot.Options{})
			slices.Sort(x.Winners)
			slices.Sort(y.Winners)
			if !slices.Equal(x.Winners, y.Winners) {
				t.Fatalf("%s: %v and %v", rule, x.Winners, y.Winners)
			}
		}
	})
}

// TestWeights: a voter of weight 2 counts like two, and it does not matter what
// a weight of 1 is.
func TestWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drafts(t)
		twice, scaled := d, d
		twice.voters, twice.weights = nil, nil
		scaled.weights = nil
		d.weights = slices.Clone(d.weights)
		for v, set := range d.voters {
			n := rapid.IntRange(1, 3).Draw(t, "times")
			for range n {
				twice.voters = append(twice.voters, set)
				twice.weights = append(twice.weights, d.weights[v])
			}
			d.weights[v] = mul(d.weights[v], rat(int64(n), 1))
			scaled.weights = append(scaled.weights, mul(d.weights[v], rat(7, 3)))
		}
		for _, rule := range proportional {
			x, ok := counted(t, d.build(), rule, ballot.Options{})
			if !ok {
				continue
			}
			y, _ := counted(t, twice.build(), rule, ballot.Options{})
			if !slices.Equal(x.Winners, y.Winners) {
				t.Fatalf("%s: %v, with voters apart %v", rule, x.Winners, y.Winners)
			}
			if rule == ballot.MESCostAdd1 || rule == ballot.MESCostAdd1U {
				continue // a step is 1 for a voter of weight 1
			}
			z, _ := counted(t, scaled.build(), rule, ballot.Options{})
			if !slices.Equal(x.Winners, z.Winners) {
				t.Fatalf("%s: %v, with other weights %v", rule, x.Winners, z.Winners)
			}
		}
	})
}

// TestLargeWeights takes the way through big numbers.
func TestLargeWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drafts(t)
		large := d
		large.weights = nil
		huge := new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 70))
		for _, w := range d.weights {
			large.weights = append(large.weights, mul(w, huge))
		}
		for _, rule := range []string{ballot.MESCost, ballot.MESCard, ballot.SeqPhragmen, ballot.SeqPAV, ballot.GJCR} {
			x, ok := counted(t, d.build(), rule, ballot.Options{})
			if !ok {
				continue
			}
			y, _ := counted(t, large.build(), rule, ballot.Options{})
			if !slices.Equal(x.Winners, y.Winners) {
				t.Fatalf("%s: %v, with large weights %v", rule, x.Winners, y.Winners)
			}
		}
	})
}

// TestMoreSeats: the sequential rules never take back what they chose when there
// is one seat more.
func TestMoreSeats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drafts(t)
		d.budget = nil
		var last []int
		for k := 1; k <= len(d.items); k++ {
			d.seats = k
			for _, rule := range []string{ballot.SeqPhragmen, ballot.SeqPAV, ballot.GreedyVotes} {
				x, _ := counted(t, d.build(), rule, ballot.Options{})
				if len(x.Winners) != k {
					t.Fatalf("%s: %d winners for %d seats", rule, len(x.Winners), k)
				}
				d.seats = max(1, k-1)
				y, _ := counted(t, d.build(), rule, ballot.Options{})
				d.seats = k
				if last = y.Winners; !slices.Equal(x.Winners[:len(last)], last) {
					t.Fatalf("%s: %v, then %v", rule, last, x.Winners)
				}
			}
		}
	})
}

// TestMoreSupport: an item that PAV or votes chose is still chosen when one more
// voter approves of it.
func TestMoreSupport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drafts(t)
		d.budget, d.seats = nil, rapid.IntRange(1, len(d.items)).Draw(t, "seats")
		v := rapid.IntRange(0, len(d.voters)-1).Draw(t, "voter")
		for _, rule := range []string{ballot.PAV, ballot.GreedyVotes} {
			x, _ := counted(t, d.build(), rule, ballot.Options{})
			for _, i := range x.Winners {
				if slices.Contains(d.voters[v], i) {
					continue
				}
				more := d
				more.voters = slices.Clone(d.voters)
				more.voters[v] = append(slices.Clone(d.voters[v]), i)
				if y, _ := counted(t, more.build(), rule, ballot.Options{}); !slices.Contains(y.Winners, i) {
					t.Fatalf("%s: %d is no longer chosen: %v, then %v", rule, i, x.Winners, y.Winners)
				}
			}
		}
	})
}

func numbersTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func idsInOrder(e *ballot.Election, items []int) []string {
	out := []string{}
	for _, i := range items {
		out = append(out, e.Item(i).ID)
	}
	return out
}
