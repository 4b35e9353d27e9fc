package ballot_test

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"testing"

	"penc/ballot"
)

// instance is an approval election of testdata/abc.
type instance struct {
	ID       string             `json:"id"`
	Items    int                `json:"num_cand"`
	Seats    int                `json:"committeesize"`
	Profile  [][]int            `json:"profile"`
	Expected map[string][][]int `json:"expected"`
}

func instances(t testing.TB) []instance {
	t.Helper()
	file, err := os.Open("testdata/abc/instances.json.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	in, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []instance
	if err := json.NewDecoder(in).Decode(&all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 240 {
		t.Fatalf("%d instances", len(all))
	}
	return all
}

func (x instance) election() *ballot.Election {
	return approvals(x.Items, x.Seats, x.Profile...)
}

// approvals is an election among m numbered items with k seats.
func approvals(m, k int, profile ...[]int) *ballot.Election {
	b := ballot.NewBuilder(ballot.Approval, numbered(m))
	for _, set := range profile {
		b.Approve(1, set...)
	}
	return b.Election().ForSeats(k)
}

func numbered(m int) []ballot.Item {
	items := make([]ballot.Item, m)
	for i := range items {
		items[i].ID = strconv.Itoa(i)
	}
	return items
}

// TestCommittees compares small approval elections with the winning committees
// that another program lists. Any of a list is right.
func TestCommittees(t *testing.T) {
	for _, x := range instances(t) {
		for theirs, rule := range map[string]string{
			"equal-shares":                           ballot.MESCard,
			"equal-shares-with-increment-completion": ballot.MESCostAdd1,
			"seqphragmen":                            ballot.SeqPhragmen,
			"seqpav":                                 ballot.SeqPAV,
			"pav":                                    ballot.PAV,
			"av":                                     ballot.GreedyVotes,
		} {
			want, ok := x.Expected[theirs]
			if !ok {
				continue
			}
			got, err := ballot.Count(x.election(), rule, ballot.Options{})
			if err != nil {
				t.Fatalf("%s %s: %v", x.ID, rule, err)
			}
			winners := slices.Clone(got.Winners)
			slices.Sort(winners)
			if !slices.ContainsFunc(want, func(w []int) bool { return slices.Equal(w, winners) }) {
				t.Errorf("%s %s: got %v, want one of %v", x.ID, rule, winners, want)
			}
			if got.Approximate {
				t.Errorf("%s %s: not exact", x.ID, rule)
			}
		}
	}
}
