package ballot_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"penc/ballot"
	"penc/ballot/ballotfile"
	"penc/ballot/ballottest"
)

// readPB reads an election of the folder of participatory budgets.
func readPB(t testing.TB, name string) *ballot.Election {
	t.Helper()
	path := ballottest.Path(t, "pb/"+name+".pb.gz")
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	f, err := ballotfile.Read(filepath.Base(path), in, ballotfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f.Election
}

func ids(e *ballot.Election, items []int) []string {
	out := []string{}
	for _, i := range items {
		out = append(out, e.Item(i).ID)
	}
	slices.Sort(out)
	return out
}

func itemNamed(t testing.TB, e *ballot.Election, id string) int {
	t.Helper()
	for i := range e.Items() {
		if e.Item(i).ID == id {
			return i
		}
	}
	t.Fatalf("no item %q", id)
	return -1
}

// TestBudgets compares every participatory budget with what two independent
// programs found.
func TestBudgets(t *testing.T) {
	var all map[string]map[string]json.RawMessage
	ballottest.JSON(t, "pb/expected.json", &all)
	for name, want := range all {
		t.Run(name, func(t *testing.T) {
			e := readPB(t, name)
			for _, rule := range []string{
				ballot.MESCost, ballot.MESCard, ballot.MESCostAdd1, ballot.MESCostAdd1U,
				ballot.SeqPhragmen, ballot.GreedyVotes,
			} {
				var chosen []string
				if json.Unmarshal(want[rule], &chosen); chosen == nil {
					continue
				}
				got, err := ballot.Count(e, rule, ballot.Options{})
				if err != nil {
					t.Fatalf("%s: %v", rule, err)
				}
				slices.Sort(chosen)
				if have := ids(e, got.Winners); !slices.Equal(have, chosen) {
					t.Errorf("%s:\n got %v\nwant %v", rule, have, chosen)
				}
				if len(got.Ties) > 0 {
					t.Errorf("%s: ties %v in an election without any", rule, got.Ties)
				}
				if rule != ballot.MESCostAdd1 {
					continue
				}
				var increments int
				if err := json.Unmarshal(want["add1-increments"], &increments); err != nil {
					t.Fatal(err)
				}
				if got.Completion.Increments != increments {
					t.Errorf("%s: %d increments, want %d", rule, got.Completion.Increments, increments)
				}
			}
		})
	}
}

// TestWieliczka is the official result of 2023: Equal Shares with Add1, without
// two projects that compete with a third for the same site.
func TestWieliczka(t *testing.T) {
	all := readPB(t, "poland_wieliczka_2023")
	e, _ := all.Without(itemNamed(t, all, "66"), itemNamed(t, all, "67"))
	got, err := ballot.Count(e, ballot.MESCostAdd1, ballot.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]struct {
		Official []string `json:"mes-cost-add1-without-66-67"`
	}
	ballottest.JSON(t, "pb/expected.json", &want)
	official := want["poland_wieliczka_2023"].Official
	slices.Sort(official)
	if have := ids(e, got.Winners); len(have) != 30 || !slices.Equal(have, official) {
		t.Errorf("got %s\nwant %s", strings.Join(have, " "), strings.Join(official, " "))
	}
	if got.Completion.Increments != 154 {
		t.Errorf("%d increments, want 154", got.Completion.Increments)
	}
}
