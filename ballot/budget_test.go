package ballot_test

import (
	"slices"
	"strings"
	"testing"

	"penc/ballot"
	"penc/ballot/ballotfile"
)

// budgeted reads a small participatory budget: projects as lines of identifier
// and cost, votes as lines of projects.
func budgeted(t *testing.T, budget, projects, votes string) *ballot.Election {
	t.Helper()
	text := "META\nkey;value\nvote_type;approval\nbudget;" + budget + "\nPROJECTS\nproject_id;cost\n" + projects + "VOTES\nvoter_id;vote\n"
	for i, vote := range strings.Split(strings.TrimSuffix(votes, "\n"), "\n") {
		text += string(rune('a'+i)) + ";" + vote + "\n"
	}
	f, err := ballotfile.Read("x.pb", strings.NewReader(text), ballotfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f.Election
}

// TestEdgesOfABudget counts what the published elections do not hold: projects
// that cost nothing, more than all there is, or that nobody wants. Each count
// was done by hand.
func TestEdgesOfABudget(t *testing.T) {
	for name, c := range map[string]struct {
		budget, projects, votes string
		want                    map[string]string
	}{
		// 1 costs more than there is. It would have been bought at 3, and raised
		// start money pays for it first.
		"more than all there is": {
			"8", "1;9\n2;4\n3;4\n", "1,2\n1\n1\n3",
			map[string]string{ballot.SeqPhragmen: "2 3", ballot.MESCost: "", ballot.MESCostAdd1: "", ballot.MESCostAdd1U: "2 3", ballot.GreedyVotes: "2 3"},
		},
		// Of 10, 2 takes 6. 1 costs 4 more, and nobody wants it; 3 costs 5.
		"wanted by nobody": {
			"10", "1;4\n2;6\n3;5\n", "2\n2,3\n2",
			map[string]string{ballot.SeqPhragmen: "2", ballot.MESCost: "2", ballot.MESCostAdd1: "2", ballot.MESCostAdd1U: "2 1", ballot.GreedyVotes: "2 1"},
		},
		// 3 costs nothing and is wanted, 4 costs nothing and is not.
		"for nothing": {
			"2", "1;2\n2;2\n3;0\n4;0\n", "1\n1,3\n2",
			map[string]string{ballot.SeqPhragmen: "3 1", ballot.MESCost: "3", ballot.MESCard: "3", ballot.MESCostAdd1: "3 1", ballot.MESCostAdd1U: "3 1 4", ballot.GreedyVotes: "1 3 4"},
		},
		"the budget to the last cent": {
			"0.30", "1;0.1\n2;0.20\n", "1,2\n2",
			map[string]string{ballot.SeqPhragmen: "1 2", ballot.MESCost: "2", ballot.MESCostAdd1: "2 1", ballot.GreedyVotes: "2 1"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := budgeted(t, c.budget, c.projects, c.votes)
			for rule, want := range c.want {
				r, err := ballot.Count(e, rule, ballot.Options{})
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, i := range r.Winners {
					got = append(got, e.Item(i).ID)
				}
				if !slices.Equal(got, strings.Fields(want)) {
					t.Errorf("%s: %v, not %s", rule, got, want)
				}
			}
		})
	}
}
