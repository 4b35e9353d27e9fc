package main_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"penc/ballot"
	"penc/ballot/ballottest"
)

// counted is what penc ballot count prints as JSON.
type counted struct {
	Rule    string
	Winners []string
	Order   []string
	Rounds  []struct {
		Tally            map[string]string
		Quota, Exhausted string
		Acts             []struct{ Do, Item, Amount string }
	}
	Ties []struct {
		Round  int
		Items  []string
		Chosen string
		Out    bool
		By     string
	}
	Certificate map[string]any
}

func countJSON(t *testing.T, args ...string) counted {
	t.Helper()
	out, fault, code := run(t, append([]string{"ballot", "count", "--json"}, args...)...)
	if code != 0 || fault != "" {
		t.Fatalf("%v: exit code %d: %s", args, code, fault)
	}
	var c counted
	if err := json.Unmarshal([]byte(out), &c); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return c
}

// ballotsIn writes a file and returns its path.
func ballotsIn(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const capital = "# TITLE: The capital of Tennessee\n# NUMBER ALTERNATIVES: 4\n# NUMBER VOTERS: 100\n" +
	"# ALTERNATIVE NAME 1: Memphis\n# ALTERNATIVE NAME 2: Nashville\n# ALTERNATIVE NAME 3: Chattanooga\n# ALTERNATIVE NAME 4: Knoxville\n" +
	"42: 1,2,3,4\n26: 2,3,4,1\n15: 3,4,2,1\n17: 4,3,2,1\n"

func TestBallotsAreCountedForOtherPrograms(t *testing.T) {
	out, _, _ := run(t, "ballot", "count", "--json", "--rule", "irv", ballotsIn(t, "capital.soc", capital))
	var keys map[string]json.RawMessage
	if err := json.Unmarshal([]byte(out), &keys); err != nil {
		t.Fatal(err)
	}
	var names []string
	for name := range keys {
		names = append(names, name)
	}
	if slices.Sort(names); !slices.Equal(names, []string{"certificate", "order", "rounds", "rule", "ties", "winners"}) {
		t.Errorf("keys %v", names)
	}
	const want = `{"rule":"irv","winners":["4"],"order":["4","1","2","3"],"rounds":[` +
		`{"tally":{"1":"42","2":"26","3":"15","4":"17"},"exhausted":"0","acts":[{"do":"exclude","item":"3","amount":"15"},{"do":"transfer","item":"3","amount":"15"}]},` +
		`{"tally":{"1":"42","2":"26","4":"32"},"exhausted":"0","acts":[{"do":"exclude","item":"2","amount":"26"},{"do":"transfer","item":"2","amount":"26"}]},` +
		`{"tally":{"1":"42","4":"58"},"exhausted":"0","acts":[{"do":"elect","item":"4","amount":"58"}]}],"ties":[],"certificate":{}}` + "\n"
	if out != want {
		t.Errorf("%s", out)
	}
}

func TestBallotsAreCountedForPeople(t *testing.T) {
	out, _, code := run(t, "ballot", "count", "--rule", "stv-scottish", "--seats", "2", ballotsIn(t, "capital.soc", capital))
	for _, want := range []string{
		"The capital of Tennessee\n", "100 voters, 4 items, 2 to choose; ties by lowest-id\n", "Winners (2)\n  1  Memphis\n  2  Nashville\n",
		"Round 1, quota 34 (votes)\n", "\n  1 is chosen, at 42.\n  8 of 1 are passed on.\n", "Ties\n  None.\n",
	} {
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("exit code %d, no %q in\n%s", code, want, out)
		}
	}
}

func TestTiesAreBrokenAsAsked(t *testing.T) {
	file := ballotsIn(t, "tie.csv", "10,9,2\n1,1,1\n")
	if got := countJSON(t, "--rule", "approval", "--seats", "2", file); !slices.Equal(got.Winners, []string{"2", "9"}) || len(got.Ties) != 2 ||
		got.Ties[0].By != "lowest-id" || !slices.Equal(got.Ties[0].Items, []string{"10", "9", "2"}) || got.Ties[0].Chosen != "2" {
		t.Errorf("%+v", got)
	}
	text := ballotsIn(t, "tie.csv", "10,9,a\n1,1,1\n")
	if got := countJSON(t, "--rule", "approval", text); !slices.Equal(got.Winners, []string{"10"}) {
		t.Errorf("%+v", got)
	}
	seen := map[string]bool{}
	for seed := range 30 {
		by := fmt.Sprintf("seed:%d", seed)
		got := countJSON(t, "--rule", "approval", "--ties", by, file)
		if again := countJSON(t, "--rule", "approval", "--ties", by, file); !reflect.DeepEqual(got, again) || got.Ties[0].By != by {
			t.Errorf("%+v, then %+v", got, again)
		}
		seen[got.Winners[0]] = true
	}
	if len(seen) != 3 {
		t.Errorf("of 30 seeds only %v won", seen)
	}
}

func TestCellsAreReadAsTheRuleReads(t *testing.T) {
	file := ballotsIn(t, "table.csv", "a,b,c\n1,2,3\n1,2,3\n,1,\n")
	for rule, winner := range map[string]string{"score": "c", "dots": "c", "schulze": "a", "borda": "a", "irv": "a"} {
		if got := countJSON(t, "--rule", rule, file); got.Winners[0] != winner {
			t.Errorf("%s: %v", rule, got.Winners)
		}
	}
	if got := countJSON(t, "--rule", "schulze", "--ballots", "score", file); got.Winners[0] != "c" {
		t.Errorf("%v", got.Winners)
	}
	if _, fault, code := run(t, "ballot", "count", "--rule", "approval", file); code != 2 || !strings.Contains(fault, "line 2: b: a mark is 1, 0 or nothing: \"2\"") {
		t.Errorf("%d: %s", code, fault)
	}
}

