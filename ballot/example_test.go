package ballot_test

import (
	"fmt"

	"penc/ballot"
)

// A hall of ten chooses three priorities. Six want the first two, four the last
// two.
func Example() {
	b := ballot.NewBuilder(ballot.Approval, []ballot.Item{
		{ID: "water"}, {ID: "roads"}, {ID: "schools"}, {ID: "clinics"},
	})
	b.Approve(6, 0, 1)
	b.Approve(4, 2, 3)
	e := b.Election().ForSeats(3)

	r, err := ballot.Count(e, ballot.MESCard, ballot.Options{Ties: ballot.Seeded("22-11-2026")})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, i := range r.Winners {
		six, four := r.Ledger.Paid(0, i), r.Ledger.Paid(1, i)
		fmt.Println(e.Item(i).ID, "of the six each pays", six.RatString(), "of the four", four.RatString())
	}
	for _, tie := range r.Ties {
		fmt.Println("round", tie.Round, "items", tie.Items, "went to", e.Item(tie.Chosen).ID, "by", r.Broken)
	}
	fmt.Println(r.Certificate.Axiom, r.Certificate.Holds)
	// Output:
	// roads of the six each pays 1/6 of the four 0
	// schools of the six each pays 0 of the four 1/4
	// water of the six each pays 1/6 of the four 0
	// round 0 items [0 1] went to roads by seed:22-11-2026
	// round 1 items [2 3] went to schools by seed:22-11-2026
	// EJR+ true
}

// Choosing by votes passes over four of ten, who are owed one of three.
func ExampleAudit() {
	b := ballot.NewBuilder(ballot.Approval, []ballot.Item{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}})
	b.Approve(6, 0, 1, 2)
	b.Approve(4, 3)
	e := b.Election().ForSeats(3)
	r, err := ballot.Count(e, ballot.GreedyVotes, ballot.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	v := r.Certificate.Violation
	fmt.Println(e.Item(v.Item).ID, "weight", v.Weight.RatString(), "owed", v.Owed.RatString(), "got", v.Got.RatString(), "stands:", v.Verify(e, r.Winners))
	// Output:
	// d weight 4 owed 6/5 got 0 stands: true
}