func TestWhatCannotBeCountedExitsWithTwo(t *testing.T) {
	sound := ballotsIn(t, "capital.soc", capital)
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"a broken line":       {[]string{"--rule", "irv", ballotsIn(t, "x.soc", capital+"1: 1,2,3\n")}, "line 12: this format asks for all alternatives"},
		"no such rule":        {[]string{"--rule", "plurality", sound}, "the rules are dots, approval"},
		"no rule":             {[]string{sound}, "--rule"},
		"no file":             {[]string{"--rule", "irv", filepath.Join(t.TempDir(), "none.soc")}, "none.soc"},
		"no such tie-break":   {[]string{"--rule", "irv", "--ties", "coin", sound}, "lowest-id or seed:N"},
		"no such links":       {[]string{"--rule", "schulze", "--links", "votes", sound}, "winning, margin or ratio"},
		"no such ballots":     {[]string{"--rule", "irv", "--ballots", "orders", sound}, "approval, score or rank"},
		"other ballots":       {[]string{"--rule", "irv", "--ballots", "score", sound}, "the file says ranking"},
		"the wrong ballots":   {[]string{"--rule", "approval", sound}, "does not read ballots of this kind"},
		"too many seats":      {[]string{"--rule", "irv", "--seats", "5", sound}, "4 items for 5 seats"},
		"negative seats":      {[]string{"--rule", "irv", "--seats=-1", sound}, "--seats"},
		"seats left open":     {[]string{"--rule", "stv-meek", sound}, "use --seats"},
		"unknown item":        {[]string{"--rule", "irv", "--exclude", "2,7", sound}, "there is no \"7\""},
		"everything left out": {[]string{"--rule", "irv", "--exclude", "1,2,3,4", sound}, "there are no items"},
	} {
		out, fault, code := run(t, append([]string{"ballot", "count"}, c.args...)...)
		if code != 2 || !strings.Contains(fault, c.says) {
			t.Errorf("%s: exit code %d: %s%s", name, code, out, fault)
		}
	}
}

func TestItemsAreLeftOutByValue(t *testing.T) {
	file := ballotsIn(t, "capital.soc", capital)
	if got := countJSON(t, "--rule", "schulze", "--exclude", "02, 3", file); !slices.Equal(got.Order, []string{"4", "1"}) {
		t.Errorf("%v", got.Order)
	}
}

func TestSeatsAndBudgetComeFromTheFile(t *testing.T) {
	blt := ballotsIn(t, "x.blt", "3 2\n-2\n2 1 0\n1 2 3 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"T\"\n")
	if got := countJSON(t, "--rule", "stv-meek", blt); !slices.Equal(got.Winners, []string{"1", "3"}) {
		t.Errorf("%v", got.Winners)
	}
	if got := countJSON(t, "--rule", "stv-meek", "--seats", "1", blt); !slices.Equal(got.Winners, []string{"1"}) {
		t.Errorf("%v", got.Winners)
	}
}

// TestTheOfficialOutcomeOfWieliczka counts the election of 2023, which was
// counted by Equal Shares. Projects 66 and 67 competed with 46 for the same site
// and were left out.
func TestTheOfficialOutcomeOfWieliczka(t *testing.T) {
	path := ballottest.Path(t, "pb/poland_wieliczka_2023.pb.gz")
	var official []string
	_, projects, _ := strings.Cut(string(ballottest.Bytes(t, "pb/poland_wieliczka_2023.pb.gz")), "PROJECTS\n")
	projects, _, _ = strings.Cut(projects, "VOTES\n")
	for line := range strings.Lines(projects) {
		if id, _, _ := strings.Cut(line, ";"); strings.HasSuffix(line, ";1\n") {
			official = append(official, id)
		}
	}
	got := countJSON(t, "--rule", "mes-cost-add1", "--exclude", "66,67", path)
	if slices.Sort(official); len(official) != 30 || !slices.Equal(slices.Sorted(slices.Values(got.Winners)), official) {
		t.Errorf("%v, not %v", got.Winners, official)
	}
}

func TestEveryBudgetIsCountedAsTheReferencesCount(t *testing.T) {
	var expected map[string]map[string]json.RawMessage
	ballottest.JSON(t, "pb/expected.json", &expected)
	compared := 0
	for name, want := range expected {
		for _, rule := range []string{ballot.MESCostAdd1U, ballot.SeqPhragmen} {
			var winners []string
			if want[rule] == nil || string(want[rule]) == "null" {
				continue // the references do not say
			}
			if err := json.Unmarshal(want[rule], &winners); err != nil {
				t.Fatal(err)
			}
			compared++
			got := countJSON(t, "--rule", rule, ballottest.Path(t, "pb/"+name+".pb.gz"))
			if !slices.Equal(slices.Sorted(slices.Values(got.Winners)), slices.Sorted(slices.Values(winners))) {
				t.Errorf("%s, %s: %v, not %v", name, rule, got.Winners, winners)
			}
		}
	}
	if compared < len(expected) {
		t.Errorf("%d counts compared for %d elections", compared, len(expected))
	}
}
